"""Options and small acts that several commands share."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from corpus.errors import XietongError

LIBRARY = click.option(
    "--library",
    "-L",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("xietong-library"),
    show_default=True,
    help="Folder of the library.",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
NO_OCR = click.option("--no-ocr", is_flag=True, help="Do not read scans.")
WORKERS = click.option("--workers", type=click.IntRange(0, 256), default=0, help="Worker processes (0: one per core).")
SECONDS = click.option("--timeout", type=float, default=300.0, show_default=True, help="Seconds allowed per file.")
MODEL = click.option("--model", type=click.Path(path_type=Path), default=None, help="A model made by `xietong train`.")
CAREFUL = click.option("--careful", is_flag=True, help="Ask the language model too: better codes, many times slower.")
LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the output.")


def reading_options(command: Callable[..., int]) -> Callable[..., int]:
    """Gives a command what `run` and `add` share: sources, library, and how files are read."""
    retry = click.option("--retry", is_flag=True, help="Read again what failed before.")
    sources = click.argument("sources", nargs=-1, required=True)
    for option in (JSON, SECONDS, WORKERS, NO_OCR, CAREFUL, MODEL, retry, LIBRARY, sources):
        command = option(command)
    return command


@contextmanager
def open_output(path: str) -> Iterator[IO[str]]:
    """Opens a text file for writing, standard output for `-`.

    Raises:
        XietongError: it cannot be opened.
    """
    if path == "-":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # whatever the terminal's code page
        yield sys.stdout
        return
    try:
        file = Path(path).open("w", encoding="utf-8", newline="\n")  # noqa: SIM115  # closed below
    except OSError as error:
        raise XietongError(f"cannot write {path}: {error.strerror}") from error
    with file:
        yield file


def write_jsonl(path: str, rows: Iterable[Mapping[str, object]]) -> int:
    """Writes one JSON object a line; returns how many."""
    import json

    count = 0
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with open_output(path) as out:
        for row in rows:
            out.write(encode(row) + "\n")
            count += 1
    return count


def write_rows(path: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Writes rows as a table where the suffix is `.csv` or `.xlsx`, else as JSON lines."""
    if path.lower().endswith((".csv", ".xlsx")):
        from report.exports import write_table

        write_table(Path(path), rows)
    else:
        write_jsonl(path, rows)


def tell_failures(failures: Sequence[str]) -> int:
    """Prints what could not be read, a line each; returns the exit code."""
    for line in failures:
        click.echo(line, err=True)
    return 1 if failures else 0
