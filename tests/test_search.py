"""Searching a small library: what a reader sees in the text is found, and shown where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import XietongError
from corpus.library import Library
from search.build import build_index
from search.query import Filters, Results, iter_all, results_to_dict, search
from search.terms import fold_for_search
from tests.search_sample import make_library, store


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample library, indexed."""
    opened = make_library(tmp_path_factory.mktemp("search"))
    yield opened
    opened.close()


def texts(results: Results) -> list[str]:
    return [hit.text for hit in results.hits]


def shown(results: Results) -> list[str]:
    return [hit.text[start:end] for hit in results.hits for start, end in hit.found]


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("text:云南", "云南省的力量"),  # 云南 within 云南省, one word to a word cutter
        ("text:南省的", "云南省的力量"),  # no words at all
        ("两不愁三保障", "两不愁三保障"),
        ('"三保障，重点"', "三保障，重点"),
        ('"2020年"', "2020年前"),
        ('"增长5"', "GDP增长5.5%"),
        ("gdp", "GDP增长"),
        ("扶贫资金另行", "扶 贫 资 金另行"),
        ("12", "12\t34"),
        ("skills", "skills training"),
        ('"two thousand workers"', "two thousand workers"),
        ("SCHOOL households", "poor households"),
        ("农村电商", "農村電商"),
        ("農村電商", "農村電商"),
        ("app", "ＡＰＰ（２０１５）"),
        ("漫", "大水漫灌"),
        ("title:办事处 漫灌", "大水漫灌"),
    ],
)
def test_finds_what_stands_in_the_text(library: Library, query: str, part: str) -> None:
    found = search(library, query)
    assert not found.loose
    assert any(part in text for text in texts(found))


@pytest.mark.parametrize(
    "number",
    ["国办发〔2014〕58号", "国办发[2014]58号", "国办发（2014）58号", "国办发［２０１４］58號", "國辦發【2014】 58 号"],
)
def test_a_document_number_is_found_in_all_its_forms(library: Library, number: str) -> None:
    for query in (number, f" {number}", f'"{number}"', f"动员 {number}", f"按照{number}"):
        found = search(library, query)
        assert any("国办发〔2014〕58号" in text for text in texts(found)), query
    both = search(library, number)
    assert both.documents == 2
    assert sorted(shown(both)) == ["国办发〔2014〕58号", "國辦發［2014］58號"]


def test_a_number_inside_a_word_is_not_lost(library: Library) -> None:
    assert search(library, "abc国办发〔2014〕58号 AND 水").total == 0
    assert search(library, "number:澜办发（2015）第7号").documents == 1


def test_words_that_share_characters_are_told_apart(library: Library) -> None:
    fixed, precise = search(library, '"定点扶贫"'), search(library, '"精准扶贫"')
    assert texts(fixed) != texts(precise)
    assert all("定点扶贫" in text for text in texts(fixed))
    assert all("精准扶贫" in text for text in texts(precise))
    assert texts(search(library, "精准扶贫"))[0] == texts(precise)[0]
    assert fixed.total == precise.total == 1


def test_no_phrase_over_a_table_cell_and_no_number_joined(library: Library) -> None:
    assert search(library, '"项目金额"').total == 0
    assert search(library, "1234").total == 0


def test_operators(library: Library) -> None:
    def total(query: str) -> int:
        return search(library, query).total

    assert total("光伏 旅游") == total("光伏 AND 旅游") == 1
    either = total('text:"光伏" OR text:"漫灌"')
    assert either == total("光伏") + total("漫灌") == 2
    assert total("(光伏 OR 漫灌) NOT 贷款") == total("(光伏 OR 漫灌) -贷款") == 1
    everything = search(library, "").total
    assert total("NOT text:县") == everything - total("text:县")
    assert total("year:2015..2016") == total("year:2015") + total("year:2016") > 0
    assert total("category:fund") == search(library, "", filters=Filters(category=("fund",))).total > 0
    assert total("脱贫*") > 0
    assert total("skils~") == total("skills") > 0
    assert total("address:第五条") == 1


