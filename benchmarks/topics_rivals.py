"""The topic models that are compared: ours as shipped, each rival at the best setting we know of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.topics_measure import TOP, Topics
from models.engines import CONSENSUS, Material, find
from models.vocabulary import Tokens

Fitter = Callable[[Material, list[Tokens], int, int], Topics]  # clauses, their tokens, topics, seed -> top words


def rivals() -> dict[str, Fitter | str]:
    """Returns what is compared, by name; a text instead of a model says why it is left out."""
    return {
        "Xietong (default)": _ours,
        "scikit-learn NMF, defaults": _sklearn,
        "gensim LdaModel, fixed priors": _engine("lda"),
        "gensim LdaModel, learned priors": _gensim_learned,
        "tomotopy LDAModel": _tomotopy(),
        "BERTopic on LSA vectors": _bertopic(),
    }


def top_words(components: Any, words: tuple[str, ...]) -> Topics:
    """Returns the top words of topics by words."""
    order = np.argsort(-components, axis=1, kind="stable")[:, :TOP]
    return tuple(tuple(words[i] for i in row) for row in order)


def _ours(material: Material, tokens: list[Tokens], topics: int, seed: int) -> Topics:
    return top_words(find(material, topics, engine=CONSENSUS, seed=seed).components, material.words)


def _engine(name: str) -> Fitter:
    def fit(material: Material, tokens: list[Tokens], topics: int, seed: int) -> Topics:
        return top_words(find(material, topics, engine=name, seed=seed, runs=1).components, material.words)

    return fit


def _sklearn(material: Material, tokens: list[Tokens], topics: int, seed: int) -> Topics:
    from sklearn.decomposition import NMF

    model = NMF(n_components=topics, random_state=seed).fit(material.weighted)
    return top_words(model.components_, material.words)


def _gensim_learned(material: Material, tokens: list[Tokens], topics: int, seed: int) -> Topics:
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaModel

    model = LdaModel(
        Sparse2Corpus(material.counts, documents_columns=False),
        num_topics=topics,
        id2word=dict(enumerate(material.words)),
        passes=10,
        chunksize=256,
        alpha="auto",
        eta="auto",
        random_state=seed,
        eval_every=None,
    )
    return top_words(model.get_topics(), material.words)


def _tomotopy() -> Fitter | str:
    try:
        import tomotopy
    except ImportError:
        return "tomotopy is not installed"
    del tomotopy
    return _engine("tomotopy")


def _bertopic() -> Fitter | str:
    """BERTopic (Grootendorst 2022) without its language model, which would have to be downloaded.

    The vectors are those of latent semantic analysis of the same TF-IDF weights (100 dimensions); UMAP, HDBSCAN and
    class-based TF-IDF are its own, the number of topics is reduced to the one asked for. Clauses that it leaves
    out as noise count for no topic.
    """
    try:
        from bertopic import BERTopic  # type: ignore[import-not-found]  # not among our packages
    except ImportError:
        return "bertopic is not installed"
    from hdbscan import HDBSCAN  # type: ignore[import-not-found]  # comes with bertopic
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP  # type: ignore[import-not-found]  # comes with bertopic

    def fit(material: Material, tokens: list[Tokens], topics: int, seed: int) -> Topics:
        known = set(material.words)
        texts = [" ".join(word.replace(" ", "_") for word in line if word in known) for line in tokens]
        vectors = TruncatedSVD(100, random_state=seed).fit_transform(material.weighted)
        model = BERTopic(
            embedding_model=None,
            language="multilingual",  # else all that is not ASCII is dropped
            umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed),
            hdbscan_model=HDBSCAN(min_cluster_size=10, prediction_data=False),
            vectorizer_model=CountVectorizer(token_pattern=r"\S+"),
            nr_topics=topics + 1,  # one of them is the noise
            top_n_words=TOP,
        )
        model.fit(texts, vectors)
        found = model.get_topics()
        return tuple(tuple(word.replace("_", " ") for word, _ in found[k] if word) for k in sorted(found) if k >= 0)

    return fit
