"""The manifest of a run: what was asked, with which versions and settings, and what became of it."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version

from app.pipeline import Outcome
from app.settings import Settings
from corpus.codec import Plain

_VERSIONS = ("xietong", "jieba", "rjieba", "spacy", "scikit-learn", "gensim", "pdfplumber", "pypdfium2", "tantivy")


def now() -> str:
    """Returns the time in ISO 8601, to the second, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def manifest(sources: Sequence[str], settings: Settings, outcome: Outcome) -> Plain:
    """Returns the manifest: sources as given, settings, keys of the stages, versions, counts of outcomes."""
    return {
        "sources": list(sources),
        "settings": asdict(settings),
        "keys": {"read": settings.read_key, "label": settings.label_key},
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _VERSIONS},
        "counts": dict(sorted(outcome.counts.items())),
        "relabelled": outcome.relabelled,
    }
