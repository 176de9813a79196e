"""Which pages of a PDF have a text layer worth reading, and which must be recognised."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

from extract.pdf_lines import Line
from extract.text import FREQUENT

Page: TypeAlias = Any  # pypdfium2 carries no types

MIN_WORDS = 12  # letters and ideographs: a page with fewer may be a scan with a stamp or page number
# Share of the most frequent characters: 0.25-0.45 on 300 pages of prose, below 0.02 with a broken character map.
MIN_FREQUENT = 0.04
MAX_BROKEN = 0.2

# The same functions with plain addresses: a page may hold an object for every character.
_get_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFPage_GetObject, ctypes.c_void_p).value or 0
)
_get_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFPageObj_GetType, ctypes.c_void_p).value or 0
)
# Characters that stand where a font has no character map: private use, controls, an extension hardly ever used.
_BROKEN = re.compile("[\ue000-\uf8ff\ufffd\u0080-\u009f\u3400-\u4dbf]")
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class PageObjects:
    """How many objects of each kind a page holds, those inside forms counted as forms."""

    text: int = 0
    path: int = 0
    image: int = 0
    form: int = 0


def count_objects(page: Page) -> PageObjects:
    """Returns the number of text, path, image and form objects."""
    kinds = [0] * 6
    address = ctypes.cast(page.raw, ctypes.c_void_p).value or 0
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        kinds[_get_type(_get_object(address, index))] += 1
    return PageObjects(
        kinds[pdfium.FPDF_PAGEOBJ_TEXT],
        kinds[pdfium.FPDF_PAGEOBJ_PATH],
        kinds[pdfium.FPDF_PAGEOBJ_IMAGE],
        kinds[pdfium.FPDF_PAGEOBJ_FORM],
    )


def needs_ocr(lines: list[Line], objects: PageObjects) -> bool:
    """Whether the page shows text that its text layer does not give: a scan, or a broken character map."""
    text = "".join(line.text for line in lines if not line.furniture)
    broken = len(_BROKEN.findall(text))
    words = sum(map(str.isalnum, text)) - broken
    if words < MIN_WORDS:
        # Something is drawn: an image, outlines of letters, or text that has no characters.
        return bool(objects.image or objects.form) or objects.path > 150 or objects.text > 40
    if lacks_text(lines, objects) or broken > MAX_BROKEN * len(text):
        return True
    ideographs = "".join(_IDEOGRAPHS.findall(text))
    if len(ideographs) < 100:
        return False
    return sum(map(FREQUENT.__contains__, ideographs)) < MIN_FREQUENT * len(ideographs)


def lacks_text(lines: list[Line], objects: PageObjects) -> bool:
    """Whether far fewer letters were read than the page has text objects."""
    words = sum(sum(map(str.isalnum, line.text)) for line in lines)
    return objects.text > 50 and words < 0.25 * objects.text
