"""What `xietong search` prints: hits, lines in context, what is alike, saved searches."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.messages import language, say

if TYPE_CHECKING:
    from corpus.library import Library
    from search.filters import Filters
    from search.query import Hit, Results

_SHOWN = 80  # characters of a clause that is like another


def print_results(query: str, results: Results, *, as_json: bool) -> None:
    """Prints a page of hits with what was found in all."""
    if as_json:
        from search.results import results_to_dict

        _dump(results_to_dict(results))
        return
    for word, others in results.synonyms:
        click.echo(say("search.synonyms", word=word, others=", ".join(others)))
    if not results.total:
        click.echo(say("search.none", query=query))
        return
    click.echo(say("search.found", count=results.total, documents=results.documents))
    if results.loose:
        click.echo(say("search.loose"))
    alike = {document: group for group in results.clusters for document in group}
    for hit in results.hits:
        _print_hit(hit, len(alike.get(hit.document, (hit.document,))) - 1)


def print_kwic(library: Library, query: str, filters: Filters, *, most: int, synonyms: bool, as_json: bool) -> None:
    """Prints each place of the query with its context."""
    from search.kwic import WIDTH, iter_kwic

    for line in iter_kwic(library, query, filters=filters, most=most, synonyms=synonyms):
        if as_json:
            _dump(asdict(line))
            continue
        # A Chinese character is two columns wide.
        click.echo(" " * (2 * WIDTH - _columns(line.left)) + line.left, nl=False)
        click.secho(line.match, fg="yellow", bold=True, nl=False)
        click.echo(f"{line.right}  {line.title} {line.address}")


def print_related(library: Library, like: str, *, limit: int, as_json: bool) -> None:
    """Prints the documents like a document, or the clauses like a clause, with the words they share."""
    from search.related import related_clauses, related_documents

    document, _, address = like.partition("#")
    found = (
        related_clauses(library, document, address, limit=limit)
        if address
        else related_documents(library, document, limit=limit)
    )
    if as_json:
        _dump([asdict(one) for one in found])
        return
    for one in found:
        click.secho(f"{one.score:.2f}  {one.title or one.document}", bold=True, nl=False)
        click.echo(f"  {one.document}#{one.address}" if one.address else f"  {one.document}")
        if one.text:
            click.echo(one.text[:_SHOWN])
        click.secho(say("search.shared", words=", ".join(one.shared)), fg="cyan")


def print_saved(library: Library, *, as_json: bool) -> None:
    """Prints the saved searches."""
    from search.saved import saved_searches

    searches = saved_searches(library)
    if as_json:
        _dump([{"name": one.name, "query": one.query, "documents": len(one.seen)} for one in searches])
        return
    for one in searches:
        click.echo(say("search.kept", name=one.name, query=one.query, documents=len(one.seen)))


def print_new(name: str, hits: Sequence[Hit], *, as_json: bool) -> None:
    """Prints the hits that are new for a saved search."""
    if as_json:
        _dump([asdict(hit) for hit in hits])
        return
    click.echo(say("search.new", name=name, count=len(hits)))
    for hit in hits:
        _print_hit(hit, 0)


def _print_hit(hit: Hit, alike: int) -> None:
    from corpus.codebook import load_codebook
    from corpus.label import NONE

    names = {c.id: c.name(language()) for c in load_codebook().categories} | {NONE: say("category.none")}
    codes = " · ".join(names.get(code, code) for code in (hit.primary, *hit.secondary))
    page = f" p.{hit.page}" if hit.page else ""
    flag = f" [{say('search.review')}]" if hit.review else ""
    click.echo()
    click.secho(hit.title or Path(hit.source).name, bold=True, nl=False)
    click.echo(f"  {hit.number}  {say(f'level.{hit.level}')}{f' · {hit.province}' if hit.province else ''}  {hit.date}")
    if alike:
        click.echo(say("search.alike", count=alike))
    click.secho(f"{hit.address}{page}  {codes}{flag}", fg="cyan")
    position = 0
    for start, end in hit.highlights:
        click.echo(hit.snippet[position:start], nl=False)
        click.secho(hit.snippet[start:end], fg="yellow", bold=True, nl=False)
        position = end
    click.echo(hit.snippet[position:])


def _columns(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _dump(plain: object) -> None:
    click.echo(json.dumps(plain, ensure_ascii=False))
