"""`xietong doctor`: whether everything is installed; or how one file was read, and why."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from app.commands.options import LANG, NO_OCR
from app.messages import language, say, set_language

_REQUIRED = ("jieba", "rjieba", "spacy", "scikit-learn", "gensim", "pdfplumber", "pypdfium2", "tantivy")
_EXTRAS = {"ocr": ("rapidocr", "onnxruntime")}


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The page to write (default: FILE.html).")
@NO_OCR
@LANG
def doctor(file: Path | None, out: Path | None, no_ocr: bool, lang: str | None) -> int:
    """Check the installation; with FILE, write a page that shows what was read and why."""
    if lang:
        set_language(lang)
    if file is None:
        lines = list(_installation())
        for good, line in lines:
            click.echo(f"{'ok ' if good else '-- '} {line}")
        return 0 if all(good for good, line in lines if not line.startswith("[")) else 1
    from app.examine import write_examination

    path = out or Path(f"{file.name}.html")
    write_examination(file, path, language=language(), ocr=not no_ocr)
    click.echo(say("doctor.page", path=path))
    return 0


def _installation() -> Iterator[tuple[bool, str]]:
    for name in _REQUIRED:
        try:
            yield True, f"{name} {version(name)}"
        except PackageNotFoundError:
            yield False, f"{name}: {say('doctor.missing')}"
    for extra, names in _EXTRAS.items():
        try:
            yield True, f"[{extra}] " + ", ".join(f"{name} {version(name)}" for name in names)
        except PackageNotFoundError:
            yield False, f'[{extra}] {say("doctor.missing")}: pip install "xietong[{extra}]"'
    from app.work import shared_coder

    yield True, f"{say('doctor.model')} {shared_coder().version}"
