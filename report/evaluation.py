"""The page of an evaluation: what the machine's codes are worth, as figures, charts and tables, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.codebook import load_codebook
from corpus.errors import XietongError
from corpus.label import NONE
from report.labels import Labels
from report.page import asset, script_hash
from report.palette import SERIES

if TYPE_CHECKING:
    from classify.score import Evaluation

Chart = dict[str, object]


def write_evaluation(found: Evaluation, path: Path, *, language: str, name: str, folds: int = 0) -> Path:
    """Writes the page of an evaluation of the units of `name` and returns its path; `folds` 0: the model as it is.

    Raises:
        XietongError: the file cannot be written.
    """
    try:
        path.write_text(
            render_evaluation(found, language=language, name=name, folds=folds), encoding="utf-8", newline="\n"
        )
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error.strerror}") from error
    return path


def render_evaluation(found: Evaluation, *, language: str, name: str, folds: int = 0) -> str:
    """Returns the page; the same evaluation gives the same bytes."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    labels = Labels(language)
    named = {category.id: category.name(language) for category in load_codebook().categories}
    named[NONE] = labels("no_category")
    environment = Environment(
        loader=PackageLoader("report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    charts = {
        "confusion": _confusion(found, named, labels),
        "selective": _selective(found, labels),
        "reliability": _reliability(found, labels),
    }
    scripts = (asset("echarts.min.js"), asset("charts.js"))
    environment.globals.update(labels=labels, charts=charts, named=lambda id: named.get(id, id))
    return environment.get_template("evaluation.html.j2").render(
        found=found,
        name=name,
        folds=folds,
        language=language,
        style=asset("report.css"),
        scripts=scripts,
        hashes=[script_hash(script) for script in scripts],
    )


def _confusion(found: Evaluation, named: dict[str, str], labels: Labels) -> Chart:
    """Rows are true codes, columns given ones; the colour is the share of the row."""
    values: list[list[object]] = []
    for row, counts in enumerate(found.confusion):
        total = sum(counts)
        for column, count in enumerate(counts):
            share = count / total if total else 0.0
            values.append(
                [column, row, round(share, 4), str(count) if count else "", f"{count} · {labels.percent(share)}"]
            )
    names = [named.get(label, label) for label in found.labels]
    return {
        "kind": "heat",
        "title": labels("confusion"),
        "rows": names,
        "columns": names,
        "values": values,
        "most": 1.0,
    }


def _selective(found: Evaluation, labels: Labels) -> Chart:
    return {
        "kind": "curve",
        "title": labels("selective"),
        "columns": [labels.percent(float(part.name), 0) for part in found.selective],
        "chosen": "",
        "series": [
            {"name": "macro-F1", "colour": SERIES[0], "values": [part.macro_f1 for part in found.selective]},
            {"name": labels("accuracy"), "colour": SERIES[1], "values": [part.accuracy for part in found.selective]},
        ],
    }


def _reliability(found: Evaluation, labels: Labels) -> Chart:
    bins = found.reliability
    return {
        "kind": "curve",
        "title": labels("reliability"),
        "columns": [f"{stated:.2f}" for _, _, stated, _ in bins],
        "chosen": "",
        "series": [
            {"name": labels("stated"), "colour": SERIES[8], "values": [round(stated, 4) for _, _, stated, _ in bins]},
            {"name": labels("true_share"), "colour": SERIES[0], "values": [round(true, 4) for _, _, _, true in bins]},
        ],
    }
