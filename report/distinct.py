"""Words that tell two levels apart within a category: what the lower level adds, stresses, narrows, leaves out.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin' Words", eq. 15-22):
the prior is the category's own vocabulary, so that words rare on both sides do not come out on top.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.label import Level
from corpus.library import Library
from report.parts import Contrast
from report.records import Record

_ABOVE = (  # a level, and those it is read against: all that stand above it
    (Level.PROVINCIAL, (Level.CENTRAL,)),
    (Level.PREFECTURE, (Level.CENTRAL, Level.PROVINCIAL)),
    (Level.COUNTY, (Level.CENTRAL, Level.PROVINCIAL, Level.PREFECTURE)),
)
_WITH = {Level.COUNTY: (Level.COUNTY, Level.TOWNSHIP)}  # townships are few: they count with the counties
_MOST = 24  # words looked at on each side
_SAMPLE = 500  # clauses of a side; more are thinned out evenly
_FEWEST = 20  # clauses of a side below which nothing is compared
_DOCUMENTS = 3  # that a word must stand in: else it is the theme of one document
_SURE = 2.58  # standard errors (p < 0.01, two-sided)
_PRIOR = 500.0  # weight of the prior in words
_PLACE = re.compile(r".*(省|市|县|区|州|盟|旗|乡|镇|省级|市级|县级|自治区|直辖市|人民政府)$")

_TEXT = (
    "SELECT substr(d.text, s.start + 1, s.stop - s.start) FROM segments s JOIN documents d ON d.id = s.document"
    " WHERE s.document = ? AND s.address = ?"
)


def compare_levels(
    library: Library, coded: Sequence[Record], categories: Sequence[str]
) -> dict[str, tuple[Contrast, ...]]:
    """Returns for each category what sets its clauses at each level apart from those above, from the province down."""
    words = _Words(library)
    found: dict[str, tuple[Contrast, ...]] = {}
    for category in categories:
        by_level: defaultdict[Level, list[Record]] = defaultdict(list)
        for record in coded:
            if record.primary == category:
                by_level[record.level].append(record)
        contrasts = []
        for level, above in _ABOVE:
            own = [record for one in _WITH.get(level, (level,)) for record in by_level[one]]
            others = [record for one in above for record in by_level[one]]
            if min(len(own), len(others)) >= _FEWEST:
                contrasts.append(_compare(words, level, _thin(own), _thin(others)))
        found[category] = tuple(contrasts)
    return found


def _compare(words: _Words, level: Level, own: Sequence[Record], others: Sequence[Record]) -> Contrast:
    lower, upper = words.count(own), words.count(others)
    more, less = weigh_words(lower.counts, upper.counts, lower.documents, upper.documents)
    return Contrast(
        level=level,
        adds=tuple(item for item in more if not upper.counts[item[0]]),
        stresses=tuple(item for item in more if upper.counts[item[0]]),
        narrows=tuple(item for item in less if lower.counts[item[0]]),
        omits=tuple(item for item in less if not lower.counts[item[0]]),
        clauses=(lower.clauses, upper.clauses),
    )


class _Side:
    """The words of one side: how often, in how many documents, of how many clauses."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.documents: Counter[str] = Counter()
        self.clauses = 0


class _Words:
    """Cuts clauses into words."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[tuple[str, str], list[str]] = {}

    def _cut(self, record: Record) -> list[str]:
        from models.vocabulary import runs_of

        place = (record.document, record.address)
        if place not in self._known:
            text = str(self._library.rows(_TEXT, place)[0][0])
            self._known[place] = [word for run in runs_of(text) for word in run if not _PLACE.fullmatch(word)]
        return self._known[place]

    def count(self, records: Sequence[Record]) -> _Side:
        """Returns the words of the clauses."""
        side, seen = _Side(), set()
        side.clauses = len(records)
        for record in records:
            tokens = self._cut(record)
            side.counts.update(tokens)
            for token in set(tokens):
                if (record.document, token) not in seen:
                    seen.add((record.document, token))
                    side.documents[token] += 1
        return side


def weigh_words(
    left: Mapping[str, int], right: Mapping[str, int], in_left: Mapping[str, int], in_right: Mapping[str, int]
) -> tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]:
    """Returns the words typical of the left side and those typical of the right, with their z-scores.

    `in_left` and `in_right` say in how many documents of the side a word stands.
    """
    both = Counter(left) + Counter(right)
    total = sum(both.values())
    totals = (sum(left.values()), sum(right.values()))
    scores: dict[str, float] = {}
    for word, count in both.items():
        prior = _PRIOR * count / total
        a, b = left.get(word, 0) + prior, right.get(word, 0) + prior
        odds = math.log(a / (totals[0] + _PRIOR - a)) - math.log(b / (totals[1] + _PRIOR - b))
        scores[word] = odds / math.sqrt(1 / a + 1 / b)
    more = ((word, z) for word, z in scores.items() if z >= _SURE and in_left.get(word, 0) >= _DOCUMENTS)
    less = ((word, -z) for word, z in scores.items() if z <= -_SURE and in_right.get(word, 0) >= _DOCUMENTS)
    return _top(more), _top(less)


def _top(scored: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    ranked = sorted(scored, key=lambda item: (-item[1], item[0]))
    return tuple((word, round(z, 2)) for word, z in ranked[:_MOST])


def _thin(records: Sequence[Record]) -> Sequence[Record]:
    return records[:: -(-len(records) // _SAMPLE)] if records else records
