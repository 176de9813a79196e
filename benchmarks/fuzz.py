"""Damages files of all formats and reads them: whatever happens, every file has an outcome.

    python -m benchmarks.fuzz [--files 2000] [--seed 0] [--workers 2] [--keep FOLDER]

The files are our samples and an OFD, a zip-made Word file among them. A mutation flips, cuts, repeats, swaps or fills
bytes; for formats packed as zip half of the mutations change a member within the archive, so that what is damaged is
the XML and not its packing. What a parser did not expect (`crash`) is a defect: `--keep` writes these files out.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import ReadError
from extract.isolate import Parsers
from tests.test_read_ofd import make_ofd

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples" / "documents"
SECONDS, MEGABYTES = 20.0, 1500
DEFECTS = ("crash", "memory", "timeout")


def mutate(data: bytes, random_: random.Random) -> bytes:
    """Returns the bytes with one to four damages."""
    changed = bytearray(data)
    for _ in range(random_.randint(1, 4)):
        if not changed:
            break
        start = random_.randrange(len(changed))
        stop = min(len(changed), start + random_.choice((1, 2, 8, 64, 1024)))
        kind = random_.randrange(6)
        if kind == 0:
            changed[start] ^= 1 << random_.randrange(8)
        elif kind == 1:
            del changed[start:stop]
        elif kind == 2:
            changed[start:start] = changed[start:stop] * random_.choice((1, 3, 50))
        elif kind == 3:
            changed[start:stop] = bytes(random_.randrange(256) for _ in range(stop - start))
        elif kind == 4:
            changed[start:stop] = random_.choice((b"\0", b"\xff", b"9", b"<", b"(")) * (stop - start)
        else:
            del changed[start:]
    return bytes(changed)


def mutate_member(data: bytes, random_: random.Random) -> bytes:
    """Returns a zip archive with one member damaged, packed anew."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        names = archive.namelist()
        chosen = random_.choice(names)
        for name in names:
            member = archive.read(name)
            info = zipfile.ZipInfo(name)  # without the time of day: the same seed gives the same bytes
            out.writestr(info, mutate(member, random_) if name == chosen else member, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def damaged(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yields (name, bytes) of so many damaged files; the same seed gives the same files."""
    random_ = random.Random(seed)
    whole = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.iterdir()) if path.suffix != ".json"]
    whole.append(("made.ofd", make_ofd("山区公路管护办法", "第二页")))
    for number in range(count):
        name, data = random_.choice(whole)
        inside = name.endswith((".docx", ".ofd")) and random_.random() < 0.5
        yield f"{number:05}-{name}", (mutate_member if inside else mutate)(data, random_)


def main() -> int:
    """Prints how many files of each format ended how; returns 1 where one has no outcome or showed a defect."""
    parser = argparse.ArgumentParser(description="Read damaged files of all formats.")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    files = dict(damaged(options.files, options.seed))
    counts: Counter[tuple[str, str]] = Counter()
    defects: list[str] = []
    start = time.perf_counter()
    with Parsers(options.workers, SECONDS, MEGABYTES, ocr=False) as parsers:
        for name, result in parsers.map(list(files.items())):
            outcome = result.reason if isinstance(result, ReadError) else "read"
            counts[name.rsplit(".", 1)[-1], outcome] += 1
            if outcome in DEFECTS:
                defects.append(f"{name}: {outcome}: {result.message if isinstance(result, ReadError) else ''}")
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    (options.keep / name).write_bytes(files[name])
    for (suffix, outcome), count in sorted(counts.items()):
        print(f"{suffix:5} {outcome:14} {count:6}")
    lost = len(files) - sum(counts.values())
    print(f"{len(files)} files, {lost} without an outcome, {len(defects)} defects, {time.perf_counter() - start:.0f} s")
    print(*defects, sep="\n")
    return int(bool(lost or defects))


if __name__ == "__main__":
    sys.exit(main())
