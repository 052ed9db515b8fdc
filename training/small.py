"""What the two small networks share: facts as vectors, their options, and how they are put into the model file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import save_file
from torch import Tensor, nn

from quantise import quantise_rows


class Facts(nn.Module):
    """The sum of a vector for each fact; the vectors of all facts stand in one table."""

    def __init__(self, counts: list[int], width: int) -> None:
        super().__init__()
        self.register_buffer("starts", torch.tensor(np.cumsum([0, *counts[:-1]])), persistent=False)
        self.table = nn.Embedding(sum(counts), width)
        nn.init.normal_(self.table.weight, std=0.1)

    def forward(self, facts: Tensor) -> Tensor:
        return self.table(facts + self.starts).sum(-2)


def array(tensor: Tensor) -> np.ndarray:
    """As the model file has it."""
    return np.ascontiguousarray(tensor.detach().float().numpy())


def weights(name: str, layer: nn.Module) -> dict[str, np.ndarray]:
    """`NAME.weight` and `NAME.bias`."""
    return {f"{name}.{part}": array(getattr(layer, part)) for part in ("weight", "bias")}


def head(name: str, layer: nn.Linear) -> dict[str, np.ndarray]:
    """The layer that gives a network its words' vectors, in int8 by row, as the other heads beside which it is computed."""
    weight, scale = quantise_rows(layer.weight.data)
    return {f"head.{name}.weight": weight.numpy(), f"head.{name}.scale": array(scale), f"head.{name}.bias": array(layer.bias)}


def put(path: Path, network: str, tensors: dict[str, np.ndarray], design: dict, version: str | None, without: tuple[str, ...] = ()) -> None:
    """Writes a network into the model file at `path` in place of the one that was there; all else stays as it is, but for the
    networks that the file is to be `without`."""
    heads = {"attributor": "head.voice.", "participants": "head.meaning."}
    replaced = tuple(prefix for name in (network, *without) for prefix in (f"{name}.", heads[name]))
    with safe_open(path, "np") as file:
        description = json.loads(file.metadata()["segun"])
        kept = {name: file.get_tensor(name) for name in file.keys() if not name.startswith(replaced)}
    for name in without:
        description.pop(name, None)
    description |= {network: design, "version": version or description["version"]}
    save_file({**kept, **tensors}, path, metadata={"segun": json.dumps(description, ensure_ascii=False)})
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def options(doc: str, epochs: int, rate: float) -> argparse.ArgumentParser:
    """Those that both networks' commands have."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--tune", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="the model file to put the network into")
    parser.add_argument("--version", help="a new version of the model")
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--seed", type=int, default=0)
    return parser
