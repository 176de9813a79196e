"""Figures of the header and the clause tree on the reference documents: `python -m benchmarks.structure [--list]`.

Prints the share of laws whose articles form one gapless sequence, of runs 一、二、… and （一）（二）… in
policies that do, how the units of coding agree with the coded units, how much text the segments cover,
the header fields read from saved pages, and the speed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document, Header, SegmentKind
from extract.dates import iter_dates
from extract.header import find_header
from extract.numerals import NUMERAL, numeral, numeral_value
from extract.parse import parse_text
from extract.read import read

EXCEPTIONS = Path(__file__).resolve().parents[1] / "tests" / "golden" / "numbering_exceptions.jsonl"
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
_ARTICLE = re.compile(rf"第({NUMERAL}|\d+)条(之{NUMERAL})?")
_PART = re.compile(rf"第(?:{NUMERAL}|\d+)部分$")
_GROUP = re.compile(rf"第(?:{NUMERAL}|\d+)[编章节]")
FIRST = re.compile(f"({NUMERAL})")
SECOND = re.compile(f"（({NUMERAL})）")
POLICIES = ("policy", "work_report", "party_report", "plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The values of marks of one rank below one parent, in order; `before` is the last one of the run before it."""

    parent: str
    values: tuple[int, ...]
    before: int = 0

    @property
    def is_gapless(self) -> bool:
        """Whether the values are 1, 2, 3, ..., or go on with the count of the run before, without gap or repetition."""
        first = self.values[0]
        return first in (1, self.before + 1) and self.values == tuple(range(first, first + len(self.values)))

    def lacks(self, text: str) -> bool:
        """Whether the text itself lacks an article that the run lacks: it is part of a law, or lost a line."""
        expected = set(range(1, max(self.values) + 1)) - set(self.values)
        return any(f"第{numeral(value)}条" not in text for value in expected)


