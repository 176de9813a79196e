"""The tuned encoder as it is shipped: the packed base, and the tuned difference as thin matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.encoder_base import LAYER, Base

RANK = 28  # of the difference, for each matrix
PLACES = 224  # positions kept: the longest input has 219


def pack(base: Base, keep: Sequence[int], state: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the arrays of `encoder.npz` for a base, the kept pieces, and the tuned weights (name -> array)."""
    arrays: dict[str, Any] = {
        "word.scale": _scale(base.packed[list(keep)]),
        "word.nibbles": base.packed[list(keep)][:, :, 2:],
        "position": state["position"][:PLACES].astype(np.float16),
        "open.w": state["open_w"],
        "open.b": state["open_b"],
        "head.w": state["unit.weight"].T.astype(np.float32),
        "head.b": state["unit.bias"],
    }
    for layer in range(base.layers):
        for name in LAYER:
            blocks = base.blocks[f"l{layer}.{name}.w"]
            tuned = state[f"layers.{layer}.{name}_w"]
            up, down = _thin(tuned - base.tensors[f"l{layer}.{name}.w"])
            arrays[f"{layer}.{name}.scale"] = _scale(blocks)
            arrays[f"{layer}.{name}.nibbles"] = blocks[:, :, 2:]
            arrays[f"{layer}.{name}.up"], arrays[f"{layer}.{name}.down"] = up, down
            arrays[f"{layer}.{name}.b"] = state[f"layers.{layer}.{name}_b"]
        for name in ("aln", "oln"):
            for part in ("w", "b"):
                arrays[f"{layer}.{name}.{part}"] = state[f"layers.{layer}.{name}_{part}"]
    return arrays


def _scale(blocks: Any) -> Any:
    return blocks[:, :, :2].copy().view("<f2")[:, :, 0]


def _thin(difference: Any) -> tuple[Any, Any]:
    """Returns two thin matrices whose product is nearest to the difference (half precision)."""
    left, size, right = np.linalg.svd(difference.astype(np.float64), full_matrices=False)
    root = np.sqrt(size[:RANK])
    return (left[:, :RANK] * root).astype(np.float16), (root[:, None] * right[:RANK]).astype(np.float16)
