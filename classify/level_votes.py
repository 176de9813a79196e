"""Turns what was read into votes: one piece of evidence each, with weight, level and place."""

from __future__ import annotations

import re
from dataclasses import replace

from classify.body import RANKS, Body
from classify.level_addressee import read_addressees
from classify.level_cues import Title
from classify.level_number import NumberReading
from classify.level_text import Clue
from classify.level_weigh import Signed, Vote, sign
from corpus.label import Level
from extract.fold import simplify
from extract.places import at_year, load_gazetteer

_RELATIVE = frozenset({"relative_city", "relative_district"})
_NEVER_RELATIVE = frozenset({Level.CENTRAL, Level.TOWNSHIP})
_MUNICIPAL_STEMS = frozenset({"北京", "天津", "上海", "重庆"})
ISSUER = 6.0
ISSUER_PLACE = 4.5  # the field names a place, not a body
BARE = 2.0  # the field has a name that the centre and the places share
ORDER = 5.0
EMBEDDED = 0.3  # of the weight of a clue that contradicts a named issuer
CONFIRMED = 4.0  # the prefix fits the place that another field names
HELPERS = frozenset({"university", "SOE", "bank", "association"})  # who helps; in an agreement the other side counts
PRINTED_NUMBER = re.compile(
    r"(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{2,10})[_〔\[（(﹝]?((?:19|20)\d\d)[_〕\]）)﹞]?\d+号?[）)】]?$"
)
_AGREEMENT = re.compile(r"协议(?:书)?$|备忘录$|合同$")


def issuer_votes(issuer: str, bodies: tuple[Body, ...]) -> list[Vote]:
    """Returns the vote of the issuer field (E1)."""
    if not bodies:
        return []
    signed = sign(bodies)
    body = signed.body or bodies[0]
    if signed.level is Level.UNKNOWN and all("bare" in one.flags for one in bodies):
        # 扶贫办 alone: a central library prints its bodies so, a local one mostly adds the place.
        return [Vote("issuer", BARE, Level.CENTRAL, body.name, _find(issuer, body.name), None, "")]
    explicit = any(one.explicit for one in bodies)
    return [
        Vote(
            "issuer",
            ISSUER if explicit else ISSUER_PLACE,
            signed.level,
            body.name,
            _find(issuer, body.name),
            signed.body,
            signed.province,
        )
    ]


def _find(field: str, words: str) -> tuple[int, int] | None:
    at = field.find(words)
    return (at, at + len(words)) if at >= 0 else None


def title_votes(printed: str, title: Title) -> list[Vote]:
    """Returns the vote of the title: the bodies at its head (E3), else its cue."""
    votes: list[Vote] = []
    if title.bodies:
        signed = sign(title.bodies, title.others)
        start, end = title.span or (0, 0)
        weight = title.strength
        helpers_only = signed.body is not None and signed.body.kind in HELPERS
        if helpers_only and _AGREEMENT.search(printed):
            place = _deepest_place(printed)
            if place is not None:
                weight = 2.0
                votes.append(place)
        votes.append(Vote("title", weight, signed.level, printed[start:end], title.span, signed.body, signed.province))
    elif title.cue is not Level.UNKNOWN:
        start, end = title.cue_span or (0, 0)
        votes.append(
            Vote("title", title.cue_weight, title.cue, printed[start:end], title.cue_span, None, title.cue_code)
        )
    return votes


def _deepest_place(printed: str) -> Vote | None:
    """Returns the vote of the government side of an agreement with a company or university (T31)."""
    from classify.body import TIER_LEVELS, place_body

    plain = simplify(printed)
    best: Vote | None = None
    for mention in load_gazetteer().iter_mentions(plain):
        rows = at_year(mention.divisions, None)
        body = place_body(plain, mention.start, mention.end, rows, kind="place", explicit=False)
        level = TIER_LEVELS[rows[0].tier]
        if best is None or RANKS[level] > RANKS[best.level]:
            best = Vote("title", 4.0, level, mention.name, (mention.start, mention.end), body, body.province)
    return best


