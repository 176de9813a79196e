"""The index on disk: its fields, and opening it. The index is derived; it can always be made again."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy

FOLDER = "index"
VERSION = "2"  # raised when the fields or the tokens change

# Fields in which words are looked up: (words, pairs) and their weight beside the text of the clause.
TEXT_FIELDS = {"text": 1.0, "heading": 1.5, "title": 2.0, "issuer": 1.0}
# Fields with whole values.
EXACT_FIELDS = (
    "document",
    "address",
    "number",
    "category",
    "primary",
    "level",
    "province",
    "type",
    "review",
    "issuer_name",
)
FACETS = ("category", "level", "province", "issuer_name", "year", "type", "review")


@cache
def schema() -> tantivy.Schema:
    """Returns the schema: one entry a clause; only its key (document and address) is stored."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(f"{name}_words", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field(f"{name}_pairs", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("text_characters", tokenizer_name="whitespace", index_option="basic")
    for name in EXACT_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in {"document", *FACETS})
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
