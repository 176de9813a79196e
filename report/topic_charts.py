"""The charts of topics: over years, by level, the choice of their number, the map of their words."""

from __future__ import annotations

from corpus.label import LEVELS
from report.labels import Labels
from report.palette import SERIES
from report.parts import TopicSet

Chart = dict[str, object]
_FEWEST_YEARS = 3


def topic_charts(topics: TopicSet, labels: Labels, name: str) -> dict[str, Chart]:
    """Returns the charts of a scope by the name of their place: `years-NAME`, `levels-NAME`, `curve-NAME`, `map-NAME`."""
    charts: dict[str, Chart] = {}
    if not topics.topics:
        return charts
    years = sorted({int(year) for topic in topics.topics for year in topic.by_year})
    if len(years) >= _FEWEST_YEARS:
        charts[f"topic-years-{name}"] = _years(topics, list(range(years[0], years[-1] + 1)), labels)
    levels = [level for level in LEVELS if any(topic.by_level.get(str(level)) for topic in topics.topics)]
    if len(levels) > 1:
        totals = {str(level): sum(topic.by_level.get(str(level), 0) for topic in topics.topics) for level in levels}
        values: list[list[object]] = []
        for row, topic in enumerate(topics.topics):
            for column, level in enumerate(levels):
                count = topic.by_level.get(str(level), 0)
                share = count / totals[str(level)]
                told = f"{labels.number(count)} · {labels.percent(share)}"
                values.append([column, row, round(share, 4), labels.percent(share, 0), told])
        charts[f"topic-levels-{name}"] = {
            "kind": "heat",
            "title": labels("topics_by_level"),
            "rows": [topic.name for topic in topics.topics],
            "columns": [labels.level(level) for level in levels],
            "values": values,
            "most": max(float(str(value[2])) for value in values),
        }
    if len(topics.curve) > 1:
        charts[f"topic-curve-{name}"] = _curve(topics, labels)
    if topics.terms:
        charts[f"topic-map-{name}"] = _map(topics, labels)
    return charts


def _years(topics: TopicSet, years: list[int], labels: Labels) -> Chart:
    return {
        "kind": "stack",
        "title": labels("topics_by_year"),
        "columns": [str(year) for year in years],
        "series": [
            {
                "name": topic.name,
                "colour": SERIES[number % len(SERIES)],
                "values": [topic.by_year.get(str(year), 0) for year in years],
            }
            for number, topic in enumerate(topics.topics)
        ],
    }


def _curve(topics: TopicSet, labels: Labels) -> Chart:
    names = ("c_npmi", "c_v", labels("topic_diversity"), labels("stability"), labels("topic_score"))
    return {
        "kind": "curve",
        "title": labels("topic_curve"),
        "columns": [str(entry[0]) for entry in topics.curve],
        "chosen": str(max(topics.curve, key=lambda entry: (entry[5], -entry[0]))[0]),
        "series": [
            {"name": name, "colour": SERIES[number], "values": [entry[number + 1] for entry in topics.curve]}
            for number, name in enumerate(names)
        ],
    }


def _map(topics: TopicSet, labels: Labels) -> Chart:
    most = max(term[3] for term in topics.terms)
    return {
        "kind": "map",
        "title": labels("term_map"),
        "series": [
            {
                "name": topic.name,
                "colour": SERIES[number % len(SERIES)],
                "values": [
                    [x, y, round(8 + 26 * (clauses / most) ** 0.5, 1), word, f"{word} · {labels.number(clauses)}"]
                    for word, x, y, clauses, owner in topics.terms
                    if owner == number + 1
                ],
            }
            for number, topic in enumerate(topics.topics)
        ],
    }
