"""Old office files read through a real LibreOffice, where one is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.sample_sources import SAMPLES
from extract.legacy import find_office
from extract.parse import parse

ASSETS = Path(__file__).parent / "assets"

pytestmark = pytest.mark.skipif(find_office() is None, reason="LibreOffice (soffice) is not installed")


@pytest.mark.parametrize(
    ("file", "name"), [("opinions.doc", "a.doc"), ("opinions.doc", "a.wps"), ("opinions.rtf", "a.rtf")]
)
def test_an_old_file_reads_like_the_new_one(file: str, name: str) -> None:
    """The assets are the sample c02-opinions.docx saved in the older formats."""
    wanted = parse((SAMPLES / "documents" / "c02-opinions.docx").read_bytes(), "c02-opinions.docx")
    found = parse((ASSETS / file).read_bytes(), name)
    assert found.header.title is not None
    assert found.title == wanted.title
    assert [(one.kind, one.value) for one in found.header.dates] == [
        (one.kind, one.value) for one in wanted.header.dates
    ]
    assert [(one.address, one.text) for one in found.units] == [(one.address, one.text) for one in wanted.units]
