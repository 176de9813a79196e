"""The engines that find topics, behind one interface: NMF, LDA, HDP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import XietongError
from models.associate import associations, expand
from models.factor import factorise, match, shares_of, unit, weigh

if TYPE_CHECKING:
    from models.vocabulary import Bags

CONSENSUS = "consensus"
RUNS = 5  # in a consensus, and to measure stability
_LEFT_OUT = 0.15  # of the clauses, in every run but the first
_PASSES = 10
_CHUNK = 256  # clauses: small steps learn faster than gensim's 2,000
_CLAUSE_PRIOR = 0.1  # a clause speaks of few topics
_WORD_PRIOR = 0.01
_SWEEPS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Topics as an engine found them.

    `components` are topics by words, rows of length one; `shares` clauses by topics (rows sum to one or are zero);
    `stability` is the mean cosine of each topic with its partners in runs of other seeds on resamples.
    """

    components: Any
    shares: Any
    stability: Any


Run = Callable[["Material", int, int], Any]  # material, topics, seed -> topics by words


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The clauses as an engine needs them (all sparse, clauses by words), and the words by their place.

    `counts`, their TF-IDF `weighted`, and `expanded` by the partners of their words (`models.associate`).
    """

    counts: Any
    weighted: Any
    expanded: Any
    words: tuple[str, ...]

    def part(self, rows: Any) -> Material:
        """Returns some of the clauses, their weights as they are."""
        return Material(
            counts=self.counts[rows], weighted=self.weighted[rows], expanded=self.expanded[rows], words=self.words
        )


def make_material(bags: Bags) -> Material:
    """Returns the material of bags of words."""
    counts = bags.counts()
    words = tuple(bags.dictionary[i] for i in range(len(bags.dictionary)))
    weighted = weigh(counts)
    return Material(counts=counts, weighted=weighted, expanded=expand(weighted, associations(counts)), words=words)


def find(material: Material, topics: int, *, engine: str = CONSENSUS, seed: int = 0, runs: int = RUNS) -> Found:
    """Returns the topics that an engine finds; the same material, seed and engine give the same ones.

    The consensus is the mean of the matched topics of all runs, in the spirit of Greene, O'Callaghan and Cunningham
    (2014); other engines give the topics of their first run, and the further runs tell how stable these are.

    Raises:
        XietongError: there is no such engine, or it is not installed.
    """
    import numpy as np

    run = _runner(engine)
    reference = unit(run(material, topics, seed))
    total = reference * max(runs - 1, 1)  # half of the mean: what all clauses say, the other half the resamples
    agreement = np.zeros(len(reference))
    shuffled = np.random.default_rng(seed).permutation(material.counts.shape[0])
    for number, left in enumerate(_left_out(shuffled, runs - 1), start=1):
        rows = np.setdiff1d(shuffled, left)  # sorted
        components = unit(run(material.part(rows), len(reference), seed + number))
        pairs, cosine = match(reference, components)
        total += components[pairs] * cosine[:, None] ** 2
        agreement += cosine
    components = unit(total) if engine == CONSENSUS else reference
    return Found(
        components=components,
        shares=shares_of(material.weighted, components),
        stability=agreement / max(runs - 1, 1),
    )


def _left_out(shuffled: Any, runs: int) -> list[Any]:
    """Returns the clauses that each run leaves out: other ones each time, so that none weighs more than another."""
    size = min(int(len(shuffled) * _LEFT_OUT), len(shuffled) // max(runs, 1))
    return [shuffled[i * size : (i + 1) * size] for i in range(runs)]


def _runner(engine: str) -> Run:
    try:
        return ENGINES[engine]
    except KeyError:
        raise XietongError(f"no topic engine {engine!r}", hint=f"there are: {', '.join(ENGINES)}") from None


def _expanded_nmf(material: Material, topics: int, seed: int) -> Any:
    return factorise(material.expanded, topics)


def _nmf(material: Material, topics: int, seed: int) -> Any:
    """scikit-learn's own start, which the seed may change a little."""
    return factorise(material.weighted, topics, seed=seed)


def _lda(material: Material, topics: int, seed: int) -> Any:
    """Online variational Bayes (Hoffman, Blei and Bach 2010)."""
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaModel

    corpus = list(Sparse2Corpus(material.counts, documents_columns=False))
    model = LdaModel(
        corpus,
        num_topics=topics,
        id2word=dict(enumerate(material.words)),
        passes=_PASSES,
        chunksize=_CHUNK,
        alpha=_CLAUSE_PRIOR,
        eta=_WORD_PRIOR,
        random_state=seed,
        eval_every=None,
    )
    return model.get_topics()


def _tomotopy_lda(material: Material, topics: int, seed: int) -> Any:
    """Collapsed Gibbs sampling (Griffiths and Steyvers 2004)."""
    return _sample(_tomotopy().LDAModel(k=topics, alpha=_CLAUSE_PRIOR, eta=_WORD_PRIOR, seed=seed), material)


def _tomotopy_hdp(material: Material, topics: int, seed: int) -> Any:
    """Hierarchical Dirichlet process (Teh et al. 2006): it finds their number itself; the `topics` largest are kept."""
    return _sample(_tomotopy().HDPModel(initial_k=topics, seed=seed), material, most=topics)


def _tomotopy() -> Any:
    try:
        import tomotopy
    except ImportError as error:
        raise XietongError("this engine needs tomotopy", hint='pip install "xietong[topics]"') from error
    return tomotopy


def _sample(model: Any, material: Material, most: int | None = None) -> Any:
    import numpy as np

    place = {word: i for i, word in enumerate(material.words)}
    for row in material.counts:
        words = [material.words[i] for i, n in zip(row.indices, row.data, strict=True) for _ in range(int(n))]
        if words:
            model.add_doc(words)
    model.train(_SWEEPS, workers=1)
    live = [k for k in range(model.k) if not hasattr(model, "is_live_topic") or model.is_live_topic(k)]
    if most is not None:
        sizes = model.get_count_by_topics()
        live = sorted(sorted(live, key=lambda k: (-int(sizes[k]), k))[:most])
    made = np.zeros((most or len(live), len(material.words)))
    columns = [place[word] for word in model.used_vocabs]
    for row_number, k in enumerate(live):
        made[row_number, columns] = model.get_topic_word_dist(k)
    return made


ENGINES: dict[str, Run] = {
    CONSENSUS: _expanded_nmf,
    "nmf": _nmf,
    "lda": _lda,
    "tomotopy": _tomotopy_lda,
    "hdp": _tomotopy_hdp,
}
