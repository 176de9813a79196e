"""Header fields and tree edges of real documents against what a reader wrote down who saw no output of ours.

    python -m benchmarks.golden_tree ../shared [--wrong]

`tests/golden/tree.jsonl` holds for each document, by its id and without its text, the header fields and, for every line
of the text (numbered from 1), what it is (T title, N number, A addressee, S signature, C contents, F furniture, X note,
E title of an enclosure, L name list, B row of a flattened table) or the line it stands under (0: none). An edge is
right if the line's address stands below that line's; an item of a 款 counts as below its article, and a
line on the top level of an enclosure as below the enclosure's title.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.structure import iter_records
from corpus.document import UNIT_KINDS, Document, Header, Segment, SegmentKind
from extract.parse import parse, parse_text

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden" / "tree.jsonl"
FIELDS = (
    "title",
    "number",
    "issuers",
    "addressees",
    "signature",
    "adoption",
    "in_force",
    "type",
    "relation",
    "inner_title",
)
_TREE = UNIT_KINDS | {SegmentKind.HEADING}
_CLAUSE = re.compile(r"第[一二三四五六七八九十]+款(?:-\d+)?$")
_SESSION = re.compile(r"第[一二三四五六七八九十]+届")  # of a congress: some print it, some leave it out
_MARKS = re.compile(r"[《》、，,；;\s]")


@dataclass(slots=True)
class Score:
    """What was right of how much; `wrong` tells each miss."""

    edges: int = 0
    edges_right: int = 0
    fields: int = 0
    fields_right: int = 0
    wrong: list[str] = field(default_factory=list)


def read_cases() -> list[dict[str, Any]]:
    """Returns the documents as the reader saw them."""
    return [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def load(case: dict[str, Any], texts: dict[str, str], shared: Path) -> tuple[Document, dict[int, str]]:
    """Returns a document as we read it, and its lines as the reader saw them."""
    if case["id"].startswith("gov_"):
        data = (shared / "data" / "html" / f"{case['id']}.html").read_bytes()
        return parse(data, f"{case['id']}.html"), page_lines(data)
    text = texts[case["id"]]
    lines = {number: line.strip() for number, line in enumerate(text.split("\n"), start=1) if line.strip()}
    return parse_text(text), lines


def page_lines(data: bytes) -> dict[int, str]:
    """Returns all lines of a web page, menus and all, without a reader of ours."""
    from lxml import html

    tree = html.fromstring(data.decode("utf-8", "replace"))
    for element in tree.xpath("//script|//style|//comment()|//noscript|//head"):
        element.drop_tree()
    for element in tree.xpath("//p|//br|//div|//tr|//li|//h1|//h2"):
        element.tail = "\n" + (element.tail or "")
    lines = (re.sub(r"\s+", " ", line).strip() for line in tree.text_content().split("\n"))
    return dict(enumerate((line for line in lines if line), start=1))


class Placed:
    """The segments of a document beside the reader's lines."""

    def __init__(self, document: Document, lines: dict[int, str], golden: dict[int, int | str]) -> None:
        self.segments = sorted(document.segments, key=lambda one: (one.span.start, -one.span.end))
        self._by_address = {one.address: one for one in self.segments}
        self.starts = _starts(document.text, lines)
        self._order = sorted(self.starts.items(), key=lambda pair: pair[1])
        self._enclosures = _enclosures(golden)

    def at(self, line: int) -> Segment | None:
        """Returns the segment in which a line begins."""
        offset = self.starts[line]
        return next((one for one in reversed(self.segments) if one.span.start <= offset < one.span.end), None)

    def above(self, line: int, segment: Segment) -> int:
        """Returns the line under which a segment stands, 0 for none."""
        parts = segment.address.split("/")
        if parts[-1] == "第一款" and self._line_of(segment) == line:
            parts = parts[:-1]  # the line of an article of several paragraphs
        while len(parts) > 1:
            parts = parts[:-1]
            if _CLAUSE.match(parts[-1]) and len(parts) > 1:
                continue
            address = "/".join(parts)
            found = self._by_address.get(address) or self._by_address.get(f"{address}/第一款")
            if found is not None:
                return self._line_of(found)
            inside = [one for one in self.segments if one.address.startswith(f"{address}/")]
            return self._enclosure(inside)
        return self._enclosure([one for one in self.segments if "/" not in one.address])

    def enclosure_of(self, line: int) -> int:
        """Returns the first line of the title of the enclosure of which a line is a title line, else the line."""
        return self._enclosures.get(line, line)

    def _enclosure(self, inside: list[Segment]) -> int:
        line = self._line_of(min(inside, key=lambda one: one.span.start))
        return self._enclosures.get(line, 0)

    def _line_of(self, segment: Segment) -> int:
        return max((line for line, start in self._order if start <= segment.span.start), default=0)


