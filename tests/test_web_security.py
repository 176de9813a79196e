"""What attackers try: injection, traversal, scripts in titles, oversized bodies, names that mean paths."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.web.settings import MEGABYTE, WebSettings
from corpus.library import Library
from extract.parse import parse_text
from tests.search_sample import store
from tests.web_sample import running, sample_app, visiting

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
EVIL = (
    "' OR '1'='1",
    "'; DROP TABLE codings; --",
    '" UNION SELECT password FROM accounts --',
    "x\x00y",
    "%00",
    "\U0001f600" * 20,
    "{{7*7}}${7*7}",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "\r\nSet-Cookie: a=b",
    SCRIPT,
    "(" * 200,
    '"' * 99,
    "*" * 200,
    "a AND " * 80,
    "year:9999999999999999999",
    "address:" + "/" * 300,
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder: Path = tmp_path_factory.mktemp("library")
    app = sample_app(folder, WebSettings(largest_upload=2 * MEGABYTE))
    with Library(folder) as library:
        store(library, "script", f"关于{SCRIPT}的通知\n各县人民政府：\n一、{SCRIPT}安排资金修路。\n")
        from search.build import build_index

        build_index(library)
    return app


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[httpx.Client]:
    with running(app) as address, visiting(address) as client:
        client.headers["x-csrf-token"] = client.get("/api/v1/me").json()["csrf"]
        yield client


@pytest.mark.parametrize("text", EVIL)
def test_hostile_values_are_values(client: httpx.Client, app: FastAPI, text: str) -> None:
    with Library(app.state.shared.folder, read_only=True) as library:
        document = library.document_ids()[0]
    path = f"/api/v1/documents/{document}"
    wanted = {
        "/api/v1/search": ("q", "category", "level", "province", "issuer", "type", "exclude", "sort"),
        "/api/v1/facets": ("q",),
        "/api/v1/documents": ("title", "province", "level", "type", "sort"),
        "/api/v1/queue": ("category", "level", "document"),
        "/api/v1/codings": ("coder",),
        "/api/v1/sources": ("category",),
        "/api/v1/topics": ("scope",),
        f"{path}/history": ("address",),
        "/api/v1/export/hits.csv": ("q", "province"),
        "/login": ("next",),
    }
    for address, names in wanted.items():
        for name in names:
            answer = client.get(address, params={name: text})
            assert answer.status_code < 500, (address, name)
            assert "a=b" not in answer.headers.get("set-cookie", "")
    for body in ({"address": text, "primary": "fund"}, {"address": "一", "primary": text, "comment": text}):
        assert client.post(f"{path}/codings", json=body).status_code in (404, 422)
    assert client.get("/api/v1/queue").json()["waiting"] > 0


def test_half_a_character_is_refused(client: httpx.Client) -> None:
    body = b'{"address": "\\ud800", "primary": "fund", "comment": "\\udfff"}'
    headers = {"content-type": "application/json"}
    assert client.post("/api/v1/documents/d0/codings", content=body, headers=headers).status_code == 422
    assert client.get("/api/v1/search?q=%ed%a0%80").status_code < 500


def test_nothing_comes_out_of_the_folders_it_should_stay_in(client: httpx.Client) -> None:
    address = urlsplit(str(client.base_url))
    for path in (
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/..%2fserver.py",
        "/static/..%5cserver.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/api/v1/documents/..%2f..%2f..%2fetc%2fpasswd/original",
        "/api/v1/documents/%2e%2e/pages/1.png",
        "/api/v1/export/..%2fx.csv",
        "/api/v1/uploads/../../people.db",
    ):
        with socket.create_connection((str(address.hostname), address.port or 80), timeout=10) as raw:  # as it stands
            raw.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            answer = b""
            while block := raw.recv(65536):
                answer += block
        status = int(answer.split(b" ")[1])
        assert status in (404, 405, 422), path
        assert b"root:" not in answer
        assert b"import annotations" not in answer


def test_a_file_name_cannot_leave_its_folder(app: FastAPI, client: httpx.Client) -> None:
    folder: Path = app.state.shared.folder
    before = {path for path in folder.rglob("*") if "originals" not in path.parts}
    for name in ("../../evil.txt", "/tmp/evil.txt", "..\\evil.txt", "a!b.txt", "x" * 300 + ".txt", "．．／evil.txt"):
        answer = client.post("/api/v1/uploads", files={"files": (name, b"x")})
        assert answer.status_code == 202, name
    grown = {path for path in folder.rglob("*") if "originals" not in path.parts} - before
    assert {path.name for path in grown} <= {"people.db", "people.db-wal", "people.db-shm"} | {
        path.name for path in grown if "index" in path.parts or path.name.startswith("library.db")
    }
    assert not any("!" in path.name for path in (folder / "originals").rglob("*"))


def test_a_script_in_a_title_stays_text(app: FastAPI, client: httpx.Client) -> None:
    document = parse_text(f"关于{SCRIPT}的通知\n各县人民政府：\n一、{SCRIPT}安排资金修路。\n", "script.txt").id
    found = client.get("/api/v1/search", params={"q": "修路"})
    assert found.headers["content-type"] == "application/json"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert client.get(f"/api/v1/documents/{document}/text").headers["content-type"].startswith("text/plain")
    pages = {
        route.path.replace("{id}", document).replace("{document}", document)
        for route in app.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and not route.path.startswith("/api/")
    }
    for path in sorted(path for path in pages if "{" not in path):
        for params in ({}, {"q": "修路"}, {"q": SCRIPT, "next": SCRIPT, "scope": SCRIPT}):
            page = client.get(path, params=params, follow_redirects=True)
            if page.headers["content-type"].startswith("text/html"):
                assert "<script>alert" not in page.text, path
                assert "<img src=x" not in page.text, path
    missing = client.get(f"/{SCRIPT}")
    assert missing.status_code == 404
    assert "<script>alert" not in missing.text


def test_a_body_over_the_limit_is_refused_whatever_it_says_of_itself(client: httpx.Client) -> None:
    big = b"{" + b" " * (MEGABYTE + 10) + b"}"
    stated = client.post("/api/v1/documents/d0/codings", content=big)
    assert (stated.status_code, stated.json()["code"]) == (413, "too_large")

    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    streamed = client.post(
        "/api/v1/documents/d0/codings", content=pieces(), headers={"content-type": "application/json"}
    )
    assert (streamed.status_code, streamed.json()["code"]) == (413, "too_large")
    upload = client.post("/api/v1/uploads", files={"files": ("a.txt", b"x" * (3 * MEGABYTE))})
    assert upload.status_code == 413


def test_too_many_files_are_refused(client: httpx.Client) -> None:
    many = [("files", (f"{n}.txt", b"x")) for n in range(201)]
    assert client.post("/api/v1/uploads", files=many).json()["code"] == "no_files"
    assert client.post("/api/v1/uploads", files={"files": ("", b"")}).status_code == 422


def test_a_bug_answers_a_problem_without_its_traceback(tmp_path: Path) -> None:
    app = sample_app(tmp_path)

    @app.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("secret detail")

    with running(app, lifespan="off") as address, visiting(address) as client:
        answer = client.get("/api/v1/broken")
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal"
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers
