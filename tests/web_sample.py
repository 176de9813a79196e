"""A server over a small library, on a free port of this machine, for tests of the web."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import httpx
import uvicorn
from fastapi import FastAPI

from app.web.server import create_app
from app.web.settings import WebSettings
from tests.search_sample import make_library


def sample_app(folder: Path, settings: WebSettings | None = None) -> FastAPI:
    """Returns the app over a library of the sample texts, made in the folder."""
    make_library(folder).close()
    return create_app(folder, settings=settings or WebSettings())


@contextmanager
def running(app: FastAPI, *, lifespan: Literal["on", "off"] = "on") -> Iterator[str]:
    """Serves an app from a thread; yields its address. Without lifespan nothing runs in the background."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan=lifespan))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
        if lifespan == "off":
            app.state.shared.close()


@contextmanager
def visiting(address: str, **headers: str) -> Iterator[httpx.Client]:
    """Yields a client with cookies of its own."""
    with httpx.Client(base_url=address, headers=headers, timeout=30, trust_env=False) as client:
        yield client
