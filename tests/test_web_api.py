"""The API as a program uses it: search, documents, review, library, uploads, exports, pages of PDFs."""

from __future__ import annotations

import io
import json
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from corpus.document import Document
from corpus.library import Library
from tests.web_sample import running, sample_app, visiting


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return sample_app(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[httpx.Client]:
    with running(app) as address, visiting(address, **{"accept-language": "en"}) as client:
        client.headers["x-csrf-token"] = client.get("/api/v1/me").json()["csrf"]
        yield client


@pytest.fixture(scope="module")
def names(app: FastAPI) -> Document:
    with Library(app.state.shared.folder, read_only=True) as library:
        return next(document for document in library.documents() if document.source == "names.txt")


def test_search_finds_highlights_and_counts(client: httpx.Client) -> None:
    found = client.get("/api/v1/search", params={"q": "两不愁三保障"}).json()
    assert found["total"] == 1
    hit = found["hits"][0]
    start, end = hit["highlights"][0]
    assert hit["snippet"][start:end] == "两不愁三保障"
    start, end = hit["found"][0]
    assert hit["text"][start:end] == "两不愁三保障"
    levels = {value["value"]: value["count"] for value in found["facets"]["level"]}
    assert levels == {"provincial": 1}


def test_filters_restrict_and_exclude(client: httpx.Client) -> None:
    def total(**params: object) -> int:
        answer = client.get("/api/v1/search", params={k: str(v) for k, v in params.items()})
        return int(answer.json()["total"])

    everything = total(q="")
    assert total(q="", level="county") + total(q="", exclude="level:county") == everything
    assert total(q="", year_from=2015, year_to=2015) < everything
    assert total(q="", review="true") + total(q="", review="false") == everything


def test_a_bad_query_is_explained(client: httpx.Client) -> None:
    answer = client.get("/api/v1/search", params={"q": '(扶贫 AND "'})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "instance", "code"}
    assert problem["detail"]


def test_a_document_comes_with_its_spans_and_codes(client: httpx.Client, names: Document) -> None:
    plain = client.get(f"/api/v1/documents/{names.id}").json()
    text = client.get(f"/api/v1/documents/{names.id}/text").text
    assert text == names.text
    units = [segment for segment in plain["segments"] if segment["unit"]]
    assert len(units) == len(names.units)
    for unit in units:
        start, end = unit["span"]
        assert text[start:end] == unit["text"]
        assert unit["coding"]["coder"] == "test@1"
    assert client.get("/api/v1/documents/d0").json()["code"] == "no_document"


def test_documents_are_listed_and_cut(client: httpx.Client) -> None:
    everything = client.get("/api/v1/documents").json()
    assert everything["total"] == len(everything["items"]) == 5
    county = client.get("/api/v1/documents", params={"level": "county"}).json()
    assert {item["level"] for item in county["items"]} == {"county"}
    assert client.get("/api/v1/documents", params={"title": "农村电商"}).json()["total"] in (0, 1)
    dates = [item["date"] for item in client.get("/api/v1/documents", params={"sort": "date"}).json()["items"]]
    assert dates == sorted(dates, reverse=True)


def test_a_correction_is_in_force_in_the_index_and_in_the_history_and_can_be_taken_back(client: httpx.Client) -> None:
    item = client.get("/api/v1/queue", params={"limit": 1}).json()["items"][0]
    given = {
        "address": item["address"],
        "primary": "publicity",
        "secondary": ["fund"],
        "comment": "宣传为主",
        "seen": item["machine"]["id"],
    }
    path = f"/api/v1/documents/{item['document']}"
    stored = client.post(f"{path}/codings", json=given)
    assert stored.status_code == 201
    again = client.post(f"{path}/codings", json=given)
    assert (again.status_code, again.json()["code"]) == (409, "changed")
    told = client.get(f"{path}/history", params={"address": item["address"]}).json()
    assert [one["primary"] for one in told] == [item["machine"]["primary"], "publicity"]
    assert told[1]["comment"] == "宣传为主"
    assert client.get("/api/v1/progress").json()["done"] == 1
    assert _soon(lambda: _hits(client, "publicity") == 1)
    assert client.get("/api/v1/codings").json()[0]["id"] == stored.json()["id"]
    assert client.delete(f"/api/v1/codings/{stored.json()['id']}").status_code == 200
    assert client.delete(f"/api/v1/codings/{stored.json()['id']}").status_code == 404
    assert _soon(lambda: _hits(client, "publicity") == 0)
    assert client.get("/api/v1/progress").json()["done"] == 0


def _hits(client: httpx.Client, category: str) -> int:
    return int(client.get("/api/v1/search", params={"category": category}).json()["total"])


def _soon(happens: object) -> bool:
    assert callable(happens)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.1)
    return False


