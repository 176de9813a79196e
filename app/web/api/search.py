"""Search over the API: hits with highlights, facets, exports of all hits."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, BackgroundTasks, Depends, Query
from fastapi.responses import FileResponse, Response
from pydantic_core import to_json

from app.web.api.shapes import Limit, Offset, Shape
from app.web.exports import write_codes, write_hits
from app.web.find import find
from app.web.people import Role
from app.web.problem import Problem
from app.web.sources import shown_source
from app.web.state import Reader, TheLibrary, TheShared, TheVisit
from corpus.codec import Plain
from search.query import Filters, Results

router = APIRouter(tags=["search"])
Values = Annotated[list[str], Query(max_length=50)]
_LONGEST_QUERY = 500


class FacetValue(Shape):
    """A value and how many of the hits have it."""

    value: str
    count: int


class HitShape(Shape):
    """A clause that was found. `highlights` are spans of `snippet`, `found` spans of `text`, `span` one of the document."""

    document: str
    title: str
    number: str
    level: str
    province: str
    date: str
    source: str
    address: str
    heading: list[str]
    page: int | None
    span: tuple[int, int]
    text: str
    score: float
    snippet: str
    highlights: list[tuple[int, int]]
    found: list[tuple[int, int]]
    primary: str
    secondary: list[str]
    review: bool


class ResultsShape(Shape):
    """One page of hits. `loose`: no clause has all the words, those with some are shown.

    `synonyms` are the other names that were looked for, by the word of the query; `clusters` groups of documents with
    much the same text that have hits on this page.
    """

    query: str
    total: int
    documents: int
    loose: bool
    hits: list[HitShape]
    facets: dict[str, list[FacetValue]]
    synonyms: dict[str, list[str]]
    clusters: list[list[str]]


def filters(
    category: Values = [],  # noqa: B006  # FastAPI copies defaults
    level: Values = [],  # noqa: B006
    province: Values = [],  # noqa: B006
    issuer: Values = [],  # noqa: B006
    type: Values = [],  # noqa: B006
    topic: Values = [],  # noqa: B006
    year_from: Annotated[int | None, Query(ge=0, le=9999)] = None,
    year_to: Annotated[int | None, Query(ge=0, le=9999)] = None,
    review: bool | None = None,
    exclude: Annotated[list[str], Query(max_length=50, description="FIELD:VALUE, e.g. level:county")] = [],  # noqa: B006
) -> Filters:
    """Returns the filters of a request; several values of one are alternatives."""
    without: dict[str, list[str]] = defaultdict(list)
    for pair in exclude:
        name, colon, value = pair.partition(":")
        if not colon or not value:
            raise Problem(422, "invalid", fields="exclude")
        without[name].append(value)
    years = None if year_from is None and year_to is None else (year_from or 0, 9999 if year_to is None else year_to)
    return Filters(
        category=tuple(category),
        level=tuple(level),
        province=tuple(province),
        issuer=tuple(issuer),
        type=tuple(type),
        topic=tuple(topic),
        year=years,
        review=review,
        exclude={name: tuple(values) for name, values in without.items()},
    )


TheFilters = Annotated[Filters, Depends(filters)]
Words = Annotated[str, Query(max_length=_LONGEST_QUERY, description='Words, "phrases", AND OR NOT, field:value.')]


@router.get("/search", response_model=ResultsShape)
def get_search(
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    wanted: TheFilters,
    q: Words = "",
    sort: Literal["relevance", "date"] = "relevance",
    limit: Limit = 20,
    offset: Offset = 0,
    synonyms: bool = False,
) -> Response:
    """Clauses that a query finds, with facets; a blank query finds all that pass the filters."""
    results = find(library, q, filters=wanted, limit=limit, offset=offset, sort=sort, synonyms=synonyms)
    # Written without a second check (3 ms of each search); that it has the shape is tested.
    return Response(to_json(_plain(results, whole=visit.may(Role.ADMIN))), media_type="application/json")


def _plain(results: Results, *, whole: bool) -> Plain:
    """Returns the results in the form of `ResultsShape`."""
    return {
        "query": results.query,
        "total": results.total,
        "documents": results.documents,
        "loose": results.loose,
        "hits": [
            {name: getattr(hit, name) for name in HitShape.model_fields}
            | {"source": shown_source(hit.source, whole=whole)}
            for hit in results.hits
        ],
        "facets": {
            name: [{"value": value, "count": count} for value, count in values]
            for name, values in results.facets.items()
        },
        "synonyms": {word: list(others) for word, others in results.synonyms},
        "clusters": [list(group) for group in results.clusters],
    }


@router.get("/facets")
def get_facets(
    library: TheLibrary, person: Reader, wanted: TheFilters, q: Words = ""
) -> Mapping[str, list[FacetValue]]:
    """The values of each field among all hits, with counts."""
    return _facets(find(library, q, filters=wanted, limit=1))


def _facets(results: Results) -> dict[str, list[FacetValue]]:
    return {
        name: [FacetValue(value=value, count=count) for value, count in values]
        for name, values in results.facets.items()
    }


_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "ris": "application/x-research-info-systems",
}


@router.get(
    "/export/{name}.{format}",
    response_class=FileResponse,
    responses={200: {"content": {kind.partition(";")[0]: {} for kind in _MEDIA.values()}}},
)
def get_export(
    shared: TheShared,
    library: TheLibrary,
    visit: TheVisit,
    person: Reader,
    wanted: TheFilters,
    tasks: BackgroundTasks,
    name: Literal["hits", "codes"],
    format: Literal["csv", "jsonl", "xlsx", "parquet", "ris"],
    q: Words = "",
    synonyms: bool = False,
) -> FileResponse:
    """All hits of a query (`hits`; `ris`: their documents), or every coded clause with its evidence (`codes`)."""
    if format == "ris" and name == "codes":
        raise Problem(422, "invalid", fields="format")
    whole = visit.may(Role.ADMIN)
    with tempfile.NamedTemporaryFile(suffix=f".{format}", delete=False) as file:
        path = Path(file.name)
    try:
        if name == "codes":
            write_codes(shared.folder, path, whole=whole)
        else:
            write_hits(library, path, q, wanted, synonyms=synonyms, whole=whole)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    tasks.add_task(path.unlink, missing_ok=True)
    return FileResponse(path, media_type=_MEDIA[format], filename=f"xietong-{name}.{format}", background=tasks)
