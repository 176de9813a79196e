"""Keyword in context, other names, copies, related texts and saved searches on the pages and over the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.web.people import Role
from app.web.server import create_app
from app.web.settings import WebSettings
from corpus.library import Library
from search.build import build_index
from tests.search_sample import TEXTS, make_library, store
from tests.web_sample import running, sample_app, visiting

PASSWORD = "a long enough sentence 7"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    app = sample_app(tmp_path_factory.mktemp("library"))
    with running(app) as address, visiting(address, **{"accept-language": "en"}) as client:
        yield client


def _csrf(client: httpx.Client) -> str:
    found = re.search(r'<meta name="csrf" content="([^"]+)"', client.get("/search").text)
    assert found is not None
    return found[1]


def _save(client: httpx.Client, name: str, search: str) -> httpx.Response:
    return client.post("/saved", data={"csrf": _csrf(client), "name": name, "search": search})


def test_lines_are_the_places_of_the_query(client: httpx.Client) -> None:
    page = client.get("/search", params={"q": "资金", "view": "lines"}).text
    lines = client.get("/api/v1/kwic", params={"q": "资金", "limit": 100}).json()
    assert lines
    assert {line["match"].replace(" ", "") for line in lines} == {"资金"}
    assert page.count('<mark class="c0">') == len(lines)


def test_other_names_are_looked_for_and_told(client: httpx.Client) -> None:
    plain = client.get("/api/v1/search", params={"q": "低保"}).json()
    wide = client.get("/api/v1/search", params={"q": "低保", "synonyms": "true"}).json()
    assert plain["synonyms"] == {}
    assert "最低生活保障" in wide["synonyms"]["低保"]
    assert wide["total"] >= plain["total"]
    page = client.get("/search", params={"q": "低保", "synonyms": "true"}).text
    assert "Also looked for: 低保 — " in page


def test_related_texts_share_words(client: httpx.Client) -> None:
    hit = client.get("/api/v1/search", params={"q": "资金", "limit": 1}).json()["hits"][0]
    path = f"/api/v1/documents/{hit['document']}/related"
    clauses = client.get(path, params={"address": hit["address"]}).json()
    assert clauses
    assert all(one["document"] != hit["document"] and one["shared"] for one in clauses)
    page = client.get(f"/documents/{hit['document']}", params={"at": hit["address"], "like": "clause"}).text
    assert clauses[0]["address"] in page
    assert "Shared words" in page
    assert client.get(path, params={"address": "nowhere"}).status_code == 404


def test_hits_can_be_taken_as_references(client: httpx.Client) -> None:
    answer = client.get("/api/v1/export/hits.ris", params={"q": "资金"})
    assert answer.status_code == 200
    found = {hit["document"] for hit in client.get("/api/v1/search", params={"q": "资金", "limit": 200}).json()["hits"]}
    assert answer.text.count("TY  - ") == len(found)
    assert client.get("/api/v1/export/codes.ris").status_code == 422


def test_a_search_is_saved_run_and_forgotten(client: httpx.Client) -> None:
    assert _save(client, "money", "q=资金&level=county&exclude=type:通知&year_from=2010").status_code == 303
    page = client.get("/saved").text
    assert ">money</a>" in page
    kept = next(one for one in client.get("/api/v1/saved").json() if one["name"] == "money")
    for part in ("level=county", "year_from=2010", "exclude=type"):
        assert part in kept["url"]
    assert client.get(kept["url"]).status_code == 200
    assert "Nothing new" in client.get("/saved/new", params={"name": "money"}).text
    assert client.post("/saved/forget", data={"csrf": _csrf(client), "name": "money"}).status_code == 303
    assert client.get("/saved/new", params={"name": "money"}).status_code == 404


def test_saving_needs_the_token_and_a_name(client: httpx.Client) -> None:
    assert client.post("/saved", data={"name": "x", "search": "q=资金"}).status_code == 403
    assert _save(client, "   ", "q=资金").status_code == 400
    assert _save(client, "broken", "q=%28资金").status_code == 400
    assert _save(client, "year", "year_from=abc").status_code == 422
    assert {one["name"] for one in client.get("/api/v1/saved").json()}.isdisjoint({"x", "broken", "year"})


def test_a_name_is_no_markup(client: httpx.Client) -> None:
    name = "<script>alert(1)</script>"
    _save(client, name, "q=资金")
    page = client.get("/saved").text
    assert name not in page
    assert "&lt;script&gt;" in page
    client.delete("/api/v1/saved", params={"name": name}, headers={"x-csrf-token": _csrf(client)})


def test_people_see_their_own_searches_alone(tmp_path: Path) -> None:
    make_library(tmp_path).close()
    app = create_app(tmp_path, settings=WebSettings(accounts=True))
    for name in ("li", "wang"):
        app.state.shared.desk.accounts.add(name, Role.READER, PASSWORD)
    with running(app) as address, visiting(address) as li, visiting(address) as wang:
        for client, name in ((li, "li"), (wang, "wang")):
            token = re.search(r'name="csrf" value="([^"]+)"', client.get("/login").text)
            assert token is not None
            entered = client.post("/login", data={"csrf": token[1], "name": name, "password": PASSWORD})
            assert entered.status_code == 303
        assert _save(li, "mine", "q=资金").status_code == 303
        assert [one["name"] for one in li.get("/api/v1/saved").json()] == ["mine"]
        assert wang.get("/api/v1/saved").json() == []
        assert wang.get("/api/v1/saved/new", params={"name": "mine"}).status_code == 404
        assert wang.get("/api/v1/saved/new", params={"name": "li\u241fmine"}).status_code == 404
        assert wang.post("/saved/forget", data={"csrf": _csrf(wang), "name": "mine"}).status_code == 404
        assert [one["name"] for one in li.get("/api/v1/saved").json()] == ["mine"]
    with Library(tmp_path, read_only=True) as library:
        assert library.derived("searches", "1") is not None


def test_copies_are_named_under_a_hit(tmp_path: Path) -> None:
    with make_library(tmp_path) as library:
        store(library, "again", TEXTS["measures"] + "以上各项自印发之日起施行。\n")
        build_index(library)
    with running(create_app(tmp_path, settings=WebSettings())) as address, visiting(address) as client:
        found = client.get("/api/v1/search", params={"q": "资金", "limit": 100}).json()
        assert any(len(group) == 2 for group in found["clusters"])
        page = client.get("/search", params={"q": "资金", "lang": "en"}).text
        assert "1 more with much the same text" in page
