"""What follows when the documents are in: topics, index, report, each only where something changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.messages import say
from corpus.library import Library

TOPICS_VERSION = "4"
REPORT_VERSION = "4"
SEED = 0


def finish(library: Library, language: str, *, quiet: bool = False) -> tuple[Path, ...]:
    """Brings topics, index and report up to the library; returns the paths of the reports."""
    state = state_key(library)
    with _step(say("run.topics"), quiet=quiet):
        topics = topics_of(library, state)
    with _step(say("run.index"), quiet=quiet):
        from search.build import build_index

        build_index(library)
    with _step(say("run.report"), quiet=quiet):
        return (write_report(library, language, state, topics),)


def state_key(library: Library) -> str:
    """Returns a hash of everything that topics and reports are made from."""
    digest = hashlib.sha256()
    for query in (
        "SELECT document, stage, key FROM stages ORDER BY document, stage",
        "SELECT source, outcome, content, reason, message FROM inputs ORDER BY source",
        "SELECT count(*), max(id) FROM codings",
    ):
        for row in library.rows(query):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def topics_of(library: Library, state: str, *, seed: int = SEED) -> Mapping[str, object]:
    """Returns the topics of every scope as plain values, fitted where the library changed."""
    key = f"topics{TOPICS_VERSION}:{seed}:{state}"
    stored = library.derived("topics", key)
    if stored is None:
        from models.clauses import read_clauses
        from models.scopes import fit_scopes, scopes_to_dict

        plain = scopes_to_dict(fit_scopes(read_clauses(library), seed=seed))
        stored = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
        library.store_derived("topics", key, stored)
    found = json.loads(stored)
    if not isinstance(found, dict):
        raise TypeError("stored topics are not a table")
    return found


def write_report(library: Library, language: str, state: str, topics: Mapping[str, object]) -> Path:
    """Writes the report if the library changed since, and returns its path."""
    from report import html as page

    folder = library.folder / "reports"
    path = folder / f"report.{language}.html"
    key = f"report{REPORT_VERSION}:{state}"
    if library.derived(f"report.{language}", key) is None or not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        path = page.write_report(library, folder, language=language, topics=topics)
        library.store_derived(f"report.{language}", key, str(path.name))
    return path


@contextmanager
def _step(label: str, *, quiet: bool) -> Iterator[None]:
    """Shows that a step is running on a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield
        return
    with console.status(label):
        yield
