"""Addresses of pages: a search with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode


def search_url(values: Mapping[str, Sequence[str]]) -> str:
    """Returns the address of a search; empty values are left out."""
    pairs = [(name, one) for name, some in values.items() for one in some if one]
    return f"/search?{urlencode(pairs)}" if pairs else "/search"


def with_value(values: Mapping[str, Sequence[str]], name: str, value: str) -> dict[str, tuple[str, ...]]:
    """Returns the values with one more, on the first page."""
    return {**_first(values), name: (*values.get(name, ()), value)}


def without_value(values: Mapping[str, Sequence[str]], name: str, value: str) -> dict[str, tuple[str, ...]]:
    """Returns the values without one, on the first page."""
    return {**_first(values), name: tuple(one for one in values.get(name, ()) if one != value)}


def replaced(values: Mapping[str, Sequence[str]], name: str, value: str) -> dict[str, tuple[str, ...]]:
    """Returns the values with one in the place of whatever the name had."""
    return {**{key: tuple(some) for key, some in values.items()}, name: (value,)}


def document_url(document: str, address: str = "") -> str:
    """Returns the address of a document, at a clause if one is given."""
    path = f"/documents/{quote(document, safe='')}"
    return f"{path}?{urlencode({'at': address})}#{anchor(address)}" if address else path


def anchor(address: str) -> str:
    """Returns the anchor of a clause on the page of its document."""
    return f"c-{quote(address, safe='')}"


def _first(values: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(some) for name, some in values.items() if name != "page"}
