"""How well the top words of topics go together: c_npmi and c_v, counted within clauses."""

from __future__ import annotations

from typing import Any

_TINY = 1e-12


def coherence(top: Any, present: Any) -> tuple[float, float]:
    """Returns (c_npmi, c_v), means over the topics.

    Args:
        top: topics by words, indices.
        present: clauses by words, 1 where a word stands in a clause (sparse, columns first).

    c_npmi is the mean normalised pointwise mutual information of the pairs of a topic's words (Bouma 2009); c_v the
    mean cosine of each word's NPMI with all words of the topic to their sum (Roeder, Both and Hinneburg 2015). The
    sliding window of the latter is the clause here: both equal gensim's where the window is as long as the clause.
    """
    import numpy as np

    pairs, cosines = [], []
    for words in top:
        part = present[:, words]
        together = np.asarray((part.T @ part).todense()) / present.shape[0]
        npmi = _npmi(together)
        pairs.append(npmi[np.tril_indices(len(words), -1)].mean() if len(words) > 1 else 0.0)
        whole = npmi.sum(axis=0)
        lengths = np.linalg.norm(npmi, axis=1) * np.linalg.norm(whole)
        cosines.append(np.divide(npmi @ whole, lengths, out=np.zeros(len(words)), where=lengths > 0).mean())
    return (float(np.mean(pairs)), float(np.mean(cosines))) if pairs else (0.0, 0.0)


def _npmi(together: Any) -> Any:
    """Returns the association of each pair of words in [-1, 1] from the parts of the clauses that hold both."""
    import numpy as np

    alone = together.diagonal()
    both = together + _TINY
    values = np.log(both / np.maximum(np.outer(alone, alone), _TINY)) / -np.log(both)
    return np.clip(np.nan_to_num(values), -1.0, 1.0)
