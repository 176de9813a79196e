"""The pages in a real browser: search, facets, a document with its PDF page, review, upload, keys, roles."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from app.web.people import Role
from app.web.server import create_app
from app.web.settings import WebSettings
from corpus.library import Library
from tests.web_sample import running

pytestmark = pytest.mark.slow
SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples" / "documents"
AXE = Path(__file__).with_name("assets") / "axe.min.js"
FILES = ("c01-notice.pdf", "c03-fund-measures.txt", "k04-pairing.txt", "k07-consumption.html")
PASSWORD = "a long enough sentence 7"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from app.pipeline import add_sources
    from search.build import build_index

    folder = tmp_path_factory.mktemp("library")
    with Library(folder, create=True) as library:
        add_sources(library, [str(SAMPLES / name) for name in FILES], Settings(workers=1, entities=False))
        build_index(library)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(create_app(folder, settings=WebSettings(workers=1))) as address:
        yield address


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(base_url=address, locale="en-US", viewport={"width": 1280, "height": 850})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert errors == []


def _serious(page: Any) -> list[str]:
    """Returns the serious findings of axe-core on the page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((r) => r.violations)")
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_search_facets_and_the_document(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("资金")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    assert page.locator("mark").first.inner_text() == "资金"
    before = page.locator("[data-item]").count()
    page.locator("aside .pick", has_text="Fund").first.click()
    page.wait_for_url(re.compile("category=fund"))
    assert 0 < page.locator("[data-item]").count() <= before
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/documents/"))
    assert page.locator("aside.detail").is_visible()
    assert page.locator(".clause.chosen").count() == 1


def test_other_names_lines_likeness_and_a_saved_search(page: Any) -> None:
    page.goto("/search?q=资金")
    page.get_by_role("button", name="Other names too").click()
    page.wait_for_url(re.compile("synonyms=true"))
    page.get_by_text("Save this search").click()
    page.fill('form[action="/saved"] input[name=name]', "money")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("rowheader", name="money").wait_for()
    assert _serious(page) == []
    page.get_by_role("link", name="What is new").click()
    page.get_by_text("Nothing new").wait_for()
    page.goto("/search?q=资金")
    page.get_by_role("link", name="Keyword in context").click()
    assert page.locator("table.kwic mark").count() > 3
    assert _serious(page) == []
    page.locator("table.kwic a").first.click()
    page.get_by_role("link", name="Find clauses like this").click()
    assert page.locator("ul.likes li").count() > 0


def test_charts_are_drawn_beside_their_tables(page: Any) -> None:
    page.goto("/")
    page.wait_for_selector(".chart svg")
    assert page.locator(".chart svg").count() == 2
    assert page.locator("table.matrix td a").count() > 5


def test_a_pdf_page_stands_beside_its_clause(page: Any) -> None:
    page.goto("/documents?sort=source")
    page.get_by_role("link").filter(has_text=re.compile("通知")).first.click()
    page.locator(".clause .open").nth(1).click()
    sheet = page.locator("[data-sheet] img")
    sheet.wait_for()
    sheet.evaluate("image => image.decode()")
    page.wait_for_selector("[data-sheet] .box", state="attached")
    box, image = page.locator("[data-sheet] .box").first.bounding_box(), sheet.bounding_box()
    assert image["x"] <= box["x"] < image["x"] + image["width"]
    assert image["y"] <= box["y"] < image["y"] + image["height"]
    assert 4 < box["height"] < 40


def test_review_by_keyboard_with_undo(page: Any) -> None:
    page.goto("/review")
    if page.locator(".reviewing").count() == 0:
        pytest.fail("the samples have nothing to review")
    waiting = page.locator(".judging p").first.inner_text()
    page.keyboard.press("5")
    assert page.locator("input[name=primary][value=fund]").is_checked()
    page.get_by_role("button", name="Save these codes").click()
    page.get_by_text("Saved.").wait_for()
    assert page.locator(".judging p").first.inner_text() != waiting
    page.keyboard.press("u")
    page.get_by_text("Saved.").wait_for(state="detached")
    assert page.locator(".judging p").first.inner_text() == waiting


def test_upload_with_live_progress(page: Any, tmp_path: Path) -> None:
    file = tmp_path / "竹溪乡通知.txt"
    file.write_text(
        "竹溪乡人民政府关于安排救助资金的通知\n各村：\n一、安排救助资金二万元，当月发放。\n", encoding="utf-8"
    )
    page.goto("/upload")
    page.locator("input[type=file]").set_input_files(str(file))
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(re.compile("/upload/"))
    page.get_by_text("Done").wait_for(timeout=60_000)
    page.get_by_role("link", name="竹溪乡通知.txt").click()
    assert "竹溪乡" in page.locator("h1").inner_text()


def test_language_and_help(page: Any) -> None:
    page.goto("/categories")
    page.get_by_role("link", name="中文").click()
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator("h1").inner_text() == "类别"
    page.keyboard.press("?")
    assert page.locator("dialog").is_visible()
    page.get_by_role("button", name="关闭").click()
    assert not page.locator("dialog").is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_serious_for_people_who_hear_or_tab(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 850})
    paths = ["/", "/search?q=资金", "/documents", "/categories", "/categories/fund", "/topics", "/review", "/upload"]
    page.goto("/search")
    paths.append(str(page.locator(".hits h2 a").first.get_attribute("href")))
    for path in [*paths, "/ledger", "/settings"]:
        page.goto(path)
        assert _serious(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path


def test_accounts_and_roles(browser: Any, folder: Path) -> None:
    app = create_app(folder, settings=WebSettings(accounts=True))
    accounts = app.state.shared.desk.accounts
    accounts.add("reader", Role.READER, PASSWORD)
    accounts.add("chief", Role.ADMIN, PASSWORD)
    with running(app) as address:
        context = browser.new_context(base_url=address, locale="en-US")
        page = context.new_page()
        page.goto("/documents")
        assert "/login" in page.url
        assert _serious(page) == []
        page.fill("input[name=name]", "reader")
        page.fill("input[name=password]", "wrong")
        page.locator("form.login button").click()
        page.get_by_role("alert").wait_for()
        page.fill("input[name=name]", "reader")
        page.fill("input[name=password]", PASSWORD)
        page.locator("form.login button").click()
        page.wait_for_url(re.compile("/documents"))
        assert page.get_by_role("link", name="Review").count() == 0
        assert page.goto("/review").status == 403
        page.goto("/settings")
        assert page.get_by_text("What was done").count() == 0
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(re.compile("/login"))
        page.fill("input[name=name]", "chief")
        page.fill("input[name=password]", PASSWORD)
        page.locator("form.login button").click()
        page.goto("/settings")
        page.fill('form[action="/settings/people"] input[name=name]', "second")
        page.fill('form[action="/settings/people"] input[name=password]', PASSWORD)
        page.locator('form[action="/settings/people"] button').click()
        page.get_by_role("rowheader", name="second").wait_for()
        assert _serious(page) == []
        page.get_by_role("combobox", name="Role of second").select_option("coder")
        page.locator("tr", has_text="second").get_by_role("button", name="Change role").click()
        page.wait_for_load_state()
        assert page.get_by_role("combobox", name="Role of second").input_value() == "coder"
        page.get_by_role("button", name="Make a token").click()
        word = page.locator("code").inner_text()
        asked = page.request.get("/api/v1/me", headers={"authorization": f"Bearer {word}"})
        assert asked.json()["name"] == "chief"
        page.get_by_role("button", name="Remove second").click()
        page.get_by_role("rowheader", name="second").wait_for(state="detached")
        context.close()
