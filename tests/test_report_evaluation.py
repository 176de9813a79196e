"""The page of an evaluation: its figures, both languages, nothing from the network."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html

from classify.score import Evaluation, evaluate
from classify.unit import CodedUnit, Unit
from corpus.errors import XietongError
from corpus.label import CATEGORIES, NONE, Coding
from report.evaluation import render_evaluation, write_evaluation


@pytest.fixture(scope="module")
def found() -> Evaluation:
    gold, codings = [], []
    for number, primary in enumerate((*CATEGORIES, NONE) * 4):
        id = str(number)
        gold.append(CodedUnit(unit=Unit(id=id, text=id), document=f"d{number % 7}", primary=primary))
        given = primary if number % 5 else "policy"
        codings.append(
            Coding(address=id, primary=given, probabilities={given: 0.6 + 0.01 * number}, review=number % 9 == 0)
        )
    return evaluate(gold, codings, CATEGORIES)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_tells_the_figures(found: Evaluation, language: str) -> None:
    page = render_evaluation(found, language=language, name="<b>coded</b>.csv", folds=5)
    assert page == render_evaluation(found, language=language, name="<b>coded</b>.csv", folds=5)
    tree = lxml_html.document_fromstring(page)
    assert not tree.xpath("//@src | //link | //a/@href[starts-with(., 'http')]")
    assert "<b>coded" not in page
    assert f"{found.macro_f1.value:.3f}" in tree.text_content()
    rows = tree.xpath("//section[@id='categories']//tbody/tr")
    assert [row[4].text_content() for row in rows] == [str(one.support) for one in found.categories]
    cells = tree.xpath("//section[@id='confusion']//tbody/tr/td[position() > 1]")
    assert [int(cell.text_content()) for cell in cells] == [count for row in found.confusion for count in row]
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.count("'sha256-") == len(tree.xpath("//script[not(@type)]"))


def test_a_model_judged_as_it_is_says_so(found: Evaluation) -> None:
    assert "--folds" in render_evaluation(found, language="en", name="x", folds=0)
    assert "5 folds" in render_evaluation(found, language="en", name="x", folds=5)


def test_a_place_that_cannot_be_written_is_said(found: Evaluation, tmp_path: Path) -> None:
    with pytest.raises(XietongError, match="cannot write"):
        write_evaluation(found, tmp_path / "no" / "page.html", language="zh", name="x")
