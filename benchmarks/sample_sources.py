"""Reads the plain sources of the sample documents (corpus/samples/sources/*.txt, one file per document).

A source begins with its facts (`title: ...`) up to `---`; then come the lines of the document. Marks of a line:
`# ` a title line, `@c ` centred, `@r ` right-aligned, `|a|b|` a row of a table,
`@e ` a paragraph that closes the whole text. What ends in `{fu}`, `{po+fu}` or
`{?}` is a unit of coding with the codes it should get (`?`: not decided); `[^...]` is a footnote (Word only).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from benchmarks.sample_address import Line, address_lines
from benchmarks.sample_labels import document_labels

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "corpus" / "samples"
CODES = {
    "st": "strategy",
    "or": "organization",
    "po": "policy",
    "so": "society",
    "fu": "fund",
    "pu": "publicity",
    "te": "technology",
    "as": "assistance",
    "no": "none",
}
_EXPECTED = re.compile(r"\{([a-z+?]+)\}$")
_NOTE = re.compile(r"\[\^([^\]]+)\]")
_CLOSES = "@e "
_STYLES = {"# ": "title", "@c ": "centre", "@r ": "right", "|": "row"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample document: its facts, how to print it, its lines, and the codes of its units by address."""

    name: str
    flags: tuple[str, ...]
    facts: dict[str, str]
    lines: tuple[Line, ...]

    @property
    def is_english(self) -> bool:
        """Whether the document is in English."""
        return self.facts.get("language") == "en"

    def list_of(self, fact: str) -> list[str]:
        """Returns the values of a fact that may have several: bodies, addressees."""
        value = self.facts.get(fact, "")
        return [value] if self.is_english and value else value.split()

    def expected(self) -> dict[str, object]:
        """Returns what the product should find."""
        addressed = address_lines(self.lines, self.facts)
        primary, labels = document_labels(
            [(line.codes, len(line.text)) for line, _ in addressed], self.facts.get("title_says", "mixed")
        )
        return {
            **{name: self.facts.get(name) for name in ("title", "inner_title", "number", "type", "level")},
            **{name: self.facts.get(name, "") for name in ("province", "prefecture", "county")},
            "language": self.facts.get("language", "zh"),
            "issuers": self.list_of("issuers"),
            "addressees": self.list_of("addressees"),
            "dates": dict(date.split("=") for date in self.facts["dates"].split()),
            "primary": primary,
            "categories": labels,
            "tables": [
                line.cells
                for before, line in zip((None, *self.lines), self.lines, strict=False)
                if line.style == "row" and (before is None or before.style != "row")
            ],
            "clauses": {address: list(line.codes) for line, address in addressed},
        }


def read_samples() -> list[Sample]:
    """Returns all samples in the order of their names."""
    return [_sample(path.read_text(encoding="utf-8")) for path in sorted((SAMPLES / "sources").glob("*.txt"))]


def _sample(source: str) -> Sample:
    head, _, body = source.partition("---\n")
    facts = dict(line.split(": ", 1) for line in head.strip().split("\n"))
    lines = tuple(_line(line) for line in body.rstrip("\n").split("\n"))
    return Sample(name=facts["file"], flags=tuple(facts["flags"].split()), facts=facts, lines=lines)


def _line(source: str) -> Line:
    match = _EXPECTED.search(source)
    text = source[: match.start()] if match else source
    codes = () if match is None or match[1] == "?" else tuple(CODES[code] for code in match[1].split("+"))
    note = _NOTE.search(text)
    closes = text.startswith(_CLOSES)
    text = text.removeprefix(_CLOSES)
    mark = next((mark for mark in _STYLES if text.startswith(mark)), "")
    return Line(
        text=_NOTE.sub("", text.removeprefix(mark)),
        closes=closes,
        style=_STYLES.get(mark, "body"),
        note=note[1] if note else "",
        is_unit=match is not None,
        codes=codes,
    )
