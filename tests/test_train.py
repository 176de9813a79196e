"""Training from a user's own codes: files in, a model with other categories out, same bytes twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classify.artefact import read_artefact, write_artefact
from classify.coded import read_coded
from classify.coder import Coder
from classify.folds import assign_folds
from classify.queue import propose
from classify.train import train
from classify.unit import CodedUnit, Unit
from corpus.codebook import Category, Codebook
from corpus.errors import XietongError

COLOURS = Codebook(
    id="colours",
    version="1",
    name_zh="颜色",
    name_en="Colours",
    categories=tuple(Category(id=id, name_zh=id, name_en=id) for id in ("red", "blue", "green")),
)
WORDS = {"red": "苹果园和红花", "blue": "海水与蓝天", "green": "草地和森林", "none": "本办法自发布之日起施行"}


def _coded(count: int = 60) -> list[CodedUnit]:
    names = list(WORDS)
    units = []
    for number in range(count):
        name = names[number % 4]
        other = "blue" if name == "red" and number % 8 == 0 else ""
        text = f"第{number}条 我们这里有{WORDS[name]}。" + (f"还要看{WORDS[other]}。" if other else "")
        units.append(
            CodedUnit(
                unit=Unit(id=f"u{number}", text=text),
                document=f"d{number % 10}",
                primary=name,
                secondary=(other,) if other else (),
            )
        )
    return units


def test_a_codebook_of_other_categories_trains_from_scratch(tmp_path: Path) -> None:
    artefact = train(_coded(), COLOURS)
    coder = Coder(artefact=artefact)
    found = coder.code([Unit(id="x", text="山上有草地和森林。"), Unit(id="y", text="本办法自发布之日起施行。")])
    assert [coding.primary for coding in found] == ["green", "none"]
    assert set(found[0].probabilities) == {"red", "blue", "green", "none"}
    write_artefact(tmp_path / "one", artefact)
    again = Coder(artefact=read_artefact(tmp_path / "one"))
    assert [coding.primary for coding in again.code([Unit(id="x", text="海水与蓝天很美。")])] == ["blue"]


def test_same_codes_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_artefact(tmp_path / name, train(_coded(), COLOURS))
    for file in ("model.npz", "manifest.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_category_never_coded_is_never_given() -> None:
    coded = [one for one in _coded(80) if "green" not in one.categories]
    coder = Coder(artefact=train(coded, COLOURS))
    assert all("green" not in coding.categories for coding in coder.code([one.unit for one in _coded()]))


def test_too_little_to_train_on() -> None:
    with pytest.raises(XietongError, match="too few"):
        train(_coded(12), COLOURS)


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(XietongError, match="no category blue, red"):
        train(_coded())


ROWS = [
    {"id": "a", "text": "拨付资金三百万元。", "doc_id": "d1", "primary": "fund", "secondary": ["policy"], "pov": 1},
    {"id": "b", "text": "特此通知。", "doc_id": "d1", "primary": "none", "secondary": []},
]


def _check_rows(coded: list[CodedUnit]) -> None:
    assert [one.primary for one in coded] == ["fund", "none"]
    assert coded[0].secondary == ("policy",)
    assert coded[0].document == "d1"
    assert coded[0].unit.text == "拨付资金三百万元。"
    assert coded[0].poverty is True
    assert coded[1].poverty is None


def test_codes_from_jsonl(tmp_path: Path) -> None:
    path = tmp_path / "coded.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n", encoding="utf-8")
    _check_rows(read_coded(path))


def test_codes_from_csv_as_excel_saves_it(tmp_path: Path) -> None:
    path = tmp_path / "coded.csv"
    lines = ["id,文本,文件,Primary,secondary,pov", "a,拨付资金三百万元。,d1,fund,policy,1", "b,特此通知。,d1,none,,"]
    path.write_text("\r\n".join([*lines, "c,没有编码的行。,d1,,,", ""]), encoding="utf-8-sig")
    _check_rows(read_coded(path))


def test_codes_from_excel(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "text", "document", "primary", "secondary", "pov"])
    sheet.append(["a", "拨付资金三百万元。", "d1", "fund", "policy", 1])
    sheet.append(["b", "特此通知。", "d1", "none", None, None])
    book.save(tmp_path / "coded.xlsx")
    _check_rows(read_coded(tmp_path / "coded.xlsx"))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("coded.jsonl", '{"text": "x", "primary": "fund"}\n{oops\n', "line 2"),
        ("coded.jsonl", '{"primary": "fund"}\n', "line 1: no text"),
        ("coded.jsonl", '{"text": "x", "primary": "fund", "secondary": ["fund"]}\n', "line 1"),
        ("coded.txt", "x", "jsonl"),
        ("coded.xlsx", "not a workbook", "Excel"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(XietongError, match=message):
        read_coded(tmp_path / name)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(XietongError):
        read_coded(tmp_path / "none.jsonl")


def test_folds_never_split_a_document_and_are_even() -> None:
    documents = [f"d{number % 23}" for number in range(230)]
    fold = assign_folds(documents)
    assert all(
        len({place for place, name in zip(fold, documents, strict=True) if name == one}) == 1 for one in documents
    )
    assert max(map(fold.count, range(5))) - min(map(fold.count, range(5))) <= 10
    assert fold == assign_folds(documents)
    assert fold != assign_folds(documents, seed=1)


def test_the_queue_mixes_reasons_and_leaves_out_what_is_coded() -> None:
    coded = _coded()
    coder = Coder(artefact=train(coded, COLOURS))
    fresh = [
        Unit(id=f"n{number}", text=f"这里有{WORDS['red']}还有{WORDS['blue']}第{number}处。") for number in range(30)
    ]
    units = [*fresh, coded[0].unit]
    documents = [*(f"n{number % 12}" for number in range(30)), coded[0].document]
    found = propose(units, documents, coder, 12, coded=coded)
    assert len(found) == 12
    assert {one.reason for one in found} == {"uncertain", "rare", "diverse"}
    assert coded[0].unit.id not in {one.unit.id for one in found}
    names = [one.document for one in found]
    assert max(map(names.count, names)) <= 3
    assert len({one.unit.id for one in found}) == 12
    assert found == propose(units, documents, coder, 12, coded=coded)


def test_an_empty_queue() -> None:
    coder = Coder(artefact=train(_coded(), COLOURS))
    assert propose([], [], coder, 5) == []


def _policy_units(count: int) -> list[CodedUnit]:
    """Units whose codes contradict the shipped model: money is coded as society here."""
    texts = ("县财政安排专项资金{n}万元并拨付到乡镇。", "本办法自印发之日起施行，共{n}条。")
    return [
        CodedUnit(
            unit=Unit(id=f"p{number}", text=texts[number % 2].format(n=number + 3)),
            document=f"d{number % 8}",
            primary=("society", "none")[number % 2],
            poverty=number % 2 == 0,
        )
        for number in range(count)
    ]


def test_a_users_codes_on_top_of_the_shipped_model(tmp_path: Path) -> None:
    coded = _policy_units(60)
    artefact = train(coded, base=True)
    write_artefact(tmp_path / "model", artefact)
    coder = Coder(artefact=read_artefact(tmp_path / "model"))
    fund = Unit(id="x", text="县财政安排专项资金999万元并拨付到乡镇。")
    other = Unit(id="y", text="选派优秀干部担任驻村第一书记，与脱贫村结对帮扶。")
    assert coder.code([fund])[0].primary == "society"  # what the user taught
    assert coder.code([other])[0].primary == "assistance"  # what the shipped model still knows
    assert artefact.models["zh"].base is not None


def test_the_poverty_facet_is_learned_and_kept(tmp_path: Path) -> None:
    write_artefact(tmp_path / "model", train(_policy_units(60), base=False))
    coder = Coder(artefact=read_artefact(tmp_path / "model"))
    low, high = coder.code(
        [Unit(id="x", text="本办法自印发之日起施行。"), Unit(id="y", text="县财政安排专项资金5万元并拨付到乡镇。")]
    )
    assert low.poverty is not None
    assert high.poverty is not None
    assert low.poverty < 0.5 < high.poverty


def test_extra_units_train_but_do_not_set_thresholds() -> None:
    plain = train(_coded(), COLOURS)
    odd = [
        CodedUnit(unit=Unit(id=f"e{number}", text=f"黄昏的沙漠第{number}处"), document="e", primary="green")
        for number in range(6)
    ]
    more = Coder(artefact=train(_coded(), COLOURS, extra=odd))
    assert more.code([Unit(id="x", text="黄昏的沙漠")])[0].primary == "green"
    assert Coder(artefact=plain).code([Unit(id="x", text="黄昏的沙漠")])[0].primary != "green"
