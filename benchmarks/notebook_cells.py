"""The cells of the notebooks after the first: topics of a category, paper A's tables, reading the model card."""

from __future__ import annotations

Cells = tuple[tuple[str, str], ...]

_LIBRARY = """import tempfile
from pathlib import Path

import corpus
from app.pipeline import add_sources
from app.settings import Settings
from corpus.library import Library

samples = Path(corpus.__file__).parent / "samples" / "documents"
library = Library(Path(tempfile.mkdtemp()) / "L", create=True)
files = sorted(samples.glob("*.txt")) + sorted(samples.glob("*.html")) + sorted(samples.glob("*.docx"))
outcome = add_sources(library, [str(path) for path in files], Settings(ocr=False))
dict(outcome.counts)"""

TOPICS: Cells = (
    (
        "md",
        "# 一类政策的主题 · Topics of a category\n\n多少个主题合适、稳不稳定、怎样引用：逐步看一遍。\n\n"
        "How many topics, how stable they are, and what to cite: step by step.",
    ),
    ("code", _LIBRARY),
    (
        "md",
        "## 条款 · Clauses\n\n取一类条款；次类别也算。一份文件的条款彼此相似，所以稳定度按重抽样计算。\n\n"
        "The clauses of one category, secondary codes included. Clauses of one document resemble each other, "
        "so stability is measured on resamples.",
    ),
    (
        "code",
        'from models.clauses import read_clauses\n\nclauses = [c for c in read_clauses(library) if "policy" in c.categories]\n'
        "len(clauses), len({c.document for c in clauses})",
    ),
    ("md", "## 主题数 · The number of topics"),
    (
        "code",
        "import pandas as pd\n\nfrom models.topics import fit_topics\n\nmodel = fit_topics(clauses, seed=0)\n"
        "curve = pd.DataFrame(\n    [(c.topics, c.npmi, c.cv, c.diversity, c.stability, c.score) for c in model.curve],\n"
        '    columns=["topics", "c_npmi", "c_v", "diversity", "stability", "score"],\n)\ncurve',
    ),
    (
        "md",
        "得分是一致性、词语多样性与稳定性的乘积。曲线平坦时，几个数目同样说得过去。\n\n"
        "The score is coherence times diversity times stability. Where the curve is flat, several numbers do as well.",
    ),
    ("md", "## 名称与典型条款 · Names and exemplars"),
    (
        "code",
        'for topic in model.topics:\n    print(f"{topic.share:5.1%}  {topic.stability:.2f}  {topic.name}")\n'
        "    for exemplar in topic.exemplars[:2]:\n"
        '        print("      ", exemplar.title, exemplar.address, exemplar.text[:40])',
    ),
    ("md", "## 换一种算法 · Another engine\n\n同一批条款、同一词表。The same clauses, the same words."),
    (
        "code",
        'for engine in ("consensus", "nmf", "lda"):\n    other = fit_topics(clauses, seed=0, topics=len(model.topics), engine=engine)\n'
        "    mean = sum(topic.stability for topic in other.topics) / len(other.topics)\n"
        '    print(f"{engine:10} {mean:.2f}", [topic.name for topic in other.topics][:3])',
    ),
    ("md", "## 新文件 · New documents\n\n不重新拟合，直接读出主题。Read by the topics as they are."),
    (
        "code",
        'shares = model.reading.shares("对新建茶园每亩给予补助，贫困户优先。")\n'
        "{topic.name: share for topic, share in zip(model.topics, shares) if share > 0.1}",
    ),
    ("code", "library.close()"),
)

