"""pdfium's functions that are called for every character or object, taking plain addresses.

The wrapped ones check and convert structures at each call: half the cost of reading a page. Numbers come back through
`FLOATS`, a buffer of six that each call overwrites.
"""

from __future__ import annotations

import ctypes
from struct import Struct
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

Address: TypeAlias = int
_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    place = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(place)


def address_of(raw: Any) -> Address:
    """Returns the address behind a handle of pdfium."""
    return ctypes.cast(raw, ctypes.c_void_p).value or 0


BUFFER = bytearray(24)
_KEEP = (ctypes.c_char * 24).from_buffer(BUFFER)  # the buffer must not move
FLOATS: Address = ctypes.addressof(_KEEP)
two_floats = Struct("2f").unpack_from
four_floats = Struct("4f").unpack_from
six_floats = Struct("6f").unpack_from

count_objects = _plain(pdfium.FPDFPage_CountObjects, _INT, _ADDRESS)
get_object = _plain(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
get_type = _plain(pdfium.FPDFPageObj_GetType, _INT, _ADDRESS)
get_bounds = _plain(pdfium.FPDFPageObj_GetBounds, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
get_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
count_form_objects = _plain(pdfium.FPDFFormObj_CountObjects, _INT, _ADDRESS)
get_form_object = _plain(pdfium.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
count_segments = _plain(pdfium.FPDFPath_CountSegments, _INT, _ADDRESS)
get_segment = _plain(pdfium.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT)
get_segment_type = _plain(pdfium.FPDFPathSegment_GetType, _INT, _ADDRESS)
get_point = _plain(pdfium.FPDFPathSegment_GetPoint, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
is_closing = _plain(pdfium.FPDFPathSegment_GetClose, _INT, _ADDRESS)
is_generated = _plain(pdfium.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
get_angle = _plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _ADDRESS, _INT)
get_loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