def test_the_library_knows_its_categories_sources_ledger_and_person(client: httpx.Client) -> None:
    categories = client.get("/api/v1/categories").json()
    assert len(categories) == 8
    assert sum(sum(one["clauses"].values()) for one in categories) > 20
    sources = client.get("/api/v1/sources", params={"category": "fund", "level": "central"}).json()
    assert sources
    assert all("fund" in one["categories"] and one["level"] == "central" for one in sources)
    ledger = client.get("/api/v1/ledger", params={"outcome": "stored", "limit": 2}).json()
    assert (ledger["total"], len(ledger["lines"])) == (5, 2)
    assert client.get("/api/v1/topics").json()["code"] == "no_topics"
    me = client.get("/api/v1/me").json()
    assert (me["role"], me["language"]) == ("admin", "en")


@pytest.mark.parametrize("format", ["csv", "jsonl", "xlsx", "parquet"])
def test_all_hits_are_exported_in_every_format(client: httpx.Client, format: str) -> None:
    answer = client.get(f"/api/v1/export/hits.{format}", params={"q": "", "level": "provincial"})
    assert answer.status_code == 200
    assert f'filename="xietong-hits.{format}"' in answer.headers["content-disposition"]
    total = client.get("/api/v1/search", params={"level": "provincial"}).json()["total"]
    if format == "jsonl":
        assert len([json.loads(line) for line in answer.text.splitlines()]) == total
    if format == "csv":
        assert answer.content.startswith(b"\xef\xbb\xbf")
    assert client.get("/api/v1/export/codes.jsonl").text.count("\n") > total


def test_uploads_are_told_as_they_go_on_and_their_pages_are_drawn(client: httpx.Client) -> None:
    text = "青禾县人民政府关于修路的通知\n一、安排资金300万元修路。\n".encode()
    files = [
        ("files", ("../修路.txt", text, "text/plain")),
        ("files", ("page.pdf", pdf("Road works in Qinghe county are funded."), "application/pdf")),
    ]
    answer = client.post("/api/v1/uploads", files=files)
    assert answer.status_code == 202
    id = answer.json()["id"]
    with client.stream("GET", f"/api/v1/uploads/{id}/events", timeout=120) as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        states = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")]
    assert states[-1]["stage"] == "done"
    assert [state["settled"] for state in states] == sorted(state["settled"] for state in states)
    lines = {line["source"]: line for line in states[-1]["lines"]}
    assert {name: line["outcome"] for name, line in lines.items()} == {"修路.txt": "stored", "page.pdf": "stored"}
    assert client.get("/api/v1/search", params={"q": "300万元修路"}).json()["total"] == 1
    document = lines["page.pdf"]["document"]
    picture = client.get(f"/api/v1/documents/{document}/pages/1.png", params={"width": 400})
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(f"/api/v1/documents/{document}/pages/2.png").json()["code"] == "no_page"
    unit = next(s for s in client.get(f"/api/v1/documents/{document}").json()["segments"] if "funded" in s["text"])
    start, end = unit["span"]
    boxes = client.get(f"/api/v1/documents/{document}/boxes", params={"start": start, "end": end}).json()
    assert len(boxes) == 1
    assert 0 < boxes[0]["left"] < boxes[0]["right"] < 1
    assert 0.0 < boxes[0]["top"] < boxes[0]["bottom"] < 0.2  # the line stands at the top of the page
    original = client.get(f"/api/v1/documents/{document}/original")
    assert original.content == pdf("Road works in Qinghe county are funded.")
    assert original.headers["content-disposition"].startswith("attachment")
    assert client.get(f"/api/v1/documents/{lines['修路.txt']['document']}/pages/1.png").json()["code"] == "no_pages"


def test_an_original_that_was_changed_is_not_given_out(app: FastAPI, client: httpx.Client) -> None:
    folder: Path = app.state.shared.folder
    document = "d-changed"
    secret = folder / "elsewhere.txt"
    secret.write_text("not what was read", encoding="utf-8")
    with Library(folder) as library, library.transaction() as connection:
        connection.execute(
            "INSERT INTO documents VALUES (?, ?, '', '', '', '', 'zh', 'text', '{}', '[]', '')", (document, str(secret))
        )
        connection.execute(
            "INSERT INTO inputs VALUES (?, 1, 1, 'other hash', 'stored', ?, '', '', '')", (str(secret), document)
        )
    assert client.get(f"/api/v1/documents/{document}/original").json()["code"] == "no_original"
    with Library(folder) as library, library.transaction() as connection:
        connection.execute("DELETE FROM documents WHERE id = ?", (document,))
        connection.execute("DELETE FROM inputs WHERE document = ?", (document,))


def pdf(line: str) -> bytes:
    """Returns a PDF of one page with one line at its top."""
    stream = zlib.compress(f"BT /F1 14 Tf 72 780 Td ({line}) Tj ET".encode())
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + part + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start))
    return out.getvalue()
