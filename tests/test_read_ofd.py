"""OFD files, images and old office files. Places are invented."""

from __future__ import annotations

import io
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from corpus.document import Route
from corpus.errors import ReadError
from extract import legacy
from extract.legacy import find_office
from extract.ocr import has_ocr
from extract.raw import Raw
from extract.read import read

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text_object(x: float, y: float, text: str, size: float = 5.6, steps: str = "") -> str:
    """Returns one text object; millimetres from the upper left."""
    delta = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 150 {size * 1.4}" Font="2" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}"{delta}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def _entry(name: str) -> zipfile.ZipInfo:
    """Returns an entry without the time of day, so that the bytes are always the same."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def make_ofd(*pages: str) -> bytes:
    """Returns an OFD file of A4 pages with the given text objects."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            _entry("OFD.xml"),
            f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocInfo><ofd:Title>道路养护通知</ofd:Title></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        archive.writestr(
            _entry("Doc_0/Document.xml"),
            f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
            f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for number, content in enumerate(pages):
            archive.writestr(
                _entry(f"Doc_0/Pages/Page_{number}/Content.xml"),
                f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
            )
    return buffer.getvalue()


def lines(raw: Raw) -> list[str]:
    """Returns the lines that are not furniture."""
    text = raw.text
    for span in reversed(raw.furniture):
        text = text[: span.start] + text[span.end + 1 :]
    return text.splitlines()


def test_ofd_pages_in_reading_order() -> None:
    first = (
        text_object(30, 80, "各单位应当落实养护资金，确保道路畅通，按季度报告养护情况")
        + text_object(60, 30, "云山县道路养护通知", 7)
        + text_object(41.2, 70, "为加强乡村道路养护，现将有关事项通知如下，请各单位认真")
        + text_object(100, 280, "— 1 —")
    )
    second = text_object(30, 40, "并于年底前完成。") + text_object(100, 280, "— 2 —")
    raw = read(make_ofd(first, second), "a.ofd")
    assert raw.format == "ofd"
    assert lines(raw) == [
        "云山县道路养护通知",
        "为加强乡村道路养护，现将有关事项通知如下，请各单位认真各单位应当落实养护资金，确保道路畅通，按季度报告养护情况并于年底前完成。",
    ]
    assert [raw.text[span.start : span.end] for span in raw.furniture] == ["— 1 —", "— 2 —"]
    assert raw.hint("title") == "道路养护通知"
    assert [(page.number, round(page.width), round(page.height)) for page in raw.pages] == [
        (1, 595, 842),
        (2, 595, 842),
    ]


def test_ofd_distances_between_characters() -> None:
    raw = read(make_ofd(text_object(30, 40, "道路养护", steps="g 3 5.6")), "a.ofd")
    assert lines(raw) == ["道路养护"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (make_ofd(""), "no_text"),
        (make_ofd(text_object(1, 1, "甲"))[:150], "damaged"),
    ],
)
def test_bad_ofd(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, "a.ofd")
    assert caught.value.reason == reason


def _image() -> bytes:
    """Returns a picture of printed Latin text (Pillow's own font), black on white."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1200, 500), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(40)
    for number, line in enumerate(("Rural Roads Notice", "Every county shall report", "before December 2019")):
        draw.text((80, 60 + 110 * number), line, font=font, fill="black")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(not has_ocr(), reason="the extra [ocr] is not installed")
def test_image_is_recognised() -> None:
    raw = read(_image(), "scan.png")
    assert raw.format == "image"
    assert raw.pages[0].route is Route.OCR
    assert raw.pages[0].confidence > 0.8
    squeezed = "".join(raw.text.split()).lower()
    assert "ruralroadsnotice" in squeezed
    assert squeezed.index("everycounty") < squeezed.index("december2019")


@pytest.mark.slow
@pytest.mark.skipif(not has_ocr(), reason="the extra [ocr] is not installed")
def test_scanned_page_is_recognised() -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(600, 842))
    canvas.drawImage(ImageReader(io.BytesIO(_image())), 0, 500, 600, 250)
    canvas.showPage()
    canvas.drawString(80, 700, "This page has a text layer of its own, long enough to be read.")
    canvas.save()
    raw = read(buffer.getvalue(), "scan.pdf")
    assert [page.route for page in raw.pages] == [Route.OCR, Route.TEXT]
    first = "".join(raw.text[raw.pages[0].span.start : raw.pages[0].span.end].split()).lower()
    assert "everycountyshallreport" in first


@pytest.mark.parametrize("name", ["scan.png", "scan.jpg"])
def test_image_without_recognition(name: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(_image(), name, ocr=False)
    assert caught.value.reason == "needs_ocr"


def test_broken_image() -> None:
    if not has_ocr():
        pytest.skip("the extra [ocr] is not installed")
    with pytest.raises(ReadError) as caught:
        read(_image()[:300], "scan.png")
    assert caught.value.reason == "damaged"


RTF = rb"{\rtf1\ansi Rural roads shall be kept in repair.\par The county shall report.}"


def test_old_office_file_without_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadError) as caught:
        read(RTF, "a.rtf")
    assert caught.value.reason == "needs_office"
    assert "LibreOffice" in str(caught.value)


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_old_office_file_is_converted() -> None:
    assert read(RTF, "a.rtf").text.splitlines() == ["Rural roads shall be kept in repair.", "The county shall report."]


def _stand_in(folder: Path, script: str) -> None:
    """Writes a program named soffice that does what the script says."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport sys, pathlib, time\n{script}")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.skipif(os.name != "posix", reason="needs an executable script")
@pytest.mark.parametrize(
    ("script", "seconds", "reason"),
    [("time.sleep(30)", 1, "timeout"), ("sys.exit(1)", 30, "damaged")],
)
def test_a_converter_that_hangs_or_writes_nothing(
    script: str, seconds: int, reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _stand_in(tmp_path, script)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(legacy, "CONVERT_SECONDS", seconds)
    with pytest.raises(ReadError) as caught:
        read(RTF, "a.rtf")
    assert caught.value.reason == reason


@pytest.mark.skipif(os.name != "posix", reason="needs an executable script")
def test_what_the_converter_writes_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("道路养护通知")
    document.save(str(tmp_path / "made.docx"))
    _stand_in(
        tmp_path,
        "assert '--headless' in sys.argv and sys.argv[-1].endswith('source.doc')\n"
        "out = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\nout.mkdir()\n"
        f"(out / 'source.docx').write_bytes(pathlib.Path({str(tmp_path / 'made.docx')!r}).read_bytes())\n",
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert read(ole, "a.doc").text == "道路养护通知\n"
