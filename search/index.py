"""The index on disk: its fields, and opening it. The index is derived; it can always be made again."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy

FOLDER = "index"
VERSION = "5"  # raised when the fields or the tokens change

# Fields in which texts are looked up (as pairs and grams) and their weight beside the text of the clause; chosen among
# seven settings on the queries of tests/golden that are not held out (tests/test_search_relevance.py).
TEXT_FIELDS = {"text": 1.0, "heading": 1.0, "title": 3.5, "issuer": 0.5}
# Fields with whole values.
EXACT_FIELDS = (
    "document",
    "address",
    "number",
    "category",
    "level",
    "province",
    "type",
    "review",
    "issuer_name",
    "topic",
)
PLACES = 1 << 48  # numbers of documents: the engine tells numbers exactly up to 2 ** 53
FACETS = ("category", "level", "province", "issuer_name", "year", "type", "topic", "review")


@cache
def schema() -> tantivy.Schema:
    """Returns the schema: one entry a clause; stored is what a hit shows of it."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("entry", stored=True)
    for name in TEXT_FIELDS:
        builder.add_text_field(f"{name}_pairs", tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(f"{name}_grams", tokenizer_name="whitespace", index_option="freq")
    for name in EXACT_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in FACETS)
    builder.add_integer_field("place", indexed=False, fast=True)  # a number of the document, to count documents by
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("day", indexed=False, fast=True)
    return builder.build()


def open_index(folder: Path) -> tantivy.Index:
    """Opens the index of a library, made empty where there is none.

    Raises:
        ValueError: what is there is not an index of this version.
    """
    import tantivy

    path = folder / FOLDER
    path.mkdir(parents=True, exist_ok=True)
    return tantivy.Index(schema(), path=str(path))
