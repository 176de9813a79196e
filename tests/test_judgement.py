"""What people say of codes: it stands over the machine's, can be taken back, and is never lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import schema
from corpus.document import Document, Segment, SegmentKind, Span
from corpus.judgement import ChangedError, MissingError, by_people, history, in_force, judge, judgement, retract
from corpus.label import Coding, Level, LevelDecision
from corpus.library import RECORD, Library
from corpus.store import Input
from tests.search_sample import make_library

NOW = "2026-03-01T08:00:00+00:00"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with make_library(tmp_path) as library:
        yield library


def _place(library: Library) -> tuple[str, str]:
    id = library.document_ids()[0]
    return id, library.document(id).units[0].address


def _say(library: Library, primary: str, *, coder: str = "li", seen: int | None = None) -> int:
    document, address = _place(library)
    return judge(library, document, Coding(address=address, primary=primary, coder=coder, time=NOW), seen=seen)


def test_what_a_person_says_is_in_force_until_it_is_taken_back(library: Library) -> None:
    document, address = _place(library)
    machine = in_force(library, document, address)
    assert machine is not None
    assert machine.machine
    first = _say(library, "fund", seen=machine.id)
    second = _say(library, "society", coder="wang", seen=first)
    assert library.codings(document)[address].primary == "society"
    assert [one.coding.coder for one in by_people(library)] == ["wang", "li"]
    retract(library, second, by="wang", time=NOW)
    assert library.codings(document)[address].primary == "fund"
    retract(library, first, by="li", time=NOW)
    assert in_force(library, document, address) == machine
    told = [(one.coding.coder, one.coding.primary, one.stands) for one in history(library, document, address)]
    assert told[1:] == [("li", "fund", False), ("wang", "society", False)]
    assert told[0][2]


def test_an_id_is_never_given_twice(library: Library) -> None:
    first = _say(library, "fund")
    retract(library, first, by="li", time=NOW)
    assert _say(library, "policy") > first


def test_a_correction_of_what_has_changed_meanwhile_is_refused(library: Library) -> None:
    document, address = _place(library)
    shown = in_force(library, document, address)
    assert shown is not None
    _say(library, "fund", seen=shown.id)
    with pytest.raises(ChangedError):
        _say(library, "policy", coder="wang", seen=shown.id)
    assert [one.coding.coder for one in by_people(library)] == ["li"]


def test_only_a_persons_standing_coding_is_taken_back(library: Library) -> None:
    document, address = _place(library)
    machine = in_force(library, document, address)
    assert machine is not None
    for id in (machine.id, 10**9):
        with pytest.raises(MissingError):
            retract(library, id, by="li", time=NOW)
    first = _say(library, "fund")
    retract(library, first, by="li", time=NOW)
    assert judgement(library, first) is None
    with pytest.raises(MissingError):
        retract(library, first, by="li", time=NOW)


def test_a_clause_that_is_not_there_cannot_be_judged(library: Library) -> None:
    document, _ = _place(library)
    for where, address in ((document, "九十九"), ("d0", "一")):
        with pytest.raises(MissingError):
            judge(library, where, Coding(address=address, primary="fund", coder="li"))


def test_a_library_of_the_first_schema_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        Library(tmp_path, create=True).close()
    row = ("d1", "一", "m@1", 1, "", "fund", "[]", '{"fund":0.5,"none":0.9}', "[]", 1, "")
    with sqlite3.connect(tmp_path / RECORD) as old:
        old.execute(f"INSERT INTO codings VALUES (1, {', '.join('?' * len(row))})", row)
    old.close()
    with Library(tmp_path) as library:
        assert library.rows("SELECT doubt FROM codings") == [(0.34,)]
        assert library.rows("PRAGMA user_version") == [(len(schema.MIGRATIONS),)]


def test_what_a_person_said_follows_the_text_when_a_document_is_cut_anew(tmp_path: Path) -> None:
    text = "一、安排资金。二、培训干部。三、修路。"

    def document(*cuts: tuple[str, int, int]) -> Document:
        return Document(
            id="d1",
            source="a.txt",
            text=text,
            segments=tuple(
                Segment(
                    address=address,
                    kind=SegmentKind.CLAUSE,
                    span=Span(start=start, end=end),
                    text=text[start:end],
                )
                for address, start, end in cuts
            ),
        )

    def store(library: Library, read: Document) -> None:
        entry = Input(source="a.txt", size=1, modified=1, content="c", outcome="stored", document="d1")
        machine = [Coding(address=unit.address, primary="policy", coder="m@1") for unit in read.units]
        decision = LevelDecision(level=Level.UNKNOWN)
        library.store_document(read, entry, level=decision, codings=machine, stages={"read": "1"})

    with Library(tmp_path, create=True) as library:
        store(library, document(("一", 0, 7), ("二", 7, 14), ("三", 14, 19)))
        for address, primary in (("一", "fund"), ("二", "technology"), ("三", "organization")):
            judge(library, "d1", Coding(address=address, primary=primary, coder="li", time=NOW))
        store(library, document(("二", 0, 7), ("一", 7, 14), ("四", 14, 17)))  # two change places, one is cut off
        codes = {address: coding.primary for address, coding in library.codings("d1").items()}
        assert codes | {"三": ""} == {"二": "fund", "一": "technology", "四": "policy", "三": ""}
        gone = history(library, "d1", "三")[-1]
        assert (gone.coding.primary, gone.retracted_by) == ("organization", "text gone")
        store(library, document(("一", 0, 7), ("二", 7, 14), ("三", 14, 19)))
        assert library.codings("d1")["一"].primary == "fund"


def test_a_library_opened_to_be_read_cannot_be_written(library: Library) -> None:
    with Library(library.folder, read_only=True) as reader:
        assert reader.document_ids() == library.document_ids()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.store_derived("x", "y", "z")
