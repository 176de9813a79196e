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


class Draft:
    """A `Raw` in the making: lines are added in reading order, spans are kept along."""

    def __init__(self, format: str) -> None:
        self._format = format
        self._parts: list[str] = []
        self._size = 0
        self._furniture: list[Span] = []
        self._tables: list[RawTable] = []

    @property
    def size(self) -> int:
        """The number of characters so far."""
        return self._size

    def add_line(self, text: str) -> int:
        """Returns where the line added ends, before its line break."""
        end = self._size + len(text)
        self._parts.append(text)
        self._size = end + 1
        return end

    def add_furniture(self, text: str) -> None:
        """Adds a running head, page number or watermark as a line of its own."""
        start = self._size
        self._furniture.append(Span(start=start, end=self.add_line(text)))

    def add_table(self, cells: tuple[tuple[str, ...], ...], page: int | None = None) -> None:
        """Adds a table: one line a row, cells joined by a tab, line breaks within a cell dropped."""
        start = end = self._size
        for row in cells:
            end = self.add_line("\t".join(row))
        if cells:
            self._tables.append(RawTable(span=Span(start=start, end=end), page=page, cells=cells))

    def finish(self, *, pages: tuple[Page, ...] = (), hints: tuple[Hint, ...] = ()) -> Raw:
        """Returns the text with everything that stands on it."""
        text = "\n".join([*self._parts, ""])
        return Raw(
            text=text,
            format=self._format,
            pages=pages,
            furniture=tuple(self._furniture),
            tables=tuple(self._tables),
            hints=hints,
        )
