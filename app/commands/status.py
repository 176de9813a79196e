"""`xietong status`: the ledger and the counts of a library."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from app.commands.options import JSON, LIBRARY
from app.messages import say


@click.command()
@LIBRARY
@JSON
@click.option("--failed", is_flag=True, help="Only what could not be read.")
def status(library: Path, as_json: bool, failed: bool) -> int:
    """Show the ledger: every input and what became of it. Exit code 1 if some failed."""
    from corpus.library import Library

    with Library(library) as opened:
        entries = [e for e in opened.ledger().values() if not failed or e.outcome == "failed"]
        counts = Counter(entry.outcome for entry in entries)
        if as_json:
            import json

            fields = ("source", "outcome", "document", "reason", "message", "size", "content")
            rows = [{name: getattr(entry, name) for name in fields} for entry in entries]
            click.echo(json.dumps({"counts": dict(sorted(counts.items())), "inputs": rows}, ensure_ascii=False))
        else:
            from app.summary import print_summary

            for entry in entries:
                why = f"  {entry.reason}: {entry.message}" if entry.reason else f"  {entry.message}".rstrip()
                click.echo(f"{say(f'outcome.{entry.outcome}')}\t{entry.source}{why}")
            print_summary(opened)
    return 1 if counts["failed"] else 0
