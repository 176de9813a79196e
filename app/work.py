"""What one worker does with one file: read, cut, find entities, decide the level, code the units."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from corpus.document import Document
from corpus.label import Coding, LevelDecision

if TYPE_CHECKING:
    from classify.coder import Coder

EXTRACT_VERSION = "1"  # raised when reading or cutting changes what it returns
LEVEL_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A document with its labels."""

    document: Document
    level: LevelDecision
    codings: tuple[Coding, ...]


@cache
def shared_coder(path: str = "") -> Coder:
    """Returns the coder of this process; the shipped model where no path is given."""
    from pathlib import Path

    from classify.coder import load_coder

    return load_coder(Path(path) if path else None)


def read_and_label(
    data: bytes, name: str, *, ocr: bool = True, model: str = "", entities: bool = True, codes: bool = True
) -> Worked:
    """Returns a file as a labelled document; `entities` and `codes` say whether mentions and codes are wanted.

    Raises:
        ReadError: the file cannot be read.
    """
    from extract.parse import parse

    document = parse(data, name, ocr=ocr, entities=entities)
    if codes:
        return label(document, model=model)
    from classify.level import level_of

    return Worked(document=document, level=level_of(document), codings=())


def label(document: Document, *, model: str = "") -> Worked:
    """Returns the document with its level and the codings of its units."""
    from classify.level import level_of

    return Worked(document=document, level=level_of(document), codings=code_units(document, model=model))


def code_units(document: Document, *, model: str = "") -> tuple[Coding, ...]:
    """Returns the machine codings of the units; evidence spans count characters of the document."""
    from classify.unit import Unit

    units = [
        Unit(id=one.address, text=one.text, title=document.title, heading=one.heading, start=one.span.start)
        for one in document.units
    ]
    return tuple(shared_coder(model).code(units))
