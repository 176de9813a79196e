"""The word intruder test of a library's topics: which of six words does not belong (Chang et al. 2009)?

    python -m benchmarks.topic_intruders sheet LIBRARY FOLDER --topics 40 --seed 0
    python -m benchmarks.topic_intruders score FOLDER/key.csv ANSWERS.csv

The first writes `sheet.txt`, for a reader who sees nothing else, and `key.csv`, kept apart. Each line of the sheet has
five top words of a topic and one of another topic of the same scope that the first topic hardly uses, shuffled. The
answers are lines of `number,letter`; the second command prints the share that found the intruder. Chance is 1/6.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

LETTERS = "ABCDEF"
_WORDS = 5  # of the topic
_FROM = 8  # top words of the other topic among which the intruder is drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of the sheet: the six words in their order, and the letter of the one that does not belong."""

    scope: str
    topic: str
    words: tuple[str, ...]
    intruder: str


def draw_items(scopes: Mapping[str, Any], wanted: int, seed: int) -> list[Item]:
    """Returns so many items, drawn from all topics of the scopes `all`, the categories and the levels."""
    generator = random.Random(seed)
    places = [
        (scope, place)
        for scope in sorted(scopes)
        if "/" not in scope and len(scopes[scope].get("topics", ())) > 1
        for place in range(len(scopes[scope]["topics"]))
    ]
    items: list[Item] = []
    for scope, place in generator.sample(places, len(places)):
        item = _item(scopes[scope], scope, place, generator)
        if item is not None and len(items) < wanted:
            items.append(item)
    return items


def _item(model: Mapping[str, Any], scope: str, place: int, generator: random.Random) -> Item | None:
    """Returns an item, or None where every word of the other topics is one of the topic's as well."""
    top = [str(word) for word, _ in model["topics"][place]["terms"]][:_WORDS]
    used = set(model["reading"]["weights"][place])  # the topic's strongest words, many more than its top words
    others = [
        str(word)
        for number, topic in enumerate(model["topics"])
        if number != place
        for word, _ in topic["terms"][:_FROM]
        if word not in used and not any(word in own or own in word for own in top)
    ]
    if len(top) < _WORDS or not others:
        return None
    intruder = generator.choice(others)
    words = generator.sample([*top, intruder], _WORDS + 1)
    name = str(model["topics"][place]["name"])
    return Item(scope=scope, topic=name, words=tuple(words), intruder=LETTERS[words.index(intruder)])


def write_sheet(items: Sequence[Item], folder: Path) -> None:
    """Writes the sheet and its key."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["每行六个词，其中一个不属于同一主题。请写出它的字母。", "Which of the six words does not belong?", ""]
    for number, item in enumerate(items, start=1):
        words = "   ".join(f"{letter} {word}" for letter, word in zip(LETTERS, item.words, strict=True))
        lines.append(f"{number:>2}.  {words}")
    (folder / "sheet.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (folder / "key.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("number", "letter", "scope", "topic"))
        table.writerows((number, item.intruder, item.scope, item.topic) for number, item in enumerate(items, start=1))


def score(key: Path, answers: Path) -> str:
    """Returns a line: how many intruders were found, with Wilson's interval of 95 %; no answer is a wrong one."""
    with key.open(encoding="utf-8", newline="") as file:
        right = {row["number"]: row["letter"] for row in csv.DictReader(file)}
    with answers.open(encoding="utf-8", newline="") as file:
        given = {row[0].strip(): row[1].strip().upper() for row in csv.reader(file) if len(row) > 1}
    total = len(right)
    found = sum(given.get(number) == letter for number, letter in right.items())
    part, z = found / total, 1.96
    middle = (part + z * z / (2 * total)) / (1 + z * z / total)
    half = z * sqrt(part * (1 - part) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return f"{found} of {total} intruders found: {part:.0%} (95 %: {middle - half:.0%} to {middle + half:.0%}); chance 17 %"


def main() -> None:
    """Writes a sheet, or prints the score of answers."""
    parser = argparse.ArgumentParser(description="The word intruder test of a library's topics.")
    commands = parser.add_subparsers(dest="command", required=True)
    sheet = commands.add_parser("sheet")
    sheet.add_argument("library", type=Path)
    sheet.add_argument("folder", type=Path)
    sheet.add_argument("--topics", type=int, default=40)
    sheet.add_argument("--seed", type=int, default=0)
    scored = commands.add_parser("score")
    scored.add_argument("key", type=Path)
    scored.add_argument("answers", type=Path)
    options = parser.parse_args()
    if options.command == "score":
        print(score(options.key, options.answers))
        return
    from app.finish import state_key, topics_of
    from corpus.library import Library

    with Library(options.library) as library:
        items = draw_items(topics_of(library, state_key(library)), options.topics, options.seed)
    write_sheet(items, options.folder)
    print(f"{len(items)} topics: {options.folder / 'sheet.txt'}; key: {options.folder / 'key.csv'}")


if __name__ == "__main__":
    main()
