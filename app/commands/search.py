"""`xietong search`: clauses of a library, on the terminal, as JSON, or all hits to a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.options import JSON, LIBRARY
from app.messages import say
from corpus.errors import XietongError

if TYPE_CHECKING:
    from corpus.library import Library
    from search.filters import Filters


@click.command()
@click.argument("query", default="")
@LIBRARY
@JSON
@click.option("--category", multiple=True, help="Only these primary or secondary categories.")
@click.option("--level", multiple=True, help="Only these levels.")
@click.option("--province", multiple=True, help="Only these provinces.")
@click.option("--issuer", multiple=True, help="Only documents of these issuers.")
@click.option("--year", help="A year or a range: 2016 or 2015..2018.")
@click.option("--type", "types", multiple=True, help="Only these document types.")
@click.option("--topic", multiple=True, help="Only these topics, by their names.")
@click.option("--review/--no-review", default=None, help="Only clauses that are (not) for review.")
@click.option("--exclude", multiple=True, metavar="FIELD=VALUE", help="Without these, e.g. level=county.")
@click.option("--synonyms", is_flag=True, help="Also look up other names of the same thing.")
@click.option("--kwic", is_flag=True, help="One line for each place, in its context.")
@click.option("--like", metavar="DOCUMENT[#ADDRESS]", help="Documents or clauses like this one.")
@click.option("--save", metavar="NAME", help="Save the search under a name.")
@click.option("--saved", is_flag=True, help="List the saved searches.")
@click.option("--forget", metavar="NAME", help="Remove a saved search.")
@click.option("--new", metavar="NAME", help="What is new for a saved search since it was last asked.")
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance", show_default=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option(
    "--export", "out", type=click.Path(path_type=Path), help="Write all hits (.csv, .xlsx, .jsonl, .parquet, .ris)."
)
def search(
    query: str,
    library: Path,
    as_json: bool,
    category: tuple[str, ...],
    level: tuple[str, ...],
    province: tuple[str, ...],
    issuer: tuple[str, ...],
    year: str | None,
    types: tuple[str, ...],
    topic: tuple[str, ...],
    review: bool | None,
    exclude: tuple[str, ...],
    synonyms: bool,
    kwic: bool,
    like: str | None,
    save: str | None,
    saved: bool,
    forget: str | None,
    new: str | None,
    sort: str,
    limit: int,
    offset: int,
    out: Path | None,
) -> int:
    """Search the clauses: words, "phrases", AND OR NOT, field:value, year:2015..2018, skill*."""
    from app import search_output as output
    from corpus.library import Library
    from search.build import build_index
    from search.filters import Filters
    from search.query import search as find

    filters = Filters(
        category=category,
        level=level,
        province=province,
        issuer=issuer,
        year=_years(year),
        review=review,
        type=types,
        topic=topic,
        exclude=_excluded(exclude),
    )
    with Library(library) as opened:
        build_index(opened)
        if saved or forget or new:
            _manage(opened, forget=forget, new=new, as_json=as_json)
        elif like:
            output.print_related(opened, like, limit=limit, as_json=as_json)
        elif save:
            _save(opened, save, query, filters, synonyms=synonyms)
        elif out is not None:
            _export(opened, query, filters, out, synonyms=synonyms)
        elif kwic:
            output.print_kwic(opened, query, filters, most=limit, synonyms=synonyms, as_json=as_json)
        else:
            found = find(opened, query, filters=filters, limit=limit, offset=offset, sort=sort, synonyms=synonyms)
            output.print_results(query, found, as_json=as_json)
    return 0


def _manage(library: Library, *, forget: str | None, new: str | None, as_json: bool) -> None:
    from app import search_output as output
    from search.saved import forget_search, new_hits

    if forget:
        forget_search(library, forget)
        click.echo(say("search.forgotten", name=forget))
    elif new:
        output.print_new(new, new_hits(library, new), as_json=as_json)
    else:
        output.print_saved(library, as_json=as_json)


def _save(library: Library, name: str, query: str, filters: Filters, *, synonyms: bool) -> None:
    from search.saved import save_search

    saved = save_search(library, name, query, filters=filters, synonyms=synonyms)
    click.echo(say("search.saved", name=saved.name, documents=len(saved.seen)))


def _export(library: Library, query: str, filters: Filters, out: Path, *, synonyms: bool) -> None:
    from report.exports import write_table
    from search.query import iter_all

    rows = iter_all(library, query, filters=filters, synonyms=synonyms)
    if out.suffix.lower() == ".ris":
        from app.references import write_references

        count = write_references(library, (str(row["document"]) for row in rows), out)
    else:
        count = write_table(out, rows)
    click.echo(say("export.done", count=count, path=out))


def _excluded(pairs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    without: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not value:
            raise XietongError(f"not a value to exclude: {pair}", hint="--exclude level=county")
        without[name].append(value)
    return {name: tuple(values) for name, values in without.items()}


def _years(value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    first, _, last = value.partition("..")
    try:
        return int(first), int(last or first)
    except ValueError as error:
        raise XietongError(f"not a year: {value}", hint="--year 2016 or --year 2015..2018") from error
