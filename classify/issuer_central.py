"""Central bodies and their branches named after places (国家税务总局云南省税务局)."""

from __future__ import annotations

from classify.body import Body, body_of, place_body
from classify.issuer_core import is_boundary, read_ending, read_places
from classify.issuer_words import BRANCH, CENTRAL, CENTRAL_TAIL, kind_of
from corpus.label import Level
from extract.bodies import CentralBody, match_body
from extract.places import at_year, load_gazetteer

_NOT_A_MINISTRY = "门分队件署级属省际委"


def read_central(text: str, at: int, year: int | None) -> Body | None:
    found = match_body(text, at)
    body: CentralBody | None = None
    if found is not None:
        body, end = found
        if text[end : end + 1] and text[end] in _NOT_A_MINISTRY and text[end - 1] in "部业":
            return None
        if body.vertical:
            branch = _read_branch(text, at, end, body.kind, year)
            if branch is not None:
                return branch
        if body.bare and text[end : end + 1] and not is_boundary(text, end):
            return None
    else:
        generic = CENTRAL.match(text, at)
        if generic is None:
            return None
        end = generic.end()
        if not is_boundary(text, end):
            longer = read_ending(text, at + 2)
            if longer is None or text[at:longer].find("省") > 0:
                return None
            end = longer
        branch = _read_branch(text, at, end, kind_of(text[at:end]), year)
        if branch is not None:
            return branch
    if not is_boundary(text, end):
        tail = CENTRAL_TAIL.match(text, end)
        stop = read_ending(text, end) if body is not None and body.kind != "university" else None
        if tail and tail.end() > end and is_boundary(text, tail.end()):
            end = tail.end()
        elif stop is not None and stop - end < 24:
            end = stop
        else:
            return body_of(
                text, at, end, kind=body.kind if body else kind_of(text[at:end]), level=Level.CENTRAL, explicit=False
            )
    kind = body.kind if body else kind_of(text[at:end])
    level = Level.UNKNOWN if body is not None and body.bare else Level.CENTRAL
    return body_of(text, at, end, kind=kind, level=level, flags=("bare",) if body is not None and body.bare else ())


def _read_branch(text: str, at: int, end: int, kind: str, year: int | None) -> Body | None:
    """Returns a branch named after a place (国家税务总局云南省税务局), or None."""
    start = end + 1 if text[end : end + 1] == "驻" else end
    gazetteer = load_gazetteer()
    rows, stop = read_places(text, start, year)
    if not rows:
        mention = gazetteer.match(text, start, stems=True)
        if mention is None:
            return None
        rows, stop = at_year(mention.divisions, year), mention.end
        branch = BRANCH.match(text, stop)
        if branch is None or not is_boundary(text, branch.end()):
            return None
        return place_body(
            text, at, branch.end(), rows, kind=kind if kind in {"bank", "SOE"} else "vertical_agency", stem=True
        )
    branch = BRANCH.match(text, stop)
    if branch is None or not is_boundary(text, branch.end()) or text.startswith("人民政府", stop):
        return None
    return place_body(text, at, branch.end(), rows, kind=kind if kind in {"bank", "SOE"} else "vertical_agency")
