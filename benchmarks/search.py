"""Speed of the search index beside SQLite FTS5 with trigrams, on clauses made from our own samples.

Sentences of the samples are joined at random and given numbers until there are enough clauses. They are stored in a
real library; both engines are filled from it, and get the same queries with the same filter. What a page needs is
timed: the count of all hits, three facets, twenty clauses with highlights. FTS5 counts, filters and facets over a
table beside it. Time of the processor is given beside time on the clock, which other programs of a machine lengthen.

Run: python benchmarks/search.py [--clauses N] [--folder DIRECTORY]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from corpus.document import Document, Header, Segment, SegmentKind, Span  # noqa: E402
from corpus.label import Coding, Level, LevelDecision  # noqa: E402
from corpus.library import Library  # noqa: E402
from corpus.store import Input  # noqa: E402
from extract.parse import parse  # noqa: E402
from search.build import build_index  # noqa: E402
from search.filters import Filters  # noqa: E402
from search.grams import is_gram  # noqa: E402
from search.query import search  # noqa: E402
from search.searcher import open_searcher  # noqa: E402
from search.terms import fold_for_search  # noqa: E402

_CLAUSES = 20_000
_A_DOCUMENT = 100
_LEVELS = tuple(level for level in Level if level is not Level.UNKNOWN)
_CATEGORIES = ("fund", "policy", "assistance", "technology", "society")
_QUERIES = (
    *("贫困户", "专项资金", "技能培训", "合作社", "领导小组", "贴息贷款", "县农业局", "驻村队员", "饮水设施", "宣传"),
    *(
        "资金 监督",
        "培训 就业",
        '"贫困户"',
        "危房改造",
        "产业 合作社",
        "责任 考核",
        "卫生",
        "道路",
        "education",
        "2016年",
    ),
)
_FACETS = ("category", "level", "province")
_ONE_LEVEL = Level.COUNTY


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clauses", type=int, default=_CLAUSES)
    parser.add_argument("--folder", type=Path, help="where to build (default: a temporary folder)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder, Library(Path(folder) / "L", create=True) as library:
        _fill(library, asked.clauses)
        figures = _measure(library, Path(folder) / "fts.db")
    print(json.dumps(figures, indent=1))


def _measure(library: Library, path: Path) -> dict[str, object]:
    is_gram("贫困户")  # the table is loaded once a process: not part of the speed
    clock, work = time.perf_counter(), time.process_time()
    state = build_index(library, rebuild=True)
    ours, ours_work = time.perf_counter() - clock, time.process_time() - work
    clock, work = time.perf_counter(), time.process_time()
    table = _fts(path, library)
    theirs, theirs_work = time.perf_counter() - clock, time.process_time() - work
    figures: dict[str, object] = {
        "clauses": state.clauses,
        "characters_a_clause": round(float(str(library.rows("SELECT avg(stop - start) FROM segments")[0][0]))),
        "ours_clauses_per_second": round(state.clauses / ours),
        "ours_clauses_per_second_of_processor": round(state.clauses / ours_work),
        "fts5_clauses_per_second": round(state.clauses / theirs),
        "fts5_clauses_per_second_of_processor": round(state.clauses / theirs_work),
        "ours_bytes": sum(file.stat().st_size for file in (library.folder / "index").iterdir()),
        "fts5_bytes": path.stat().st_size,
    }
    county = Filters(level=(_ONE_LEVEL,))
    found = {query: search(library, query, filters=county).total for query in _QUERIES}
    figures["hits"] = {"median": statistics.median(found.values()), "most": max(found.values())}
    figures["ours_ms"] = _times(lambda query: _ask(library, query, county))
    figures["fts5_ms"] = _times(lambda query: _count(table, query))
    table.close()
    return figures


def _ask(library: Library, query: str, filters: Filters) -> int:
    open_searcher(library.folder).forget()  # what was counted before does not help
    return search(library, query, filters=filters, facets=_FACETS).total


def _fill(library: Library, count: int) -> None:
    """Stores documents of a hundred clauses, made from the sentences of the samples."""
    generator = random.Random(0)
    paths = sorted((ROOT / "corpus/samples/documents").glob("*.txt"))
    texts = [parse(path.read_bytes(), path.name).text for path in paths]
    sentences = [
        s.strip().replace("\n", "") + "。" for text in texts for s in text.split("。") if 10 < len(s.strip()) < 200
    ]
    for number in range(max(1, count // _A_DOCUMENT)):
        document = _made(number, sentences, generator)
        codings = [
            Coding(address=unit.address, primary=generator.choice(_CATEGORIES), coder="made@1")
            for unit in document.segments
        ]
        level = LevelDecision(level=generator.choice(_LEVELS), province=f"{generator.choice('甲乙丙丁戊己')}山省")
        entry = Input(
            source=document.source, size=0, modified=0, content=document.id, outcome="stored", document=document.id
        )
        library.store_document(document, entry, level=level, codings=codings, stages={"read": "1"})


def _made(number: int, sentences: list[str], generator: random.Random) -> Document:
    """Returns a document of a hundred clauses, each of one to three sentences and a sum of its own."""
    segments, texts, at = [], [], 0
    for place in range(_A_DOCUMENT):
        chosen = "".join(generator.sample(sentences, generator.choice((1, 1, 2))))
        text = f"{place + 1}.{chosen}每年安排{generator.randrange(100, 99999)}万元。"
        segments.append(
            Segment(
                address=f"一/{place + 1}",
                kind=SegmentKind.CLAUSE,
                heading=("一、工作任务",),
                span=Span(start=at, end=at + len(text)),
                text=text,
            )
        )
        texts.append(text)
        at += len(text) + 1
    whole = "\n".join(texts)
    return Document(
        id=hashlib.sha256(whole.encode()).hexdigest()[:16],
        source=f"made-{number:06d}.txt",
        text=whole,
        language="zh",
        format="text",
        header=Header(),
        segments=tuple(segments),
    )


_CLAUSES_OF = """
SELECT d.id, s.address, substr(d.text, s.start + 1, s.stop - s.start), l.level, l.province, c."primary"
FROM documents d JOIN segments s ON s.document = d.id JOIN levels l ON l.document = d.id
JOIN codings c ON c.document = s.document AND c.address = s.address WHERE d.id = ?
"""


def _fts(path: Path, library: Library) -> sqlite3.Connection:
    """Returns a table of FTS5 with the folded texts, and one of the values to filter and to count."""
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE VIRTUAL TABLE clauses USING fts5(document UNINDEXED, address UNINDEXED, text, tokenize = 'trigram')"
    )
    connection.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, level TEXT, province TEXT, category TEXT)")
    for number, row in enumerate(_iter_clauses(library), start=1):
        document, address, text, level, province, category = row
        connection.execute("INSERT INTO clauses VALUES (?, ?, ?)", (document, address, fold_for_search(str(text))))
        connection.execute("INSERT INTO facts VALUES (?, ?, ?, ?)", (number, level, province, category))
    connection.commit()
    return connection


def _iter_clauses(library: Library) -> Iterator[tuple[object, ...]]:
    for id in library.document_ids():
        yield from library.rows(_CLAUSES_OF, (id,))


_HITS = """
SELECT document, address, highlight(clauses, 2, '[', ']') FROM clauses JOIN facts ON facts.id = clauses.rowid
WHERE clauses MATCH ? AND level = ? ORDER BY rank LIMIT 20
"""
_VALUES = """
SELECT level, province, category, count(*) FROM clauses JOIN facts ON facts.id = clauses.rowid
WHERE clauses MATCH ? AND level = ? GROUP BY 1, 2, 3
"""


def _count(table: sqlite3.Connection, query: str) -> int:
    """Fetches twenty clauses and counts all, as a page of results needs."""
    match = " AND ".join('"' + word.strip('"') + '"' for word in query.split())
    table.execute(_HITS, (match, _ONE_LEVEL)).fetchall()
    return sum(int(row[3]) for row in table.execute(_VALUES, (match, _ONE_LEVEL)))


def _times(run: Callable[[str], int]) -> dict[str, float]:
    times = []
    for query in _QUERIES * 5:
        start = time.perf_counter()
        run(query)
        times.append((time.perf_counter() - start) * 1000)
    cuts = statistics.quantiles(times, n=20)
    return {"median": round(statistics.median(times), 2), "p95": round(cuts[-1], 2), "least": round(min(times), 2)}


if __name__ == "__main__":
    main()