def _starts(text: str, lines: dict[int, str]) -> dict[int, int]:
    """Returns the offset of each line in a text, blanks apart; lines that the text lacks are left out."""
    offsets = [at for at, char in enumerate(text) if not char.isspace()]
    flat = "".join(text.split())
    found: dict[int, int] = {}
    position = 0
    for number, line in lines.items():
        wanted = "".join(line.split())
        at = flat.find(wanted, position)
        if 0 <= at <= position + 3000:
            found[number], position = offsets[at], at + len(wanted)
    return found


def _enclosures(golden: dict[int, int | str]) -> dict[int, int]:
    first: dict[int, int] = {}
    for line in sorted(golden):
        if golden[line] == "E":
            first[line] = first.get(line - 1, line)
    return first


def expand(lines: dict[str, int | str]) -> dict[int, int | str]:
    """Returns an entry for every line of ranges such as `12-15`."""
    result: dict[int, int | str] = {}
    for key, value in lines.items():
        start, _, end = key.partition("-")
        result.update(dict.fromkeys(range(int(start), int(end or start) + 1), value))
    return result


def judge(case: dict[str, Any], document: Document, lines: dict[int, str], score: Score) -> None:
    """Adds the edges and header fields of a document to the score."""
    golden = expand(case["lines"])
    placed = Placed(document, lines, golden)
    for line, wanted in sorted(golden.items()):
        if not isinstance(wanted, int) or line not in lines:
            continue
        score.edges += 1
        segment = placed.at(line) if line in placed.starts else None
        got = placed.above(line, segment) if segment is not None and segment.kind in _TREE else None
        if got == placed.enclosure_of(wanted):
            score.edges_right += 1
        else:
            score.wrong.append(f"{case['id']} line {line}: under {wanted}, found under {got}")
    shown = header_facts(document.header)
    expected = {**case, **case["dates"]}
    for name in FIELDS:
        score.fields += 1
        if _plain(shown[name]) == _plain(expected.get(name, "")):
            score.fields_right += 1
        else:
            score.wrong.append(f"{case['id']} {name}: {expected.get(name, '')!r}, found {shown[name]!r}")


def header_facts(header: Header) -> dict[str, str]:
    """Returns the fields as texts; `relation` only where another text is issued or forwarded."""
    dates = {one.kind: one.value for one in reversed(header.dates)}
    single = {name: getattr(header, name) for name in ("title", "number", "type", "relation", "inner_title")}
    facts = {name: one.value if one else "" for name, one in single.items()}
    facts["relation"] = facts["relation"] if facts["relation"] in ("issue", "forward") else ""
    many = {name: "".join(one.value for one in getattr(header, name)) for name in ("issuers", "addressees")}
    return {**facts, **many, **{kind: dates.get(kind, "") for kind in ("signature", "adoption", "in_force")}}


def _plain(value: str | list[str]) -> str:
    text = _SESSION.sub("", _MARKS.sub("", "".join(value))).lower()
    return re.sub("[—―–]", "-", text).replace("(", "（").replace(")", "）")


def measure(shared: Path) -> Score:
    """Returns the score over all documents."""
    cases = read_cases()
    wanted = {case["id"] for case in cases}
    texts = {record["id"]: record["text"] for record in iter_records(shared) if record["id"] in wanted}
    score = Score()
    for case in cases:
        document, lines = load(case, texts, shared)
        judge(case, document, lines, score)
    return score


def main() -> None:
    """Prints the shares, and with `--wrong` every miss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--wrong", action="store_true")
    arguments = parser.parse_args()
    score = measure(arguments.shared)
    if arguments.wrong:
        print("\n".join(score.wrong))
    print(f"tree edges {score.edges_right}/{score.edges} = {score.edges_right / score.edges:.4f}")
    print(f"header fields {score.fields_right}/{score.fields} = {score.fields_right / score.fields:.4f}")


if __name__ == "__main__":
    main()
