"""The server: what every answer has, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from app.web.settings import WebSettings
from corpus.errors import XietongError
from tests.web_sample import running, sample_app, visiting


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running(sample_app(tmp_path_factory.mktemp("library"))) as address, visiting(address) as client:
        yield client


def test_unknown_addresses_answer_a_problem_in_the_visitors_language(client: httpx.Client) -> None:
    for language, title in (("zh", "没有找到"), ("en", "Not found")):
        answer = client.get("/api/v1/nothing", headers={"accept-language": language})
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["title"] == title


def test_every_answer_carries_the_security_headers(client: httpx.Client) -> None:
    for path in ("/api/v1/nothing", "/nothing", "/static/nothing.js"):
        headers = client.get(path).headers
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_a_foreign_host_name_is_refused(client: httpx.Client) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example:8765", "localhost@evil.example", ""):
        assert client.get("/api/v1/nothing", headers={"host": host}).status_code == 421
    assert client.get("/api/v1/nothing", headers={"host": "localhost:8765"}).status_code == 404


def test_an_open_address_needs_accounts() -> None:
    with pytest.raises(XietongError, match="without accounts"):
        WebSettings(host="0.0.0.0")
