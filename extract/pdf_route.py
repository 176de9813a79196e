"""Which pages of a PDF have a text layer worth reading, and which must be recognised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import repeat
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

from extract import pdfium_calls as calls
from extract.pdf_lines import Line
from extract.text import FREQUENT

Page: TypeAlias = Any  # pypdfium2 carries no types

MIN_WORDS = 12  # letters and ideographs: a page with fewer may be a scan with a stamp or page number
# Share of the most frequent characters: 0.25-0.45 on 300 pages of prose, below 0.02 with a broken character map.
MIN_FREQUENT = 0.04
MAX_BROKEN = 0.2
MIN_SHARE = 0.25  # letters for each text object
MIN_SAMPLE = 100  # ideographs that tell whether a page is prose ...
_TEXT, _PATH = int(pdfium.FPDF_PAGEOBJ_TEXT), int(pdfium.FPDF_PAGEOBJ_PATH)
_IMAGE, _FORM = int(pdfium.FPDF_PAGEOBJ_IMAGE), int(pdfium.FPDF_PAGEOBJ_FORM)
_DRAWN = (_PATH, _FORM)

# Characters that stand where a font has no character map: private use, controls, an extension hardly ever used.
_BROKEN = re.compile("[\ue000-\uf8ff\ufffd\u0080-\u009f\u3400-\u4dbf]")
_WORDS = re.compile(r"[^\W_]+")
_SAMPLE = 250  # ... and those looked at
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class PageObjects:
    """How many objects of each kind a page holds, those inside forms counted as forms; the addresses of paths and forms."""

    text: int = 0
    path: int = 0
    image: int = 0
    form: int = 0
    drawn: tuple[calls.Address, ...] = ()


def count_objects(page: Page) -> PageObjects:
    """Returns the number of text, path, image and form objects."""
    address = calls.address_of(page.raw)
    objects = list(map(calls.get_object, repeat(address), range(calls.count_objects(address))))
    kinds = list(map(calls.get_type, objects))
    text = kinds.count(_TEXT)
    if text == len(kinds):  # the usual case
        return PageObjects(text)
    drawn = tuple(own for own, kind in zip(objects, kinds, strict=True) if kind in _DRAWN)
    return PageObjects(text, kinds.count(_PATH), kinds.count(_IMAGE), kinds.count(_FORM), drawn)


def needs_ocr(lines: list[Line], objects: PageObjects) -> bool:
    """Whether the page shows text that its text layer does not give: a scan, or a broken character map."""
    text = "".join(line.text for line in lines if not line.furniture)
    sample = _sample(text)
    is_sound = _BROKEN.search(text) is None
    if is_sound and len(sample) >= max(MIN_SAMPLE, MIN_SHARE * objects.text):  # the usual case
        return _is_garbled(sample)
    broken = 0 if is_sound else len(_BROKEN.findall(text))
    words = count_words(text) - broken
    if words < MIN_WORDS:
        # Something is drawn: an image, outlines of letters, or text that has no characters.
        return bool(objects.image or objects.form) or objects.path > 150 or objects.text > 40
    if _is_short_of(words + broken, objects) or broken > MAX_BROKEN * len(text):
        return True
    return len(sample) >= MIN_SAMPLE and _is_garbled(sample)


def _sample(text: str) -> str:
    """Returns the first ideographs of a text."""
    sample = "".join(_IDEOGRAPHS.findall(text[: 2 * _SAMPLE]))
    return (sample if len(sample) >= _SAMPLE else "".join(_IDEOGRAPHS.findall(text)))[:_SAMPLE]


def _is_garbled(sample: str) -> bool:
    return sum(map(FREQUENT.__contains__, sample)) < MIN_FREQUENT * len(sample)


def lacks_text(lines: list[Line], objects: PageObjects) -> bool:
    """Whether far fewer letters were read than the page has text objects."""
    return _is_short_of(count_words("".join(line.text for line in lines)), objects)


def _is_short_of(words: int, objects: PageObjects) -> bool:
    return objects.text > 50 and words < MIN_SHARE * objects.text


def count_words(text: str) -> int:
    """Returns the number of letters, digits and ideographs."""
    return sum(map(len, _WORDS.findall(text)))
