"""The command line: `xietong COMMAND`. Commands are imported when they are called, so help is instant."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from app.messages import LANGUAGES, say, set_language
from corpus.errors import XietongError

# command -> module of app.commands; the function has the command's name
COMMANDS = {
    "run": "run",
    "add": "run",
    "status": "status",
    "extract": "extract",
    "classify": "classify",
    "level": "level",
    "topics": "topics",
    "report": "report",
    "search": "search",
    "export": "export",
    "serve": "serve",
    "account": "account",
    "backup": "backup",
    "doctor": "doctor",
    "train": "train",
    "evaluate": "evaluate",
    "reliability": "evaluate",
    "queue": "train",
    "samples": "samples",
}


class LazyGroup(click.Group):
    """A group whose commands are imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Returns the names in the order of a user's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Returns the command, or None where there is none of that name."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        return command_of(module, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes one line a command without importing any."""
        with formatter.section(say("commands")):
            formatter.write_dl([(name, say(f"help.{name}")) for name in COMMANDS])


def command_of(module: str, name: str) -> click.Command:
    command = getattr(import_module(f"app.commands.{module}"), name)
    if not isinstance(command, click.Command):
        raise TypeError(f"{name} is not a command")
    return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of messages and reports (zh, en).")
@click.version_option(package_name="xietong", prog_name="xietong")
def xietong(lang: str | None) -> None:
    """Xietong 协同: code policy documents clause by clause, with evidence. Offline."""
    if lang:
        set_language(lang)


def main() -> None:
    """Runs the command line; a bad request is one line and a hint, exit code 2."""
    try:
        code = xietong.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo(say("stopped"), err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except XietongError as error:
        click.echo(f"xietong: {error}", err=True)
        if error.hint:
            click.echo(f"  {say('hint')}: {error.hint}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
