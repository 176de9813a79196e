"""`xietong serve`: the library as a web page and a REST API."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.options import CAREFUL, LANG, MODEL, NO_OCR
from app.messages import language, say
from corpus.errors import XietongError

if TYPE_CHECKING:
    from app.web.settings import WebSettings

_NEEDED = ("fastapi", "uvicorn", "python_multipart", "argon2")
_PORT = 8765
_BACKLOG = 256
_GRACE_SECONDS = 5
_IDLE_SECONDS = 60  # a connection stays open while its reader thinks


@click.command()
@click.argument("library", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option(
    "--library",
    "-L",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The same, as in the other commands.  [default: xietong-library]",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", type=click.IntRange(0, 65535), default=_PORT, show_default=True, help="Port (0: a free one).")
@click.option("--accounts", is_flag=True, help="People sign in (see xietong account); needed beyond this machine.")
@click.option(
    "--name", "names", multiple=True, help="A host name under which the server is called, e.g. behind a proxy."
)
@click.option(
    "--https/--plain-http",
    default=None,
    help="Whether people come over HTTPS, which a proxy provides; without it cookies can be listened to."
    "  [default: HTTPS beyond this machine]",
)
@click.option("--proxy", help="Address of the proxy whose word on the visitor's address counts.")
@click.option("--person", help="Name of the one person where there are no accounts.  [default: the user's]")
@click.option("--largest-upload", type=click.IntRange(1, 1024), default=100, show_default=True, help="Megabytes.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Reading uploads at a time.")
@click.option("--timeout", type=float, default=300.0, show_default=True, help="Seconds allowed per uploaded file.")
@NO_OCR
@CAREFUL
@MODEL
@LANG
def serve(
    library: Path | None,
    folder: Path | None,
    host: str,
    port: int,
    accounts: bool,
    names: tuple[str, ...],
    https: bool | None,
    proxy: str | None,
    person: str | None,
    largest_upload: int,
    workers: int,
    timeout: float,
    no_ocr: bool,
    careful: bool,
    model: Path | None,
    lang: str | None,
) -> int:
    """Serve LIBRARY as a web page and a REST API: to this machine and one person, unless told otherwise."""
    if library and folder and library != folder:
        raise XietongError(say("serve.two", first=library, second=folder))
    need_web()
    from app.web.settings import MEGABYTE, WebSettings, is_loopback

    settings = WebSettings(
        host=host,
        port=port,
        language=lang or language(),
        person=person or _user(),
        accounts=accounts,
        secure=not is_loopback(host) if https is None else https,
        hosts=tuple(name.lower() for name in names),
        largest_upload=largest_upload * MEGABYTE,
        ocr=not no_ocr,
        workers=workers,
        seconds=timeout,
        model=str(model.resolve()) if model else "",
        careful=careful,
    )
    _run(library or folder or Path("xietong-library"), settings, proxy)
    return 0


def need_web() -> None:
    """Lets pass where what the web needs is installed.

    Raises:
        XietongError: it is not; the hint is the command that installs it.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise XietongError(say("serve.missing", names=", ".join(missing)), hint="pip install 'xietong[web]'")


def _run(library: Path, settings: WebSettings, proxy: str | None) -> None:
    """Serves until it is stopped."""
    import logging
    from dataclasses import replace

    import uvicorn

    from app.web.server import create_app

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    if settings.accounts:
        _need_admin(library)
    with _bound(settings.host, settings.port) as bound:
        settings = replace(settings, port=bound.getsockname()[1])
        app = create_app(library, settings=settings)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=proxy is not None,
            forwarded_allow_ips=proxy,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            timeout_keep_alive=_IDLE_SECONDS,
        )
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        click.echo(say("serve.at", address=f"http://{shown}:{settings.port}/"))
        if not settings.accounts:
            click.echo(say("serve.alone", person=settings.person))
        elif not settings.secure:
            click.echo(say("serve.plain"), err=True)
        uvicorn.Server(config).run(sockets=[bound])


def _need_admin(library: Path) -> None:
    """Lets pass where somebody can sign in.

    Raises:
        XietongError: there is no account, or no library.
    """
    from app.web.desk import open_desk
    from corpus.library import RECORD

    if not (library / RECORD).is_file():
        raise XietongError(f"no library in {library}", hint=f"xietong run SOURCE --library {library}")
    desk = open_desk(library)
    known = desk.accounts.all()
    desk.register.close()
    if not known:
        raise XietongError(say("serve.nobody"), hint=f"xietong account {library} NAME --role admin")


def _bound(host: str, port: int) -> socket.socket:
    """Returns a listening socket.

    Raises:
        XietongError: the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, else asyncio does not switch Nagle's algorithm off, and every answer waits 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise XietongError(say("serve.taken", host=host, port=port, why=error.strerror), hint="--port 0") from error
    bound.listen(_BACKLOG)
    return bound


def _user() -> str:
    """Returns the name of this machine's user as codings carry it."""
    import getpass

    try:
        return getpass.getuser().replace("@", "_")[:40] or "local"
    except (OSError, KeyError, ImportError):  # a container without a user of that number
        return "local"
