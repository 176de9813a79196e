"""Relevance over real documents: judged queries in groups, beside plain FTS5 and plain tantivy in the same run.

`golden/search_queries.jsonl` holds queries and, stand-off, either graded documents (judged from titles: 2 is what
was asked for, 1 touches it) or a pattern that a clause of a relevant document matches (1), one that its title matches (2).
Weights are chosen on one half of the queries; `is_held_out` tells the other half, whose figures are reported.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest

from corpus.document import Document
from corpus.label import Level, LevelDecision
from corpus.library import Library
from corpus.store import Input
from search.build import build_index
from search.query import search
from search.terms import fold_for_search
from tests.search_rivals import Clause, Fts, Rival, Tantivy, gain, phrase_ours, rank_ours, read_documents, recall

pytestmark = [pytest.mark.slow, pytest.mark.shared]

_QUERIES = Path(__file__).with_name("golden") / "search_queries.jsonl"
_LONGEST = 9000  # characters of a document
_MOST = 220  # documents
_PHRASES = (
    *("云南", "两不愁三保障", "定点扶贫", "精准扶贫", "脱贫", "扶贫", "县", "的", "南省", "贫困户", "建档立卡"),
    *("2020年", "第三条", "专项资金", "贫困人口", "人民政府应当", "各级人民", "财政部门", "乡村振兴", "五保"),
    *("村民委员会", "农民专业合作社", "职业教育", "电商", "政府和", "民政", "责令限期改正", "一万元以上", "20年"),
    *("管理办法", "国务院", "法律责任", "自2021年", "数字经济", "工业互联网", "中小企业", "服务", "养老", "贷款"),
)
_NDCG = 0.98
_RECALL = 0.97
Numbers: TypeAlias = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The library, the rivals, and the documents by the id of their record."""

    library: Library
    rivals: dict[str, Rival]
    documents: dict[str, Document]


