"""Writes `extract/fold_traditional.txt`: traditional characters and their simplified forms, one to one.

The table is derived from the character dictionary of the registry package `opencc-python-reimplemented`
(Apache-2.0), which the product itself does not need. Run in an environment that has it:

    python benchmarks/make_fold.py
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

OUTPUT = Path(__file__).resolve().parents[1] / "extract" / "fold_traditional.txt"
# Printed forms of official texts that the character dictionary lacks.
# Simplified in its own right in names (乾县, 乾隆).
KEPT = frozenset("乾")
EXTRA = {
    "衞": "卫",
    "裡": "里",
    "埡": "垭",
    "囪": "囱",
    "菸": "烟",
    "蔴": "麻",
    "汙": "污",
    "喫": "吃",
    "徧": "遍",
    "號": "号",
}


def read_pairs(dictionary: Path) -> dict[str, str]:
    """Returns traditional -> simplified, single characters only, the first choice where there are several."""
    pairs: dict[str, str] = {}
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        traditional, _, choices = line.partition("\t")
        simplified = choices.split(" ")[0]
        if len(traditional) == len(simplified) == 1 and traditional != simplified and traditional not in KEPT:
            pairs[traditional] = simplified
    return pairs


def main() -> int:
    """Writes the table; returns 1 when the source package is not installed."""
    spec = find_spec("opencc")
    if spec is None or spec.origin is None:
        sys.stderr.write("install opencc-python-reimplemented first\n")
        return 1
    pairs = read_pairs(Path(spec.origin).parent / "dictionary" / "TSCharacters.txt") | EXTRA
    # A second pass closes chains (a variant of a traditional form).
    pairs = {source: pairs.get(target, target) for source, target in sorted(pairs.items())}
    OUTPUT.write_text("".join(pairs) + "\n" + "".join(pairs.values()) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(pairs)} characters\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
