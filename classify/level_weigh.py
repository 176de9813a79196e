"""Weighs the evidence for a level: sums by level, vetoes, joint issuance, confidence.

The weights are those of the kinds of evidence (E1-E9 of the domain notes); the confidence is a calibrated table over
the strongest kind and the lead, measured by `benchmarks/score_levels.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from classify.body import RANKS, Body
from corpus.label import Level
from extract.bodies import GOVERNMENT_KINDS

# Provinces that help others; in an agreement of two provinces the other one is named first (T10).
_HELPERS = frozenset(("11", "12", "31", "32", "33", "35", "37", "44", "21"))
_GOVERNMENTS = GOVERNMENT_KINDS | {"place", "central"}
MINIMUM = 2.0
LEAD = 1.0


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs, taken together: the level, the body that carries it, the province code, whether jointly."""

    level: Level = Level.UNKNOWN
    body: Body | None = None
    province: str = ""
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """One piece of evidence: its source, weight, level, the body or code behind it, its words and place."""

    source: str
    weight: float
    level: Level
    text: str
    span: tuple[int, int] | None = None
    body: Body | None = None
    code: str = ""


def sign(bodies: tuple[Body, ...], others: bool = False) -> Signed:
    """Returns what several bodies amount to: the highest government body's level (T1, T2, T31)."""
    if len(bodies) != 1:
        return _sign_jointly(bodies, others)
    body = bodies[0]
    if body.level is Level.UNKNOWN:
        return Signed(joint=others)
    counts = body.level is not Level.CENTRAL or body.kind in _GOVERNMENTS
    return Signed(body.level, body, body.province if counts else "", others)


@lru_cache(maxsize=16384)
def _sign_jointly(bodies: tuple[Body, ...], others: bool) -> Signed:
    known = [body for body in bodies if body.level is not Level.UNKNOWN]
    joint = len(bodies) > 1 or others
    if not known:
        return Signed(joint=joint)
    governments = [body for body in known if body.kind in _GOVERNMENTS]
    counted = governments or known
    top = min(counted, key=lambda body: RANKS[body.level])
    peers = [body for body in counted if body.level is top.level]
    provinces = list(dict.fromkeys(body.province for body in peers if body.province))
    if top.level is Level.CENTRAL:
        provinces = list(dict.fromkeys(body.province for body in governments if body.province))
    if len(provinces) > 1:
        provinces.sort(key=lambda code: code in _HELPERS)
    province = provinces[0] if provinces else ""
    carrier = next((body for body in peers if province and body.province == province), top)
    return Signed(top.level, carrier, province, joint)


def tally(votes: list[Vote]) -> dict[Level, float]:
    """Returns the sum of weights by level."""
    scores: dict[Level, float] = {}
    for vote in votes:
        if vote.level is not Level.UNKNOWN and vote.weight > 0:
            scores[vote.level] = scores.get(vote.level, 0.0) + vote.weight
    return scores


def choose(votes: list[Vote]) -> tuple[Level, float, float]:
    """Returns the level with the most weight, its strongest single weight, and its lead; unknown where unclear."""
    scores = tally(votes)
    if not scores:
        return Level.UNKNOWN, 0.0, 0.0
    if len(scores) == 1:  # most often: nothing to be weighed
        level, top = next(iter(scores.items()))
        strongest = max([vote.weight for vote in votes if vote.level is level])
        return (Level.UNKNOWN if top < max(MINIMUM, LEAD) else level), strongest, top
    ranked = sorted(scores.items(), key=lambda item: (-item[1], RANKS[item[0]]))
    level, top = ranked[0]
    lead = top - (ranked[1][1] if len(ranked) > 1 else 0.0)
    strongest = max(vote.weight for vote in votes if vote.level is level)
    if top < MINIMUM or lead < LEAD:
        return Level.UNKNOWN, strongest, lead
    return level, strongest, lead


# (strongest weight at least, how often such a decision was right): measured on 3,600 real titles and texts and the
# gold cases by `benchmarks/score_levels.py`, rounded down. A rival within reach lowers it.
_RIGHT = ((6.0, 0.99), (5.0, 0.985), (3.0, 0.98), (2.5, 0.97), (0.0, 0.93))
_CLOSE, _RIVAL = 2.0, 3.0  # lead below which it costs 0.10, and 0.04 where the strongest is more than a cue


_NUMBER_ALONE = ((5.0, 0.98), (4.0, 0.97), (3.0, 0.93), (0.0, 0.8))  # a prefix may be another place's too


def confidence(level: Level, strongest: float, lead: float, votes: list[Vote]) -> float:
    """Returns the calibrated probability that the level is right; 0.5 for `unknown`."""
    if level is Level.UNKNOWN:
        return 0.5
    alone = all(vote.source == "number" for vote in votes if vote.weight > 0)
    base = next(right for weight, right in (_NUMBER_ALONE if alone else _RIGHT) if strongest >= weight)
    if lead < _CLOSE:
        base -= 0.10
    elif lead < _RIVAL and strongest > _RIVAL:
        base -= 0.04
    return round(base, 3)
