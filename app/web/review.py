"""What people do with codes: accept, correct, take back; and what each has done."""

from __future__ import annotations

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
    in_force,
    judge,
    judgement,
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


# Each one's standing codings, how many say what the machine's newest coding says (whatever the order), and the last.
_SORTED = "(SELECT group_concat(value) FROM (SELECT value FROM json_each({}) ORDER BY value))"
_SHARES = f"""
SELECT p.coder, count(*), coalesce(sum(m."primary" = p."primary" AND (m.secondary = p.secondary
    OR {_SORTED.format("m.secondary")} = {_SORTED.format("p.secondary")})), 0), max(p.time)
FROM codings p LEFT JOIN codings m ON m.id = (SELECT n.id FROM codings n
    WHERE n.document = p.document AND n.address = p.address AND n.machine = 1 ORDER BY n.id DESC LIMIT 1)
WHERE p.machine = 0 GROUP BY p.coder ORDER BY p.coder
"""  # noqa: S608


def shares(library: Library) -> tuple[Share, ...]:
    """Returns what each person did, by name."""
    return tuple(
        Share(person=str(person), codings=int(str(codings)), accepted=int(str(accepted)), last=str(last))
        for person, codings, accepted, last in library.rows(_SHARES)
    )
