"""`xietong topics`: the topics of each category and level, and what new documents say of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.options import JSON, LIBRARY, NO_OCR, tell_failures
from corpus.codec import Plain
from corpus.errors import XietongError

if TYPE_CHECKING:
    from corpus.library import Library
    from models.infer import Reading

ENGINES = ("consensus", "nmf", "lda", "tomotopy", "hdp")
ALL = "all"


@click.command()
@click.argument("sources", nargs=-1)
@LIBRARY
@JSON
@NO_OCR
@click.option("--scope", help="Only this scope: all, a category, a level, or category/level.")
@click.option("--engine", type=click.Choice(ENGINES), default="consensus", show_default=True, help="How to find them.")
@click.option("--topics", "count", type=click.IntRange(2, 200), help="How many (default: chosen by measure).")
@click.option("--seed", type=int, default=0, show_default=True)
def topics(
    sources: tuple[str, ...],
    library: Path,
    as_json: bool,
    no_ocr: bool,
    scope: str | None,
    engine: str,
    count: int | None,
    seed: int,
) -> int:
    """Summarise the clauses of each category and level by topics.

    With SOURCES (files, folders), reads these by the topics of the library, which stays as it is: nothing is added
    and no topic is found anew.
    """
    from corpus.library import Library

    with Library(library) as opened:
        scopes = _scopes(opened, scope, engine, count, seed)
    if scope is not None:
        if scope not in scopes:
            raise XietongError(f"no scope {scope!r}", hint=f"scopes: {', '.join(scopes)}")
        scopes = {scope: scopes[scope]}
    if sources:
        return _read(sources, scopes, scope or ALL, as_json=as_json, ocr=not no_ocr)
    if as_json:
        click.echo(json.dumps(scopes, ensure_ascii=False))
        return 0
    for name, model in scopes.items():
        if isinstance(model, Mapping):
            _print(name, model)
    return 0


def _scopes(library: Library, scope: str | None, engine: str, count: int | None, seed: int) -> Mapping[str, object]:
    """Returns the topics as plain values: the library's stored ones, or others made for this once."""
    from app.finish import state_key, topics_of

    if engine == ENGINES[0] and count is None:
        return topics_of(library, state_key(library), seed=seed)
    from models.clauses import read_clauses
    from models.scopes import fit_scopes, scopes_to_dict

    return scopes_to_dict(fit_scopes(read_clauses(library), seed=seed, topics=count, engine=engine, only=scope or ALL))


def _print(scope: str, model: Mapping[str, object]) -> None:
    found = model.get("topics")
    if not isinstance(found, Sequence):
        click.echo(f"{scope}: {model.get('count')} < {model.get('needed')}")
        return
    click.secho(scope, bold=True)
    for topic in found:
        click.echo(f"  {topic['share']:6.1%}  {topic['stability']:.2f}  {topic['name']}")


def _read(sources: Sequence[str], scopes: Mapping[str, object], scope: str, *, as_json: bool, ocr: bool) -> int:
    """Reads new documents by the topics of a scope and says what each speaks of."""
    from models.infer import Reading

    model = scopes.get(scope)
    if not isinstance(model, Mapping) or "topics" not in model:
        raise XietongError(f"the library has no topics for {scope!r}: too few clauses")
    names = [str(topic["name"]) for topic in model["topics"]]
    failures: list[str] = []
    for row in _rows(sources, Reading.of(model["reading"]), names, failures, ocr=ocr):
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        click.secho(f"{row['title'] or row['source']}", bold=True)
        for name, share in row["topics"].items():
            click.echo(f"  {share:6.1%}  {name}")
    return tell_failures(failures)


def _rows(
    sources: Sequence[str], reading: Reading, names: Sequence[str], failures: list[str], *, ocr: bool
) -> Iterator[Plain]:
    """Yields for each document the share of each topic in its coded clauses, the largest first, and its clauses."""
    from app.files import iter_worked
    from app.settings import Settings
    from corpus.label import NONE

    for worked in iter_worked(sources, Settings(ocr=ocr, entities=False), failures):
        segments = {segment.address: segment for segment in worked.document.segments}
        clauses: list[dict[str, Any]] = []
        total = [0.0] * len(names)
        for coding in worked.codings:
            shares = reading.shares(segments[coding.address].text) if coding.primary != NONE else ()
            if not any(shares):
                continue
            total = [before + share for before, share in zip(total, shares, strict=True)]
            best = max(range(len(names)), key=shares.__getitem__)
            clauses.append({"address": coding.address, "topic": names[best], "share": shares[best]})
        spoken = sum(total)
        ranked = sorted(range(len(names)), key=lambda k: (-total[k], k)) if spoken else []
        yield {
            "document": worked.document.id,
            "source": worked.document.source,
            "title": worked.document.title,
            "topics": {names[k]: round(total[k] / spoken, 4) for k in ranked},
            "clauses": clauses,
        }
