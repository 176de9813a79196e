"""The gazetteer: names by year, ambiguity, successors, and the whole table against the reference list."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.places import Gazetteer, load_gazetteer, resolve

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
TIERS = {"省级": "province", "地级": "prefecture", "县级": "county"}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("name", "year", "within", "codes"),
    [
        ("云南省", None, "", ["530000"]),
        ("宁洱县", None, "", ["530821"]),
        ("宁洱哈尼族彝族自治县", 2016, "", ["530821"]),
        ("普洱县", 1984, "", ["532722"]),
        ("普洱县", 2005, "", ["530821"]),  # the autonomous county without its peoples
        ("思茅市", 1995, "", ["532701"]),  # county level
        ("思茅市", 2005, "", ["530800"]),  # prefecture level
        ("思茅市", None, "", ["530800"]),  # gone: the last that bore the name
        ("昭通市", 1990, "", ["532101"]),
        ("昭通市", 2015, "", ["530600"]),
        ("保山市", 1999, "", ["533001"]),
        ("大理州", None, "", ["532900"]),
        ("大理市", None, "", ["532901"]),
        ("香格里拉县", 2010, "", ["533421"]),
        ("香格里拉市", 2016, "", ["533401"]),
        ("芒市", 2012, "", ["533103"]),
        ("沾益县", 2010, "", ["530328"]),
        ("沾益区", 2018, "", ["530303"]),
        ("禄丰市", 2022, "", ["532302"]),
        ("朝阳区", None, "11", ["110105"]),
        ("莫力达瓦旗", None, "", ["150722"]),
        ("积石山县", None, "", ["622927"]),
        ("东乡县", None, "62", ["622926"]),
        ("广西", None, "", ["450000"]),
        ("松涛县", None, "", []),
    ],
)
def test_resolve(name: str, year: int | None, within: str, codes: list[str]) -> None:
    assert [division.code for division in resolve(name, year, within)] == codes


def test_ambiguity_is_an_answer() -> None:
    assert len({division.code[:2] for division in resolve("鼓楼区")}) > 1
    assert {division.tier for division in resolve("大理")} == {"prefecture", "county"}


@pytest.mark.parametrize(
    ("name", "year", "current"),
    [
        ("思茅市", 2005, ["530800"]),
        ("思茅市", 1996, ["530802"]),
        ("普洱哈尼族彝族自治县", 2000, ["530821"]),
        ("中甸县", 1999, ["533401"]),
        ("潞西县", 1990, ["533103"]),
        ("曲靖市", 1990, ["530302", "530303"]),
        ("丽江纳西族自治县", 2000, ["530702", "530721"]),
        ("东川市", 1990, ["530113"]),
        ("碧江县", 1984, ["533301", "533323"]),
        ("莱芜市", 2010, ["370116", "370117"]),
        ("沙县", 2019, ["350405"]),
    ],
)
def test_successors(gazetteer: Gazetteer, name: str, year: int, current: list[str]) -> None:
    (division,) = resolve(name, year)
    assert sorted(heir.code for heir in gazetteer.current(division)) == current


@pytest.mark.parametrize(
    ("latin", "name"),
    [("Pu'er", "普洱市"), ("Puer", "普洱市"), ("Ning’er", "宁洱哈尼族彝族自治县"), ("Shangri-La", "香格里拉市"), ("Diqing", "迪庆藏族自治州"),
     ("Inner Mongolia", "内蒙古自治区"), ("Shaanxi", "陕西省")],
)  # fmt: skip
def test_latin(gazetteer: Gazetteer, latin: str, name: str) -> None:
    assert name in {division.name for division in gazetteer.spelled(latin)}


def test_townships_count_under_their_county(gazetteer: Gazetteer) -> None:
    county = resolve("景东县")[0].code
    assert gazetteer.township(county, "锦屏镇") is not None
    assert gazetteer.named("锦屏镇") == ()  # several provinces have one
    assert [division.parent for division in gazetteer.named("独龙江乡")] == ["533324"]


def test_prefecture_above_in_the_year(gazetteer: Gazetteer) -> None:
    (county,) = resolve("普洱哈尼族彝族自治县", 2005)
    above = gazetteer.above(county, 2005)
    assert above is not None and above.name == "思茅市"


@given(st.text(st.sampled_from("云南省普洱市宁洱县大理州朝阳区和平，。"), max_size=40))
def test_mentions_stand_where_they_say(text: str) -> None:
    end = 0
    for mention in load_gazetteer().iter_mentions(text, stems=True):
        assert text[mention.start : mention.end] == mention.name
        assert mention.start >= end and mention.divisions
        end = mention.end


def test_knows_all_divisions() -> None:
    assert len(load_gazetteer()) > 8000


@pytest.fixture(scope="module")
def reference() -> list[dict[str, str]]:
    path = SHARED / "data" / "divisions_reference.csv"
    if not path.exists():
        pytest.skip("needs the reference list of divisions beside the checkout")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.shared
def test_every_division_in_force_is_there(gazetteer: Gazetteer, reference: list[dict[str, str]]) -> None:
    missing = [
        row["代码"] + row["名称"]
        for row in reference
        if row["状态"] == "在用"
        and not any(d.name == row["名称"] and not d.end for d in gazetteer.by_code(row["代码"]))
    ]
    assert missing == []


@pytest.mark.shared
def test_years_agree_with_the_reference(gazetteer: Gazetteer, reference: list[dict[str, str]]) -> None:
    """A list dated 31 December may show a change a year late, and codes before 1990 were reworked: two years count."""
    known = covered = total = 0
    for row in reference:
        start, end = int(row["启用时间"]), int(row["变更/弃用时间"] or 9999)
        if end < 1990:
            continue
        total += 1
        rows = [d for d in gazetteer.by_code(row["代码"]) if d.name == row["名称"]]
        known += bool(rows)
        covered += any(d.start <= max(start, 1983) + 2 and (d.end or 9999) >= end - 2 for d in rows)
    assert known / total > 0.98
    assert covered / known > 0.96


@pytest.mark.shared
def test_heirs_agree_with_the_reference_in_yunnan(gazetteer: Gazetteer, reference: list[dict[str, str]]) -> None:
    checked = agreed = 0
    for row in reference:
        heirs = {code.split("[")[0] for code in row["新代码"].split(";") if code}
        if not row["代码"].startswith("53") or row["状态"] == "在用" or not heirs:
            continue
        for division in gazetteer.by_code(row["代码"]):
            if division.name == row["名称"] and division.end:
                checked += 1
                agreed += bool(heirs & set(division.successors))
    assert checked > 100
    assert agreed / checked > 0.95
