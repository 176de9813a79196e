"""The summary on the terminal: how many clauses each category has at each level."""

from __future__ import annotations

from app.messages import language, say
from corpus.codebook import load_codebook
from corpus.counts import count_library
from corpus.label import NONE, Level
from corpus.library import Library


def print_summary(library: Library) -> None:
    """Prints the matrix of categories and levels."""
    from rich.console import Console
    from rich.table import Table

    totals = count_library(library)
    matrix = totals.matrix
    levels = [level for level in Level if any(matrix.get((c, level), 0) for c in (*load_codebook().ids, NONE))]
    console = Console(highlight=False)
    console.print(say("run.summary", documents=totals.documents, clauses=totals.clauses, review=totals.review))
    if not levels:
        return
    table = Table(title=say("run.matrix"), title_justify="left", show_edge=False, box=None, padding=(0, 1, 0, 0))
    table.add_column(say("run.category"), no_wrap=True)
    for level in levels:
        table.add_column(say(f"level.{level}"), justify="right", no_wrap=True)
    table.add_column(say("run.total"), justify="right", no_wrap=True)
    names = [(c.id, c.name(language()).removesuffix(" synergy")) for c in load_codebook().categories]
    for id, name in [*names, (NONE, say("category.none"))]:
        counts = [matrix.get((id, level), 0) for level in levels]
        table.add_row(name, *(str(count or "·") for count in counts), str(sum(counts)))
    console.print(table)