def test_where_no_clause_has_all_words_those_with_some_are_shown(library: Library) -> None:
    found = search(library, "光伏漫灌核桃")
    assert found.loose
    assert any("光伏" in text for text in texts(found))
    apart = search(library, "skills helicopters")
    assert apart.loose
    assert apart.total == search(library, "skills").total
    assert search(library, "skills AND helicopters").total == 0
    for query in ("直升机县", "直升机 县"):
        assert search(library, query).total == 0  # 县 alone is not some of the words
    assert search(library, 'skills "helicopters"').total == 0


def test_marks_and_little_words_between_words_do_not_count(library: Library) -> None:
    for query in ("云南 和 力量", "云南 、 力量", "云南 - 力量"):
        found = search(library, query)
        assert (found.total, found.loose) == (search(library, "云南 力量").total, False)
        assert found.total > 0


def test_filters_facets_and_exclusion_agree(library: Library) -> None:
    everything = search(library, "", limit=1000)
    assert everything.total == len(everything.hits) == len({(h.document, h.address) for h in everything.hits})
    assert everything.documents == 5
    names = {"level": "level", "province": "province", "type": "type", "issuer_name": "issuer", "category": "category"}
    for facet, name in names.items():
        assert everything.facets[facet] or facet == "type"
        for value, count in everything.facets[facet]:
            only = search(library, "", filters=Filters(**{name: (value,)}))  # type: ignore[arg-type]
            without = search(library, "", filters=Filters(exclude={name: (value,)}))
            assert only.total == count
            assert without.total == everything.total - count
    for value, count in everything.facets["year"]:
        assert search(library, "", filters=Filters(year=(int(value), int(value)))).total == count
        assert search(library, "", filters=Filters(exclude={"year": (value,)})).total == everything.total - count
    flagged = search(library, "", filters=Filters(review=True))
    assert flagged.total == dict(everything.facets["review"])["yes"]
    assert all(hit.review for hit in flagged.hits)


def test_pages_and_exports_cover_all_hits_once(library: Library) -> None:
    whole = [(h.document, h.address) for h in search(library, "县", limit=1000).hits]
    paged = [
        (h.document, h.address)
        for at in range(0, len(whole), 3)
        for h in search(library, "县", limit=3, offset=at).hits
    ]
    rows = [(row["document"], row["address"]) for row in iter_all(library, "县")]
    assert whole == paged == rows
    assert search(library, "县", offset=10**30).hits == ()
    assert len(search(library, "县", limit=10**30).hits) == len(whole)


def test_sorting_by_date_and_plain_results(library: Library) -> None:
    found = search(library, "", sort="date", limit=1000)
    days = [hit.date for hit in found.hits if hit.date]
    assert days == sorted(days, reverse=True)
    assert json.loads(json.dumps(results_to_dict(found)))["total"] == found.total


def test_hits_stand_where_they_say(library: Library) -> None:
    for query in ("县", "扶贫资金另行", "電商", "skills", "国办发〔2014〕58号"):
        for hit in search(library, query, limit=100).hits:
            whole = library.document(hit.document).text
            assert whole[hit.span[0] : hit.span[1]] == hit.text
            assert all(0 <= start < end <= len(hit.text) for start, end in hit.found)
            assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.highlights)
    (hit,) = search(library, "扶贫资金另行").hits
    assert [fold_for_search(hit.text[a:b]).replace(" ", "") for a, b in hit.found] == ["扶贫资金另行"]


@pytest.mark.parametrize(
    "query",
    [
        *('"open', "(a", "a)", "a OR", "OR a", "NOT", "a AND", "AND", "()", "title:", "year:abc", "year:2016.."),
        *("year:2018..2015", "year:0..99999", "\ud800", "a " * 400, "县" * 5000),
        *("number:" + "号" * 900, "province:" + "云" * 900),
    ],
)
def test_a_bad_query_says_what_is_wrong(library: Library, query: str) -> None:
    with pytest.raises(XietongError) as caught:
        search(library, query)
    assert str(caught.value)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(year=(10**30, 10**31)),
        Filters(year=(2018, 2015)),
        Filters(category=("\ud800",)),
        Filters(province=("\ud800",)),
        Filters(province=("云" * 5000,)),
        Filters(exclude={"level": ("\ud800",)}),
        Filters(exclude={"bogus": ("x",)}),
        Filters(exclude={"year": ("soon",)}),
    ],
)
def test_a_bad_filter_says_what_is_wrong(library: Library, filters: Filters) -> None:
    with pytest.raises(XietongError):
        search(library, "县", filters=filters)


