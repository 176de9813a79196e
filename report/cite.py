"""References to documents: GB/T 7714-2015, BibTeX, RIS and CSL-JSON.

In GB/T 7714-2015 an official document has no type mark of its own: it is `[Z]` (other), its number
follows the title after a colon as other title information (8.2.3), issuers are listed up to three (8.1.2).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.catalogue import PolicySource
from report.parts import Paper

STYLES = ("gbt", "bibtex", "ris", "csl")
SOFTWARE = "software"  # the type of a reference to a program, `[CP]`
_MOST_AUTHORS = 3  # GB/T 7714-2015, 8.1.2
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_HAN = ("\u3400", "\u9fff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a reference is made of; `date` is ISO 8601 as far as it is known, `language` is `zh` or `en`."""

    id: str
    title: str
    issuers: tuple[str, ...] = ()
    number: str = ""
    date: str = ""
    type: str = ""
    language: str = "zh"

    @property
    def date_parts(self) -> tuple[int, ...]:
        """Year, month and day as far as they are known."""
        parts = self.date.split("-")
        return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()


def paper_reference(paper: Paper) -> Reference:
    """Returns the reference of a document of the library."""
    return Reference(
        id=paper.id,
        title=_line(paper.label),
        issuers=tuple(_line(name) for name in paper.issuers),
        number=_line(paper.number),
        date=paper.date,
        type=paper.type,
        language=paper.language,
    )


def source_reference(source: PolicySource, language: str) -> Reference:
    """Returns the reference of a source of the catalogue."""
    return Reference(
        id=source.id,
        title=source.title(language),
        issuers=source.issuers,
        number=source.number,
        date=source.date,
        language=language,
    )


def format_gbt(reference: Reference) -> str:
    """Returns the reference after GB/T 7714-2015.

    >>> format_gbt(Reference(id="a", title="关于修路的意见", issuers=("甲市人民政府",), number="甲政发〔2016〕1号",
    ...     date="2016-01-02"))
    '甲市人民政府. 关于修路的意见: 甲政发〔2016〕1号[Z]. 2016-01-02.'
    """
    chinese = _is_chinese(reference.title)
    authors = list(reference.issuers[:_MOST_AUTHORS])
    if len(reference.issuers) > _MOST_AUTHORS:
        authors.append("等" if chinese else "et al")
    head = f"{', '.join(authors)}. " if authors else ""
    number = f": {reference.number}" if reference.number else ""
    if reference.type == SOFTWARE:
        return f"{head}{reference.title}{number}[CP]."
    date = reference.date or ("[日期不详]" if chinese else "[n.d.]")
    return f"{head}{reference.title}{number}[Z]. {date}."


def format_bibtex(reference: Reference) -> str:
    """Returns the reference as a BibTeX entry; issuers are braced so that no name is cut into parts."""
    parts = reference.date_parts
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in reference.issuers),
        "title": f"{{{_tex(reference.title)}}}",
        "number": _tex(reference.number),
        "howpublished": _tex(reference.type),
        "year": str(parts[0]) if parts else "",
        "month": str(parts[1]) if len(parts) > 1 else "",
        "date": reference.date if parts else "",
        "langid": "chinese" if reference.language == "zh" else "english",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{reference.id},", *lines, "}"])


def format_ris(reference: Reference) -> str:
    """Returns the reference as a RIS record of the type GOVDOC."""
    parts = reference.date_parts
    lines = ["TY  - GOVDOC", *(f"AU  - {name}" for name in reference.issuers), f"TI  - {reference.title}"]
    if parts:
        lines.append(f"PY  - {parts[0]}")
        lines.append(
            "DA  - " + "/".join([str(parts[0]), *(f"{part:02d}" for part in parts[1:])]) + "/" * (3 - len(parts))
        )
    if reference.number:
        lines.append(f"M1  - {reference.number}")
    if reference.type:
        lines.append(f"M3  - {reference.type}")
    return "\r\n".join([*lines, f"LA  - {reference.language}", f"ID  - {reference.id}", "ER  - ", ""])


def csl_item(reference: Reference) -> dict[str, object]:
    """Returns the reference as a CSL-JSON item (schema 1.0)."""
    item: dict[str, object] = {
        "id": reference.id,
        "type": "legislation" if reference.type in ("法", "条例") else "document",
        "title": reference.title,
        "language": "zh-CN" if reference.language == "zh" else "en",
    }
    if reference.issuers:
        item["author"] = [{"literal": name} for name in reference.issuers]
    if reference.number:
        item["number"] = reference.number
    if reference.type:
        item["genre"] = reference.type
    if reference.date_parts:
        item["issued"] = {"date-parts": [list(reference.date_parts)]}
    return item


def format_references(references: Iterable[Reference], style: str) -> str:
    """Returns the references in a style of `STYLES`, numbered in `gbt`.

    Raises:
        ValueError: there is no such style.
    """
    if style == "gbt":
        return "".join(f"[{number}] {format_gbt(r)}\n" for number, r in enumerate(references, start=1))
    if style == "bibtex":
        return "\n\n".join(format_bibtex(r) for r in references) + "\n"
    if style == "ris":
        return "\r\n".join(format_ris(r) for r in references)
    if style == "csl":
        return json.dumps([csl_item(r) for r in references], ensure_ascii=False, indent=2) + "\n"
    raise ValueError(f"no style {style!r}; styles: {', '.join(STYLES)}")


class Bibliography:
    """The references cited so far: each gets its number where it is first cited."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._references: list[Reference] = []

    def cite(self, reference: Reference) -> int:
        """Returns the number of a reference."""
        if reference.id not in self._numbers:
            self._references.append(reference)
            self._numbers[reference.id] = len(self._references)
        return self._numbers[reference.id]

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references in the order of their numbers."""
        return tuple(self._references)


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def _is_chinese(text: str) -> bool:
    return any(_HAN[0] <= character <= _HAN[1] for character in text)
