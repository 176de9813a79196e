"""Text files: the encoding found out, line ends made one, nothing else touched."""

from __future__ import annotations

import codecs

from corpus.errors import ReadError
from extract.raw import Raw

MAX_TEXT_BYTES = 100_000_000
SAMPLE_BYTES = 200_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The most frequent characters of public documents, simplified and traditional: a wrong decoding hardly yields them.
FREQUENT = frozenset(
    "的一和在有人为不中国大年发展工作建设经济社会实施管理政府部门单位规定应当办法农村扶贫行业项目资金生产地区"
    "為國發展經濟會實設農業與個這對關於政府部門單位規定應當辦法項目資金產區年月日第條，。、；：（）"
)
# charset-normalizer takes short Western texts for Central European ones.
_WESTERN = frozenset("àâäáãåæçéèêëíîïñóôöœúùûüßÀÂÄÉÈÊÇÔÖÜ«»“”‘’–—…€°·")


def decode(data: bytes) -> str:
    """Returns the text of bytes whose encoding is unknown, without a byte order mark.

    1. byte order mark; 2. UTF-8; 3. UTF-8 with some wrong bytes, UTF-16 without a mark, GB18030 or Big5,
    whichever yields more frequent characters; 4. Western European where the letters are those;
    5. charset-normalizer's guess.

    Raises:
        ReadError: `unreadable` where nothing fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut in the middle of a character is still UTF-8.
        if error.start > max(64, len(data) - 4) and error.reason == "unexpected end of data":
            return data.decode("utf-8", errors="replace")
    candidates = _candidates(data)
    return data.decode(candidates[0], errors="replace") if candidates else _guess(data)


def is_double_byte(data: bytes) -> bool:
    """Whether the data read as Chinese in UTF-16, whose bytes look like control characters."""
    return any(encoding.startswith("utf-16") for encoding in _candidates(data))


def _candidates(data: bytes) -> list[str]:
    """Returns the encodings of Chinese that make sense of the data, best first."""
    sample = data[:4096]
    scored: list[tuple[float, str]] = []
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        if not text:
            continue
        wrong = text.count("\ufffd") + text.count("\x00")
        wide = sum(1 for char in text if ord(char) > 0x7F)
        frequent = sum(1 for char in text if char in FREQUENT)
        if wide and wrong <= 1 + 0.02 * len(text):
            scored.append((frequent / wide - wrong / len(text), encoding))
    # 0.12: Chinese prose lies above 0.2, a wrong decoding below 0.05.
    return [encoding for score, encoding in sorted(scored, reverse=True) if score >= 0.12]


def _guess(data: bytes) -> str:
    western = data[:SAMPLE_BYTES].decode("cp1252", errors="replace")
    high = [char for char in western if char > "\x7f"]
    if sum(char in _WESTERN for char in high) > 0.9 * len(high):
        return data.decode("cp1252", errors="replace")

    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES]).best()
    if best is None:
        raise ReadError("unreadable", "the encoding of the text cannot be told")
    return data.decode(best.encoding, errors="replace")


def read_text(data: bytes) -> Raw:
    r"""Returns the text as it stands, line ends as "\n".

    Raises:
        ReadError: `too_large`, or `unreadable` where no encoding fits.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise ReadError("too_large", f"text of {len(data) // 1_000_000} MB; the limit is {MAX_TEXT_BYTES // 1_000_000}")
    text = decode(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in ("\x0c", "\x0b", "\x85", "\u2028", "\u2029"):
        if mark in text:
            text = text.replace(mark, "\n")
    return Raw(text=text, format="text")
