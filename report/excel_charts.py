"""Native charts on the overview of the workbook: shares with intervals, levels, years."""

from __future__ import annotations

from typing import Any

from report.content import Content
from report.labels import Labels
from report.palette import colour

_COLUMN = 11  # charts stand at the right of the tables
_SIZE = {"width": 620, "height": 330}


def add_charts(
    book: Any, sheet: Any, content: Content, labels: Labels, *, shares_at: int, matrix_at: int, years_at: int
) -> None:
    """Adds the charts to the sheet; the arguments name the first rows of the tables they draw."""
    name = sheet.get_name()
    count = len(content.categories)
    if not content.coded:
        return
    shares = book.add_chart({"type": "bar"})
    shares.add_series(
        {
            "categories": [name, shares_at, 0, shares_at + count - 1, 0],
            "values": [name, shares_at, 4, shares_at + count - 1, 4],
            "points": [{"fill": {"color": colour(part.category.id)}} for part in content.categories],
            "gap": 40,
            "y_error_bars": {
                "type": "custom",
                "plus_values": f"='{name}'!$J${shares_at + 1}:$J${shares_at + count}",
                "minus_values": f"='{name}'!$I${shares_at + 1}:$I${shares_at + count}",
                "line": {"color": "#333333"},
            },
        }
    )
    shares.set_y_axis({"reverse": True})
    shares.set_x_axis({"num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
    shares.set_legend({"none": True})
    _place(sheet, shares, 1, f"{labels('share')} ({labels('interval')})")
    levels = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    columns = len(content.levels)
    for row, part in enumerate(content.categories, start=matrix_at):
        levels.add_series(
            {
                "name": [name, row, 0],
                "categories": [name, matrix_at - 1, 1, matrix_at - 1, columns],
                "values": [name, row, 1, row, columns],
                "fill": {"color": colour(part.category.id)},
                "gap": 40,
            }
        )
    levels.set_y_axis({"reverse": True})
    levels.set_legend({"position": "right"})
    _place(sheet, levels, 19, labels("matrix"))
    if len(content.years) > 1:
        _add_timeline(book, sheet, content, labels, years_at)


def _add_timeline(book: Any, sheet: Any, content: Content, labels: Labels, years_at: int) -> None:
    name, last = sheet.get_name(), years_at + len(content.years) - 1
    years = book.add_chart({"type": "column", "subtype": "stacked"})
    for column, part in enumerate(content.categories, start=1):
        years.add_series(
            {
                "name": [name, years_at - 1, column],
                "categories": [name, years_at, 0, last, 0],
                "values": [name, years_at, column, last, column],
                "fill": {"color": colour(part.category.id)},
                "gap": 30,
            }
        )
    years.set_legend({"position": "right"})
    _place(sheet, years, 37, labels("timeline"))


def _place(sheet: Any, chart: Any, row: int, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_size(_SIZE)
    sheet.insert_chart(row, _COLUMN, chart, {"description": title})
