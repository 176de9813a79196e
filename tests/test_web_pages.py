"""The server-rendered pages: what they show, and that nothing in a document becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.messages import LANGUAGES
from app.web.views.address import document_url, search_url, with_value, without_value
from app.web.views.names import code, level_name, value_name
from app.web.views.pieces import cut_pieces
from app.web.words import table
from corpus.codebook import load_codebook
from corpus.library import Library
from tests.web_sample import running, sample_app, visiting

PAGES = ("/", "/search", "/documents", "/categories", "/categories/fund", "/topics", "/review", "/upload", "/ledger")
TEMPLATES = Path(__file__).resolve().parents[1] / "app" / "web" / "templates"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return sample_app(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[httpx.Client]:
    with running(app) as address, visiting(address, **{"accept-language": "en"}) as client:
        yield client


def _csrf(page: str) -> str:
    found = re.search(r'<meta name="csrf" content="([^"]+)"', page)
    assert found is not None
    return found[1]


def _total(page: str) -> int:
    found = re.search(r"([\d,]+) clauses in", page)
    assert found is not None
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("path", [*PAGES, "/settings", "/search?q=%22%E6%B2%A1%E6%9C%89%E7%9A%84%E8%AF%8D%22"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_both_languages(client: httpx.Client, path: str, language: str) -> None:
    answer = client.get(path, params={"lang": language} if "?" not in path else None)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1" in answer.text
    assert "style=" not in answer.text  # the content security policy would ignore it
    assert not re.search(r"\son[a-z]+=", answer.text)


def test_words_of_a_page_are_those_of_its_language(client: httpx.Client) -> None:
    assert "What the library holds" in client.get("/", params={"lang": "en"}).text
    assert "文库概况" in client.get("/", params={"lang": "zh"}).text


def test_templates_use_known_words_only() -> None:
    used = {
        key
        for path in TEMPLATES.glob("*.html")
        for key in re.findall(r'say\("([a-z_.]+)"[,)]', path.read_text(encoding="utf-8"))
    }
    assert len(used) > 80
    assert not used - set(table())
    assert all(set(words) == {"en", "zh"} for words in table().values())


def test_a_search_narrows_and_excludes(client: httpx.Client) -> None:
    page = client.get("/search").text
    county = client.get("/search", params={"level": "county"}).text
    without = client.get("/search", params={"exclude": "level:county"}).text
    assert _total(county) + _total(without) == _total(page) > 0
    assert 'href="/search?exclude=level%3Acounty"' in page
    assert 'aria-current="true"' in county


def test_clauses_for_review_can_be_told_apart(client: httpx.Client) -> None:
    page = client.get("/search").text
    wanted, sure = (client.get("/search", params={"review": value}).text for value in ("true", "false"))
    assert _total(wanted) + _total(sure) == _total(page)
    for value, name, part in (("true", "for review", wanted), ("false", "sure", sure)):
        if _total(part):
            found = re.search(rf'href="/search\?review={value}"[^>]*><span>{name}</span> <b>([\d,]+)</b>', page)
            assert found is not None
            assert int(found[1].replace(",", "")) == _total(part)


def test_a_bad_query_is_explained_where_it_was_asked(client: httpx.Client) -> None:
    answer = client.get("/search", params={"q": "扶贫 AND (", "lang": "zh"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "扶贫 AND (" in answer.text


def test_hits_are_marked_on_the_original(client: httpx.Client) -> None:
    page = client.get("/search", params={"q": "两不愁三保障"}).text
    assert '<mark class="c0">两不愁三保障</mark>' in page


def test_a_document_shows_clauses_codes_and_the_open_one(client: httpx.Client, app: FastAPI) -> None:
    with Library(app.state.shared.folder, read_only=True) as library:
        document = next(one for one in library.documents() if one.units)
    unit = document.units[0]
    page = client.get(document_url(document.id)).text
    assert page.count("data-item") == len(document.units)
    opened = client.get(f"/documents/{document.id}", params={"at": unit.address}).text
    assert 'class="detail"' in opened
    assert 'action="/review/correct"' in opened
    assert client.get("/documents/nothing").status_code == 404


def test_review_corrects_accepts_and_takes_back(client: httpx.Client) -> None:
    page = client.get("/review").text
    form = dict(re.findall(r'<input type="hidden" name="(document|address|seen)" value="([^"]+)"', page))
    saved = client.post(
        "/review/correct",
        data={**form, "primary": "fund", "secondary": ["policy", "fund"], "csrf": _csrf(page), "next": "/review"},
    )
    assert saved.status_code == 303
    after = client.get(saved.headers["location"]).text
    assert "Saved." in after
    undo = re.search(r'action="(/review/undo/\d+)"', after)
    assert undo is not None
    said = client.get("/api/v1/codings").json()[0]
    assert (said["primary"], said["secondary"]) == ("fund", ["policy"])
    assert client.post(undo[1], data={"csrf": _csrf(after), "next": "/review"}).status_code == 303
    assert client.get("/api/v1/codings").json() == []
    assert client.post("/review/accept", data={**form, "csrf": _csrf(after)}).headers["location"].startswith("/review")


def test_forms_without_the_token_are_refused(client: httpx.Client) -> None:
    answer = client.post("/review/accept", data={"document": "d", "address": "a"})
    assert answer.status_code == 403


def test_the_way_on_never_leads_elsewhere(client: httpx.Client) -> None:
    page = client.get("/review").text
    form = dict(re.findall(r'<input type="hidden" name="(document|address)" value="([^"]+)"', page))
    saved = client.post(
        "/review/correct",
        data={**form, "primary": "none", "csrf": _csrf(page), "next": "https://elsewhere.example/"},
    )
    assert saved.headers["location"] == "/"


def test_an_upload_is_followed_to_its_end(client: httpx.Client) -> None:
    page = client.get("/upload").text
    text = "松岚县人民政府关于安排专项资金的通知\n各乡镇人民政府：\n一、安排专项资金三十万元。\n".encode()
    begun = client.post("/upload", data={"csrf": _csrf(page)}, files={"files": ("通知<b>.txt", text)})
    assert begun.status_code == 303
    place = begun.headers["location"]
    whole = client.get(place).text
    assert "通知&lt;b&gt;.txt" in whole or "通知" in whole
    assert "<b>.txt" not in whole
    part = client.get(place, headers={"hx-request": "true"}).text
    assert part.lstrip().startswith("<div id=")


def test_addresses_of_searches() -> None:
    values = {"q": ("资金",), "level": ("county",), "page": ("3",)}
    assert search_url(with_value(values, "level", "central")) == (
        "/search?q=%E8%B5%84%E9%87%91&level=county&level=central"
    )
    assert search_url(without_value(values, "level", "county")) == "/search?q=%E8%B5%84%E9%87%91"
    assert search_url({}) == "/search"
    assert document_url("d1", "三/（二）").startswith("/documents/d1?at=%E4%B8%89%2F")


def test_pieces_are_the_text() -> None:
    text = "安排专项资金用于产业"
    for marks in ([], [(2, 6, 5)], [(2, 6, 5), (4, 8, 1)], [(0, 99, 2)], [(-3, 2, 1), (9, 9, 1)]):
        pieces = cut_pieces(text, marks)
        assert "".join(one.text for one in pieces) == text
    assert [one.colour for one in cut_pieces(text, [(2, 6, 5)])] == [None, 5, None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names(language: str) -> None:
    assert [code(id, language).colour for id in load_codebook().ids] == list(range(1, 9))
    assert code("none", language).colour == 0
    assert code("a category of another codebook", language).name == "a category of another codebook"
    assert level_name("central", language) != "central"
    assert value_name("province", "云南省", language) == "云南省"
