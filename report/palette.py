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


def colour(category: str) -> str:
    """Returns the colour of a category as `#rrggbb`; grey for one of a user's codebook."""
    return COLOURS.get(category, OTHER)
