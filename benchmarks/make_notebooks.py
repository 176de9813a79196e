"""Writes the notebooks without outputs. Run: python -m benchmarks.make_notebooks"""

from __future__ import annotations

from pathlib import Path

from benchmarks.notebook_cells import MODEL_CARD, PAPER_TABLES, TOPICS

ROOT = Path(__file__).resolve().parents[1]

QUICKSTART = (
    (
        "md",
        "# 快速上手 · Quick start\n\n用示例文件走一遍：文库、编码、依据、层级、主题、检索。\n\n"
        "A walk through a library of the sample documents: codes, evidence, levels, topics, search.",
    ),
    ("md", "## 建立文库 · Make a library"),
    (
        "code",
        "import tempfile\nfrom pathlib import Path\n\nimport corpus\nfrom app.pipeline import add_sources\nfrom app.settings import Settings\n"
        'from corpus.library import Library\n\nsamples = Path(corpus.__file__).parent / "samples" / "documents"\nfolder = Path(tempfile.mkdtemp())\n'
        'library = Library(folder / "L", create=True)\n'
        'outcome = add_sources(library, [str(p) for p in sorted(samples.glob("*.txt")) + sorted(samples.glob("*.html"))], Settings(ocr=False))\n'
        "dict(outcome.counts)",
    ),
    (
        "md",
        "## 一份文件 · One document\n\n文头的每个字段都带有依据和置信度。Every header field carries its evidence and confidence.",
    ),
    (
        "code",
        'document = next(d for d in library.documents() if "小额信贷" in d.title)\nfor field in (document.header.title, document.header.type, *document.header.dates):\n'
        "    print(field.value, field.kind, field.source, field.confidence)\nlibrary.level(document.id)",
    ),
    ("md", "## 条款与编码 · Clauses and codes"),
    (
        "code",
        "codings = library.codings(document.id)\nfor segment in document.units:\n    coding = codings[segment.address]\n"
        '    evidence = "、".join(dict.fromkeys(e.text for e in coding.evidence))\n'
        "    print(f\"{segment.address:12} {coding.primary:12} {coding.probability:.2f} {'复核' if coding.review else '':2} {evidence[:40]}\")",
    ),
    ("md", "## 表格 · As a table\n\n文库就是 SQLite，可以直接查询。The library is SQLite: query it as you like."),
    (
        "code",
        "import pandas as pd\n\nfrom report.exports import flatten, iter_codes\n\ntable = pd.DataFrame(flatten(row) for row in iter_codes(library))\n"
        'table.pivot_table(index="primary", columns="level", values="text", aggfunc="count", fill_value=0)',
    ),
    ("md", "## 主题 · Topics"),
    (
        "code",
        'from models.clauses import read_clauses\nfrom models.topics import fit_topics\n\nclauses = [c for c in read_clauses(library) if c.primary != "none"]\n'
        'model = fit_topics(clauses)\nfor topic in model.topics:\n    print(f"{topic.share:5.1%}  {topic.stability:.2f}  {topic.name}")',
    ),
    ("md", "## 检索 · Search"),
    (
        "code",
        "from search.build import build_index\nfrom search.query import search\n\nbuild_index(library)\nfor hit in search(library, '\"风险补偿金\"').hits:\n"
        "    print(hit.title, hit.address, hit.snippet)",
    ),
    ("code", "library.close()"),
)


def notebook(cells: tuple[tuple[str, str], ...]) -> str:
    """Returns a notebook as JSON text, the same for the same cells."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    made = []
    for number, (kind, text) in enumerate(cells):
        cell = new_markdown_cell(text) if kind == "md" else new_code_cell(text)
        cell["id"] = f"cell-{number}"
        made.append(cell)
    book = new_notebook(cells=made, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    return str(nbformat.writes(book))


NOTEBOOKS = {"quickstart": QUICKSTART, "topics": TOPICS, "paper_tables": PAPER_TABLES, "model_card": MODEL_CARD}


if __name__ == "__main__":
    for name, cells in NOTEBOOKS.items():
        (ROOT / "notebooks" / f"{name}.ipynb").write_text(notebook(cells) + "\n", encoding="utf-8")
