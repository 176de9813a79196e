"""The one door for files: bytes in, `Raw` out; magic bytes first, suffix second."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from corpus.errors import ReadError
from extract.hints import with_text_hints
from extract.raw import Raw
from extract.text import MAX_TEXT_BYTES, is_double_byte

MAX_UNPACKED_BYTES = 500_000_000
MAX_RATIO = 200  # a Word file of plain text packs about 20 to 1; bombs pack 1,000 to 1

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".log", ""})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"})
OFFICE_SUFFIXES = frozenset({".doc", ".wps", ".rtf", ".odt", ".dot", ".wpt"})
DATA_SUFFIXES = frozenset(
    {
        ".json",
        ".jsonl",
        ".csv",
        ".tsv",
        ".xml",
        ".yaml",
        ".yml",
        ".toml",
        ".ini",
        ".py",
        ".js",
        ".css",
        ".sql",
        ".log",
        ".ipynb",
    }
)
DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx", ".docm", ".ofd"}) | HTML_SUFFIXES | OFFICE_SUFFIXES

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x7fELF", "binary"),
    (b"MZ\x90\x00", "binary"),
    (b"SQLite format 3\x00", "binary"),
    (b"OggS", "binary"),
    (b"ID3", "binary"),
)
_EXPECTED = {".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".ofd": "ofd"}


def read(data: bytes, name: str, *, ocr: bool = True) -> Raw:
    """Returns the text of a file with its pages, furniture, tables and hints.

    Args:
        data: the file's bytes.
        name: its name; only the suffix counts, and only where the bytes do not speak.
        ocr: whether scanned pages may be recognised.

    Raises:
        ReadError: `empty`, `mismatch`, `damaged`, `encrypted`, `unsupported`, `too_large`,
            `unreadable`, `no_text`, `needs_ocr`, `needs_office`.
    """
    if not data:
        raise ReadError("empty", "the file is empty")
    suffix = PurePath(name).suffix.lower()
    kind = detect(data, suffix)
    raw = with_text_hints(_read_as(kind, data, suffix, ocr=ocr))
    if not raw.text.strip():
        raise ReadError("empty", "the file contains no text")
    return raw


def detect(data: bytes, suffix: str) -> str:
    """Returns what the bytes are: `pdf`, `docx`, `ofd`, `office`, `html`, `text` or `image`.

    Raises:
        ReadError: `mismatch` where the bytes contradict a document suffix, `unsupported` for others.
    """
    kind = _magic(data)
    if kind == "zip":
        kind = _zip_kind(data)
    if kind in {"ole", "rtf", "odt"}:
        kind = "office"
    if kind == "text":
        kind = "html" if _looks_like_html(data, suffix) else "text"
    expected = _EXPECTED.get(suffix)
    if kind in {"image", "binary", "archive", "spreadsheet", "slides"}:
        if kind == "image" and suffix not in DOCUMENT_SUFFIXES | TEXT_SUFFIXES - {""}:
            return kind
        if suffix in DOCUMENT_SUFFIXES or suffix in TEXT_SUFFIXES - {""}:
            raise ReadError("mismatch", f"named {suffix} but the content is of another kind ({kind})")
        raise ReadError("unsupported", _advice(kind, suffix))
    if kind == "text" and suffix in DATA_SUFFIXES:
        raise ReadError("unsupported", _advice("data or code", suffix))
    if expected and kind == "text":
        if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
            raise ReadError("empty", "the file contains nothing but blanks")
        raise ReadError("mismatch", f"named {suffix} but the content is plain text or of no known kind")
    return kind


def _magic(data: bytes) -> str:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    head = data[:1024]
    if b"%PDF-" in head:  # some writers put bytes before it
        return "pdf"
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return "image"
    if data.startswith(b"RIFF"):
        return "image" if data[8:12] == b"WEBP" else "binary"
    if data[4:8] == b"ftyp":
        return "binary"
    return "binary" if _is_binary(data) and not is_double_byte(data) else "text"


def _is_binary(data: bytes) -> bool:
    """Whether the bytes hold control characters that no text encoding yields."""
    if data[:4] in {b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"} or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return False
    sample = data[:8192]
    controls = sum(sample.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), 28, 29, 30, 31))
    zeros = sample.count(0)
    if zeros:  # UTF-16 without a mark: zeros stand on one side only
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        return min(even, odd) > 0 or controls > 0.3 * len(sample)
    return controls > 0.02 * len(sample)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError("damaged", f"the packed file is broken ({error})") from error
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    kinds = (
        ("word/document.xml", "docx"),
        ("OFD.xml", "ofd"),
        ("xl/workbook.xml", "spreadsheet"),
        ("ppt/presentation.xml", "slides"),
    )
    kind = next((kind for entry, kind in kinds if entry in names), "archive")
    if kind == "archive" and "content.xml" in names and "META-INF/manifest.xml" in names:
        kind = "odt"
    if kind != "archive" and unpacked > max(MAX_UNPACKED_BYTES // 10, 0) and unpacked > MAX_RATIO * len(data):
        raise ReadError("too_large", f"unpacks from {len(data):,} to {unpacked:,} bytes")
    if kind != "archive" and unpacked > MAX_UNPACKED_BYTES:
        raise ReadError("too_large", f"unpacks to {unpacked // 1_000_000} MB")
    return kind


def _looks_like_html(data: bytes, suffix: str) -> bool:
    head = data[:2048].replace(b"\x00", b"").lower()
    if b"mime-version:" in head and b"multipart/related" in head:  # a web archive
        return True
    if any(mark in head for mark in (b"<!doctype html", b"<html", b"<head", b"<body")):
        return True
    return suffix in HTML_SUFFIXES and b"<" in head


def _advice(kind: str, suffix: str) -> str:
    if kind == "archive":
        return "an archive: unpack it, or give its folder"
    if kind in {"spreadsheet", "slides"}:
        return f"{kind} are not read; save it as PDF or Word"
    return f"files of this kind ({suffix or 'no suffix'}) are not read; PDF, Word, OFD, HTML, text and images are"


def _read_as(kind: str, data: bytes, suffix: str, *, ocr: bool) -> Raw:
    if kind not in {"pdf", "image"} and len(data) > 5 * MAX_TEXT_BYTES:
        raise ReadError("too_large", f"a file of {len(data) // 1_000_000} MB")
    if kind == "pdf":
        from extract.pdf import read_pdf

        return read_pdf(data, ocr=ocr)
    if kind == "docx":
        from extract.docx import read_docx

        return read_docx(data)
    if kind == "html":
        from extract.html import read_html

        return read_html(data)
    if kind == "ofd":
        from extract.ofd import read_ofd

        return read_ofd(data)
    if kind == "office":
        from extract.legacy import read_office

        return read_office(data, suffix)
    if kind == "image":
        from extract.ocr import read_image

        return read_image(data, ocr=ocr)
    from extract.text import read_text
    from extract.unwrap import unwrap

    return unwrap(read_text(data))
