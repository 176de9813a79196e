"""The report as one page: markup, style, charts and data in one text, without network."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import version
from importlib.resources import files

from corpus.label import Level
from report.charts import chart_data, level_totals
from report.cite import (
    SOFTWARE,
    Bibliography,
    Reference,
    format_bibtex,
    format_gbt,
    paper_reference,
    source_reference,
)
from report.content import Content
from report.findings import list_findings
from report.labels import Labels
from report.palette import colour
from report.parts import Quote, SourceRow
from report.story import methods, share_sentence
from report.synergy_tables import synergy_notes, synergy_tables

_GROUPS = (
    ("central_sources", (Level.CENTRAL,)),
    ("provincial_sources", (Level.PROVINCIAL,)),
    ("lower_sources", (Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP)),
    ("unknown_sources", (Level.UNKNOWN,)),
)
_MOST_PAPERS = 2_000  # lines of the tables on the page; the workbook and the exports have all
_MOST_INPUTS = 500


def render(content: Content, language: str) -> str:
    """Returns the page. Its security policy allows the scripts of the page by their hashes and nothing else."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    labels = Labels(language)
    environment = Environment(
        loader=PackageLoader("report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    charts = chart_data(content, labels)
    scripts = (asset("echarts.min.js"), asset("charts.js")) if charts else ()
    bibliography = Bibliography()
    environment.globals.update(
        labels=labels,
        colour=colour,
        pieces=cut_pieces,
        charts=charts,
        listed=frozenset(paper.id for paper in content.papers[:_MOST_PAPERS]),
        cite=lambda row: bibliography.cite(_reference(row, language)),
        groups=_GROUPS,
        share_sentence=lambda part: share_sentence(part, labels),
        reason=lambda line: _reason(line.reason, labels),
    )
    return environment.get_template("page.html.j2").render(
        content=content,
        language=language,
        style=asset("report.css"),
        scripts=scripts,
        hashes=[script_hash(script) for script in scripts],
        findings=list_findings(content, labels),
        synergy=tuple(synergy_tables(content, labels, pairs=len(content.pairs))),
        synergy_notes=synergy_notes(content, labels),
        totals=level_totals(content),
        methods=methods(content, labels),
        bibliography=bibliography,
        gbt=format_gbt,
        itself=_itself(content, labels),
        bibtex=format_bibtex,
        most_papers=_MOST_PAPERS,
        most_inputs=_MOST_INPUTS,
        version=version("xietong"),
    )


def cut_pieces(quote: Quote) -> list[tuple[str, bool]]:
    """Returns the pieces of a clause's text, each with whether it is evidence."""
    pieces, at = [], 0
    for mark in quote.marks:
        pieces += [(quote.text[at : mark.start], False), (quote.text[mark.start : mark.end], True)]
        at = mark.end
    pieces.append((quote.text[at:], False))
    return [piece for piece in pieces if piece[0]]


def _reference(row: SourceRow, language: str) -> Reference:
    if row.paper is not None:
        return paper_reference(row.paper)
    if row.catalogued is None:
        raise ValueError("a source without document and catalogue")
    return source_reference(row.catalogued, language)


def _reason(reason: str, labels: Labels) -> str:
    """Returns the words for a reason of the ledger, the reason itself where there are none."""
    return labels(f"reason_{reason}") if reason and labels.has(f"reason_{reason}") else reason


def _itself(content: Content, labels: Labels) -> Reference:
    """Returns the reference to the program with the versions that made the codes."""
    coders = ", ".join(name for name, _ in content.coders)
    return Reference(
        id="xietong",
        title=labels("cite_title", version=version("xietong")),
        issuers=(labels("cite_author"),),
        number=coders,
        type=SOFTWARE,
        language=labels.language,
    )


def asset(name: str) -> str:
    """Returns a script or style sheet that pages carry."""
    return files("report").joinpath("assets", name).read_text(encoding="utf-8").strip()


def script_hash(script: str) -> str:
    """Returns the hash by which a page's security policy allows a script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