PAPER_TABLES: Cells = (
    (
        "md",
        "# 论文的八张表 · The eight tables of the paper\n\n每一类：中央的来源、省级及以下的来源。文库中有的文件，附上其涉及该类的条款数。\n\n"
        "For each category the central and the lower sources, as the paper lists them; where the library holds a source, "
        "with its clauses on the category.",
    ),
    ("code", _LIBRARY),
    (
        "code",
        "from corpus.codebook import load_codebook\nfrom report.records import read_papers, read_records\nfrom report.sources import list_sources\n\n"
        "papers = read_papers(library, read_records(library))\n\n"
        "def table(category, language, papers=()):\n"
        '    """Rows of one category: level, title, number, date, clauses of the library\'s document."""\n'
        "    rows = list_sources(category, papers)\n"
        "    return [\n"
        '        (str(level), row.title(language), row.number, row.date, row.clauses if row.paper else "-")\n'
        "        for level, found in rows.items()\n"
        "        for row in found\n"
        "        if row.catalogued\n"
        "    ]",
    ),
    ("md", "## 中文 · In Chinese"),
    (
        "code",
        "import pandas as pd\nfrom IPython.display import display\n\nfor category in load_codebook().categories:\n"
        "    print(category.name_zh)\n"
        '    display(pd.DataFrame(table(category.id, "zh", papers), columns=["层级", "来源", "文号", "日期", "条款"]))',
    ),
    ("md", "## 英文 · In English"),
    (
        "code",
        "for category in load_codebook().categories:\n    print(category.name_en)\n"
        '    display(pd.DataFrame(table(category.id, "en", papers), columns=["level", "source", "number", "date", "clauses"]))',
    ),
    (
        "md",
        "示例文件是虚构的，所以没有一行连到文库。放进真实文件后，文号或标题相符的行会带上条款数。\n\n"
        "The samples are invented, so no row meets a document. With real documents, rows whose number or title "
        "match carry their clauses.",
    ),
    (
        "code",
        'found = [row for category in load_codebook().categories for row in table(category.id, "zh")]\n'
        'assert len({row[1] for row in found}) >= 30 and {row[0] for row in found} >= {"central", "provincial"}\nlen(found)',
    ),
    ("code", "library.close()"),
)

MODEL_CARD: Cells = (
    (
        "md",
        "# 读懂模型卡 · Reading the model card\n\n模型从哪里学、错在哪里、概率能信几分。\n\n"
        "What the model learned from, where it errs, how far its probabilities can be trusted.",
    ),
    (
        "code",
        "from importlib.resources import files\n\nfrom IPython.display import Markdown, display\n\n"
        'card = files("classify").joinpath("artefacts", "MODEL_CARD.md").read_text(encoding="utf-8")\n'
        'display(Markdown(card.split("\\n## ")[0]))\n[line for line in card.splitlines() if line.startswith("## ")]',
    ),
    ("md", "## 混淆 · Confusions\n\n行是真实类别，列是模型给出的类别。Rows are true, columns given categories."),
    (
        "code",
        "import json\n\nimport pandas as pd\n\n"
        'plain = json.loads(files("classify").joinpath("artefacts", "confusion.json").read_text(encoding="utf-8"))\n'
        'confusion = pd.DataFrame(plain["counts"], index=plain["labels"], columns=plain["labels"])\n'
        "confusion.div(confusion.sum(axis=1), axis=0).round(2)",
    ),
    (
        "md",
        "最常见的错误：把别的类别当作政策协同。占比因此有偏，报告按此修正。\n\n"
        "The commonest error takes others for policy. Counted shares are biased by it; the report corrects them.",
    ),
    (
        "code",
        "from models.prevalence import correct_shares\n\nrates = confusion.to_numpy() / confusion.to_numpy().sum(axis=1, keepdims=True)\n"
        "seen = confusion.sum(axis=0).to_numpy()\n"
        "pd.DataFrame(\n"
        '    {"counted": seen / seen.sum(), "corrected": correct_shares(seen, rates),\n'
        '     "true": confusion.sum(axis=1).to_numpy() / seen.sum()},\n'
        "    index=confusion.index,\n).round(3)",
    ),
    ("md", "## 一个条款 · One clause\n\n概率、依据、是否建议复核。Probability, evidence, review."),
    (
        "code",
        "from classify.coder import load_coder\nfrom classify.unit import Unit\n\ncoder = load_coder()\n"
        'texts = ("财政每年安排专项资金，实行专户管理，不得挪用。", "鼓励企业和志愿者到山区捐资助学。", "请认真贯彻执行。")\n'
        "for coding, text in zip(coder.code([Unit(id=str(i), text=text) for i, text in enumerate(texts)]), texts):\n"
        '    evidence = "、".join(dict.fromkeys(item.text for item in coding.evidence))\n'
        '    print(coding.primary, f"{coding.probability:.2f}", "review" if coding.review else "", evidence[:30], "|", text)',
    ),
)
