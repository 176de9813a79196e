"""The addresses of a document's segments, for tests."""

from __future__ import annotations

from corpus.document import Document, SegmentKind


def addresses(document: Document, *kinds: SegmentKind) -> list[str]:
    """Returns the addresses in order, of all segments or of those of some kinds."""
    return [segment.address for segment in document.segments if not kinds or segment.kind in kinds]
