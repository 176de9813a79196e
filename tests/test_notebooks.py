"""The notebooks are the generated ones, hold no outputs, and run."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


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
    printed = str(book.cells)
    assert "风险补偿金" in printed
    assert "fund" in printed


def test_the_notebooks_are_the_generated_ones() -> None:
    from benchmarks.make_notebooks import QUICKSTART, notebook

    assert (NOTEBOOKS / "quickstart.ipynb").read_text(encoding="utf-8") == notebook(QUICKSTART) + "\n"
