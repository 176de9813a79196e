"""Parsing: a file to a document with its header, segments and, if wished, entities."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.document import Document, Entity, Header, Segment, SegmentKind
from corpus.errors import ReadError
from corpus.identity import document_id
from extract.header import find_header
from extract.hints import with_text_hints
from extract.layout import layout_of
from extract.raw import Raw
from extract.segment import cut_segments
from extract.unwrap import unwrap

_CHINESE = re.compile("[\u3400-\u9fff]+")
_LATIN = re.compile("[A-Za-z]+")
_SAMPLE = 4000  # characters from which the language is told


def parse(data: bytes, name: str, *, ocr: bool = True, entities: bool = False) -> Document:
    """Returns a file as a document.

    Raises:
        ReadError: the file cannot be read, or holds no text.
    """
    from extract.read import read

    raw = read(data, name, ocr=ocr)
    if not raw.text.strip():
        raise ReadError("no_text", "the file holds no text")
    return document_of(raw, id=document_id(data), source=name, entities=entities)


def parse_text(text: str, name: str = "", *, entities: bool = False) -> Document:
    """Returns a text that is already at hand as a document."""
    raw = with_text_hints(unwrap(Raw(text=text, format="text")))
    return document_of(raw, id=document_id(text.encode()), source=name, entities=entities)


def document_of(raw: Raw, *, id: str, source: str, entities: bool = False) -> Document:
    """Returns what a reader handed on as a document."""
    layout = layout_of(raw)
    header = find_header(raw, name=source, layout=layout)
    found: tuple[Entity, ...] = ()
    if entities:
        from extract.entities import find_entities

        found = find_entities(raw.text)
    segments = cut_segments(raw, header, layout=layout)
    return Document(
        id=id,
        source=source,
        text=raw.text,
        language=language_of(raw.text),
        format=raw.format,
        pages=raw.pages,
        header=_linked(header, segments),
        segments=segments,
        entities=found,
    )


def _linked(header: Header, segments: tuple[Segment, ...]) -> Header:
    """Returns the header whose inner title points to where the carried document prints it."""
    inner = header.inner_title
    if inner is None:
        return header
    wanted = _letters(inner.value)
    for segment in segments:
        if segment.kind is not SegmentKind.TITLE or "/" in segment.address:
            continue
        own = _letters(segment.text)
        if own and wanted.endswith(own):
            return replace(header, inner_title=replace(inner, span=segment.span))
    return header


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+|的", "", text)


def language_of(text: str) -> str:
    """Returns `zh` or `en`: whether Chinese characters make up a fifth of the letters.

    >>> language_of("Notice of 松涛县 on roads and bridges"), language_of("通知 (Notice)")
    ('en', 'zh')
    """
    sample = text[:_SAMPLE]
    chinese = sum(map(len, _CHINESE.findall(sample)))
    return "en" if chinese * 5 < chinese + sum(map(len, _LATIN.findall(sample))) else "zh"
