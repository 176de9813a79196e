"""What people do with codes: accept, correct, take back; how far they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.manifest import now
from app.web.people import Person, Role
from app.web.problem import Problem
from app.web.words import phrase
from corpus.codebook import load_codebook
from corpus.judgement import (
    ChangedError,
    Judgement,
    MissingError,
    by_people,
    in_force,
    judge,
    judgement,
    newest_of_machine,
    retract,
)
from corpus.label import NONE, Coding
from corpus.library import Library

LONGEST_COMMENT = 2000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one person did: standing codings, how many of them say what the machine says, and the time of the last."""

    person: str
    codings: int
    accepted: int
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the review is: clauses for review, how many of them a person has judged, and each one's share."""

    total: int
    done: int
    shares: tuple[Share, ...]


def correct(
    library: Library,
    person: Person,
    *,
    document: str,
    address: str,
    primary: str,
    secondary: Sequence[str] = (),
    comment: str = "",
    seen: int | None = None,
) -> Judgement:
    """Stores a person's codes of a clause beside the machine's and returns them as stored.

    `seen` is the id of the coding in force that the person was shown; None: whatever is in force.

    Raises:
        Problem: no such clause or category, the codes contradict each other, or someone was faster (409).
    """
    known = (*load_codebook().ids, NONE)
    for name in (primary, *secondary):
        if name not in known:
            raise Problem(422, "category", category=name, known=", ".join(known))
    if len(comment) > LONGEST_COMMENT:
        raise Problem(422, "comment", most=LONGEST_COMMENT)
    try:
        coding = Coding(
            address=address,
            primary=primary,
            secondary=tuple(dict.fromkeys(secondary)),
            coder=person.name,
            time=now(),
            comment=comment.strip(),
        )
    except ValueError as error:
        raise Problem(422, "codes") from error
    try:
        id = judge(library, document, coding, seen=seen)
    except MissingError as error:
        raise Problem(404, "no_clause", address=address) from error
    except ChangedError as error:
        raise Problem(409, "changed") from error
    return Judgement(id=id, document=document, machine=False, coding=coding)


def accept(library: Library, person: Person, *, document: str, address: str, seen: int | None = None) -> Judgement:
    """Stores that a person agrees with the coding in force (or with the one shown) and returns it as stored.

    Raises:
        Problem: there is no such coding, or someone was faster (409).
    """
    shown = in_force(library, document, address) if seen is None else judgement(library, seen)
    if shown is None or (shown.document, shown.coding.address) != (document, address):
        raise Problem(409, "changed") if seen is not None else Problem(404, "no_clause", address=address)
    return correct(
        library,
        person,
        document=document,
        address=address,
        primary=shown.coding.primary,
        secondary=shown.coding.secondary,
        seen=shown.id,
    )


def undo(library: Library, person: Person, id: int, *, language: str) -> Judgement:
    """Takes a coding back: a person's own; an admin may take back anyone's. Returns it as it is kept.

    Raises:
        Problem: there is no such coding of a person, or it is someone else's.
    """
    found = judgement(library, id)
    if found is None or found.machine:
        raise Problem(404, "no_coding", id=id)
    if found.coding.coder != person.name and person.role is not Role.ADMIN:
        raise Problem(403, "role", role=phrase(f"role.{Role.ADMIN}", language))
    try:
        return retract(library, id, by=person.name, time=now())
    except MissingError as error:
        raise Problem(404, "no_coding", id=id) from error


_NEWEST_FOR_REVIEW = """
FROM codings c JOIN segments s ON s.document = c.document AND s.address = c.address
WHERE c.machine = 1 AND c.review = 1 AND NOT EXISTS (SELECT 1 FROM codings n
    WHERE n.document = c.document AND n.address = c.address AND n.machine = 1 AND n.id > c.id)
"""
_JUDGED = "EXISTS (SELECT 1 FROM codings p WHERE p.document = c.document AND p.address = c.address AND p.machine = 0)"


def progress(library: Library) -> Progress:
    """Returns how far the review is."""
    total, done = library.rows(f"SELECT count(*), coalesce(sum({_JUDGED}), 0) {_NEWEST_FOR_REVIEW}")[0]
    theirs: dict[str, list[Judgement]] = defaultdict(list)
    for one in by_people(library):
        theirs[one.coding.coder].append(one)
    machine = newest_of_machine(library)
    shares = [
        Share(
            person=name,
            codings=len(codings),
            accepted=sum(
                _codes(one) == _codes(machine[one.document, one.coding.address])
                for one in codings
                if (one.document, one.coding.address) in machine
            ),
            last=max(one.coding.time for one in codings),
        )
        for name, codings in sorted(theirs.items())
    ]
    return Progress(total=int(str(total)), done=int(str(done)), shares=tuple(shares))


def _codes(one: Judgement) -> tuple[str, frozenset[str]]:
    return one.coding.primary, frozenset(one.coding.secondary)
