"""The first page: what the library holds."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.progress import progress
from app.web.render import render
from app.web.state import Reader, TheLibrary, TheShared, TheVisit
from app.web.views.address import search_url
from app.web.views.names import code, level_name
from corpus.codebook import load_codebook
from corpus.counts import count_library
from corpus.label import LEVELS, NONE

router = APIRouter()
_STEPS = 6  # shades of the matrix


@router.get("/")
def get_overview(request: Request, shared: TheShared, library: TheLibrary, visit: TheVisit, person: Reader) -> Response:
    """Counts, categories by levels, years."""
    counts = shared.remembered.get("counts", lambda: count_library(library))
    most = max(counts.matrix.values(), default=0)
    levels = [level for level in LEVELS if any(counts.matrix.get((id, level)) for id in (*load_codebook().ids, NONE))]
    rows = []
    for id in (*load_codebook().ids, NONE):
        cells = []
        for level in levels:
            count = counts.matrix.get((id, level), 0)
            url = search_url({"category": (id,), "level": (str(level),)}) if count else ""
            cells.append((count, url, -(-count * _STEPS // most) if most else 0))
        total = sum(count for count, _, _ in cells)
        rows.append((code(id, visit.language), search_url({"category": (id,)}), cells, total))
    years = library.rows("SELECT substr(date, 1, 4) y, count(*) FROM documents WHERE date <> '' GROUP BY y ORDER BY y")
    return render(
        request,
        "overview.html",
        counts=counts,
        levels=[level_name(str(level), visit.language) for level in levels],
        rows=rows,
        years=[(str(year), int(str(count))) for year, count in years],
        progress=progress(shared.remembered, library),
    )
