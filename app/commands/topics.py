"""`xietong topics`: the topics of each category and level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from app.commands.options import JSON, LIBRARY


@click.command()
@LIBRARY
@JSON
@click.option("--scope", help="Only this scope: all, a category, a level, or category/level.")
@click.option("--seed", type=int, default=0, show_default=True)
def topics(library: Path, as_json: bool, scope: str | None, seed: int) -> int:
    """Summarise the clauses of each category and level by topics."""
    from app.finish import state_key, topics_of
    from corpus.errors import XietongError
    from corpus.library import Library

    with Library(library) as opened:
        scopes = topics_of(opened, state_key(opened), seed=seed)
    if scope is not None:
        if scope not in scopes:
            raise XietongError(f"no scope {scope!r}", hint=f"scopes: {', '.join(scopes)}")
        scopes = {scope: scopes[scope]}
    if as_json:
        import json

        click.echo(json.dumps(scopes, ensure_ascii=False))
        return 0
    for name, model in scopes.items():
        if isinstance(model, Mapping):
            _print(name, model)
    return 0


def _print(scope: str, model: Mapping[str, object]) -> None:
    found = model.get("topics")
    if not isinstance(found, Sequence):
        click.echo(f"{scope}: {model.get('count')} < {model.get('needed')}")
        return
    click.secho(scope, bold=True)
    for topic in found:
        click.echo(f"  {topic['share']:6.1%}  {topic['name']}")
