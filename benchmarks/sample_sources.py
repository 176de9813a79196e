"""Reads the plain sources of the sample documents (corpus/samples/sources/*.txt).

A document begins with `=== file flags`; then come its facts (`title:`, `level:`, ...) up to `---`; then its
lines. `# ` begins a title line, `|` a row of a table; `{address codes}` at the end of a line is the
expectation for that clause and does not go into the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "corpus" / "samples"
_EXPECTED = re.compile(r"\{(\S+) ([a-z+]+)\}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample document: the lines to print, the facts, and what its clauses should be coded as."""

    name: str
    flags: tuple[str, ...]
    facts: dict[str, str]
    lines: tuple[str, ...]
    clauses: dict[str, list[str]]

    @property
    def is_english(self) -> bool:
        """Whether the document is in English."""
        return self.facts.get("language") == "en"

    def expected(self) -> dict[str, object]:
        """Returns the facts that the product should find."""
        issuers = self.facts.get("issuers", "").split()
        return {
            "title": self.facts["title"],
            "number": self.facts.get("number"),
            "level": self.facts["level"],
            "issuers": issuers,
            "date": self.facts.get("date"),
            "type": self.facts["type"],
            "language": self.facts.get("language", "zh"),
            "categories": self.facts["categories"].split(),
            "clauses": self.clauses,
        }


def read_samples() -> list[Sample]:
    """Returns all samples in the order of their names."""
    samples: list[Sample] = []
    for path in sorted((SAMPLES / "sources").glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("=== ")[1:]:
            head, _, rest = block.partition("\n")
            facts, _, body = rest.partition("---\n")
            name, *flags = head.split()
            samples.append(_sample(name, tuple(flags), facts, body))
    return sorted(samples, key=lambda sample: sample.name)


def _sample(name: str, flags: tuple[str, ...], facts: str, body: str) -> Sample:
    lines: list[str] = []
    clauses: dict[str, list[str]] = {}
    for line in body.rstrip("\n").split("\n"):
        match = _EXPECTED.search(line)
        if match:
            clauses[match[1]] = match[2].split("+")
        lines.append(_EXPECTED.sub("", line))
    named = dict(line.split(": ", 1) for line in facts.strip().split("\n"))
    return Sample(name=name, flags=flags, facts=named, lines=tuple(lines), clauses=clauses)
