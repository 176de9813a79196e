"""`xietong run` and `xietong add`: the main job, with a progress bar on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from app.commands.options import LANG, reading_options
from app.messages import language, say, set_language
from app.pipeline import DUPLICATE, FAILED, STORED, UNCHANGED, Outcome, Report, add_sources
from app.settings import Settings
from corpus.library import Library

_SHOWN_FAILURES = 20


@click.command()
@reading_options
@LANG
def run(
    sources: tuple[str, ...],
    library: Path,
    lang: str | None,
    retry: bool,
    model: Path | None,
    careful: bool,
    no_ocr: bool,
    workers: int,
    timeout: float,
    as_json: bool,
) -> int:
    """Read, segment, code, level, topics, index, report: SOURCE is a file, folder, glob, archive or -."""
    from app.finish import finish

    if lang:
        set_language(lang)
    settings = _settings(model, no_ocr, workers, timeout, careful=careful)
    with Library(library, create=True) as opened:
        outcome = _add(opened, sources, settings, retry=retry, quiet=as_json)
        reports = finish(opened, language(), quiet=as_json)
        _print(opened, outcome, reports, as_json=as_json)
    return 1 if outcome.failures else 0


@click.command()
@reading_options
def add(
    sources: tuple[str, ...],
    library: Path,
    retry: bool,
    model: Path | None,
    careful: bool,
    no_ocr: bool,
    workers: int,
    timeout: float,
    as_json: bool,
) -> int:
    """Read and code documents into a library, without topics, index and report."""
    settings = _settings(model, no_ocr, workers, timeout, careful=careful)
    with Library(library, create=True) as opened:
        outcome = _add(opened, sources, settings, retry=retry, quiet=as_json)
        _print(opened, outcome, (), as_json=as_json)
    return 1 if outcome.failures else 0


def _settings(model: Path | None, no_ocr: bool, workers: int, timeout: float, *, careful: bool) -> Settings:
    chosen = str(model.resolve()) if model else ""
    return Settings(ocr=not no_ocr, workers=workers, seconds=timeout, model=chosen, careful=careful)


def _add(library: Library, sources: tuple[str, ...], settings: Settings, *, retry: bool, quiet: bool) -> Outcome:
    """Adds the sources with a progress bar and records the run."""
    from app.manifest import manifest, now

    started = now()
    with _progress(say("run.reading"), quiet=quiet) as report:
        outcome = add_sources(library, sources, settings, report=report, retry=retry)
    library.record_run(started, now(), manifest(sources, settings, outcome))
    return outcome


@contextmanager
def _progress(label: str, *, quiet: bool) -> Iterator[Report]:
    """Shows a count of the sources on a terminal; nothing in a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda name, outcome: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda name, outcome: bar.advance(task)


def _print(library: Library, outcome: Outcome, reports: tuple[Path, ...], *, as_json: bool) -> None:
    if as_json:
        import json

        click.echo(
            json.dumps(
                {
                    "counts": {key: outcome.counts[key] for key in (STORED, DUPLICATE, UNCHANGED, FAILED)},
                    "relabelled": outcome.relabelled,
                    "failures": [
                        {"source": f.source, "reason": f.reason, "message": f.message} for f in outcome.failures
                    ],
                    "library": str(library.folder),
                    "reports": [str(path) for path in reports],
                },
                ensure_ascii=False,
            )
        )
        return
    from app.summary import print_summary

    _print_outcome(outcome)
    print_summary(library)
    for path in reports:
        click.echo(f"{say('run.report_at')}: {path}")


def _print_outcome(outcome: Outcome) -> None:
    if not outcome.changed and not outcome.failures:
        click.echo(say("run.nothing", count=outcome.counts[UNCHANGED]))
        return
    shown = " · ".join(
        f"{outcome.counts[key]} {say(f'run.{key}')}"
        for key in (STORED, DUPLICATE, UNCHANGED, FAILED)
        if outcome.counts[key]
    )
    click.echo(f"{say('run.inputs')}: {shown}")
    if outcome.relabelled:
        click.echo(say("run.relabelled", count=outcome.relabelled))
    if outcome.failures:
        click.echo(f"{say('run.failures')}:")
        for failure in outcome.failures[:_SHOWN_FAILURES]:
            click.echo(f"  {failure.source}: {failure.reason}: {failure.message}")
        if len(outcome.failures) > _SHOWN_FAILURES:
            click.echo(f"  {say('run.more', count=len(outcome.failures) - _SHOWN_FAILURES)}")
