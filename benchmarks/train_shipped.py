"""Trains the shipped model from the coded units, where their texts are at hand. Same input, same bytes.

python benchmarks/train_shipped.py --shared ../shared [--out classify/artefacts]
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from classify.artefact import SHIPPED, write_artefact
from classify.coded import read_coded
from classify.train import train
from classify.unit import CodedUnit, Unit
from corpus.label import NONE

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # sums in one order: the same bytes on every run

VERSION = "xietong-linear@5"
HERE = Path(__file__).resolve().parents[1]
LABELS = HERE / "classify" / "labels" / "coded.jsonl"
DOUBLE = LABELS.with_name("double_pass.jsonl")  # of other documents than those held out: they only train
UNSURE = LABELS.with_name("unsure.jsonl")  # chosen by the model that had learned from the others
PHRASES = LABELS.with_name("phrases.jsonl")
ENGLISH = LABELS.with_name("english.jsonl")  # coded once, in the English government work reports
SENTENCES = HERE / "classify" / "sentences.jsonl"


def read_standoff(labels: Path, documents: Path, *, either: bool = False) -> list[CodedUnit]:
    """Returns the coded units of stand-off records, their texts taken from the documents.

    With `either` a unit has the codes of both readers, whatever was adjudicated.

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
                secondary=_secondary(record, either=either),
                poverty=None if poverty is None else bool(poverty),
                sampling=record.get("sampling", ""),
                agreed=record.get("agreed", ""),
                level=document.get("level") or "",
            )
        )
    return coded


def _secondary(record: dict[str, Any], *, either: bool) -> tuple[str, ...]:
    """Returns the secondary codes; with `either` also all that one of two readers gave, unless the unit has none."""
    codes = [*record["secondary"]]
    if either and record["primary"] != NONE:
        codes += [code for codes in record["passes"] for code in codes.split("+")]
    return tuple(code for code in dict.fromkeys(codes) if code not in (record["primary"], NONE))


def read_all(shared: Path) -> list[CodedUnit]:
    """Returns the shared units and the stand-off ones of any document, with what is known of their phrases."""
    coded = read_coded(shared / "gold" / "coding_dev.jsonl")
    seen = {(one.document, one.unit.text) for one in coded}
    for one in read_standoff(LABELS, shared / "data" / "documents.jsonl.gz"):
        if (one.document, one.unit.text) not in seen:
            seen.add((one.document, one.unit.text))
            coded.append(one)
    known = read_phrases()
    return [replace(one, phrases=known.get(key_of(one), ())) for one in coded]


def read_phrases() -> dict[tuple[str, str], tuple[tuple[int, str], ...]]:
    """Returns what the phrases of clauses with several codes carry, by document and hash of the clause."""
    records = map(json.loads, PHRASES.read_text(encoding="utf-8").splitlines())
    return {(one["document"], one["hash"]): tuple((start, name) for start, name in one["phrases"]) for one in records}


def key_of(one: CodedUnit) -> tuple[str, str]:
    """Returns what a record of phrases names its clause by."""
    return one.document, hashlib.sha256(one.unit.text.encode()).hexdigest()[:16]


def read_double(shared: Path, coded: list[CodedUnit]) -> list[CodedUnit]:
    """Returns the units of `double_pass.jsonl` that are not among the coded ones, with the codes of both readers.

    The primary code is the agreed or adjudicated one; what either reader gave besides counts as a secondary code: on
    the folds this taught more than the adjudicated codes alone.
    """
    seen = {(one.document, one.unit.text) for one in coded}
    found = read_standoff(DOUBLE, shared / "data" / "documents.jsonl.gz", either=True)
    return [one for one in found if (one.document, one.unit.text) not in seen]


def read_unsure(shared: Path) -> list[CodedUnit]:
    """Returns the units of `unsure.jsonl`: the encoder learns from them, the linear model gains nothing by them."""
    return read_standoff(UNSURE, shared / "data" / "documents.jsonl.gz", either=True)


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
    extra = [*read_double(arguments.shared, coded), *read_english(arguments.shared), *read_sentences("train")]
    write_artefact(arguments.out, train(coded, base=False, extra=extra, version=VERSION))
    print(f"{len(coded)} units and {len(extra)} that only train, of {len({one.document for one in coded})} documents")


if __name__ == "__main__":
    main()
