"""The server: what every answer has, whatever is asked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.web.errors import problem_of, rules
from app.web.settings import WebSettings
from app.web.words import table
from corpus.errors import XietongError
from tests.web_sample import running, sample_app, visiting

ROOT = Path(__file__).resolve().parents[1]
WEB, SEARCH = ROOT / "app" / "web", ROOT / "search"


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
        assert headers["cache-control"] == ("max-age=600" if path.startswith("/static/") else "no-cache")


def test_a_foreign_host_name_is_refused(client: httpx.Client) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example:8765", "localhost@evil.example", ""):
        assert client.get("/api/v1/nothing", headers={"host": host}).status_code == 421
    assert client.get("/api/v1/nothing", headers={"host": "localhost:8765"}).status_code == 404


def test_an_open_address_needs_accounts() -> None:
    with pytest.raises(XietongError, match="without accounts"):
        WebSettings(host="0.0.0.0")


def test_every_word_exists_in_both_languages() -> None:
    for key, words in table().items():
        assert set(words) == {"en", "zh"}, key
        assert all(words.values()), key


def test_every_problem_has_its_words() -> None:
    codes = {
        str(node.args[1].value)
        for path in sorted(WEB.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem"
        if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and isinstance(node.args[1].value, str)
    }
    assert len(codes) > 20
    for code in codes:
        assert {f"problem.{code}", f"problem.{code}.detail"} <= table().keys(), code


def test_every_translated_error_has_a_heading() -> None:
    for rule in rules():
        assert f"problem.{rule.code}" in table(), rule.code


def test_whatever_the_search_complains_of_is_said_in_chinese_too() -> None:
    complaints = [complaint for path in sorted(SEARCH.glob("*.py")) for complaint in _complaints(path)]
    assert len(complaints) > 15
    for complaint in complaints:
        detail = problem_of(complaint, "zh").detail("zh")
        assert any("\u4e00" <= character <= "\u9fff" for character in detail), complaint


def _complaints(path: Path) -> Iterator[XietongError]:
    """Yields the errors that a module can raise, every value in them 2016."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "XietongError":
            hints = [_words(one.value) for one in node.keywords if one.arg == "hint"]
            yield XietongError(_words(node.args[0]), hint=hints[0] if hints else "")


def _words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) for part in node.values)
    return "category" if isinstance(node, ast.FormattedValue) and ast.unparse(node.value) == "field" else "2016"


def test_the_path_of_the_library_is_not_told() -> None:
    problem = problem_of(XietongError("/home/li/library has no index", hint="xietong run"), "en")
    assert problem.status == 503
    assert "/home" not in problem.detail("en")
