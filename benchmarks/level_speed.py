"""Records a second and core (processor time) through the decision of levels.

    python -m benchmarks.level_speed SHARED_FOLDER

Three kinds: a spreadsheet whose bodies recur while no title does (heads of real titles before 关于 joined with cut and
numbered matters of others), once with issuer and number and once with the title alone; and each real document once.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

from classify.level import LevelInput, decide_level
from classify.level_memo import forget
from classify.level_title import read_title

RECORDS = 40_000
ABOUT = "关于"


def real_records(folder: Path) -> list[LevelInput]:
    """Returns title, issuer, number and date of every document of the reference material."""
    with gzip.open(folder / "data" / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [
            LevelInput(
                title=row["title"],
                issuer=row.get("issuer") or "",
                number=row.get("doc_number") or "",
                date=row.get("date") or "",
            )
            for row in map(json.loads, lines)
        ]


def made_records(real: list[LevelInput], count: int) -> list[LevelInput]:
    """Returns records with the heads, issuers and numbers of real ones and titles that occur once."""
    draw = random.Random(1)
    known = [record for record in real if record.title.find(ABOUT) > 0]
    made = []
    for number in range(count):
        head, tail = draw.choice(known), draw.choice(known).title
        matter = tail[tail.index(ABOUT) :]
        cut = draw.randrange(3, max(4, len(matter)))
        title = f"{head.title[: head.title.index(ABOUT)]}{matter[:cut]}{number}{matter[cut:]}"
        made.append(LevelInput(title=title, issuer=head.issuer, number=head.number))
    return made


def speed(records: list[LevelInput]) -> int:
    """Returns records a second of processor time, from empty memories."""
    read_title.cache_clear()
    forget()
    start = time.process_time()
    for record in records:
        decide_level(record)
    return round(len(records) / (time.process_time() - start))


def main(arguments: list[str]) -> int:
    """Prints the figures as JSON."""
    real = real_records(Path(arguments[0]))
    made = made_records(real, RECORDS)
    decide_level(real[0])  # loads the gazetteer
    figures = {
        "titles": len({record.title for record in made}),
        "recurring bodies, title, issuer and number": speed(made),
        "recurring bodies, title alone": speed([replace(record, issuer="", number="") for record in made]),
        "every real document once": speed(real),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
