"""Trains the shipped model from the coded units, where their texts are at hand. Same input, same bytes.

python benchmarks/train_shipped.py --shared ../shared [--out classify/artefacts]
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
from pathlib import Path

from classify.artefact import SHIPPED, write_artefact
from classify.coded import read_coded
from classify.train import train
from classify.unit import CodedUnit, Unit

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # sums in one order: the same bytes on every run

VERSION = "xietong-linear@4"
HERE = Path(__file__).resolve().parents[1]
LABELS = HERE / "classify" / "labels" / "coded.jsonl"
SINGLE = LABELS.with_name("single_pass.jsonl")  # coded once: they only train
ENGLISH = LABELS.with_name("english.jsonl")  # coded once, in the English government work reports
SENTENCES = HERE / "classify" / "sentences.jsonl"


def read_standoff(labels: Path, documents: Path) -> list[CodedUnit]:
    """Returns the coded units of stand-off records, their texts taken from the documents.

    Raises:
        ValueError: the text under a span is not the text that was coded.
    """
    if not labels.exists():
        return []
    records = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
    wanted = {record["doc_id"] for record in records}
    known: dict[str, dict[str, str]] = {}
    with gzip.open(documents, "rt", encoding="utf-8") as stream:
        for line in stream:
            document = json.loads(line)
            if document["id"] in wanted:
                known[document["id"]] = document
    coded: list[CodedUnit] = []
    for record in records:
        document = known[record["doc_id"]]
        text = document["text"][record["start"] : record["end"]]
        if hashlib.sha256(text.encode()).hexdigest()[:16] != record["hash"]:
            raise ValueError(f"{record['doc_id']} [{record['start']}, {record['end']}): the text has changed")
        heading = record["heading"]
        path = tuple(heading) if isinstance(heading, list) else tuple(part for part in heading.split(" > ") if part)
        poverty = record.get("pov")
        coded.append(
            CodedUnit(
                unit=Unit(id=f"{record['doc_id']}:{record['start']}", text=text, title=document["title"], heading=path),
                document=record["doc_id"],
                primary=record["primary"],
                secondary=tuple(record["secondary"]),
                poverty=None if poverty is None else bool(poverty),
                sampling=record.get("sampling", ""),
                agreed=record.get("agreed", ""),
                level=document.get("level") or "",
            )
        )
    return coded


def read_all(shared: Path) -> list[CodedUnit]:
    """Returns every unit coded more than once: the shared ones and the stand-off ones."""
    coded = read_coded(shared / "gold" / "coding_dev.jsonl")
    seen = {(one.document, one.unit.text) for one in coded}
    for one in read_standoff(LABELS, shared / "data" / "documents.jsonl.gz"):
        if (one.document, one.unit.text) not in seen:
            seen.add((one.document, one.unit.text))
            coded.append(one)
    return coded


def read_single(shared: Path, coded: list[CodedUnit]) -> list[CodedUnit]:
    """Returns the units coded once that are not among the coded ones."""
    seen = {(one.document, one.unit.text) for one in coded}
    found = read_standoff(SINGLE, shared / "data" / "documents.jsonl.gz")
    return [one for one in found if (one.document, one.unit.text) not in seen]


def read_english(shared: Path) -> list[CodedUnit]:
    """Returns the coded units of the English government work reports."""
    return read_standoff(ENGLISH, shared / "data" / "documents_en.jsonl.gz")


def is_odd_year(one: CodedUnit) -> bool:
    """Whether a unit of a report (`en-gwr-2015`) is of an odd year: the even ones are held out when figures are read."""
    return int(one.document[-4:]) % 2 == 1


def read_sentences(part: str) -> list[CodedUnit]:
    """Returns our own labelled sentences of a part (`train` or `test`)."""
    return [one for one in read_coded(SENTENCES) if one.sampling == part]


def main() -> None:
    """Trains and writes the artefact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    coded = read_all(arguments.shared)
    extra = [*read_single(arguments.shared, coded), *read_english(arguments.shared), *read_sentences("train")]
    write_artefact(arguments.out, train(coded, base=False, extra=extra, version=VERSION))
    print(f"{len(coded)} units and {len(extra)} that only train, of {len({one.document for one in coded})} documents")


if __name__ == "__main__":
    main()
