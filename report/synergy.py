"""The synergy of a library as a report shows it: measures of the whole and of each level, corrected where that can be."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from corpus.label import LEVELS, Level
from models.measures import Measures, measure
from models.prevalence import Confusion
from report.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class SynergyPart:
    """The measures of all documents and of those of each level; None where there are too few.

    `corrected` says whether the classifier's confusions were taken out: they are known for the shipped model only.
    """

    total: Measures | None
    by_level: Mapping[Level, Measures]
    corrected: bool


def measure_synergy(records: Sequence[Record], categories: Sequence[str]) -> SynergyPart:
    """Returns the measures of the records, which include those without a category."""
    confusion = known_confusion(frozenset(record.coder for record in records if not record.by_person), categories)
    people = frozenset((record.document, record.address) for record in records if record.by_person)
    found = {}
    for level in LEVELS:
        measures = measure([r for r in records if r.level is level], categories, confusion, people=people)
        if measures is not None:
            found[level] = measures
    return SynergyPart(
        total=measure(records, categories, confusion, people=people), by_level=found, corrected=confusion is not None
    )


def known_confusion(coders: frozenset[str], categories: Sequence[str]) -> Confusion | None:
    """Returns the confusion of the coders; None unless all codes are the shipped model's, in its own categories."""
    text = files("classify").joinpath("artefacts", "confusion.json").read_text(encoding="utf-8")
    plain = json.loads(text)
    if coders != {plain["coder"]} or not set(categories) <= set(plain["labels"]):
        return None
    return Confusion(labels=tuple(plain["labels"]), counts=tuple(tuple(row) for row in plain["counts"]))
