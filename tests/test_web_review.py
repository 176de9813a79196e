"""The review: the order of the queue, corrections, undo, progress, agreement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.web.agreement import MACHINE, agreements
from app.web.people import Person, Role
from app.web.problem import Problem
from app.web.progress import progress, waiting
from app.web.queue import Item, Wish, queue
from app.web.remembered import Remembered
from app.web.review import accept, correct, undo
from corpus.judgement import history
from corpus.label import Coding, LevelDecision
from corpus.library import Library
from tests.search_sample import make_library

LI = Person(name="li", role=Role.CODER)
WANG = Person(name="wang", role=Role.CODER)
CHIEF = Person(name="chief", role=Role.ADMIN)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with make_library(tmp_path) as library:
        yield library


def _waiting(library: Library, wish: Wish = Wish()) -> int:  # noqa: B008
    return waiting(Remembered(library.folder), library, person="li", wish=wish)


def _correct(library: Library, item: Item, primary: str, person: Person = LI, *, seen: int | None = None) -> int:
    return correct(library, person, document=item.document, address=item.address, primary=primary, seen=seen).id


def test_the_most_uncertain_clauses_come_first(library: Library) -> None:
    id = next(id for id in library.document_ids() if len(library.document(id).units) >= 3)
    units = library.document(id).units[:3]
    chances = (0.9, 0.5, 0.7)
    codings = [
        Coding(address=u.address, primary="fund", probabilities={"fund": p}, review=True, coder="test@1")
        for u, p in zip(units, chances, strict=True)
    ]
    library.store_labels(id, level=library.level(id) or LevelDecision(level="unknown"), codings=codings, stages={})  # type: ignore[arg-type]
    wish = Wish(document=id)
    addresses = [item.address for item in queue(library, person="li", wish=wish)]
    assert addresses == [units[1].address, units[2].address, units[0].address]
    first = queue(library, person="li", wish=wish, limit=1)[0]
    assert first.text == units[1].text
    assert first.before.strip()
    rest = queue(library, person="li", wish=Wish(document=id, after=first.machine.id))
    assert [item.address for item in rest] == addresses[1:]


def test_a_judged_clause_leaves_the_queue_and_comes_back_when_it_is_taken_back(library: Library) -> None:
    waiting = _waiting(library)
    item = queue(library, person="li")[0]
    id = _correct(library, item, "society")
    assert _waiting(library) == waiting - 1
    assert item.address not in {i.address for i in queue(library, person="li", wish=Wish(document=item.document))}
    undo(library, LI, id, language="en")
    assert queue(library, person="li")[0] == item


def test_the_queue_is_cut_by_category_level_and_document(library: Library) -> None:
    everything = queue(library, person="li", limit=500)
    assert len(everything) == _waiting(library) > 5
    for item in everything:
        assert item in queue(library, person="li", wish=Wish(level=item.level), limit=500)
        assert item in queue(library, person="li", wish=Wish(category=item.machine.coding.primary), limit=500)
        assert _waiting(library, Wish(document=item.document)) == len(
            queue(library, person="li", wish=Wish(document=item.document), limit=500)
        )
    assert {i.level for i in queue(library, person="li", wish=Wish(level="county"), limit=500)} == {"county"}
    secondary = queue(library, person="li", wish=Wish(category="technology"), limit=500)
    assert all("technology" in i.machine.coding.secondary for i in secondary)


def test_a_second_coder_gets_what_others_judged_and_not_what_they_said(library: Library) -> None:
    item = queue(library, person="li")[0]
    _correct(library, item, "society")
    assert queue(library, person="li", wish=Wish(second=True)) == ()
    theirs = queue(library, person="wang", wish=Wish(second=True))
    assert [(i.document, i.address) for i in theirs] == [(item.document, item.address)]
    assert theirs[0].machine.machine
    _correct(library, item, "fund", WANG)
    assert queue(library, person="wang", wish=Wish(second=True)) == ()


@pytest.mark.parametrize(
    ("primary", "secondary", "comment", "code"),
    [
        ("nonsense", (), "", "category"),
        ("fund", ("nonsense",), "", "category"),
        ("fund", ("fund",), "", "codes"),
        ("none", ("fund",), "", "codes"),
        ("fund", (), "长" * 2001, "comment"),
    ],
)
def test_impossible_codes_are_refused(
    library: Library, primary: str, secondary: tuple[str, ...], comment: str, code: str
) -> None:
    item, before = queue(library, person="li")[0], _waiting(library)
    with pytest.raises(Problem) as caught:
        correct(
            library,
            LI,
            document=item.document,
            address=item.address,
            primary=primary,
            secondary=secondary,
            comment=comment,
        )
    assert (caught.value.status, caught.value.code) == (422, code)
    assert _waiting(library) == before


def test_accepting_stores_the_codes_that_were_shown(library: Library) -> None:
    item = queue(library, person="li")[0]
    stored = accept(library, LI, document=item.document, address=item.address, seen=item.machine.id)
    assert stored.coding.primary == item.machine.coding.primary
    assert stored.coding.secondary == item.machine.coding.secondary
    with pytest.raises(Problem) as caught:
        accept(library, WANG, document=item.document, address=item.address, seen=item.machine.id)
    assert caught.value.code == "changed"


def test_one_takes_back_ones_own_and_an_admin_everybodys(library: Library) -> None:
    item = queue(library, person="li")[0]
    id = _correct(library, item, "society")
    with pytest.raises(Problem) as caught:
        undo(library, WANG, id, language="en")
    assert caught.value.status == 403
    undo(library, CHIEF, id, language="en")
    last = history(library, item.document, item.address)[-1]
    assert (last.coding.coder, last.retracted_by) == ("li", "chief")
    with pytest.raises(Problem) as caught:
        undo(library, LI, item.machine.id, language="en")
    assert caught.value.status == 404


def test_an_id_that_no_database_has_is_no_id(library: Library) -> None:
    item = queue(library, person="li", wish=Wish(after=10**30))[0]
    for act in (
        lambda: undo(library, LI, 10**30, language="en"),
        lambda: accept(library, LI, document=item.document, address=item.address, seen=10**30),
        lambda: _correct(library, item, "fund", seen=10**30),
    ):
        with pytest.raises(Problem) as caught:
            act()
        assert caught.value.status in (404, 409)


def test_progress_counts_clauses_and_each_ones_codings(library: Library) -> None:
    total = _waiting(library)
    first, second = queue(library, person="li", limit=2)
    accept(library, LI, document=first.document, address=first.address)
    _correct(library, second, "publicity")
    _correct(library, second, "society", WANG)
    state = progress(Remembered(library.folder), library)
    assert (state.total, state.done) == (total, 2)
    assert [(s.person, s.codings, s.accepted) for s in state.shares] == [("li", 2, 1), ("wang", 1, 0)]


def test_agreement_is_measured_between_all_who_judged_the_same(library: Library) -> None:
    items = queue(library, person="li", limit=4)
    for item in items:
        _correct(library, item, item.machine.coding.primary)
    for item in items[:2]:
        _correct(library, item, item.machine.coding.primary, WANG)
    _correct(library, items[2], "publicity", WANG)
    found = {(a.first, a.second): a for a in agreements(library)}
    assert found[MACHINE, "li"].units == 4
    assert found[MACHINE, "li"].holsti == 1.0
    assert found["li", "wang"].units == 3
    assert found["li", "wang"].holsti == pytest.approx(2 / 3, abs=1e-4)
