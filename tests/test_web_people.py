"""People and rights: signing in, roles, tokens, and what one person must not do to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.web.attempts import BY_BOTH
from app.web.desk import Desk
from app.web.people import Role
from app.web.settings import WebSettings
from app.web.state import Shared
from tests.web_sample import running, sample_app, visiting

PASSWORD = "correct horse battery"
ROLES = {"rita": Role.READER, "carl": Role.CODER, "cora": Role.CODER, "anna": Role.ADMIN}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder: Path = tmp_path_factory.mktemp("library")
    app = sample_app(folder, WebSettings(accounts=True))
    for name, role in ROLES.items():
        desk(app).accounts.add(name, role, PASSWORD)
    return app


def desk(app: FastAPI) -> Desk:
    shared: Shared = app.state.shared
    return shared.desk


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    with running(app) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with visiting(address) as client:
        yield client


def sign_in(client: httpx.Client, name: str, password: str = PASSWORD) -> httpx.Response:
    form = client.get("/login").text
    csrf = form.partition('name="csrf" value="')[2].partition('"')[0]
    assert csrf
    return client.post("/login", data={"name": name, "password": password, "csrf": csrf, "next": "/api/v1/me"})


def enter(client: httpx.Client, name: str) -> httpx.Client:
    assert sign_in(client, name).status_code == 303
    client.headers["x-csrf-token"] = client.get("/api/v1/me").json()["csrf"]
    return client


def clause(client: httpx.Client) -> tuple[str, str]:
    hit = client.get("/api/v1/search", params={"q": "两不愁三保障"}).json()["hits"][0]
    return hit["document"], hit["address"]


def correct(client: httpx.Client, primary: str = "fund") -> httpx.Response:
    document, address = clause(client)
    return client.post(f"/api/v1/documents/{document}/codings", json={"address": address, "primary": primary})


def test_nothing_is_shown_to_strangers(client: httpx.Client) -> None:
    openapi = enter(client, "anna").get("/api/v1/openapi.json").json()
    client.cookies.clear()
    for path, methods in openapi["paths"].items():
        for method in methods:
            answer = client.request(method, path.replace("{", "x").replace("}", "x"))
            if path != "/api/v1/session":
                assert answer.status_code == 401, (method, path)
                assert answer.json()["code"] == "sign_in"
    page = client.get("/anything?q=1")
    assert page.status_code == 303
    assert page.headers["location"] == "/login?next=/anything%3Fq%3D1"


def test_signing_in_gives_a_fresh_cookie_that_scripts_cannot_read(client: httpx.Client) -> None:
    client.get("/login")
    before = dict(client.cookies)
    answer = sign_in(client, "carl")
    assert answer.headers["location"] == "/api/v1/me"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert dict(client.cookies).keys() == before.keys()
    assert dict(client.cookies) != before
    assert client.get("/api/v1/me").json()["role"] == "coder"
    with visiting(str(client.base_url)) as thief:  # the cookie from before signing in opens nothing
        thief.cookies.update(before)
        assert thief.get("/api/v1/me").status_code == 401


def test_a_cookie_that_someone_else_chose_is_not_a_session(client: httpx.Client) -> None:
    client.get("/login")
    name = next(iter(client.cookies))
    chosen = "A" * 43
    client.cookies.clear()
    client.cookies.set(name, chosen, domain="127.0.0.1")
    sign_in(client, "carl")
    with visiting(str(client.base_url)) as thief:
        thief.cookies.set(name, chosen, domain="127.0.0.1")
        assert thief.get("/api/v1/me").status_code == 401


def test_signing_out_ends_the_session_for_good(client: httpx.Client) -> None:
    enter(client, "carl")
    kept = dict(client.cookies)
    assert client.post("/logout").status_code == 303
    client.cookies.clear()
    client.cookies.update(kept)
    assert client.get("/api/v1/me").status_code == 401


def test_secure_cookies_are_for_https_and_this_host(tmp_path: Path) -> None:
    app = sample_app(tmp_path, WebSettings(accounts=True, secure=True))
    with running(app) as address, visiting(address) as client:
        cookie = client.get("/login").headers["set-cookie"]
    assert cookie.startswith("__Host-xietong=")
    assert "Secure" in cookie
    assert "Path=/;" in cookie


def test_signing_in_leads_nowhere_else(client: httpx.Client) -> None:
    for place in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\tx"):
        client.get("/login")
        csrf = client.get("/login").text.partition('name="csrf" value="')[2].partition('"')[0]
        form = {"name": "rita", "password": PASSWORD, "csrf": csrf, "next": place}
        assert client.post("/login", data=form).headers["location"] == "/"


def test_each_role_may_do_what_is_its(address: str) -> None:
    allowed = {
        ("GET", "/api/v1/search"): Role.READER,
        ("GET", "/api/v1/export/hits.csv"): Role.READER,
        ("GET", "/api/v1/queue"): Role.CODER,
        ("GET", "/api/v1/uploads"): Role.CODER,
        ("POST", "/api/v1/uploads"): Role.CODER,
        ("POST", "/api/v1/documents/d0/codings"): Role.CODER,
        ("POST", "/api/v1/documents/d0/accept"): Role.CODER,
        ("DELETE", "/api/v1/codings/1"): Role.CODER,
        ("GET", "/api/v1/accounts"): Role.ADMIN,
        ("POST", "/api/v1/accounts"): Role.ADMIN,
        ("PATCH", "/api/v1/accounts/rita"): Role.ADMIN,
        ("DELETE", "/api/v1/accounts/rita"): Role.ADMIN,
        ("GET", "/api/v1/audit"): Role.ADMIN,
    }
    for name in ("rita", "carl"):
        with visiting(address) as client:
            enter(client, name)
            for (method, path), needed in allowed.items():
                body = {"address": "x", "primary": "fund"} if "/documents/" in path else None
                status = client.request(method, path, json=body).status_code
                assert (status != 403) == ROLES[name].allows(needed), (name, method, path, status)


def test_a_coder_takes_back_only_what_is_hers(address: str) -> None:
    with visiting(address) as carl, visiting(address) as cora, visiting(address) as anna:
        enter(carl, "carl"), enter(cora, "cora"), enter(anna, "anna")
        id = correct(carl).json()["id"]
        assert cora.delete(f"/api/v1/codings/{id}").status_code == 403
        assert carl.delete(f"/api/v1/codings/{id}").status_code == 200
        id = correct(carl).json()["id"]
        gone = anna.delete(f"/api/v1/codings/{id}").json()
        assert (gone["coder"], gone["retracted_by"]) == ("carl", "anna")


def test_nobody_codes_under_another_name(address: str) -> None:
    with visiting(address) as carl:
        enter(carl, "carl")
        document, place = clause(carl)
        body = {"address": place, "primary": "fund", "coder": "cora"}
        assert carl.post(f"/api/v1/documents/{document}/codings", json=body).status_code == 422
        assert correct(carl).json()["coder"] == "carl"


def test_uploads_and_tokens_of_others_are_not_there(address: str) -> None:
    with visiting(address) as carl, visiting(address) as cora:
        enter(carl, "carl"), enter(cora, "cora")
        files = {"files": ("空.txt", b"")}
        id = carl.post("/api/v1/uploads", files=files).json()["id"]
        assert carl.get(f"/api/v1/uploads/{id}").status_code == 200
        assert cora.get(f"/api/v1/uploads/{id}").status_code == 404
        assert cora.get(f"/api/v1/uploads/{id}/events").status_code == 404
        assert id not in {one["id"] for one in cora.get("/api/v1/uploads").json()}
        carl.post("/api/v1/tokens", json={"label": "script"})
        token = carl.get("/api/v1/tokens").json()[0]["id"]
        assert cora.delete(f"/api/v1/tokens/{token}").status_code == 404
        assert carl.delete(f"/api/v1/tokens/{token}").status_code == 204


def test_a_token_has_its_owners_rights_and_needs_no_csrf(address: str) -> None:
    with visiting(address) as carl, visiting(address) as program:
        enter(carl, "carl")
        word = carl.post("/api/v1/tokens", json={}).json()["token"]
        assert word not in carl.get("/api/v1/tokens").text
        program.headers["authorization"] = f"Bearer {word}"
        assert correct(program).status_code == 201
        assert program.get("/api/v1/accounts").status_code == 403
        program.headers["authorization"] = f"Bearer {word}x"
        assert program.get("/api/v1/me").status_code == 401


def test_unsafe_requests_with_a_cookie_need_the_token(address: str) -> None:
    with visiting(address) as carl:
        enter(carl, "carl")
        good = carl.headers["x-csrf-token"]
        again = carl.get("/api/v1/me").json()["csrf"]
        assert again != good  # masked afresh each time
        mixed = good[:64] + again[64:]
        for forged in ("", "0" * 64, "0" * 128, "x" * 128, good[:-2], good + "00", good[64:], mixed):
            carl.headers["x-csrf-token"] = forged
            assert correct(carl).json()["code"] == "csrf"
        for token in (good, again):
            carl.headers["x-csrf-token"] = token
            assert correct(carl).status_code == 201
        for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            document, place = clause(carl)
            body = {"address": place, "primary": "fund"}
            answer = carl.post(f"/api/v1/documents/{document}/codings", json=body, headers=headers)
            assert answer.status_code == 403
        with visiting(address) as other:
            enter(other, "cora")
            other.headers["x-csrf-token"] = good  # another visitor's
            assert correct(other).json()["code"] == "csrf"


def test_guessing_is_slowed_down(app: FastAPI, client: httpx.Client) -> None:
    desk(app).accounts.add("gerd", Role.READER, PASSWORD)
    statuses = [sign_in(client, "gerd", f"wrong {n}").status_code for n in range(BY_BOTH + 1)]
    assert statuses == [401] * BY_BOTH + [429]
    late = sign_in(client, "gerd")  # the right one comes too late
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) > 600
    assert sign_in(client, "rita").status_code == 303  # others are not shut out


def test_an_unknown_name_and_a_wrong_password_look_the_same(client: httpx.Client) -> None:
    unknown, wrong = sign_in(client, "nobody", "wrong"), sign_in(client, "cora", "wrong")
    assert unknown.status_code == wrong.status_code == 401

    def shown(answer: httpx.Response) -> str:
        return re.sub(r"[0-9a-f]{128}|nobody|cora", "", answer.text)

    assert shown(unknown) == shown(wrong)


def test_a_new_password_ends_sessions_and_tokens(app: FastAPI, address: str) -> None:
    desk(app).accounts.add("petra", Role.CODER, PASSWORD)
    with visiting(address) as petra, visiting(address) as program:
        enter(petra, "petra")
        word = petra.post("/api/v1/tokens", json={}).json()["token"]
        program.headers["authorization"] = f"Bearer {word}"
        assert petra.put("/api/v1/password", json={"old": "wrong", "new": "x" * 12}).status_code == 401
        assert petra.put("/api/v1/password", json={"old": PASSWORD, "new": "short"}).status_code == 422
        assert petra.put("/api/v1/password", json={"old": PASSWORD, "new": "a longer one"}).status_code == 204
        assert petra.get("/api/v1/me").status_code == program.get("/api/v1/me").status_code == 401


def test_an_admin_manages_accounts_but_never_without_an_admin_left(address: str) -> None:
    with visiting(address) as anna, visiting(address) as new:
        enter(anna, "anna")
        given = {"name": "  李梅 ", "role": "coder", "password": PASSWORD}
        assert anna.post("/api/v1/accounts", json=given).json()["name"] == "李梅"
        assert anna.post("/api/v1/accounts", json=given).json()["code"] == "name_taken"
        for name in ("", "machine", "a@b", "a/b", "x" * 41, "<b>"):
            assert anna.post("/api/v1/accounts", json={**given, "name": name}).json()["code"] == "name"
        enter(new, "李梅")
        assert anna.patch("/api/v1/accounts/李梅", json={"role": "reader"}).status_code == 204
        assert new.get("/api/v1/queue").status_code == 403  # at once
        assert anna.delete("/api/v1/accounts/李梅").status_code == 204
        assert new.get("/api/v1/me").status_code == 401
        assert anna.patch("/api/v1/accounts/anna", json={"role": "reader"}).json()["code"] == "last_admin"
        assert anna.delete("/api/v1/accounts/anna").json()["code"] == "last_admin"
        acts = [entry["act"] for entry in anna.get("/api/v1/audit").json()]
        assert acts[:3] == ["account_removed", "role", "sign_in"]


def test_the_register_is_its_owners_alone_and_holds_no_word_in_clear(app: FastAPI, address: str) -> None:
    folder: Path = app.state.shared.folder
    with visiting(address) as carl:
        enter(carl, "carl")
        secrets = [PASSWORD, *dict(carl.cookies).values(), carl.post("/api/v1/tokens", json={}).json()["token"]]
    for path in folder.glob("people.db*"):
        assert path.stat().st_mode & 0o077 == 0
        assert not any(secret.encode() in path.read_bytes() for secret in secrets)
    assert [path.name for path in folder.glob("people.db")]
