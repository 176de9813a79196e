"""Speed of the search index beside SQLite FTS5 with trigrams, on clauses made from our own samples.

Clauses of the samples are varied (numbers, order of sentences) until there are enough. Both engines get the same
folded texts and the same queries, and count all clauses of each. Run: python benchmarks/search.py [CLAUSES]
"""

from __future__ import annotations

import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from corpus.label import Level, LevelDecision  # noqa: E402
from corpus.library import Library  # noqa: E402
from corpus.store import Input  # noqa: E402
from extract.parse import parse, parse_text  # noqa: E402
from search.build import build_index  # noqa: E402
from search.query import search  # noqa: E402
from search.terms import fold_for_search  # noqa: E402

_CLAUSES = 20_000
_A_DOCUMENT = 100
_QUERIES = (
    "贫困户",
    "专项资金",
    "技能培训",
    "合作社",
    "领导小组",
    "贴息贷款",
    "县农业局",
    "驻村队员",
    "饮水设施",
    "宣传",
)


def main() -> None:
    """Prints the figures as JSON."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _CLAUSES
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder) / "L", create=True) as library:
        _fill(library, count)
        clauses = [
            (document.id, unit.address, fold_for_search(unit.text))
            for document in library.documents()
            for unit in document.units
        ]
        build_index(library)  # words are loaded: not part of the speed
        start = time.perf_counter()
        state = build_index(library, rebuild=True)
        ours = time.perf_counter() - start
        start = time.perf_counter()
        table = _fts(Path(folder) / "fts.db", clauses)
        theirs = time.perf_counter() - start
        figures = {
            "clauses": state.clauses,
            "ours_clauses_per_second": round(len(clauses) / ours),
            "fts5_clauses_per_second": round(len(clauses) / theirs),
            "ours_median_ms": _median(lambda query: search(library, query, limit=20).total),
            "fts5_median_ms": _median(lambda query: _count(table, query)),
            "ours_bytes": sum(path.stat().st_size for path in (library.folder / "index").iterdir()),
            "fts5_bytes": (Path(folder) / "fts.db").stat().st_size,
        }
        table.close()
    print(json.dumps(figures, indent=1))


def _fill(library: Library, count: int) -> None:
    """Stores documents of a hundred clauses, made from the sentences of the samples."""
    generator = random.Random(0)
    paths = sorted((ROOT / "corpus/samples/documents").glob("*.txt"))
    texts = [parse(path.read_bytes(), path.name).text for path in paths]
    sentences = [s.strip() + "。" for text in texts for s in text.split("。") if 10 < len(s.strip()) < 200]
    for number in range(max(1, count // _A_DOCUMENT)):
        lines = ["一、工作任务"]
        for place in range(_A_DOCUMENT):
            chosen = "".join(generator.sample(sentences, 2)).replace("\n", "")
            lines.append(f"{place + 1}.{chosen}每年安排{generator.randrange(100, 9999)}万元。")
        document = parse_text("\n".join(lines), f"made-{number:05d}.txt")
        entry = Input(source=document.source, size=0, modified=0, content=document.id, outcome="stored")
        level = LevelDecision(level=Level.UNKNOWN)
        library.store_document(document, entry, level=level, codings=(), stages={"read": "1"})


def _fts(path: Path, clauses: list[tuple[str, str, str]]) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE VIRTUAL TABLE clauses USING fts5(document UNINDEXED, address UNINDEXED, text, tokenize = 'trigram')"
    )
    connection.executemany("INSERT INTO clauses VALUES (?, ?, ?)", clauses)
    connection.commit()
    return connection


def _count(table: sqlite3.Connection, query: str) -> int:
    """Fetches twenty clauses and counts all, as a page of results needs."""
    match = f'"{query}"'
    table.execute(
        "SELECT document, address, text FROM clauses WHERE clauses MATCH ? ORDER BY rank LIMIT 20", (match,)
    ).fetchall()
    return int(table.execute("SELECT count(*) FROM clauses WHERE clauses MATCH ?", (match,)).fetchone()[0])


def _median(run: Callable[[str], int]) -> float:
    times = []
    for query in _QUERIES * 5:
        start = time.perf_counter()
        run(query)
        times.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(times), 2)


if __name__ == "__main__":
    main()
