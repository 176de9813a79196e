"""Speed of reading and coding text documents on one core (processor time), beside the same work with stock parts.

The stock work: lines as clauses, jieba words, scikit-learn TF-IDF and logistic regression trained on the
same clauses with our codes. Run: python benchmarks/speed.py [FOLDER_OF_TEXTS]
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]
_FEWEST = 300  # documents: a smaller folder is repeated


def main() -> None:
    """Prints the figures as JSON."""
    sys.path.insert(0, str(ROOT))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "corpus" / "samples" / "documents"
    files = sorted(folder.glob("*.txt"))
    data = [(path.name, path.read_bytes()) for path in files]
    while len(data) < _FEWEST:
        data += data
    ours, codes = _ours(data, entities=False)  # as `xietong classify` does it
    mentions, _ = _ours(data, entities=True)  # as `xietong run` does it
    stock = _stock(data, codes)
    figures = {
        "documents": len(data),
        "characters": sum(len(d) for _, d in data) // 3,
        "ours_documents_per_second": round(len(data) / ours, 1),
        "with_mentions_documents_per_second": round(len(data) / mentions, 1),
        "stock_documents_per_second": round(len(data) / stock, 1),
        "ratio": round(stock / ours, 2),
    }
    print(json.dumps(figures, indent=1))


def _ours(data: list[tuple[str, bytes]], *, entities: bool) -> tuple[float, list[tuple[str, str]]]:
    from app.work import label_all, read
    from app.workers import BUNDLE

    name, first = data[0]
    label_all([read(first, name, entities=entities)])  # loads the model and the vocabulary
    codes: list[tuple[str, str]] = []
    start = time.process_time()
    for place in range(0, len(data), BUNDLE):  # as a worker gets them
        documents = [read(content, name, entities=entities) for name, content in data[place : place + BUNDLE]]
        for worked in label_all(documents):
            pairs = zip(worked.document.units, worked.codings, strict=True)
            codes.extend((segment.text, coding.primary) for segment, coding in pairs)
    return time.process_time() - start, codes


def _stock(data: list[tuple[str, bytes]], codes: list[tuple[str, str]]) -> float:
    import jieba
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    jieba.setLogLevel(60)
    jieba.initialize()
    learned = codes[:: max(1, len(codes) // 3000)]
    vectorizer = TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True)
    model = LogisticRegression(max_iter=200).fit(
        vectorizer.fit_transform(text for text, _ in learned), [code for _, code in learned]
    )
    start = time.process_time()
    for _, content in data:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("gb18030", "replace")
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        model.predict(vectorizer.transform(lines))
    return time.process_time() - start


if __name__ == "__main__":
    main()
