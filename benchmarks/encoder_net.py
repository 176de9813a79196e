"""The encoder as a network to be trained: the layers of the base, and two heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from benchmarks.encoder_base import Base, unpack

HEADS = 12
EDGE = 1e-12
DROP = 0.1
FAR = 1e4


class Net(nn.Module):  # type: ignore[misc]  # torch is not among the packages that are checked
    """Vectors of tokens in; scores of the unit (17: categories, then categories and `none`) and of each token (9)."""

    def __init__(self, base: Base, keep: Sequence[int]) -> None:
        super().__init__()
        tensor = {name: torch.tensor(value) for name, value in base.tensors.items()}
        self.word = nn.Embedding.from_pretrained(torch.tensor(unpack(base.packed[list(keep)]).reshape(len(keep), -1)))
        self.position = nn.Parameter(tensor["emb.pos"] + tensor["emb.type"][:1], requires_grad=False)
        self.open_w, self.open_b = nn.Parameter(tensor["emb.ln.w"]), nn.Parameter(tensor["emb.ln.b"])
        self.layers = nn.ModuleList(
            nn.ParameterDict(
                {
                    name.partition(".")[2].replace(".", "_"): nn.Parameter(value)
                    for name, value in tensor.items()
                    if name.startswith(f"l{layer}.")
                }
            )
            for layer in range(base.layers)
        )
        self.width = base.width
        self.drop = nn.Dropout(DROP)
        self.unit, self.token = nn.Linear(2 * base.width, 17), nn.Linear(base.width, 9)
        for head in (self.unit, self.token):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, x: Any, mask: Any, own: Any) -> Any:
        """Returns scores of units and of tokens; `own` marks the unit's own tokens, the others are context."""
        width = self.width
        x = functional.layer_norm(x + self.position[: x.shape[1]], (width,), self.open_w, self.open_b, EDGE)
        x = self.drop(x)
        far = (mask - 1)[:, None, None] * FAR
        for layer in self.layers:
            x = self._layer(layer, x, far)
        weight = own[..., None]
        mean = (x * weight).sum(1) / weight.sum(1).clamp(min=1)
        top = (x + (weight - 1) * FAR).amax(1)
        return self.unit(self.drop(torch.cat([mean, top], 1))), self.token(self.drop(x))

    def _layer(self, layer: Any, x: Any, far: Any) -> Any:
        batch, length, width = x.shape[0], x.shape[1], self.width
        query, key, value = (
            functional.linear(x, layer[f"{name}_w"], layer[f"{name}_b"])
            .view(batch, length, HEADS, width // HEADS)
            .transpose(1, 2)
            for name in ("q", "k", "v")
        )
        near = (query @ key.transpose(-1, -2) / (width // HEADS) ** 0.5 + far).softmax(-1)
        mixed = (near @ value).transpose(1, 2).reshape(batch, length, width)
        mixed = self.drop(functional.linear(mixed, layer["ao_w"], layer["ao_b"]))
        x = functional.layer_norm(x + mixed, (width,), layer["aln_w"], layer["aln_b"], EDGE)
        inner = functional.gelu(functional.linear(x, layer["fi_w"], layer["fi_b"]))
        inner = self.drop(functional.linear(inner, layer["fo_w"], layer["fo_b"]))
        return functional.layer_norm(x + inner, (width,), layer["oln_w"], layer["oln_b"], EDGE)
