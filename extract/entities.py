"""Entities of a text as spans: actors, places, sums, dates, cited documents.

Words come from our own cutter; spaCy's matchers run over them (no model is needed): a `PhraseMatcher` for the
names of bodies and the common words for actors, a `Matcher` for names built of a place, departments and an organ.
What is a form rather than a word (money, dates, citations) comes from `entity_rules`, places from the gazetteer.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.document import Entity, Span
from extract.bodies import load_bodies
from extract.entity_rules import iter_amounts, iter_citations, iter_times
from extract.fold import simplify
from extract.places import load_gazetteer
from extract.words import cut_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ACTORS = Path(__file__).with_name("actors.csv")
_DEPARTMENT = "department"
_BODY_TYPES = {
    "party": "party",
    "congress": "legislative_judicial",
    "court_procuratorate": "legislative_judicial",
    "military": "military",
    "bank": "finance",
    "SOE": "soe",
    "university": "university_research",
    "association": "social_org",
}
# Last words of an organ's name -> type of actor, the first that fits.
_ORGANS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"党委$|^[省州市县区]委$|党组$|党支部$|组织部$|宣传部$|统战部$|纪委$|监委$|党工委$|政法委$"), "party"),
    (re.compile(r"人大$|人大常委会$|人民代表大会$|政协$|法院$|检察院$"), "legislative_judicial"),
    (re.compile(r"军区$|军分区$|人武部$|武装部$|武警.*"), "military"),
    (re.compile(r"银行$|信用社$|联社$|分行$|支行$|保险公司$"), "finance"),
    (re.compile(r"大学$|学院$|研究院$|研究所$|农科院$"), "university_research"),
    (re.compile(r"合作社$|村委会$|居委会$|村民委员会$"), "coop_collective"),
    (re.compile(r"公司$|集团$"), "enterprise"),
    (re.compile(r"协会$|学会$|基金会$|联合会$|妇联$|残联$|工商联$|团委$|工会$|科协$|红十字会$|商会$"), "social_org"),
    (re.compile(r"电视台$|报社$|日报$"), "media"),
    (
        re.compile(
            r"政府$|.局$|.厅$|.署$|委员会$|办公室$|办公厅$|领导小组$|指挥部$|[贫革展育]办$|[革康生宗]委$|街道办$|行署$|办事处$|管委会$"
        ),
        "local_gov",
    ),
)
_NO_ORGAN = frozenset(
    (
        "部署 签署 格局 布局 全局 大局 当局 局 结局 开局 破局 时局 定局 客厅 餐厅 大厅 展厅 歌厅 委员会 办公室 邮局 药局"
    ).split()
)
# Offices within an organ: 县委 + 组织部 is one actor.
_OFFICES = frozenset("组织部 宣传部 统战部 政法委 办公室 办公厅 扶贫办 研究室 政研室 领导小组".split())
_SINGLE = frozenset("局厅委办部")
_CENTRAL = ("国家", "国务院", "中央", "全国", "中共中央")
_GAP = -1  # in the place of words that can be part of no actor
_PRONOUN = frozenset("我本该各贵")


@cache
def _actor_words() -> dict[str, str]:
    """Returns actor word -> type, from `actors.csv` (departments are kept apart)."""
    with _ACTORS.open(encoding="utf-8", newline="") as lines:
        return {word: row["type"] for row in csv.DictReader(lines) for word in row["words"].split()}


@lru_cache(maxsize=65536)
def _tag(word: str) -> str:
    """Returns the class of a word for the matcher: P place, D department, O organ, F office of one, S bare
    organ ending, X other."""
    if word in _SINGLE:
        return "S"
    if len(word) < 2 or (len(word) == 2 and word[0] in _PRONOUN):
        return "X"
    if _actor_words().get(word) == _DEPARTMENT:
        return "D"
    gazetteer = load_gazetteer()
    if gazetteer.named(word) or any(row.tier == "province" for row in gazetteer.stemmed(word)):
        return "P"
    if word in _OFFICES:
        return "F"
    if any(row.tier == "prefecture" for row in gazetteer.stemmed(word)):
        return "P"
    return "O" if word not in _NO_ORGAN and any(pattern.search(word) for pattern, _ in _ORGANS) else "X"


@dataclass(frozen=True, slots=True)
class _Pipeline:
    vocab: Any
    finder: Any
    phrases: Any
    names: Any
    types: dict[str, str]


@cache
def _pipeline() -> _Pipeline:
    """Returns the matchers (built once a process; importing spaCy takes most of the time)."""
    import spacy
    from ahocorasick_rs import AhoCorasick
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokens import Doc

    vocab = spacy.blank("zh").vocab
    types = {name: _BODY_TYPES.get(body.kind, "central_gov") for name, body in load_bodies().items() if not body.bare}
    types.update({word: kind for word, kind in _actor_words().items() if kind != _DEPARTMENT})
    phrases = PhraseMatcher(vocab)
    phrases.add("actor", [Doc(vocab, words=cut_words(name)) for name in types])
    names = Matcher(vocab)
    place = {"TAG": "P", "OP": "+"}
    department = {"TAG": "D", "OP": "*"}
    names.add(
        "actor",
        [
            [place, department, {"TAG": "O"}],
            [place, department, {"TAG": "O"}, {"TAG": "F"}],
            [place, department, {"TAG": "F"}],
            [place, {"TAG": "D", "OP": "+"}, {"TAG": "S"}],
            [{"TAG": "D", "OP": "+"}, {"TAG": "O"}],
            [{"TAG": "O"}],
            [{"TAG": "O"}, {"TAG": "F"}],
            [{"TAG": "F"}],
        ],
        greedy="LONGEST",
    )
    return _Pipeline(vocab, AhoCorasick(list(types)), phrases, names, types)


def annotate(text: str) -> tuple[Doc, list[int]]:
    """Returns the words of a text (in simplified characters) that actors can be made of, and where each begins.

    They are a spaCy `Doc` with the actors as `doc.spans["actors"]`. Few words of a text can be part of an
    actor: the tagged ones and those of a known name. Only these go through the matchers, with a break (a
    word that no pattern takes, placed at -1) where others stood between them.
    """
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    pipeline = _pipeline()
    words = cut_words(text)
    starts = list(accumulate(map(len, words), initial=0))
    tags = list(map(_tag, words))
    wanted = {place for place, tag in enumerate(tags) if tag != "X"}
    for _, start, end in pipeline.finder.find_matches_as_indexes(text, overlapping=True):
        first = bisect_left(starts, start)
        if starts[first] == start:
            wanted.update(range(first, bisect_left(starts, end)))
    kept: list[int] = []
    for place in sorted(wanted):
        if kept and kept[-1] != place - 1:
            kept.append(_GAP)
        kept.append(place)
    doc = Doc(
        pipeline.vocab,
        words=[words[place] if place >= 0 else "\n" for place in kept],
        spaces=[False] * len(kept),
        tags=[tags[place] if place >= 0 else "X" for place in kept],
    )
    found = [*pipeline.phrases(doc, as_spans=True), *pipeline.names(doc, as_spans=True)]
    doc.spans["actors"] = filter_spans(found)
    return doc, [starts[place] if place >= 0 else _GAP for place in kept]


def actor_type(name: str) -> str:
    """Returns the type of an actor by its name (`central_gov`, `local_gov`, `party`, `soe`, ...)."""
    known = _pipeline().types.get(name)
    if known is not None:
        return known
    if name.startswith(_CENTRAL):
        return "central_gov"
    return next((kind for pattern, kind in _ORGANS if pattern.search(name)), "local_gov")


def _actors(text: str, plain: str) -> list[Entity]:
    found: list[Entity] = []
    doc, places = annotate(plain)  # the spans live as long as the document
    for span in doc.spans["actors"]:
        start = places[span.start]
        end = start + span.end_char - span.start_char
        found.append(
            Entity(kind="actor", span=Span(start=start, end=end), text=text[start:end], value=actor_type(span.text))
        )
    return found


# Names that are also words (市城区, 新区) or arise between two (省和县, 三地一区): places only right after a place.
_ALSO_WORDS = frozenset("任县 和县 新区 新县 开县 郊区 城区 矿区 老城区 一区".split())
_SHORT = 2  # characters of a name that may arise within a word (示范县): it must begin where a word begins
_WINDOW = 4  # characters on each side that the word cutter sees


def find_places(text: str) -> list[Entity]:
    """Returns the places a text names; the value is the code, or codes joined by `|` where the name is ambiguous."""
    gazetteer = load_gazetteer()
    plain = simplify(text)
    found: list[Entity] = []
    last = -1  # where the place before ends
    for mention in gazetteer.iter_mentions(plain):
        name = plain[mention.start : mention.end]
        if name in _ALSO_WORDS and mention.start != last:
            continue
        if len(name) <= _SHORT and mention.start != last and not _begins_word(plain, mention.start):
            continue
        last = mention.end
        rows = [row for row in mention.divisions if not row.end] or list(mention.divisions)
        codes = "|".join(dict.fromkeys(row.code for row in rows))
        span = Span(start=mention.start, end=mention.end)
        found.append(Entity(kind="place", span=span, text=text[mention.start : mention.end], value=codes))
    return found


def _begins_word(text: str, start: int) -> bool:
    first = max(0, start - _WINDOW)
    at = first
    for word in cut_words(text[first : start + _WINDOW]):
        if at >= start:
            break
        at += len(word)
    return at == start


def find_entities(text: str) -> tuple[Entity, ...]:
    """Returns the entities of a text in order of place: `actor` (value its type), `place` (codes), `amount`, `quantity`,
    `date`, `period`, `citation`, `number`. A place within an actor's name is listed too.
    """
    plain = simplify(text)
    found = [*iter_amounts(text), *iter_times(text), *iter_citations(text)]
    numbers = [entity.span for entity in found if entity.kind == "number"]
    found += [actor for actor in _actors(text, plain) if not any(span.covers(actor.span) for span in numbers)]
    found += find_places(text)
    return tuple(sorted(found, key=lambda entity: (entity.span.start, -entity.span.end, entity.kind)))