@pytest.fixture(scope="module")
def sample(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """Real documents, short ones, indexed by us and by FTS5."""
    chosen = []
    with gzip.open(shared / "data" / "documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            wanted = "扶贫" in record["text"] or record["id"][-1] in "37"
            if wanted and 300 < len(record["text"]) <= _LONGEST:
                chosen.append(record)
            if len(chosen) == _MOST:
                break
    with gzip.open(shared / "data" / "documents_en.jsonl.gz", "rt", encoding="utf-8") as lines:
        chosen += [record for record in map(json.loads, lines) if record["id"] >= "en-gwr-2014"]
    documents = read_documents(chosen)
    library = Library(tmp_path_factory.mktemp("relevance") / "L", create=True)
    for document in documents.values():
        entry = Input(
            source=document.source, size=1, modified=1, content=document.id, outcome="stored", document=document.id
        )
        level = LevelDecision(level=Level.UNKNOWN)
        library.store_document(document, entry, level=level, codings=(), stages={"read": "1"})
    build_index(library)
    rivals: dict[str, Rival] = {f"fts5 {name}": Fts(name, documents.values()) for name in ("unicode61", "trigram")}
    rivals |= {f"tantivy {name}": Tantivy(name, documents.values()) for name in ("default", "ngram")}
    yield Sample(library=library, rivals=rivals, documents=documents)
    library.close()


def _grades(sample: Sample, judged: dict[str, object]) -> dict[str, int]:
    given = judged.get("documents")
    if isinstance(given, dict):
        return {sample.documents[id].id: int(grade) for id, grade in given.items()}
    pattern = re.compile(str(judged.get("text", "(?!)")))
    found = {d.id: 1 for d in sample.documents.values() if any(pattern.search(_joined(u.text)) for u in d.units)}
    if "title" in judged:
        title = re.compile(str(judged["title"]))
        found |= {d.id: 2 for d in sample.documents.values() if title.search(_joined(d.title))}
    assert found, judged
    return found


def is_held_out(query: str) -> bool:
    """Whether a query is of the half on which nothing is chosen."""
    return hashlib.sha256(query.encode()).digest()[0] % 2 == 1


def _means(rows: list[Numbers]) -> Numbers:
    return {name: round(sum(row[name] for row in rows) / len(rows), 3) for name in rows[0]}


def test_judged_queries_are_answered_at_least_as_well_as_by_rivals_in_every_group(sample: Sample) -> None:
    scores: dict[tuple[str, str], list[Numbers]] = defaultdict(list)
    queries = [json.loads(line) for line in _QUERIES.read_text(encoding="utf-8").splitlines()]
    assert len(queries) >= 120
    assert len({judged["query"] for judged in queries}) == len(queries)
    for judged in queries:
        query, grades = str(judged["query"]), _grades(sample, judged)
        ranked = {name: rival.rank(query) for name, rival in sample.rivals.items()}
        ranked["xietong"] = rank_ours(sample.library, query)
        for name, documents in ranked.items():
            row = {"ndcg10": gain(documents, grades), "recall50": recall(documents, grades)}
            for group in ("all", judged["kind"], "held out" if is_held_out(query) else "chosen on"):
                scores[name, group].append(row)
        if not is_held_out(query) and gain(ranked["xietong"], grades) < 0.7:
            print(f"{query}: {gain(ranked['xietong'], grades):.2f}")
    means = {key: _means(rows) for key, rows in scores.items()}
    for (name, group), row in sorted(means.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        print(f"{group:12} {len(scores[name, group]):4} {name:16} {row['ndcg10']:.3f} {row['recall50']:.3f}")
    for group in ("all", "held out"):
        assert means["xietong", group]["ndcg10"] >= _NDCG
        assert means["xietong", group]["recall50"] >= _RECALL
    behind = [
        (group, name, measure)
        for name, group in means
        for measure in ("ndcg10", "recall50")
        if means["xietong", group][measure] < means[name, group][measure]
    ]
    assert not behind


def test_phrases_find_exactly_the_clauses_that_hold_them(sample: Sample) -> None:
    """Against a scan of the folded texts; a number counts where it stands whole."""
    units = [(d.id, u.address, _joined(u.text)) for d in sample.documents.values() for u in d.units]
    exact: dict[str, int] = defaultdict(int)
    occurring = 0
    for phrase in _PHRASES:
        pattern = re.compile((r"(?<![0-9])" if phrase[0].isdigit() else "") + re.escape(phrase))
        expected: set[Clause] = {(id, place) for id, place, text in units if pattern.search(text)}
        occurring += bool(expected)
        found = phrase_ours(sample.library, phrase)
        assert found == expected, (phrase, len(found), len(expected), sorted(found ^ expected)[:3])
        for name, rival in sample.rivals.items():
            exact[name] += rival.phrase(phrase) == expected
    print({name: f"{count}/{len(_PHRASES)}" for name, count in exact.items()})
    assert occurring > 0.9 * len(_PHRASES)


def _joined(text: str) -> str:
    """Returns the folded text without the spaces that typesetting put beside Chinese characters."""
    wide = r"[\u3007\u3400-\u9fff]"
    return re.sub(rf"(?<={wide})[ \xa0]+(?=[0-9]|{wide})|(?<=[0-9])[ \xa0]+(?={wide})", "", fold_for_search(text))


def test_highlights_lie_in_the_text_and_hold_the_query(sample: Sample) -> None:
    for phrase in ("扶贫", "贫困人口", "2020年", "第三条"):
        hits = search(sample.library, f'text:"{phrase}"', limit=200).hits
        assert hits
        for hit in hits:
            whole = sample.library.document(hit.document).text
            assert whole[hit.span[0] : hit.span[1]] == hit.text
            assert hit.found
            assert {_joined(hit.text[start:end]) for start, end in hit.found} == {phrase}
            assert {_joined(hit.snippet[start:end]) for start, end in hit.highlights} == {phrase}
