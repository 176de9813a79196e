"""`xietong train` and `xietong queue`: learning from a user's codings, and what to code next."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.options import LIBRARY, MODEL
from app.messages import say
from corpus.errors import XietongError

if TYPE_CHECKING:
    from classify.unit import CodedUnit


@click.command()
@click.argument("coded", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder of the model.")
@click.option("--codebook", type=click.Path(path_type=Path, dir_okay=False), help="A codebook of your own (TOML).")
@click.option("--alone", is_flag=True, help="Do not stand on the shipped model.")
@click.option("--seed", type=int, default=0, show_default=True)
def train(coded: Path, out: Path, codebook: Path | None, alone: bool, seed: int) -> int:
    """Learn from the coded clauses in CODED (.jsonl, .csv, .xlsx), measure by document, write a model and its card."""
    from classify.artefact import write_artefact
    from classify.coded import read_coded
    from classify.train import train as fit
    from corpus.codebook import load_codebook

    units = read_coded(coded)
    if not units:
        raise XietongError(f"{coded}: no coded clauses", hint="columns: document, text, primary, secondary")
    book = load_codebook(codebook)
    digest = hashlib.sha256(coded.read_bytes()).hexdigest()[:12]
    artefact = fit(units, book, base=not alone, version=f"xietong-linear@user-{digest}", seed=seed)
    write_artefact(out, artefact)
    (out / "MODEL_CARD.md").write_text(_card(artefact.version, len(units), _measured(units, book.ids, seed)), "utf-8")
    click.echo(say("train.done", count=len(units), path=out))
    return 0


def _measured(units: list[CodedUnit], categories: tuple[str, ...], seed: int) -> str:
    """Returns the figures of a cross-validation by document, or why there are none."""
    from classify.validate import cross_validate, shipped_recipe

    documents = len({one.document for one in units})
    if documents < 10:
        return f"Not measured: {documents} documents are too few to hold some out."
    recipe = shipped_recipe(categories=categories)
    found = cross_validate(units, seed=seed, recipe=recipe)
    lines = [
        f"Five folds by document, the clauses alone (without the shipped model): macro-F1 {found.macro_f1.value:.3f} "
        f"({found.macro_f1.low:.3f} to {found.macro_f1.high:.3f}), primary accuracy {found.accuracy.value:.3f}, "
        f"calibration error {found.calibration_error:.3f}.",
        "",
        "| category | precision | recall | F1 | clauses |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {c.category} | {c.precision:.3f} | {c.recall:.3f} | {c.f1.value:.3f} | {c.support} |"
        for c in found.categories
    ]
    return "\n".join(lines)


def _card(version: str, count: int, measured: str) -> str:
    return f"# Model card: {version}\n\nLearned from {count} clauses coded by the user.\n\n{measured}\n"


@click.command()
@LIBRARY
@MODEL
@click.option("--count", type=click.IntRange(1, 5000), default=100, show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help=".xlsx, .csv or .jsonl")
def queue(library: Path, model: Path | None, count: int, out: Path) -> int:
    """Propose the clauses worth coding next: uncertain, rare, and unlike the others. Fill in `primary` and train."""
    from app.work import shared_coder
    from classify.queue import propose
    from classify.unit import Unit
    from corpus.library import Library
    from report.exports import write_table

    units: list[Unit] = []
    documents: list[str] = []
    with Library(library) as opened:
        for document in opened.documents():
            by_people = {c.address for c in opened.all_codings(document.id) if "@" not in c.coder}
            for segment in document.units:
                if segment.address not in by_people:
                    id = f"{document.id}:{segment.address}"
                    units.append(Unit(id=id, text=segment.text, title=document.title, heading=segment.heading))
                    documents.append(document.id)
    proposals = propose(units, documents, shared_coder(str(model) if model else ""), count)
    rows = (
        {
            "id": p.unit.id,
            "document": p.document,
            "title": p.unit.title,
            "heading": list(p.unit.heading),
            "text": p.unit.text,
            "primary": "",
            "secondary": "",
            "machine": p.coding.primary,
            "probability": round(p.coding.probability, 4),
            "reason": p.reason,
        }
        for p in proposals
    )
    click.echo(say("export.done", count=write_table(out, rows), path=out))
    return 0
