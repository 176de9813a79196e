"""The notebooks are the generated ones, hold no outputs, and run."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.make_notebooks import NOTEBOOKS as NOTEBOOKS_MADE
from benchmarks.make_notebooks import notebook

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
PRINTED = {  # what each must have printed
    "quickstart": ("风险补偿金", "fund"),
    "topics": ("c_npmi", "consensus"),
    "paper_tables": ("中国农村扶贫开发纲要", "Outline of", "provincial"),
    "model_card": ("corrected", "fund", "review"),
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOKS.parent))
    book = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in book.cells)
    NotebookClient(book, timeout=300, kernel_name="python3").execute()
    printed = str([cell.get("outputs") for cell in book.cells])
    assert all(word in printed for word in PRINTED[path.stem])


@pytest.mark.parametrize("name", sorted(NOTEBOOKS_MADE))
def test_the_notebooks_are_the_generated_ones(name: str) -> None:
    assert (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8") == notebook(NOTEBOOKS_MADE[name]) + "\n"


def test_no_notebook_is_left_over() -> None:
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == set(NOTEBOOKS_MADE)