def number_votes(number: str, reading: NumberReading, issuers: tuple[Body, ...], title: Title) -> list[Vote]:
    """Returns the vote of the document number (E4): beaten where a named place does not fit it (veto)."""
    if reading.bodies:
        signed = sign(reading.bodies)
        return [Vote("number", ORDER, signed.level, number, (0, len(number)), signed.body, signed.province)]
    prefix = reading.prefix
    if prefix is None:
        return []
    span = (0, len(prefix.prefix)) if number.startswith(prefix.prefix) else None
    named = [body for body in (*issuers, *title.bodies) if body.divisions or body.level is Level.CENTRAL]
    for body in named:
        if (
            body.divisions
            and prefix.place
            and fits(prefix.prefix, prefix.place, body)
            and not (prefix.level is Level.PROVINCIAL and prefix.weight >= 4 and not body.explicit)
        ):
            return [Vote("number", CONFIRMED, body.level, prefix.prefix, span, body, body.province)]
    if not issuers and title.bodies and not title.bodies[-1].explicit and prefix.place:
        upper = _upper_place(title, prefix.place)
        if upper is not None:
            return [Vote("number", CONFIRMED, upper.level, prefix.prefix, span, upper, upper.province)]
    if any(body.explicit for body in named) and prefix.level is not Level.UNKNOWN:
        levels = {body.level for body in named}
        if prefix.level not in levels:
            return [Vote("number", 0.0, prefix.level, prefix.prefix, span, None, "")]
    return [
        Vote(
            "number",
            prefix.weight if prefix.level is not Level.UNKNOWN else 0.0,
            prefix.level,
            prefix.prefix,
            span,
            None,
            prefix.code,
        )
    ]


def fits(prefix: str, place: str, body: Body) -> bool:
    """Whether the place characters of a prefix can stand for one of the divisions of a body."""
    for row in body.divisions:
        if row.name.startswith(place):
            return True
        if prefix and row.name[0] == prefix[0]:
            return True
    return False


def _upper_place(title: Title, place: str) -> Body | None:
    """Returns the first place of a title that begins with a chain of places, where the prefix fits that one."""
    body = title.bodies[0]
    mention = load_gazetteer().match(body.name, 0)
    if mention is None or mention.end >= len(body.name) or not mention.name.startswith(place):
        return None
    from classify.body import place_body

    return place_body(body.name, 0, mention.end, at_year(mention.divisions, None), kind="place", explicit=False)


def addressee_votes(addressee: str) -> list[Vote]:
    """Returns the vote of the addressees (E5)."""
    found = read_addressees(addressee) if addressee else None
    if found is None:
        return []
    level, code, weight, start, end = found
    return [Vote("addressee", weight, level, addressee[start:end], (start, end), None, code)]


def text_votes(text: str, clues: list[Clue], sure: Level, named: Level) -> list[Vote]:
    """Returns the votes of the text: signature and masthead (E1, E2), addressees, self reference, index number.

    Where the issuer field or the title names the issuing body (`sure`), what differs in the text mostly belongs to a
    document forwarded or attached: it counts less. A text whose title names a place (`named`) speaks of those above
    it too: 全省 in a city's report.
    """
    votes: list[Vote] = []
    for clue in clues:
        signed = sign(clue.bodies) if clue.bodies else Signed(level=clue.level)
        weight = clue.weight
        if sure not in {Level.UNKNOWN, signed.level} or (
            clue.source == "self_reference" and RANKS[signed.level] < RANKS[named] < RANKS[Level.UNKNOWN]
        ):
            weight *= EMBEDDED
        words = text[clue.start : clue.end]
        code = signed.province or clue.code
        votes.append(Vote(clue.source, weight, signed.level, words, (clue.start, clue.end), signed.body, code))
    return votes


def _outside_citations(title: str) -> str:
    """Returns the title with what it cites blanked, but for what it issues (印发《…》)."""
    return re.sub(r"(?<!印发)《[^《》]*(?:《[^《》]*》[^《》]*)*》", lambda found: " " * len(found[0]), title)


def is_relative(bodies: tuple[Body, ...]) -> bool:
    """Whether a body is named by 市 or 区 alone, so that another place must say which."""
    return any(body.flags and not _RELATIVE.isdisjoint(body.flags) for body in bodies)


def relative_votes(record: object, issuers: tuple[Body, ...], title: Title, votes: list[Vote]) -> list[Vote]:
    """Returns a vote for 市 or 区 at the head of a name where a place named elsewhere says which city it is."""
    open_bodies = [body for body in (*issuers, *title.bodies) if is_relative((body,))]
    if not open_bodies:
        return []
    # A 市 bureau is never central: a central number or signature beside it belongs to what is cited (veto).
    votes[:] = [replace(vote, weight=0.0) if vote.level in _NEVER_RELATIVE else vote for vote in votes]
    if any(vote.weight > 0 and vote.level is not Level.UNKNOWN for vote in votes):
        return []
    ending = "市" if "relative_city" in open_bodies[0].flags else "区"
    printed = _outside_citations(simplify(str(getattr(record, "title", ""))))
    for field in (printed, simplify(str(getattr(record, "text", "")))[:600]):
        for mention in load_gazetteer().iter_mentions(field, stems=True):
            if mention.name.endswith(ending) or (ending == "市" and mention.name in _MUNICIPAL_STEMS):
                from classify.body import place_body

                body = place_body(
                    field, mention.start, mention.end, at_year(mention.divisions, None), kind="place", explicit=False
                )
                source = "title" if field is printed else "self_reference"
                return [Vote(source, 3.0, body.level, mention.name, (mention.start, mention.end), body, body.province)]
    return []
