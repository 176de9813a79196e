"""`xietong search`: clauses of a library, on the terminal, as JSON, or all hits to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.options import JSON, LIBRARY
from app.messages import language, say
from corpus.errors import XietongError

if TYPE_CHECKING:
    from search.query import Hit, Results


@click.command()
@click.argument("query")
@LIBRARY
@JSON
@click.option("--category", multiple=True, help="Only these primary or secondary categories.")
@click.option("--level", multiple=True, help="Only these levels.")
@click.option("--province", multiple=True, help="Only these provinces.")
@click.option("--year", help="A year or a range: 2016 or 2015..2018.")
@click.option("--type", "types", multiple=True, help="Only these document types.")
@click.option("--review/--no-review", default=None, help="Only clauses that are (not) for review.")
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option(
    "--export", "out", type=click.Path(path_type=Path), help="Write all hits (.csv, .xlsx, .jsonl, .parquet)."
)
def search(
    query: str,
    library: Path,
    as_json: bool,
    category: tuple[str, ...],
    level: tuple[str, ...],
    province: tuple[str, ...],
    year: str | None,
    types: tuple[str, ...],
    review: bool | None,
    sort: str,
    limit: int,
    offset: int,
    out: Path | None,
) -> int:
    """Search the clauses: words, "phrases", AND OR NOT, field:value, year:2015..2018, 脱贫*."""
    from corpus.library import Library
    from search.build import build_index
    from search.query import Filters, iter_all, results_to_dict
    from search.query import search as find

    filters = Filters(category=category, level=level, province=province, year=_years(year), review=review, type=types)
    with Library(library) as opened:
        build_index(opened)
        if out is not None:
            from report.exports import write_table

            count = write_table(out, iter_all(opened, query, filters=filters))
            click.echo(say("export.done", count=count, path=out))
            return 0
        results = find(opened, query, filters=filters, limit=limit, offset=offset, sort=sort)
    if as_json:
        import json

        click.echo(json.dumps(results_to_dict(results), ensure_ascii=False))
    else:
        _print(query, results)
    return 0


def _years(value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    first, _, last = value.partition("..")
    try:
        return int(first), int(last or first)
    except ValueError as error:
        raise XietongError(f"not a year: {value}", hint="--year 2016 or --year 2015..2018") from error


def _print(query: str, results: Results) -> None:
    if not results.total:
        click.echo(say("search.none", query=query))
        return
    click.echo(say("search.found", count=results.total, documents=results.documents))
    if results.loose:
        click.echo(say("search.loose"))
    for hit in results.hits:
        _print_hit(hit)


def _print_hit(hit: Hit) -> None:
    from corpus.codebook import load_codebook
    from corpus.label import NONE

    names = {c.id: c.name(language()) for c in load_codebook().categories} | {NONE: say("category.none")}
    codes = " · ".join(names.get(code, code) for code in (hit.primary, *hit.secondary))
    page = f" p.{hit.page}" if hit.page else ""
    flag = f" [{say('search.review')}]" if hit.review else ""
    click.echo()
    click.secho(hit.title or Path(hit.source).name, bold=True, nl=False)
    click.echo(f"  {hit.number}  {say(f'level.{hit.level}')}{f' · {hit.province}' if hit.province else ''}  {hit.date}")
    click.secho(f"{hit.address}{page}  {codes}{flag}", fg="cyan")
    position = 0
    for start, end in hit.highlights:
        click.echo(hit.snippet[position:start], nl=False)
        click.secho(hit.snippet[start:end], fg="yellow", bold=True, nl=False)
        position = end
    click.echo(hit.snippet[position:])
