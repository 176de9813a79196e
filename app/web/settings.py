"""The settings of a server, checked once."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from corpus.errors import XietongError

LOOPBACK_NAMES = ("localhost",)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """How a library is served.

    `accounts` says whether people sign in; without, whoever reaches the server is `person`, an admin,
    which is allowed on a loopback address alone. `hosts` are further names under which the server may
    be called (a page elsewhere can point a name of its own at this machine: DNS rebinding). `secure`
    marks cookies for HTTPS only. `language` is what a visitor gets who states none.

    Raises:
        XietongError: the server could be reached from elsewhere and has no accounts.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    language: str = "zh"
    person: str = "local"
    accounts: bool = False
    secure: bool = False
    hosts: tuple[str, ...] = ()
    largest_upload: int = 100 * MEGABYTE  # bytes of one request with files
    largest_body: int = MEGABYTE  # bytes of any other request
    most_files: int = 200  # of one upload
    ocr: bool = True
    workers: int = 1  # parsing processes of uploads
    seconds: float = 300.0  # for one uploaded file
    megabytes: int = 2048  # memory of one parsing process
    model: str = ""
    careful: bool = False  # whether uploads are coded with the encoder's second opinion

    def __post_init__(self) -> None:
        if not self.accounts and not is_loopback(self.host):
            raise XietongError(
                f"without accounts {self.host} would be open to everyone who reaches it",
                hint="add --accounts, or serve on 127.0.0.1",
            )


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine alone."""
    name = host.strip("[]").lower()
    if name in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
