"""Writes docs/cli.md, the reference of the command line. Run: python -m benchmarks.make_cli_reference"""

from __future__ import annotations

from pathlib import Path

import click

from app.cli import COMMANDS, command_of, xietong

ROOT = Path(__file__).resolve().parents[1]
_HEAD = """# Command line

Generated from the commands themselves. Exit codes: 0 done; 1 done, with failures listed; 2 a bad request (one line and a hint).
`-` is standard input or output; CSV and Excel are accepted wherever JSON lines are. `xietong --lang zh|en` sets the language
(else `XIETONG_LANG`, else the locale).

"""


def reference() -> str:
    """Returns the reference as Markdown."""
    parts = [_HEAD]
    parent = click.Context(xietong, info_name="xietong", help_option_names=["-h", "--help"])
    for name in COMMANDS:
        command = command_of(COMMANDS[name], name)
        context = click.Context(command, info_name=name, parent=parent, max_content_width=100)
        context.terminal_width = 100
        parts.append(f"## xietong {name}\n\n```text\n{command.get_help(context)}\n```\n\n")
    return "".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "cli.md").write_text(reference(), encoding="utf-8")
