"""The commands of the web: serve and what it refuses, accounts, backups while the library is written."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.backup import backup
from app.cli import xietong
from app.commands import serve
from app.web.desk import open_desk
from app.web.people import Role
from corpus.errors import XietongError
from corpus.judgement import by_people, judge
from corpus.label import Coding
from corpus.library import Library
from search.query import search
from tests.search_sample import make_library

PASSWORD = "a long password"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_library(tmp_path / "library").close()
    return tmp_path / "library"


def call(*arguments: object, text: str = "") -> Result:
    return CliRunner().invoke(xietong, ["--lang", "en", *map(str, arguments)], input=text)


def test_what_is_not_installed_is_named_with_the_command_that_installs_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda name: None if name == "fastapi" else object())
    result = call("serve", folder)
    assert isinstance(result.exception, XietongError)
    assert "fastapi" in str(result.exception)
    assert result.exception.hint == "pip install 'xietong[web]'"


def test_beyond_this_machine_accounts_are_needed_and_someone_who_can_sign_in(folder: Path) -> None:
    for arguments, words in (
        (("--host", "0.0.0.0"), "without accounts"),
        (("--host", "0.0.0.0", "--accounts"), "no account"),
    ):
        result = call("serve", folder, *arguments)
        assert isinstance(result.exception, XietongError)
        assert words in str(result.exception)


@pytest.mark.parametrize("option", [(), ("--library",), ("-L",)])
def test_a_folder_without_a_library_is_not_served(tmp_path: Path, option: tuple[str, ...]) -> None:
    result = call("serve", *option, tmp_path, "--port", "0")
    assert isinstance(result.exception, XietongError)
    assert str(tmp_path) in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_one_library_is_served_not_two(tmp_path: Path) -> None:
    result = call("serve", tmp_path / "a", "-L", tmp_path / "b")
    assert isinstance(result.exception, XietongError)
    assert "one library" in str(result.exception)


def test_accounts_are_made_changed_listed_and_removed(folder: Path) -> None:
    assert call("account", folder, "anna", "--role", "admin", text=f"{PASSWORD}\n").exit_code == 0
    assert call("account", folder, "li", text=f"{PASSWORD}\n").exit_code == 0
    assert call("account", folder, "li", "--role", "coder", "--password", text="another password\n").exit_code == 0
    assert [line.split("\t")[:2] for line in call("account", folder).output.splitlines()] == [
        ["anna", "admin"],
        ["li", "coder"],
    ]
    desk = open_desk(folder)
    assert desk.accounts.verify("li", PASSWORD) is None
    person = desk.accounts.verify("li", "another password")
    assert person is not None
    assert person.role is Role.CODER
    desk.register.close()
    assert call("account", folder, "li", "--remove").exit_code == 0
    for refused in (("anna", "--remove"), ("anna", "--role", "reader"), ("li", "--remove")):
        assert isinstance(call("account", folder, *refused).exception, XietongError)
    assert isinstance(call("account", folder, "short", text="short\n").exception, XietongError)


def test_a_backup_is_a_library_with_everything_in_it(folder: Path, tmp_path: Path) -> None:
    (folder / "originals" / "0123").mkdir(parents=True)
    (folder / "originals" / "0123" / "a.txt").write_text("a", encoding="utf-8")
    open_desk(folder).register.close()
    copy = tmp_path / "copy"
    result = call("backup", folder, copy)
    assert result.exit_code == 0
    with Library(folder) as old, Library(copy) as new:
        assert new.document_ids() == old.document_ids()
        assert search(new, "两不愁三保障").total == 1
    assert (copy / "originals" / "0123" / "a.txt").read_text(encoding="utf-8") == "a"
    assert (copy / "people.db").stat().st_mode & 0o077 == 0
    again = backup(folder, copy)
    assert (again.documents, again.files, again.index) == (5, 0, True)


def test_a_backup_taken_while_others_write_holds_a_whole_state(folder: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        with Library(folder) as library:
            document = library.document_ids()[0]
            address = library.document(document).units[0].address
            while not stop.is_set():
                coding = Coding(address=address, primary="fund", coder="li", comment=f"{len(written)}")
                written.append(judge(library, document, coding))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = len(written)
            copy = tmp_path / f"copy{number % 2}"
            backup(folder, copy)
            with Library(copy) as library:
                comments = [int(one.coding.comment) for one in reversed(by_people(library))]
            assert comments == list(range(len(comments)))
            assert len(comments) >= before
    finally:
        stop.set()
        writer.join()
    assert len(written) > 5


def test_a_backup_goes_nowhere_where_it_does_harm(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine", encoding="utf-8")
    for place in (folder, folder / "inside", other, other / "thesis.txt"):
        with pytest.raises(XietongError):
            backup(folder, place)
    with pytest.raises(XietongError, match="no library"):
        backup(tmp_path / "nothing", tmp_path / "copy")
