"""Topics of clauses: the same on every run, honest about too few, coherent as gensim measures it."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from corpus.label import Level
from models.choose import candidates, coherence
from models.clauses import Clause
from models.scopes import fit_scopes, scopes_to_dict
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
    best = max(model.curve, key=lambda candidate: (candidate.score, -candidate.topics))
    assert len(model.topics) == best.topics
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
    measured = CoherenceModel(
        topics=[[words[i] for i in top] for top in tops],
        texts=[list(text) for text in texts],
        dictionary=bags.dictionary,
        coherence="c_npmi",
        window_size=50,
        processes=1,
    )
    assert coherence(tops, present) == pytest.approx(measured.get_coherence(), abs=1e-3)


def test_scopes_cover_categories_and_levels() -> None:
    scopes = fit_scopes(_clauses())
    assert {"all", "fund", "central", "fund/central"} <= scopes.keys()
    assert isinstance(scopes["all"], TopicModel)
    assert isinstance(scopes["fund/central"], TooFew)
    assert json.loads(json.dumps(scopes_to_dict(scopes)))["fund/central"]["needed"] == FEWEST
