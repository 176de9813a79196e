"""Topics of clauses: the same on every run, honest about too few, coherent as gensim measures it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize

from corpus.errors import XietongError
from corpus.label import Level
from models.associate import associations, expand
from models.choose import candidates
from models.clauses import Clause
from models.coherence import coherence
from models.engines import ENGINES
from models.exemplars import choose_exemplars
from models.infer import Reading
from models.scopes import fit_scopes, scopes_to_dict
from models.term_map import Term
from models.topics import FEWEST, TooFew, TopicModel, fit_topics
from models.vocabulary import make_bags

_FIELDS = (
    ("fund", "财政 专项资金 预算 拨付 审计 贷款 贴息 担保 银行 信贷 绩效 账户".split()),
    ("technology", "培训 技术 农民 技能 课程 专家 示范 推广 网络 数据 信息 平台".split()),
    ("society", "企业 捐赠 志愿者 商会 社会组织 消费 采购 基金会 公益 慈善 市场 订单".split()),
)


@cache
def _clauses(count: int = 150) -> tuple[Clause, ...]:
    generator = np.random.default_rng(7)
    made = []
    for i in range(count):
        category, words = _FIELDS[i % 3]
        text = "，".join(str(word) for word in generator.choice(words, 6, replace=False)) + "。"
        made.append(
            Clause(
                document=f"d{i // 5:03}",
                address=f"p{i % 5}",
                text=text,
                title=f"青禾县方案之{i // 5}",
                level=Level.CENTRAL if i % 2 else Level.PROVINCIAL,
                year=2016 + i % 4,
                page=None,
                primary=category,
                secondary=(),
                review=False,
            )
        )
    return tuple(made)


@cache
def _model() -> TopicModel:
    model = fit_topics(_clauses(), seed=3, topics=3)
    assert isinstance(model, TopicModel)
    return model


def test_same_seed_same_topics() -> None:
    assert fit_topics(_clauses(), seed=3, topics=3) == _model()


def test_too_few_clauses_are_said_to_be_too_few() -> None:
    assert fit_topics(_clauses()[: FEWEST - 1]) == TooFew(count=FEWEST - 1, needed=FEWEST)


def test_topics_are_the_fields_the_clauses_were_made_of() -> None:
    fields = [set(words) for _, words in _FIELDS]
    found = {max(range(3), key=lambda k: len(fields[k] & {w for w, _ in topic.terms})) for topic in _model().topics}
    assert found == {0, 1, 2}
    assert sum(topic.clauses for topic in _model().topics) == len(_clauses())
    assert sum(topic.share for topic in _model().topics) == pytest.approx(1.0, abs=1e-3)


def test_chosen_number_is_the_best_of_the_curve() -> None:
    model = fit_topics(_clauses(), seed=0)
    assert isinstance(model, TopicModel)
    best = max(candidate.score for candidate in model.curve)
    as_good = [candidate.topics for candidate in model.curve if candidate.score >= 0.9 * best]
    assert len(model.topics) == max(as_good)
    assert all(candidate.score < 0.9 * best for candidate in model.curve if candidate.topics > max(as_good))
    assert [candidate.topics for candidate in model.curve] == candidates(len(_clauses()))


def test_exemplars_belong_to_their_topic() -> None:
    clauses = {(clause.document, clause.address): clause for clause in _clauses()}
    for topic in _model().topics:
        terms = [word for word, _ in topic.terms]
        assert topic.exemplars
        assert len({exemplar.document for exemplar in topic.exemplars}) == len(topic.exemplars)
        for exemplar in topic.exemplars:
            assert clauses[exemplar.document, exemplar.address].text == exemplar.text
            assert exemplar.weight > 1 / 3
            assert any(word in exemplar.text for word in terms)


def test_exemplars_differ_and_are_whole_clauses() -> None:
    """Three clauses say the same in nearly the same words, one is cut off: neither is shown beside a better one."""
    words = "财政 专项资金 预算 拨付 审计 贷款 贴息 担保".split()
    texts = [
        "财政专项资金预算拨付和审计由青禾县主管单位负责，每季公布。",
        "财政专项资金预算拨付和审计由青禾县主管单位负责，每月公布。",
        "贷款贴息和担保由青禾县主管单位会同银行办理，按年审计拨付。",
        "财政专项资金预算拨付审计贷款贴息担保由青禾县主管单位会同",
    ]
    clauses = [replace(_clauses()[i * 5], text=text) for i, text in enumerate(texts)]
    weighted = normalize(csr_matrix([[float(word in text) for word in words] for text in texts]))
    component, share = np.ones(len(words)) / len(words) ** 0.5, np.ones(len(texts))
    shown = choose_exemplars(clauses, weighted, component, share, range(len(texts)))
    assert [exemplar.text for exemplar in shown[:2]] == [texts[0], texts[2]]


def test_words_that_go_together_are_partners() -> None:
    counts = csr_matrix([[1, 1, 0, 0]] * 20 + [[0, 0, 1, 1]] * 20 + [[1, 0, 1, 0]] * 2 + [[1, 0, 0, 0]])
    partners = associations(counts).toarray()
    assert partners[0, 1] > 0.5
    assert partners[2, 3] > 0.5
    assert partners[0, 2] == 0
    assert partners.diagonal().max() == 0
    (row,) = expand(normalize(csr_matrix([[1.0, 0, 0, 0]])), csr_matrix(partners)).toarray()
    assert row[1] > 0
    assert row[3] == 0
    assert np.linalg.norm(row) == pytest.approx(1)


def test_a_missing_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomotopy", None)
    with pytest.raises(XietongError) as refused:
        fit_topics(_clauses(), topics=3, engine="hdp")
    assert "xietong[topics]" in str(refused.value.hint)


def test_another_seed_finds_the_same_topics_here() -> None:
    other = fit_topics(_clauses(), seed=11, topics=3)
    assert isinstance(other, TopicModel)
    assert [topic.name for topic in other.topics] == [topic.name for topic in _model().topics]


def test_names_are_distinct() -> None:
    names = [topic.name for topic in _model().topics]
    assert all(names)
    assert len(set(names)) == len(names)


def test_coherence_is_that_of_gensim() -> None:
    """With a window as long as the longest clause and no smoothing to speak of, both count clauses."""
    from gensim.models import CoherenceModel

    texts = [tuple(clause.text.rstrip("。").split("，")) for clause in _clauses()]
    bags = make_bags(texts)
    words = [bags.dictionary[i] for i in range(len(bags.dictionary))]
    tops = [[words.index(w) for w in field[:6] if w in words] for _, field in _FIELDS]
    present = (bags.counts() > 0).astype(float).tocsc()
    for ours, kind in zip(coherence(tops, present), ("c_npmi", "c_v"), strict=True):
        measured = CoherenceModel(
            topics=[[words[i] for i in top] for top in tops],
            texts=[list(text) for text in texts],
            dictionary=bags.dictionary,
            coherence=kind,
            window_size=50,
            processes=1,
        )
        assert ours == pytest.approx(measured.get_coherence(), abs=1e-3)


def test_scopes_cover_categories_and_levels() -> None:
    scopes = fit_scopes(_clauses())
    assert {"all", "fund", "central", "fund/central"} <= scopes.keys()
    assert isinstance(scopes["all"], TopicModel)
    assert isinstance(scopes["fund/central"], TooFew)
    assert json.loads(json.dumps(scopes_to_dict(scopes)))["fund/central"]["needed"] == FEWEST


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_every_engine_finds_the_fields_and_the_same_twice(engine: str) -> None:
    if engine in {"tomotopy", "hdp"}:
        pytest.importorskip("tomotopy", reason="the extra [topics] is not installed")
    model = fit_topics(_clauses(), seed=1, topics=3, engine=engine)
    assert isinstance(model, TopicModel)
    assert model == fit_topics(_clauses(), seed=1, topics=3, engine=engine)
    assert model.engine == engine
    fields = [set(words) for _, words in _FIELDS]
    found = {max(range(3), key=lambda k: len(fields[k] & {w for w, _ in topic.terms[:6]})) for topic in model.topics}
    assert len(found) == 3
    assert all(0 <= topic.stability <= 1 for topic in model.topics)


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(XietongError, match="no topic engine"):
        fit_topics(_clauses(), topics=3, engine="bert")


def test_new_clauses_are_read_as_those_that_were_fitted() -> None:
    model = _model()
    by_topic = {topic.id: {e.text for e in topic.exemplars} for topic in model.topics}
    for id, texts in by_topic.items():
        for text in texts:
            shares = model.reading.shares(text)
            assert sum(shares) == pytest.approx(1, abs=1e-3)
            assert max(range(3), key=shares.__getitem__) == id - 1
    assert model.reading.shares("无关的话。") == (0.0, 0.0, 0.0)
    plain = json.loads(json.dumps(scopes_to_dict({"all": model})))["all"]
    assert Reading.of(plain["reading"]).shares("财政专项资金审计") == model.reading.shares("财政专项资金审计")


def test_words_of_one_topic_lie_together_on_the_map() -> None:
    terms = _model().terms
    assert len({term.word for term in terms}) == len(terms) > 20
    assert all(-1 <= term.x <= 1 and -1 <= term.y <= 1 and term.clauses > 0 for term in terms)

    def spread(group: list[Term]) -> float:
        places = np.array([(term.x, term.y) for term in group])
        return float(np.linalg.norm(places[:, None] - places[None], axis=2).mean())

    within = np.mean([spread([term for term in terms if term.topic == id]) for id in (1, 2, 3)])
    assert within < 0.8 * spread(list(terms))


def test_one_scope_can_be_asked_for() -> None:
    scopes = fit_scopes(_clauses(), only="all", topics=2, engine="nmf")
    assert list(scopes) == ["all"]
    assert isinstance(scopes["all"], TopicModel)
    assert len(scopes["all"].topics) == 2
