"""Measures the topic model against its rivals on policies and work reports: one vocabulary, the same bags for all.

    python -m benchmarks.topics DOCUMENTS.jsonl.gz --topics 10 20

Methods and settings are chosen on one half of the documents (`--half choose`) and reported on the other. Coherence is
gensim's, counted on clauses of the half that no model was fitted on. Stability is the overlap of the top words of
matched topics (`benchmarks.topics_measure.agreement`): over seeds on the same clauses, and over resamples of 80 % of
the documents, each with another seed. The product is that of a coherence, the diversity and both stabilities' mean.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.topics_data import HALVES, Half, read_half
from benchmarks.topics_measure import Topics, agreement, coherence, diversity
from benchmarks.topics_rivals import Fitter, rivals
from models.engines import Material, make_material
from models.vocabulary import Bags, Tokens

_RESAMPLE = 0.8  # of the documents
_MOST_SECONDS = 45.0  # of one fit; slower models are measured with the first two runs of each kind
_COUNTED = 6_000  # clauses that coherence is counted on


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The topics of one model: a run for each seed on all clauses, and one for each resample; seconds a run."""

    name: str
    seeds: tuple[Topics, ...]
    resamples: tuple[Topics, ...]
    seconds: float


def fit_all(half: Half, name: str, fit: Fitter, topics: int, seeds: int, resamples: int) -> Runs:
    """Returns the runs of one model."""
    whole = make_material(half.bags)
    start = time.perf_counter()
    made = [fit(whole, list(half.bags.tokens), topics, 0)]
    first = time.perf_counter() - start
    if first > _MOST_SECONDS:
        seeds, resamples = min(seeds, 2), min(resamples, 2)
    made += [fit(whole, list(half.bags.tokens), topics, seed) for seed in range(1, seeds)]
    seconds = (time.perf_counter() - start) / seeds
    parts = [_resample(half, seed) for seed in range(resamples)]
    again = [fit(material, tokens, topics, 100 + i) for i, (material, tokens) in enumerate(parts)]
    return Runs(name=name, seeds=tuple(made), resamples=tuple(again), seconds=seconds)


def _resample(half: Half, seed: int) -> tuple[Material, list[Tokens]]:
    documents = np.unique(half.documents)
    drawn = np.random.default_rng(seed).choice(documents, int(len(documents) * _RESAMPLE), replace=False)
    rows = np.flatnonzero(np.isin(half.documents, drawn))
    tokens = [half.bags.tokens[i] for i in rows]
    return make_material(Bags(tokens=tuple(tokens), dictionary=half.bags.dictionary)), tokens


def rows(half: Half, runs: Sequence[Runs]) -> list[str]:
    """Returns a line of the table for each model, the figures means over its runs."""
    every = [model for run in runs for model in (*run.seeds, *run.resamples)]
    counted = half.others[:: max(len(half.others) // _COUNTED, 1)]
    figures = [coherence(every, counted, half.bags.dictionary, kind) for kind in ("c_v", "c_npmi")]
    lines, at = [], 0
    for run in runs:
        models = (*run.seeds, *run.resamples)
        c_v, c_npmi = (float(np.mean(figure[at : at + len(models)])) for figure in figures)
        at += len(models)
        spread = float(np.mean([diversity(model) for model in models]))
        over = agreement(run.seeds), agreement(run.resamples)
        both = sum(over) / 2
        products = (f"{coherent * spread * both:.3f}" for coherent in (c_v, max(c_npmi, 0.0)))
        cells = (f"{c_v:.3f}", f"{c_npmi:.3f}", f"{spread:.2f}", *(f"{part:.2f}" for part in over), *products)
        lines.append(f"| {run.name} | {' | '.join(cells)} | {run.seconds:.1f} |")
    return lines


def main() -> None:
    """Prints a table for each number of topics."""
    from threadpoolctl import threadpool_limits

    parser = argparse.ArgumentParser(description="Compare topic models.")
    parser.add_argument("documents_file", type=Path)
    parser.add_argument("--half", choices=HALVES, default="report")
    parser.add_argument("--clauses", type=int, default=3000)
    parser.add_argument("--topics", type=int, nargs="+", default=[10, 20])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--resamples", type=int, default=10)
    parser.add_argument("--only", help="Models whose name holds this.", default="")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    half = read_half(options.documents_file, options.half, options.clauses)
    print(f"Half {half.name!r}: {len(set(half.documents))} documents, {len(half.texts):,} clauses fitted, ", end="")
    print(f"{len(half.bags.dictionary):,} words; {options.seeds} seeds, {options.resamples} resamples")
    for topics in options.topics:
        runs = []
        with threadpool_limits(1):
            for name, fit in rivals().items():
                if isinstance(fit, str):
                    print(f"left out: {name}: {fit}")
                elif options.only.lower() in name.lower():
                    runs.append(fit_all(half, name, fit, topics, options.seeds, options.resamples))
        print(f"\n{topics} topics\n")
        print("| model | c_v | c_npmi | diversity | stability: seeds | resamples | product c_v | c_npmi | seconds |")
        print("|---|---|---|---|---|---|---|---|---|")
        print("\n".join(rows(half, runs)), flush=True)


if __name__ == "__main__":
    main()
