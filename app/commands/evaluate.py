"""`xietong evaluate` and `xietong reliability`: machine against people, and people among themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.options import JSON, LANG, MODEL
from app.messages import language, say, set_language
from corpus.errors import XietongError

if TYPE_CHECKING:
    from classify.score import Evaluation


@click.command()
@click.argument("coded", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@MODEL
@JSON
@click.option(
    "--folds", type=click.IntRange(0, 20), default=0, help="Train anew on these clauses, in folds by document."
)
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page with charts.")
@LANG
def evaluate(coded: Path, model: Path | None, as_json: bool, folds: int, page: Path | None, lang: str | None) -> int:
    """Measure the machine's codes against the clauses in CODED (.jsonl, .csv, .xlsx).

    With --folds N the model is trained on the clauses themselves, each fold judged by a model that has not
    seen its documents; without, the shipped (or given) model is judged, which may have learned from them.
    """
    from app.work import shared_coder
    from classify.coded import read_coded
    from classify.score import evaluate as judge
    from classify.validate import cross_validate

    gold = read_coded(coded)
    if not gold:
        raise XietongError(f"{coded}: no coded clauses", hint="columns: document, text, primary, secondary")
    if folds:
        found = cross_validate(gold, folds=folds)
    else:
        coder = shared_coder(str(model) if model else "")
        found = judge(gold, coder.code([one.unit for one in gold]), coder.categories)
    if lang:
        set_language(lang)
    if page is not None:
        from report.evaluation import write_evaluation

        write_evaluation(found, page, language=language(), name=coded.name, folds=folds)
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return 0
    _print(found)
    if page is not None:
        click.echo(f"{say('run.report_at')}: {page}")
    return 0


def _print(found: Evaluation) -> None:
    from rich.console import Console
    from rich.table import Table

    click.echo(say("evaluate.summary", units=found.units, documents=found.documents))
    for name, figure in (("macro-F1", found.macro_f1), ("micro-F1", found.micro_f1), ("accuracy", found.accuracy)):
        click.echo(f"{name:>9}  {figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]")
    click.echo(f"      ECE  {found.calibration_error:.3f}")
    table = Table(show_edge=False)
    for column in ("category", "precision", "recall", "F1", "support"):
        table.add_column(column, justify="left" if column == "category" else "right", no_wrap=True)
    for c in found.categories:
        table.add_row(c.category, f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1.value:.3f}", str(c.support))
    Console(highlight=False).print(table)


@click.command()
@click.argument("codings", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@JSON
def reliability(codings: Path, as_json: bool) -> int:
    """Agreement between coders: CODINGS has the columns unit, coder, primary, secondary, document."""
    from classify.coded import SEPARATOR
    from classify.reliability import Judgement, measure_reliability
    from corpus.records import read_rows, text_of

    judgements = []
    for line, record in read_rows(str(codings)):
        unit, coder, primary = (text_of(record, key) for key in ("unit", "coder", "primary"))
        if not (unit and coder and primary):
            raise XietongError(f"{codings}, line {line}: unit, coder and primary must be given")
        second = record.get("secondary")
        names = [str(s) for s in second] if isinstance(second, list) else SEPARATOR.split(text_of(record, "secondary"))
        judgements.append(
            Judgement(
                unit=unit,
                coder=coder,
                primary=primary,
                secondary=tuple(name for name in names if name),
                document=text_of(record, "document"),
            )
        )
    categories = tuple(sorted({code for one in judgements for code in one.codes} - {"none"}))
    found = measure_reliability(judgements, categories)
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return 0
    click.echo(say("reliability.summary", units=found.units, coders=", ".join(found.coders)))
    figures = {"alpha": found.primary, "alpha (sets, MASI)": found.sets, "alpha (none)": found.none, **found.categories}
    for name, figure in figures.items():
        click.echo(f"{name:>20}  {figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]")
    for pair in found.pairs:
        click.echo(f"{pair.first} - {pair.second}: Holsti {pair.holsti:.3f}, kappa {pair.kappa:.3f}, pi {pair.pi:.3f}")
    return 0
