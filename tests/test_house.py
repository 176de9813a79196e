"""The house itself: names, weight, words in both languages, documentation that is true."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import COMMANDS, command_of, xietong

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("corpus", "extract", "classify", "models", "search", "report", "app")
HEAVY = (
    "sklearn gensim spacy jieba rjieba pandas scipy numpy pdfplumber pypdfium2 polars trafilatura tantivy docx openpyxl xlsxwriter "
    "rapidocr onnxruntime tomotopy fastapi jinja2 rich"
).split()


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_distribution_owns_our_names(room: str) -> None:
    assert set(packages_distributions().get(room, ["xietong"])) == {"xietong"}


def test_the_command_line_imports_nothing_heavy() -> None:
    code = f"import app.cli, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_every_message_exists_in_both_languages() -> None:
    for path in (ROOT / "app" / "messages.toml", ROOT / "report" / "words.toml"):
        for key, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert set(words) == {"en", "zh"}, key
            assert all(words.values()), key


@pytest.mark.parametrize("name", COMMANDS)
def test_everycommand_of_has_help_and_stands_in_the_documentation(name: str) -> None:
    result = CliRunner().invoke(xietong, [name, "--help"])
    assert result.exit_code == 0
    assert command_of(COMMANDS[name], name).help
    assert f"## xietong {name}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_reference_of_the_command_line_is_the_generated_one() -> None:
    from benchmarks.make_cli_reference import reference

    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference()


def test_no_source_file_is_longer_than_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for room in (*ROOMS, "benchmarks")
        for path in sorted((ROOT / room).rglob("*.py"))
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}
