"""Words that set two sets of clauses apart, such as central and provincial ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.vocabulary import Tokens

_PRIOR_WORDS = 500.0  # weight of the prior, in words
_FEWEST_DOCUMENTS = 2  # a word of one document tells of that document, not of the set


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word with its counts in both sets, the difference of its log-odds (positive: left) and the z-score of it."""

    word: str
    left: int
    right: int
    odds: float
    z: float


def contrast(
    left: Sequence[tuple[str, Tokens]], right: Sequence[tuple[str, Tokens]], *, least: float = 1.96
) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Returns the words typical of the left clauses and those typical of the right, surest first.

    Each clause is (document id, tokens). Words with |z| under `least`, or in one document only of the side
    they are typical of, are left out. z is not corrected for the number of words looked at.

    With y the counts, n their sum, a = c * (y_left + y_right) / n the prior of a word and a0 = c its sum:
    odds = log((yl + a) / (nl + a0 - yl - a)) - log((yr + a) / (nr + a0 - yr - a)),
    z = odds / sqrt(1 / (yl + a) + 1 / (yr + a)).

    Source: Monroe, Colaresi and Quinn (2008), log-odds with an informative Dirichlet prior.
    """
    in_left, in_right = _count(left), _count(right)
    totals = (sum(in_left.values()), sum(in_right.values()))
    if not all(totals):
        return (), ()
    spread = (_documents(left), _documents(right))
    terms = [_term(word, in_left[word], in_right[word], totals) for word in sorted(in_left.keys() | in_right.keys())]
    return (
        tuple(
            sorted(
                (t for t in terms if t.z >= least and spread[0][t.word] >= _FEWEST_DOCUMENTS),
                key=lambda t: (-t.z, t.word),
            )
        ),
        tuple(
            sorted(
                (t for t in terms if t.z <= -least and spread[1][t.word] >= _FEWEST_DOCUMENTS),
                key=lambda t: (t.z, t.word),
            )
        ),
    )


def _term(word: str, left: int, right: int, totals: tuple[int, int]) -> Term:
    prior = _PRIOR_WORDS * (left + right) / sum(totals)
    a, b = left + prior, right + prior
    rest_left, rest_right = totals[0] + _PRIOR_WORDS - a, totals[1] + _PRIOR_WORDS - b
    if rest_left <= 0 or rest_right <= 0:  # the only word there is
        return Term(word=word, left=left, right=right, odds=0.0, z=0.0)
    odds = math.log(a / rest_left) - math.log(b / rest_right)
    return Term(word=word, left=left, right=right, odds=odds, z=odds / math.sqrt(1 / a + 1 / b))


def _count(clauses: Sequence[tuple[str, Tokens]]) -> Counter[str]:
    return Counter(token for _, tokens in clauses for token in tokens)


def _documents(clauses: Sequence[tuple[str, Tokens]]) -> Counter[str]:
    return Counter(word for _, word in {(document, token) for document, tokens in clauses for token in tokens})
