"""How much there really is of each category, given how often the classifier takes one for another.

The confusion of the classifier on clauses coded by readers says what a given code may stand for. Each draw takes one
possible confusion, works out the true shares that would give the counts seen, and deals the clauses of every document
out to true codes. What is then computed from the draws carries both errors: which documents were sampled, and the
classifier's.

Sources: Rogan and Gladen (1978) for the correction of a prevalence; D'Agostini (1995) for its solution by a few steps
of Bayes' rule from the counts as they are, which keeps shares within [0, 1] and steady; Rubin (1987) for intervals by
imputation; Efron and Tibshirani (1993) for the bootstrap over documents. The confusion is taken to be the same in all
documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_STEPS = 4  # more would follow the chance in the counts: small shares fall to nothing
_PRIOR = 0.1  # added to each cell of a confusion: an error never seen is not impossible


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Clauses by true code (rows) and given code (columns), both in the order of `labels`."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        size = len(self.labels)
        if len(set(self.labels)) != size or len(self.counts) != size:
            raise ValueError("a confusion has one row for each label")
        if any(len(row) != size or min(row) < 0 for row in self.counts):
            raise ValueError("a confusion has one count of zero or more for each label in each row")


def correct_shares(seen: Any, rates: Any) -> Any:
    """Returns the true shares (sum 1) that counts as `seen` point to, for each confusion given.

    Args:
        seen: counts by given code, shape (codes,).
        rates: probability of a given code (columns) under each true code (rows), shape (..., codes, codes).
    """
    import numpy as np

    total = seen.sum()
    if total == 0:
        return np.zeros(rates.shape[:-1])
    given = seen / total
    shares = np.broadcast_to(given, rates.shape[:-1])
    for _ in range(_STEPS):
        expected = np.einsum("...i,...ij->...j", shares, rates)
        ratio = np.divide(given, expected, out=np.zeros_like(expected), where=expected > 0)
        shares = shares * np.einsum("...ij,...j->...i", rates, ratio)
    return shares / shares.sum(axis=-1, keepdims=True)


def true_rates(seen: Any, rates: Any) -> Any:
    """Returns the probability of each true code (columns) behind each given code (rows), by Bayes' rule.

    Shapes as in `correct_shares`.
    """
    import numpy as np

    joint = np.swapaxes(correct_shares(seen, rates)[..., :, None] * rates, -1, -2)
    total = joint.sum(axis=-1, keepdims=True)
    itself = np.broadcast_to(np.eye(len(seen)), joint.shape).copy()
    return np.divide(joint, total, out=itself, where=total > 0)


def expected_table(machine: Any, sure: Any, confusion: Confusion | None) -> Any:
    """Returns the expected clauses by document and true code: the corrected counts without chance.

    Args:
        machine: clauses by document and code given by the classifier, shape (documents, codes of the confusion).
        sure: the same for codes given by people, which are taken as they are.
        confusion: None leaves the classifier's codes as they are too.
    """
    import numpy as np

    if confusion is None:
        return machine + sure
    counts = np.array(confusion.counts, dtype=float) + _PRIOR
    return machine @ true_rates(machine.sum(axis=0), counts / counts.sum(axis=1, keepdims=True)) + sure


def draw_tables(machine: Any, sure: Any, confusion: Confusion | None, *, draws: int, seed: int = 0) -> Iterator[Any]:
    """Yields tables of clauses by document and true code, the documents drawn again; arguments as `expected_table`.

    The same arguments and seed give the same tables.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    documents = len(machine)
    behind = None
    if confusion is not None:
        counts = np.array(confusion.counts, dtype=float) + _PRIOR
        rates = np.stack([generator.dirichlet(row, size=draws) for row in counts], axis=1)
        behind = true_rates(machine.sum(axis=0), rates)
    for draw in range(draws):
        table = sure if behind is not None else sure + machine
        if behind is not None:
            for code in range(machine.shape[1]):
                table = table + generator.multinomial(machine[:, code].astype(int), behind[draw, code])
        yield table[generator.integers(0, documents, documents)]
