"""The report as one page: self-contained, without network, the same bytes for the same library."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from corpus.errors import XietongError
from corpus.label import NONE, Level
from corpus.library import Library
from report.gather import Content, gather
from report.words import words

# Okabe and Ito's colours, told apart by colour-blind readers, and one more for the eighth category.
COLOURS = {
    "strategy": "#0072b2",
    "organization": "#56b4e9",
    "policy": "#009e73",
    "society": "#e69f00",
    "fund": "#b59b00",
    "publicity": "#cc79a7",
    "technology": "#6a51a3",
    "assistance": "#d55e00",
}
_OTHER_COLOUR = "#6b7785"
_MOST_SOURCES = 40  # rows of a source table; the rest is in the workbook and the export
_MOST_INPUTS = 500


def write_report(library: Library, folder: Path, *, language: str, topics: Mapping[str, object]) -> Path:
    """Writes `report.<language>.html` into the folder and returns its path.

    Raises:
        XietongError: the file cannot be written.
    """
    path = folder / f"report.{language}.html"
    page = render(gather(library, topics, language=language), language)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error.strerror}") from error
    return path


def render(content: Content, language: str) -> str:
    """Returns the page."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2").render(
        content=content,
        language=language,
        word=words(language),
        colours={page.category.id: COLOURS.get(page.category.id, _OTHER_COLOUR) for page in content.pages},
        none=NONE,
        heat=lambda category, level: _heat(content, category, level),
        bars=_bars(content),
        level_total=lambda level: sum(n for (_, found), n in content.matrix.items() if found is level),
        most_sources=_MOST_SOURCES,
        most_inputs=_MOST_INPUTS,
        version=version("xietong"),
    )


def _heat(content: Content, category: str, level: Level) -> int:
    """Returns the depth of a cell's colour, 0 to 9: the category's share of the level's coded clauses."""
    total = sum(n for (found, at), n in content.matrix.items() if at is level and found != NONE)
    count = content.matrix.get((category, level), 0)
    return min(9, round(18 * count / total)) if total else 0


def _bars(content: Content) -> list[dict[str, object]]:
    """Returns the stacked bars of the timeline: for each year its parts with start and height in percent."""
    totals = {
        year: sum(content.by_year.get((page.category.id, year), 0) for page in content.pages) for year in content.years
    }
    tallest = max(totals.values(), default=0)
    bars: list[dict[str, object]] = []
    for year in content.years:
        bottom = 0.0
        parts = []
        for page in content.pages:
            count = content.by_year.get((page.category.id, year), 0)
            height = 100 * count / tallest if tallest else 0.0
            if count:
                parts.append((page.category.id, round(bottom, 3), round(height, 3), count))
            bottom += height
        bars.append({"year": year, "parts": parts, "total": totals[year]})
    return bars
