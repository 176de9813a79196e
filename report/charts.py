"""The data of the charts, as plain values that `assets/charts.js` draws."""

from __future__ import annotations

from corpus.label import Level
from report.content import Content
from report.labels import Labels
from report.palette import colour
from report.parts import CategoryPart
from report.topic_charts import topic_charts

Chart = dict[str, object]
_SHOWN_LIFT = 3.0  # a lift from which the cell has the deepest colour


def chart_data(content: Content, labels: Labels) -> dict[str, Chart]:
    """Returns the charts of a report by the name of their place on the page."""
    charts: dict[str, Chart] = {}
    if not content.coded:
        return charts
    charts["matrix"] = _matrix(content, labels)
    if len(content.years) > 1:
        charts["timeline"] = _timeline(content, labels)
    if content.pairs:
        charts["pairs"] = _pairs(content, labels)
    charts |= topic_charts(content.topics, labels, "all")
    for part in content.chapters:
        charts |= topic_charts(part.topics, labels, part.category.id)
        if part.clauses:
            if len(content.levels) > 1:
                charts[f"levels-{part.category.id}"] = _levels(content, part, labels)
            if len(part.by_year) > 1:
                charts[f"years-{part.category.id}"] = _years(content, part, labels)
    return charts


def level_totals(content: Content) -> dict[Level, int]:
    """Returns the number of clauses with a category at each level."""
    return {
        level: sum(content.matrix.get((part.category.id, level), 0) for part in content.categories)
        for level in content.levels
    }


def _matrix(content: Content, labels: Labels) -> Chart:
    """Cells are coloured by the category's share of the level's clauses, not by their count: levels differ in size."""
    totals = level_totals(content)
    values: list[list[object]] = []
    most = 0.0
    for row, part in enumerate(content.categories):
        for column, level in enumerate(content.levels):
            count = content.matrix.get((part.category.id, level), 0)
            share = count / totals[level] if totals[level] else 0.0
            told = f"{labels.number(count)} · {labels.percent(share)}"
            values.append([column, row, round(share, 4), labels.percent(share), told])
            most = max(most, share)
    return {
        "kind": "heat",
        "title": labels("matrix"),
        "rows": [part.category.name(labels.language) for part in content.categories],
        "columns": [labels.level(level) for level in content.levels],
        "values": values,
        "most": round(most, 4),
    }


def _span(content: Content) -> list[int]:
    """Returns all years from the first to the last, those without documents too: an axis must not skip time."""
    return list(range(content.years[0], content.years[-1] + 1))


def _timeline(content: Content, labels: Labels) -> Chart:
    return {
        "kind": "stack",
        "title": labels("timeline"),
        "columns": [str(year) for year in _span(content)],
        "series": [
            {
                "name": part.category.name(labels.language),
                "colour": colour(part.category.id),
                "values": [content.timeline.get((year, part.category.id), 0) for year in _span(content)],
            }
            for part in content.categories
        ],
    }


def _pairs(content: Content, labels: Labels) -> Chart:
    names = [part.category.name(labels.language) for part in content.categories]
    place = {part.category.id: index for index, part in enumerate(content.categories)}
    values = []
    for pair in content.pairs:
        told = f"{labels.number(pair.clauses)} · {labels('lift')} {pair.lift:.2f}"
        first, second = place[pair.first], place[pair.second]
        depth = min(pair.lift, _SHOWN_LIFT)
        values += [[x, y, depth, f"{pair.lift:.1f}", told] for x, y in ((first, second), (second, first))]
    return {
        "kind": "heat",
        "title": labels("cooccurrence"),
        "rows": names,
        "columns": names,
        "values": values,
        "most": _SHOWN_LIFT,
    }


def _levels(content: Content, part: CategoryPart, labels: Labels) -> Chart:
    totals = level_totals(content)
    shares = [part.by_level.get(level, 0) / totals[level] if totals[level] else 0.0 for level in content.levels]
    return {
        "kind": "bars",
        "percent": True,
        "title": labels("share_by_level"),
        "columns": [labels.level(level) for level in content.levels],
        "values": [round(share, 4) for share in shares],
        "shown": [
            f"{labels.number(part.by_level.get(level, 0))} · {labels.percent(share)}"
            for level, share in zip(content.levels, shares, strict=True)
        ],
        "colour": colour(part.category.id),
    }


def _years(content: Content, part: CategoryPart, labels: Labels) -> Chart:
    years = _span(content)
    counts = [part.by_year.get(year, 0) for year in years]
    return {
        "kind": "columns",
        "title": labels("by_year"),
        "columns": [str(year) for year in years],
        "values": counts,
        "shown": [labels.number(count) for count in counts],
        "colour": colour(part.category.id),
    }
