"""`xietong account`: the accounts of a library that several people use over the web."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.messages import language, say
from corpus.errors import XietongError

if TYPE_CHECKING:
    from app.web.desk import Desk


@click.command()
@click.argument("library", type=click.Path(path_type=Path, file_okay=False))
@click.argument("name", required=False)
@click.option("--role", type=click.Choice(["reader", "coder", "admin"]), help="What the person may do.")
@click.option("--password", "renew", is_flag=True, help="Set a new password (asked for, or a line of standard input).")
@click.option("--remove", is_flag=True, help="Remove the account; what the person coded stays.")
def account(library: Path, name: str | None, role: str | None, renew: bool, remove: bool) -> int:
    """List the accounts of LIBRARY; make, change or remove the account NAME."""
    from app.commands.serve import need_web
    from app.web.desk import open_desk
    from app.web.problem import Problem
    from corpus.library import RECORD

    need_web()
    if not (library / RECORD).is_file():
        raise XietongError(f"no library in {library}")
    desk = open_desk(library)
    try:
        if name is None:
            for one in desk.accounts.all():
                click.echo(f"{one.name}\t{one.role}\t{one.created}")
        elif remove:
            desk.accounts.remove(name)
            desk.audit.record("", "account_removed", name)
            click.echo(say("account.removed", name=name))
        else:
            _change(desk, name, role, renew=renew)
    except Problem as problem:
        raise XietongError(problem.detail(language())) from problem
    finally:
        desk.register.close()
    return 0


def _change(desk: Desk, name: str, role: str | None, *, renew: bool) -> None:
    """Makes an account, or changes the role and password of one."""
    from app.web.people import Role

    known = desk.accounts.person(name)
    if known is None:
        made = desk.accounts.add(name, Role(role or Role.READER), _ask())
        desk.audit.record("", "account", made.name, made.role)
        click.echo(say("account.made", name=made.name, role=made.role))
        return
    if role is not None:
        desk.accounts.set_role(name, Role(role))
        desk.audit.record("", "role", known.name, role)
    if renew:
        desk.accounts.set_password(name, _ask())
        desk.audit.record("", "password", known.name)
    click.echo(say("account.changed", name=known.name))


def _ask() -> str:
    """Returns a password: asked for twice on a terminal, else a line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(say("account.password"), hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
