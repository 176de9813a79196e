"""Measures the topic model against LDA and plain NMF on real clauses, one vocabulary for all.

    python -m benchmarks.topics DOCUMENTS.jsonl.gz --documents 60 --topics 10

Every model gets the same bags and number of topics; c_npmi counts pairs of the ten top words within clauses.
Stability is the mean best cosine of topics over all pairs of seeds.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import random
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from models.choose import coherence
from models.factor import consensus, factorise, match, weigh
from models.vocabulary import Bags, cut_tokens, make_bags

_SHORTEST = 30  # characters of a line that counts as a clause
_SEEDS = 5
_PASSES = 10
_TOP = 10


def read_lines(path: Path, documents: int) -> list[str]:
    """Returns the clauses of a fixed random sample of policies."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    policies = [record for record in records if record["doc_type"] == "policy" and record["text"]]
    sample = random.Random(0).sample(policies, min(documents, len(policies)))
    lines = [line.strip() for record in sample for line in record["text"].splitlines()]
    return list(dict.fromkeys(line for line in lines if len(line) >= _SHORTEST))


def fit_gensim(bags: Bags, topics: int, seed: int) -> Any:
    """Returns topics by words of gensim's LDA with learned priors."""
    from gensim.models import LdaModel

    corpus = [bags.dictionary.doc2bow(tokens) for tokens in bags.tokens]
    model = LdaModel(
        corpus,
        num_topics=topics,
        id2word=bags.dictionary,
        passes=_PASSES,
        alpha="auto",
        eta="auto",
        random_state=seed,
    )
    return model.get_topics()


def fit_tomotopy(bags: Bags, topics: int, seed: int) -> Any:
    """Returns topics by words of tomotopy's LDA (Gibbs sampling), in the order of our dictionary."""
    import tomotopy

    model = tomotopy.LDAModel(k=topics, seed=seed)
    known = bags.dictionary.token2id
    for tokens in bags.tokens:
        words = [token for token in tokens if token in known]
        if words:
            model.add_doc(words)
    model.train(300, workers=1)
    made = np.zeros((topics, len(known)))
    places = [known[word] for word in model.used_vocabs]
    for k in range(topics):
        made[k, places] = model.get_topic_word_dist(k)
    return made


def measure(fit: Callable[[int], Any], present: Any) -> tuple[float, float, float, float]:
    """Returns c_npmi, diversity, stability and seconds a fit, means over the seeds."""
    start = time.perf_counter()
    runs = [fit(seed) for seed in range(_SEEDS)]
    seconds = (time.perf_counter() - start) / _SEEDS
    tops = [np.argsort(-run, axis=1, kind="stable")[:, :_TOP] for run in runs]
    npmi = float(np.mean([coherence(top, present) for top in tops]))
    diversity = float(np.mean([len(np.unique(top)) / top.size for top in tops]))
    unit = [run / np.linalg.norm(run, axis=1, keepdims=True) for run in runs]
    stability = float(np.mean([match(a, b)[1].mean() for a, b in itertools.combinations(unit, 2)]))
    return npmi, diversity, stability, seconds


def main() -> None:
    """Prints the table."""
    from threadpoolctl import threadpool_limits

    parser = argparse.ArgumentParser(description="Compare topic models.")
    parser.add_argument("documents_file", type=Path)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--topics", type=int, default=10)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    lines = read_lines(options.documents_file, options.documents)
    bags = make_bags(cut_tokens(lines))
    counts = bags.counts()
    weighted = weigh(counts)
    present = (counts > 0).astype(np.float64).tocsc()
    k = options.topics
    engines: dict[str, Callable[[int], Any]] = {
        "Xietong (consensus NMF)": lambda seed: consensus(weighted, k, seed=seed)[0],
        "scikit-learn NMF, one run": lambda seed: factorise(weighted, k, seed=seed)[1],
        "gensim LdaModel": lambda seed: fit_gensim(bags, k, seed),
        "tomotopy LDAModel": lambda seed: fit_tomotopy(bags, k, seed),
    }
    print(f"{len(lines):,} clauses of {options.documents} policies, {counts.shape[1]:,} words, {k} topics\n")
    print("| model | c_npmi | diversity | stability | seconds |\n|---|---|---|---|---|")
    with threadpool_limits(1):
        for name, fit in engines.items():
            npmi, diversity, stability, seconds = measure(fit, present)
            print(f"| {name} | {npmi:.3f} | {diversity:.2f} | {stability:.2f} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
