"""What a report shows is what the library has."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from classify.coder import load_coder
from corpus.catalogue import load_catalogue
from corpus.document import Span
from corpus.label import CATEGORIES, Coding, Level, LevelDecision
from corpus.library import Library
from corpus.store import Input
from extract.parse import parse_text
from report.content import Content, gather
from report.distinct import compare_levels, weigh_words
from report.findings import list_findings
from report.labels import LANGUAGES, Labels
from report.quotes import join_marks
from report.records import Record, shorten
from report.shares import count_pairs, estimate_shares
from report.sources import list_sources
from report.synergy import known_confusion, measure_synergy
from report.synergy_tables import synergy_tables
from report.topic_parts import topic_set
from tests.report_sample import make_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with make_library(tmp_path / "L") as opened:
        yield opened


@pytest.fixture
def content(library: Library) -> Content:
    return gather(library, {})


def test_counts_are_those_of_the_codings(content: Content) -> None:
    assert content.totals.documents == 3
    assert content.coded == sum(part.clauses for part in content.categories)
    assert {part.category.id: part.clauses for part in content.categories} == dict.fromkeys(CATEGORIES, 1) | {
        "organization": 2
    }
    assert content.category("policy").mentions == 2  # one of them a secondary code
    assert content.matrix["fund", Level.CENTRAL] == 1
    assert content.timeline[2017, "technology"] == 1
    assert content.levels == (Level.CENTRAL, Level.PROVINCIAL, Level.COUNTY)
    assert content.years == (2016, 2017, 2018)


def test_quotes_carry_text_and_evidence_of_the_document(library: Library, content: Content) -> None:
    (quote,) = content.category("fund").quotes[Level.CENTRAL]
    document = library.document(quote.document)
    assert quote.text in document.text
    assert [quote.text[mark.start : mark.end] for mark in quote.marks] == ["筹集资金"]
    assert quote.secondary == ("policy",)
    assert content.category("society").quotes[Level.COUNTY][0].review


def test_a_persons_code_goes_before_the_machines(library: Library, content: Content) -> None:
    (quote,) = content.category("fund").quotes[Level.CENTRAL]
    library.add_coding(
        quote.document, Coding(address=quote.address, primary="policy", coder="reader", time="2026-01-01")
    )
    changed = gather(library, {})
    assert changed.category("fund").clauses == 0
    first = changed.category("policy").quotes[Level.CENTRAL][0]
    assert (first.coder, first.address) == ("reader", quote.address)
    assert dict(changed.coders)["reader"] == 1


def test_the_ledger_shows_failures_first_and_no_home_folder(content: Content) -> None:
    assert [(line.source, line.outcome) for line in content.ledger[:2]] == [
        ("locked.pdf", "failed"),
        ("copy.txt", "duplicate"),
    ]
    assert not any("someone" in line.source for line in content.ledger)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["/a/b/x.txt", "/a/b/c/y.txt"], ["x.txt", "c/y.txt"]),
        (["x.txt", "y.txt"], ["x.txt", "y.txt"]),
        (["/a/x.txt", "b/y.txt"], ["/a/x.txt", "b/y.txt"]),  # nothing in common
        (["C:\\a\\x.txt"], ["x.txt"]),
        ([], []),
    ],
)
def test_shorten(sources: list[str], expected: list[str]) -> None:
    assert [shorten(sources)[source] for source in sources] == expected


def test_a_catalogued_source_takes_the_librarys_document(content: Content) -> None:
    source = load_catalogue().of("fund", Level.CENTRAL)[0]
    paper = replace(content.papers[0], catalogued=source, counts={"fund": 3}, coded=6)
    rows = list_sources("fund", [paper])[Level.CENTRAL]
    assert rows[0].catalogued == source
    assert rows[0].paper == paper
    assert (rows[0].clauses, rows[0].share) == (3, 0.5)
    assert [row.paper for row in rows[1:]].count(paper) == 0  # not listed a second time
    assert list_sources("fund", [])[Level.CENTRAL][0].title("en") == source.title_en


def _record(document: str, primary: str, *secondary: str) -> Record:
    return Record(
        document=document, address="1", ordinal=0, length=50, level=Level.CENTRAL, year=2016, primary=primary,
        secondary=secondary, probability=0.9, review=False, coder="m@1", by_person=False,
    )  # fmt: skip


def test_intervals_widen_where_clauses_come_from_few_documents() -> None:
    many = [_record(f"d{i}", "fund" if i % 2 else "policy") for i in range(40)]
    few = [_record("d1" if record.primary == "fund" else "d2", record.primary) for record in many]
    wide, narrow = (estimate_shares(records, ("fund", "policy"))["fund"] for records in (few, many))
    assert wide.value == narrow.value == 0.5
    assert (wide.low, wide.high) == (0.0, 1.0)
    assert 0.3 < narrow.low < 0.5 < narrow.high < 0.7


def test_lift_is_one_where_categories_are_independent() -> None:
    records = [_record("a", "fund", "policy"), _record("a", "fund"), _record("a", "policy"), _record("a", "society")]
    (pair,) = count_pairs(records, ("policy", "fund", "society"))
    assert (pair.first, pair.second, pair.clauses, pair.lift) == ("policy", "fund", 1, 1.0)


def test_pairs_say_how_surely_clauses_and_documents_go_together() -> None:
    together = [_record(f"d{i}", "fund", "policy") for i in range(20)]
    apart = [_record(f"e{i}", "society") for i in range(20)]
    pairs = count_pairs([*together, *apart], ("policy", "fund", "society"))
    assert [(pair.first, pair.second, pair.documents) for pair in pairs] == [("policy", "fund", 20)]
    assert pairs[0].q < 0.001
    assert pairs[0].document_q < 0.001
    assert math.isinf(pairs[0].document_odds)


def test_the_shipped_coders_confusions_are_known_and_no_others() -> None:
    version = load_coder().version
    assert known_confusion(frozenset({version}), CATEGORIES) is not None
    assert known_confusion(frozenset({version, "mine@1"}), CATEGORIES) is None
    assert known_confusion(frozenset(), CATEGORIES) is None
    assert known_confusion(frozenset({version}), ("water",)) is None


def test_synergy_is_measured_where_there_are_enough_documents(content: Content) -> None:
    assert content.synergy.total is None  # three documents
    records = [replace(_record(f"d{i}", CATEGORIES[i % 3]), coder=load_coder().version) for i in range(12)]
    measured = measure_synergy(records, CATEGORIES)
    assert measured.corrected
    assert measured.total is not None
    assert set(measured.by_level) == {Level.CENTRAL}
    english = Labels("en")
    by_category, by_level, _ = synergy_tables(replace(content, synergy=measured), english)
    assert [row[0] for row in by_category.rows] == [part.category.name("en") for part in content.categories]
    assert [row[0] for row in by_level.rows] == [english.level(Level.CENTRAL), english("total")]
    assert not measure_synergy([replace(record, coder="mine@1") for record in records], CATEGORIES).corrected


def test_words_of_one_side_come_out_and_shared_ones_do_not() -> None:
    left = {"审计": 60, "资金": 200, "茶园": 40, "罕见": 1}
    right = {"基金": 60, "资金": 200, "水库": 40, "罕见": 2}
    everywhere = dict.fromkeys((*left, *right), 5) | {"茶园": 1, "水库": 1}  # themes of one document
    more, less = weigh_words(left, right, everywhere, everywhere)
    assert [word for word, _ in more] == ["审计"]
    assert [word for word, _ in less] == ["基金"]
    assert more[0][1] > 2.58


def test_levels_are_compared_with_those_above(tmp_path: Path) -> None:
    said = {
        "central": "中央财政安排专项资金支持茶园建设，加强审计监督。",
        "provincial": "省级财政安排专项资金支持茶园建设，实行绩效评价。",
        "county": "县级统筹专项资金支持茶园建设，推行绩效评价和公示公告。",
    }
    with Library(tmp_path / "L", create=True) as library:
        records = []
        for level, sentence in said.items():
            for number in range(6):
                text = "\n".join(f"{mark}、{sentence}" for mark in "一二三四五")
                document = parse_text(f"关于资金的通知\n{text}\n第{number}份\n", f"{level}{number}.txt")
                name = f"{level}{number}.txt"
                entry = Input(source=name, size=1, modified=0, content=name, outcome="stored", document=document.id)
                library.store_document(
                    document, entry, level=LevelDecision(level=Level(level), confidence=0.9), codings=(), stages={}
                )
                records += [
                    replace(_record(document.id, "fund"), address=segment.address, level=Level(level))
                    for segment in document.units
                    if "资金" in segment.text
                ]
        (provincial, county) = compare_levels(library, records, ("fund",))["fund"]
    assert (provincial.level, county.level) == (Level.PROVINCIAL, Level.COUNTY)
    assert "绩效评价" in {word for word, _ in provincial.adds}
    assert "审计" in {word for word, _ in provincial.omits}
    assert {word for word, _ in county.adds} >= {"公示"} or {word for word, _ in county.adds} >= {"公示公告"}
    assert "茶园" not in {word for _, words in county.columns for word, _ in words}


def test_words_are_not_compared_with_too_few_clauses(content: Content) -> None:
    assert all(part.contrasts == () for part in content.categories)


def test_small_shares_are_not_shown_as_none_nor_large_probabilities_as_certain() -> None:
    labels = Labels("en")
    assert [labels.percent(share) for share in (0.0, 0.0003, 0.0149, 1.0)] == ["0.0%", "<0.1%", "1.5%", "100.0%"]
    assert [labels.probability(value) for value in (0.5, 0.994, 0.9999)] == ["0.50", "0.99", ">0.99"]


def test_the_expected_part_is_the_mean_probability(content: Content) -> None:
    assert content.expected == pytest.approx(0.84)


def test_marks_stay_within_the_text_and_apart() -> None:
    assert join_marks([(-3, 2), (2, 4), (8, 99), (5, 5)], 10) == (Span(start=0, end=4), Span(start=8, end=10))


def test_too_few_clauses_are_said() -> None:
    assert topic_set({"fund": {"count": 4, "needed": 30}}, "fund").needed == 30
    assert topic_set({}, "fund").topics == ()


def test_findings_need_clauses(content: Content) -> None:
    assert list_findings(content, Labels("zh")) == ()
    many = replace(content, coded=1000)
    assert list_findings(many, Labels("en"))[0].startswith("Organization synergy has the largest share")


def test_every_word_is_there_in_both_languages() -> None:
    import tomllib

    import report.labels

    table = tomllib.loads(Path(report.labels.__file__).with_name("words.toml").read_text(encoding="utf-8"))
    for key, texts in table.items():
        assert set(texts) == set(LANGUAGES), key
        fields = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in texts.values()]
        assert fields[0] == fields[1], key