def iter_records(shared: Path, *kinds: str) -> Iterator[Mapping[str, str]]:
    """Yields the reference documents of some `doc_type`s, all where none is named."""
    with gzip.open(shared / "data" / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if not kinds or record["doc_type"] in kinds:
                yield record


def article_runs(document: Document) -> list[Run]:
    """Returns the articles of a document: one run, and one for each document it carries."""
    found: dict[str, list[int]] = defaultdict(list)
    seen: set[tuple[str, ...]] = set()
    names = {s.address.split("/")[-1] for s in document.segments if s.kind is SegmentKind.HEADING}
    names = {name for name in names if not _PART.match(name)}  # headings of chapters that have no number
    for segment in document.segments:
        parts = segment.address.split("/")
        for depth, part in enumerate(parts):
            match = _ARTICLE.fullmatch(_plain(part).split("#")[0])
            if match is None:
                continue
            key = (*parts[:depth], _plain(part))
            if key not in seen and match[2] is None:
                seen.add(key)
                above = "/".join(p for p in parts[:depth] if not _GROUP.match(p) and p not in names)
                found[above].append(numeral_value(match[1]) or 0)
            break
    return [Run(parent=parent, values=tuple(values)) for parent, values in found.items()]


def _plain(part: str) -> str:
    """Returns a part of an address without the number of the piece."""
    return re.sub(r"-\d+(?=#|$)", "", part)


def mark_runs(document: Document, pattern: re.Pattern[str]) -> list[Run]:
    """Returns the runs of marks 一、 or （一） of a document, one a parent."""
    found: dict[str, list[int]] = defaultdict(list)
    seen: set[str] = set()
    for segment in document.segments:
        parts = segment.address.split("/")
        for depth, part in enumerate(parts):
            first, _, last = _plain(part).split("#")[0].partition("至")
            match, end = pattern.fullmatch(first), pattern.fullmatch(last)
            key = "/".join([*parts[:depth], _plain(part)])
            if match and key not in seen:
                seen.add(key)
                value = numeral_value(match[1]) or 0
                last_value = numeral_value(end[1]) or 0 if end else value
                found["/".join(parts[:depth])] += range(value, last_value + 1)
    runs: list[Run] = []
    for parent, values in found.items():
        runs.append(Run(parent=parent, values=tuple(values), before=runs[-1].values[-1] if runs else 0))
    return runs


def marked_run_figures(
    documents: Iterable[tuple[str, Document]], name: str, pattern: re.Pattern[str]
) -> tuple[int, int, int, list[str]]:
    """Returns the gapless runs, all runs, those in texts that are not gapless themselves, and the other exceptions.

    The texts set apart were looked at one by one; the reasons stand in `tests/golden/numbering_exceptions.jsonl`.
    """
    listed = {(item["id"], item["mark"]) for item in map(json.loads, EXCEPTIONS.read_text("utf-8").splitlines())}
    good = total = apart = 0
    open_ones: list[str] = []
    for id, document in documents:
        for run in mark_runs(document, pattern):
            total += 1
            good += run.is_gapless
            if not run.is_gapless:
                if (id, name) in listed:
                    apart += 1
                else:
                    open_ones.append(f"{id} | {document.title} | {name} | {run.parent} | {jumps(run.values)}")
    return good, total, apart, open_ones


def uncovered(document: Document) -> str:
    """Returns the characters outside all segments, blanks left out; overlaps raise.

    Raises:
        ValueError: two segments overlap.
    """
    left: list[str] = []
    position = 0
    for segment in document.segments:
        if segment.span.start < position:
            raise ValueError(f"{segment.address} overlaps what stands before it")
        left.append(document.text[position : segment.span.start])
        position = segment.span.end
    left.append(document.text[position:])
    return "".join("".join(left).split())


def law_figures(records: Iterable[Mapping[str, str]]) -> tuple[int, int, int, list[tuple[str, str, str]]]:
    """Returns how many laws have articles, how many gapless ones, how many lack some in the text, the exceptions."""
    total = good = lacking = 0
    exceptions: list[tuple[str, str, str]] = []
    for record in records:
        runs = article_runs(parse_text(record["text"]))
        if not runs:
            continue
        total += 1
        broken = [run for run in runs if not run.is_gapless]
        good += not broken
        lacking += any(run.lacks(record["text"]) for run in broken)
        for run in broken[:1]:
            reason = "the text lacks them" if run.lacks(record["text"]) else "not found"
            exceptions += [(record["id"], record["title"], f"{run.parent} {jumps(run.values)} ({reason})")]
    return total, good, lacking, exceptions


def jumps(values: tuple[int, ...]) -> str:
    """Returns where a run is not 1, 2, 3, ..., readable.

    >>> jumps((1, 2, 4, 5, 5))
    '2→4 5→5'
    """
    return " ".join(f"{a}→{b}" for a, b in zip((0, *values), values, strict=False) if b != a + 1)


def unit_figures(shared: Path) -> dict[str, float]:
    """Returns how the coded units stand to ours: shares equal to a unit, within one, covering several, across."""
    gold: dict[str, list[str]] = defaultdict(list)
    with (shared / "gold" / "coding_dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                unit = json.loads(line)
                gold[unit["doc_id"]].append(unit["text"])
    counts: dict[str, int] = defaultdict(int)
    for record in iter_records(shared):
        texts = gold.get(record["id"])
        if texts:
            document = parse_text(record["text"])
            for text in texts:
                counts[compare_unit(document, text)] += 1
    total = sum(counts.values())
    return {name: count / total for name, count in sorted(counts.items())} | {"units": total}


def compare_unit(document: Document, text: str) -> str:
    """Returns how a passage stands to the units of a document: `equal`, `within`, `joins`, `across`, `no unit`."""
    # Blanks do not count: a text wrapped at a fixed width is read without its line breaks.
    places = [place for place, char in enumerate(document.text) if not char.isspace()]
    bare = "".join(text.split())
    at = "".join(document.text.split()).find(bare)
    if at < 0:
        return "missing"
    start, end = places[at], places[at + len(bare) - 1] + 1
    touching = [s for s in document.segments if s.span.start < end and start < s.span.end]
    units = [s for s in touching if s.is_unit]
    if not units:
        return "no unit"
    if len(units) == 1 and units[0].span.start <= start and end <= units[0].span.end:
        return "equal" if "".join(units[0].text.split()) == bare else "within"
    return "joins" if units[0].span.start >= start and units[-1].span.end <= end else "across"


def page_figures(shared: Path, *, table: bool) -> tuple[dict[str, int], list[str]]:
    """Returns the header fields that are right on the saved pages, and the errors; without the table, from the text."""
    right: dict[str, int] = defaultdict(int)
    errors: list[str] = []
    for page in json.loads((shared / "data" / "html" / "expected.json").read_text(encoding="utf-8")):
        raw = read((shared / "data" / "html" / page["file"]).read_bytes(), page["file"])
        signed = next((date.value for date in iter_dates(raw.hint("date_signature"))), "")
        header = find_header(raw if table else replace(raw, hints=()))
        for name, wanted in (("title", page["title"]), ("number", page["doc_number"]), ("signature", signed)):
            value = _value(header, name)
            right[name] += value == wanted
            if value != wanted:
                errors.append(f"{page['file']} {name}: {value!r} instead of {wanted!r}")
        issuers = "".join(field.value for field in header.issuers)
        right["issuer"] += issuers == "".join(re.split(r"[\s、，]+", page["issuer"]))
        if issuers != "".join(re.split(r"[\s、，]+", page["issuer"])):
            errors.append(f"{page['file']} issuer: {issuers!r} instead of {page['issuer']!r}")
    return dict(right), errors


def _value(header: Header, name: str) -> str:
    field = {"title": header.title, "number": header.number, "signature": header.date("signature")}[name]
    return field.value if field else ""


def main() -> None:
    """Prints the figures; `--list` the exceptions too."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--list", action="store_true", help="list the exceptions")
    listed = arguments.parse_args().list
    total, good, lacking, exceptions = law_figures(iter_records(SHARED, "law", "regulation"))
    print(
        f"articles gapless: {good}/{total} = {good / total:.4f}; of those whose text is: {good / (total - lacking):.4f}"
    )
    if listed:
        print(*(" | ".join(item) for item in exceptions), sep="\n")
    started, size, left = time.process_time(), 0, 0
    documents = [(record["id"], parse_text(record["text"])) for record in iter_records(SHARED)]
    seconds = time.process_time() - started
    for _, document in documents:
        size += len("".join(document.text.split()))
        left += len(uncovered(document))
    policies = {record["id"] for record in iter_records(SHARED, *POLICIES)}
    for name, pattern in (("一", FIRST), ("（一）", SECOND)):
        own = [(id, document) for id, document in documents if id in policies]
        good, total, apart, open_ones = marked_run_figures(own, name, pattern)
        print(f"runs of {name} gapless: {good}/{total} = {good / total:.4f}", end="; ")
        print(f"without {apart} in texts that have gaps themselves: {good / (total - apart):.4f}")
        if listed:
            print(*open_ones, sep="\n")
    print(f"characters outside segments: {left} of {size}")
    print(f"speed: {len(documents) / seconds:.0f} documents/s on one core")
    print("coded units:", {name: round(value, 4) for name, value in unit_figures(SHARED).items()})
    for table in (True, False):
        right, errors = page_figures(SHARED, table=table)
        print(f"saved pages, header table {'read' if table else 'cut out'}:", right)
        if listed:
            print(*errors, sep="\n")


if __name__ == "__main__":
    main()