def test_bad_pages_and_orders_are_refused(library: Library) -> None:
    with pytest.raises(XietongError, match="negative"):
        search(library, "县", offset=-1)
    with pytest.raises(XietongError, match="negative"):
        search(library, "县", limit=-1)
    with pytest.raises(XietongError, match="cannot sort"):
        search(library, "县", sort="length")
    assert search(library, "县", limit=0).hits == ()


def test_a_library_without_an_index_says_so(tmp_path: Path) -> None:
    with Library(tmp_path / "L", create=True) as empty, pytest.raises(XietongError, match="no index"):
        search(empty, "县")


def test_values_may_be_named_as_a_reader_would(library: Library) -> None:
    def total(query: str) -> int:
        return search(library, query).total

    assert (
        total("category:资金")
        == total("category:资金协同")
        == total('category:"Fund synergy"')
        == total("category:fund")
    )
    assert total("level:省级") == total("level:provincial") > 0
    assert total("province:澜山") == total("province:澜山省") == total("province:瀾山") > 0
    assert search(library, "", filters=Filters(province=("澜山",))).total == total("province:澜山省")
    with pytest.raises(XietongError, match="no category") as caught:
        total("category:money")
    assert "fund" in caught.value.hint
    with pytest.raises(XietongError, match="no level"):
        total("level:world")


SPELLED = """澜山省关于检测的通知
各县人民政府：
一、推广5G网络和H1N1检测，covid19照常。
二、评定A级景区，支持4A景区，每年500元，连续10年。
三、依照澜山省人民政府令第27号，扶持合作社；第3条另有规定，时限30天。
四、500件物资在10日前运到，第30条照办，级别为A。
2015年8月9日
"""


@pytest.mark.parametrize(
    ("query", "found"),
    [
        *(("5G*", "一"), ("5g", "一"), ("covid19*", "一"), ("covid1*", "一"), ("h1*", "一"), ("covid~", "一")),
        *(("A级", "二"), ("4A*", "二"), ("500元", "二"), ("10年", "二"), ("第3条", "三"), ("第30条", "四")),
        *(("合做社~", "三"), ("合作社~", "三"), ("Title:检测 合作社", "三"), ("澜山省人民政府令第27号", "三")),
    ],
)
def test_numbers_letters_and_words_spelled_nearly_so(tmp_path: Path, query: str, found: str) -> None:
    with Library(tmp_path / "L", create=True) as library:
        store(library, "spelled", SPELLED)
        build_index(library)
        assert [hit.address for hit in search(library, query).hits] == [found]


def test_filters_take_the_names_that_readers_write(library: Library) -> None:
    def total(**wanted: tuple[str, ...]) -> int:
        return search(library, "", filters=Filters(**wanted)).total  # type: ignore[arg-type]

    assert total(level=("省级",)) == total(level=("provincial",)) > 0
    assert total(category=("资金",)) == total(category=("fund",)) > 0
    assert total(province=("澜山",)) == total(province=("澜山省",)) > 0
    assert total(level=("省级", "县级")) == total(level=("省级",)) + total(level=("县级",))
    everything = search(library, "").total
    for name, value in (("level", "省级"), ("province", "澜山"), ("category", "资金")):
        without = search(library, "", filters=Filters(exclude={name: (value,)})).total
        assert without == everything - total(**{name: (value,)})
    for bad in (Filters(level=("乱写",)), Filters(category=("火星",)), Filters(exclude={"level": ("乱写",)})):
        with pytest.raises(XietongError, match="there is no"):
            search(library, "县", filters=bad)
