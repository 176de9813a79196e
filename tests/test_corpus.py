"""The laws of the types, the codec round trip, the codebook and the catalogue."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import codec
from corpus.catalogue import load_catalogue, title_key
from corpus.codebook import load_codebook
from corpus.document import Document, Entity, Field, Header, Page, Segment, SegmentKind, Span
from corpus.errors import XietongError
from corpus.label import CATEGORIES, NONE, Coding, Evidence, Issuer, Level, LevelDecision


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (3, 2)])
def test_a_span_runs_forward(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start=start, end=end)


def test_a_segment_is_the_text_under_its_span() -> None:
    segment = Segment(address="1", kind=SegmentKind.PARAGRAPH, span=Span(start=0, end=2), text="别的")
    with pytest.raises(ValueError, match="differs from its span"):
        Document(id="d", source="s", text="正文", segments=(segment,))


def test_an_address_is_used_once() -> None:
    segment = Segment(address="1", kind=SegmentKind.PARAGRAPH, span=Span(start=0, end=2), text="正文")
    with pytest.raises(ValueError, match="used twice"):
        Document(id="d", source="s", text="正文", segments=(segment, segment))


def test_none_has_no_secondary_categories() -> None:
    with pytest.raises(ValueError, match="none has no secondary"):
        Coding(address="1", primary=NONE, secondary=("fund",))
    with pytest.raises(ValueError, match="both primary and secondary"):
        Coding(address="1", primary="fund", secondary=("fund",))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    spans = [Span(start=a, end=b) for a, b in pairwise(cuts)]
    segments = tuple(
        Segment(
            address=f"{number}",
            kind=draw(st.sampled_from(SegmentKind)),
            span=span,
            text=text[span.start : span.end],
            heading=tuple(draw(st.lists(st.text(max_size=5), max_size=2))),
            page=draw(st.none() | st.integers(1, 9)),
            cells=tuple(tuple(row) for row in draw(st.lists(st.lists(st.text(max_size=3), max_size=2), max_size=2))),
        )
        for number, span in enumerate(spans)
    )
    field = Field(value=draw(st.text(max_size=9)), span=draw(st.none() | st.sampled_from(spans)), source="title")
    date = Field(value="2016-02-01", kind="signature")
    entity = Entity(kind="place", span=spans[0], text=text[spans[0].start : spans[0].end], value="x")
    return Document(
        id="d1",
        source="s",
        text=text,
        pages=(Page(number=1, span=Span(start=0, end=len(text))),),
        header=Header(title=field, issuers=(field, field), dates=(date,)),
        segments=segments,
        entities=(entity,),
    )


@given(documents())
def test_a_document_survives_the_wire(document: Document) -> None:
    wire = json.loads(json.dumps(codec.document_to_dict(document)))
    assert codec.document_from_dict(wire) == document


def test_labels_survive_the_wire() -> None:
    evidence = Evidence(label="fund", text="资金", span=Span(start=1, end=3), weight=0.5)
    coding = Coding(
        address="一/1", primary="fund", secondary=("policy",), probabilities={"fund": 0.9}, evidence=(evidence,)
    )
    assert codec.coding_from_dict(json.loads(json.dumps(codec.coding_to_dict(coding))), "一/1") == coding
    decision = LevelDecision(
        level=Level.COUNTY,
        province="云南省",
        issuers=(Issuer(name="云县人民政府", level=Level.COUNTY),),
        confidence=0.5,
        evidence=(evidence,),
        flags=("historic",),
    )
    assert codec.level_from_dict(json.loads(json.dumps(codec.level_to_dict(decision)))) == decision


def test_the_shipped_codebook_has_the_eight_categories_in_both_languages() -> None:
    codebook = load_codebook()
    assert codebook.ids == CATEGORIES
    for category in codebook.categories:
        for language in ("zh", "en"):
            assert category.name(language)
            assert len(category.definition(language)) > 20


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = 'x'\nversion = '1'\n", "no \\[\\[category\\]\\]"),
        ("id = 'x'\nversion = '1'\n[[category]]\nid = 'none'\n", "cannot be a category id"),
        ("id = 'x'\nversion = '1'\n[[category]]\nid = 'a'\n[[category]]\nid = 'a'\n", "used twice"),
        ("id = ", "codebook"),
    ],
)
def test_a_bad_codebook_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(text)
    with pytest.raises(XietongError, match=message):
        load_codebook(path)


@pytest.mark.parametrize(
    ("title", "number", "expected", "by"),
    [
        ("", "国办发〔2014〕58号", "S14", "number"),
        ("", "国办发[2014]58号", "S14", "number"),
        ("中国农村扶贫开发纲要(2011-2020年)", "", "S02", "title"),
        ("中共中央 国务院印发《中国农村扶贫开发纲要（2011－2020年）》的通知", "", "S02", "title"),
        ("云南省人民政府关于印发云南省脱贫攻坚规划（2016—2020年）的通知", "", "S15", "alias"),
        ("Outline of China's Rural Poverty Alleviation and Development (2011-2020)", "", "S02", "title"),
    ],
)
def test_the_catalogue_finds_a_source(title: str, number: str, expected: str, by: str) -> None:
    match = load_catalogue().match(title=title, number=number)
    assert match is not None
    assert (match.source.id, match.by) == (expected, by)


@pytest.mark.parametrize("title", ["实施方案", "", "石桥镇人民政府关于修路的通知", "规划"])
def test_the_catalogue_finds_nothing_by_chance(title: str) -> None:
    assert load_catalogue().match(title=title) is None


def test_every_category_has_central_and_lower_sources() -> None:
    catalogue = load_catalogue()
    for category in CATEGORIES:
        assert catalogue.of(category, Level.CENTRAL), category
        assert any(s.level is not Level.CENTRAL for s in catalogue.of(category)), category


@given(st.text(max_size=40))
def test_a_title_key_is_stable(title: str) -> None:
    assert title_key(title_key(title)) == title_key(title)
