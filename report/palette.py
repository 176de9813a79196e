"""Colours of the categories, told apart by colour-blind readers and on grey paper by their order.

Okabe and Ito's palette (Color Universal Design, 2008), its yellow darkened and two more hues added.
"""

from __future__ import annotations

OTHER = "#6b7785"
COLOURS = {
    "strategy": "#0072b2",
    "organization": "#56b4e9",
    "policy": "#009e73",
    "society": "#e69f00",
    "fund": "#a08600",
    "publicity": "#cc79a7",
    "technology": "#6a51a3",
    "assistance": "#d55e00",
}
# For series that are no categories: the same hues, then darker and lighter ones.
SERIES = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#a08600", "#56b4e9", "#6a51a3", "#e69f00", "#6b7785", "#7f3b08",
    "#1b7837", "#c51b7d", "#4d9221", "#2166ac", "#b2182b", "#8073ac", "#35978f", "#bf812d", "#878787", "#542788",
)  # fmt: skip


def colour(category: str) -> str:
    """Returns the colour of a category as `#rrggbb`; grey for one of a user's codebook."""
    return COLOURS.get(category, OTHER)
