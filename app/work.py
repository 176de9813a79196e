"""What one worker does with one file: read, cut, find entities, decide the level, code the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from corpus.document import Document
from corpus.label import Coding, LevelDecision

if TYPE_CHECKING:
    from classify.coder import Coder
    from classify.unit import Unit

EXTRACT_VERSION = "7"  # raised when reading or cutting changes what it returns
LEVEL_VERSION = "2"
_SELDOM = 50_000  # new objects between two looks of the garbage collector


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A document with its labels."""

    document: Document
    level: LevelDecision
    codings: tuple[Coding, ...]


@cache
def shared_coder(path: str = "", *, careful: bool = False) -> Coder:
    """Returns the coder of this process; the shipped model where no path is given, with the encoder if careful.

    What is loaded stays as long as the process: the garbage collector need not look at it again. A document is
    tens of thousands of small things without cycles: it need not look so often either.
    """
    import gc
    from pathlib import Path

    from classify.coder import load_coder

    coder = load_coder(Path(path) if path else None, careful=careful)
    coder.warm_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_SELDOM)
    return coder


def read(data: bytes, name: str, *, ocr: bool = True, entities: bool = True) -> Document:
    """Returns a file as a document; `entities` says whether mentions are wanted.

    Raises:
        ReadError: the file cannot be read.
    """
    from extract.parse import parse

    return parse(data, name, ocr=ocr, entities=entities)


def read_and_label(data: bytes, name: str, *, ocr: bool = True, entities: bool = True) -> Worked:
    """Returns a file as a labelled document.

    Raises:
        ReadError: the file cannot be read.
    """
    return label(read(data, name, ocr=ocr, entities=entities))


def label(document: Document, *, model: str = "", careful: bool = False) -> Worked:
    """Returns the document with its level and the codings of its units."""
    return label_all([document], model=model, careful=careful)[0]


def label_all(
    documents: Sequence[Document], *, model: str = "", careful: bool = False, codes: bool = True
) -> list[Worked]:
    """Returns the documents with their levels and, where wanted, the codings of their units.

    Evidence spans count characters of the document. Coding many at once is faster and changes nothing. With the
    encoder each document is coded by itself: its last digits depend on what else is in a batch.
    """
    from classify.level import level_of

    if not codes:
        return [Worked(document=one, level=level_of(one), codings=()) for one in documents]
    coder = shared_coder(model, careful=careful)
    units = [_units(document) for document in documents]
    batches = units if careful else [[unit for some in units for unit in some]]
    codings = (coding for batch in batches for coding in coder.code(batch))
    return [
        Worked(document=document, level=level_of(document), codings=tuple(islice(codings, len(some))))
        for document, some in zip(documents, units, strict=True)
    ]


def _units(document: Document) -> list[Unit]:
    from classify.unit import Unit

    return [
        Unit(id=one.address, text=one.text, title=document.title, heading=one.heading, start=one.span.start)
        for one in document.units
    ]
