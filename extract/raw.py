"""What a reader hands on: the text as read, with pages, furniture, tables and hints over it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Page, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table: the span of its lines in the text, its page (from 1), its cells row by row.

    In the text a table stands as one line a row, cells joined by a tab.
    """

    span: Span
    page: int | None
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A header value that the file states about itself, as printed, not yet normalised.

    `name` is `title`, `number`, `issuer`, `date_signature`, `date_publication`, `date_in_force`,
    `validity`, `index_number`, `type`, `topic`, `url`, ...; `source` is `header_table` (printed beside the
    text) or `metadata` (file properties, meta tags). `span` is None where the value is not in the text.
    """

    name: str
    value: str
    span: Span | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A file as text: lines separated by "\\n", one paragraph of the source a line.

    `furniture` marks running heads, page numbers and watermarks: whole lines, kept in the text.

    Raises:
        ValueError: a span leaves the text.
    """

    text: str
    format: str
    pages: tuple[Page, ...] = ()
    furniture: tuple[Span, ...] = ()
    tables: tuple[RawTable, ...] = ()
    hints: tuple[Hint, ...] = ()

    def __post_init__(self) -> None:
        size = len(self.text)
        spans = [page.span for page in self.pages]
        spans += self.furniture
        spans += [table.span for table in self.tables]
        spans += [hint.span for hint in self.hints if hint.span is not None]
        for span in spans:
            if span.end > size:
                raise ValueError(f"span [{span.start}, {span.end}) leaves the text of {size} characters")

    def hint(self, name: str) -> str:
        """Returns the value of the first hint of that name, or the empty string."""
        return next((hint.value for hint in self.hints if hint.name == name), "")
