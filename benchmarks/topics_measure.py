"""What topic models are measured by: coherence (gensim), diversity, and stability over seeds and resamples."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from gensim.corpora import Dictionary

from models.vocabulary import Tokens

TOP = 10  # words of a topic that every figure looks at

Topics = tuple[tuple[str, ...], ...]  # the top words of each topic


def coherence(models: Sequence[Topics], texts: Sequence[Tokens], dictionary: Dictionary, kind: str) -> list[float]:
    """Returns the coherence of each model, counted in the texts with gensim's default window for `kind`.

    All models are counted in one pass. Topics of one word cannot be measured and count as 0.
    """
    from gensim.models import CoherenceModel

    counted = sorted({topic for model in models for topic in model if len(topic) > 1})
    measure = CoherenceModel(
        topics=[list(topic) for topic in counted],
        texts=[list(text) for text in texts],
        dictionary=dictionary,
        coherence=kind,
        topn=TOP,
        processes=1,
    )
    figures = dict(zip(counted, (float(figure) for figure in measure.get_coherence_per_topic()), strict=True))
    return [sum(figures.get(topic, 0.0) for topic in model) / max(len(model), 1) for model in models]


def diversity(model: Topics) -> float:
    """Returns the share of different words among the top words of all topics (Dieng, Ruiz and Blei 2020)."""
    words = [word for topic in model for word in topic]
    return len(set(words)) / max(len(words), 1)


def agreement(models: Sequence[Topics]) -> float:
    """Returns how well runs agree: the mean over all pairs of runs of the overlap of matched topics, in [0, 1].

    The overlap is Jaccard's of the top words; topics are matched one to one by the assignment with the greatest
    sum, and topics without a partner count as 0 (Greene, O'Callaghan and Cunningham 2014). It looks at words alone,
    so that models whose weights have another scale are compared fairly.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    figures = []
    for one, other in itertools.combinations(models, 2):
        table = np.array([[len({*a} & {*b}) / len({*a} | {*b}) for b in other] for a in one])
        rows, columns = linear_sum_assignment(-table)
        figures.append(float(table[rows, columns].sum()) / max(table.shape))
    return float(sum(figures)) / max(len(figures), 1)
