"""The documents of hits as references (RIS), for programs that manage literature."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from corpus.codec import header_from_dict
from corpus.errors import XietongError
from corpus.library import Library


def write_references(library: Library, documents: Iterable[str], path: Path) -> int:
    """Writes each document once as a reference in RIS, in the order given; returns how many.

    Raises:
        XietongError: the file cannot be written.
    """
    from report.cite import Reference, format_references

    references = []
    for id in dict.fromkeys(documents):
        rows = library.rows("SELECT title, number, date, type, language, header FROM documents WHERE id = ?", (id,))
        title, number, date, type, language, header = map(str, rows[0])
        issuers = tuple(field.value for field in header_from_dict(json.loads(header)).issuers)
        references.append(
            Reference(id=id, title=title or id, issuers=issuers, number=number, date=date, type=type, language=language)
        )
    try:
        path.write_text(format_references(references, "ris"), encoding="utf-8")
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error}") from error
    return len(references)
