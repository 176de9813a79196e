"""How long people wait: searches over HTTP by many users at once, each with filters, facets and highlights.

Run: python -m benchmarks.web_latency LIBRARY [--users 20] [--seconds 30] [--pause 1.0]
It starts `xietong serve` on the library, which is only read, and prints one line of JSON. A user asks, waits for
the answer, reads for `--pause` seconds on average (exponential) and asks again; `--pause 0` asks without a stop.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import time
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from benchmarks.web_writers import quantile, served

# words, a phrase, operators; with a filter that cuts the hits, and all facets
_QUERIES = (
    "扶贫 资金",
    '"产业发展"',
    "教育 OR 培训",
    "技术 推广",
    "社会 力量 参与",
    "县级 人民政府 责任",
    "财政 专项 资金",
    "宣传 引导",
    "组织 领导",
    "数字 乡村",
)
_FILTERS: tuple[dict[str, str], ...] = (
    {"level": "provincial"},
    {"category": "fund"},
    {"year_from": "2015", "year_to": "2020"},
    {"review": "false"},
    {"level": "central", "category": "policy"},
)


async def user(host: str, port: int, *, end: float, pause: float, number: int) -> tuple[list[float], int]:
    """Returns how long each search of one user took (seconds), and how many failed."""
    chance = random.Random(number)
    reader, writer = await asyncio.open_connection(host, port)
    took: list[float] = []
    failed = 0
    await asyncio.sleep(chance.random() * max(pause, 0.1))  # not all in the same moment
    while time.monotonic() < end:
        params = {"q": chance.choice(_QUERIES), "limit": "20", **chance.choice(_FILTERS)}
        path = "/api/v1/search?" + urlencode(params, quote_via=quote)
        start = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        lower = head.lower()
        size = int(lower.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(size)
        took.append(time.perf_counter() - start)
        failed += b" 200 " not in head.partition(b"\r\n")[0]
        if pause:
            await asyncio.sleep(chance.expovariate(1 / pause))
    writer.close()
    return took, failed


async def measure(address: str, *, users: int, seconds: float, pause: float) -> dict[str, object]:
    """Returns the waiting times of all users in milliseconds."""
    parts = urlsplit(address)
    host, port = str(parts.hostname), parts.port or 80
    end = time.monotonic() + seconds
    found = await asyncio.gather(*(user(host, port, end=end, pause=pause, number=n) for n in range(users)))
    took = [one for times, _ in found for one in times]
    return {
        "users": users,
        "pause": pause,
        "searches": len(took),
        "a_second": round(len(took) / seconds, 1),
        "failed": sum(failed for _, failed in found),
        "p50_ms": quantile(took, 0.5),
        "p95_ms": quantile(took, 0.95),
        "p99_ms": quantile(took, 0.99),
        "max_ms": quantile(took, 1.0),
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--pause", type=float, default=1.0)
    given = parser.parse_args()
    with served(given.library) as (address, _):
        asyncio.run(measure(address, users=given.users, seconds=2, pause=given.pause))  # warm
        figures = asyncio.run(measure(address, users=given.users, seconds=given.seconds, pause=given.pause))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
