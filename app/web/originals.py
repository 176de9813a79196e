"""The file that a document was read from, as long as it is still the same."""

from __future__ import annotations

from pathlib import Path

from app.web.intake import ORIGINALS
from corpus.intake import MAX_FILE_BYTES, Source, content_hash, iter_sources
from corpus.library import Library


def original(library: Library, document: str) -> bytes | None:
    """Returns the bytes that a document was read from; None where they are gone or have changed.

    Only bytes with the hash that the ledger has are returned, whatever lies at the path now.
    """
    rows = library.rows(
        "SELECT i.source, i.content FROM documents d JOIN inputs i ON i.document = d.id WHERE d.id = ?"
        " ORDER BY i.source <> d.source, i.source",
        (document,),
    )
    for source, content in rows:
        data = _bytes(library.folder, str(source))
        if data is not None and content_hash(data) == content:
            return data
    return None


def _bytes(folder: Path, source: str) -> bytes | None:
    """Returns what a source names: a file, a file of a library that was moved, or a member of an archive."""
    for path in _places(folder, source):
        try:
            if path.is_file() and path.stat().st_size <= MAX_FILE_BYTES:
                return path.read_bytes()
        except OSError:
            continue
    outer, mark, member = source.partition("!")
    for path in _places(folder, outer) if mark else ():
        if path.is_file():
            return _member(path, member)
    return None


def _places(folder: Path, source: str) -> tuple[Path, ...]:
    path = Path(source)
    return (path, folder / ORIGINALS / path.parent.name / path.name)


def _member(path: Path, name: str) -> bytes | None:
    """Returns a member of an archive, unpacked under the limits of the intake."""
    for found in iter_sources([str(path)]):
        if isinstance(found, Source) and found.name == f"{path}!{name}":
            return found.data
    return None
