"""Words that tell two levels apart within a category: what the lower level adds, and what stays with the centre.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin' Words", eq. 15-22):
the prior is the category's own vocabulary, so that words rare on both sides do not come out on top.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from corpus.label import Level
from corpus.library import Library
from report.parts import Contrast
from report.records import Record

_TIERS = (
    (Level.PROVINCIAL, frozenset({Level.PROVINCIAL})),
    (Level.COUNTY, frozenset({Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP})),
)
_MOST = 12  # words shown on each side
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
    """Returns for each category what sets its provincial, then its local clauses apart from the central ones."""
    words = _Words(library)
    found: dict[str, tuple[Contrast, ...]] = {}
    for category in categories:
        own = [record for record in coded if record.primary == category]
        central = words.count(_thin([r for r in own if r.level is Level.CENTRAL]))
        contrasts = []
        for level, levels in _TIERS:
            lower = words.count(_thin([r for r in own if r.level in levels]))
            if min(central.clauses, lower.clauses) >= _FEWEST:
                more, less = weigh_words(lower.counts, central.counts, lower.documents, central.documents)
                contrasts.append(Contrast(level=level, more=more, less=less, clauses=(central.clauses, lower.clauses)))
        found[category] = tuple(contrasts)
    return found


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

    def count(self, records: Sequence[Record]) -> _Side:
        """Returns the words of the clauses."""
        from models.vocabulary import tokens_of

        side, seen = _Side(), set()
        side.clauses = len(records)
        for record in records:
            text = str(self._library.rows(_TEXT, (record.document, record.address))[0][0])
            tokens = [token for token in tokens_of(text) if not _PLACE.fullmatch(token)]
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
