"""Reads a released model file back into what `train.py --start` goes on from.

    python resume.py --model ../models/segun-base.safetensors --work WORK --out WORK/released.pt

Writes WORK/schema.json and WORK/vocabulary.npz as the file has them (then `build_data.py
--keep-vocabulary`), and a checkpoint whose linear layers are the file's int8 rows times their scales.
Training goes on from there as from the checkpoint that the file was made of, but for the rounding.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open

from load_base import load_base
from model import Model, Shape
from schema import Schema

LINEAR = ("tags", "arc_dep", "arc_head", "rel_dep", "rel_head", "rel_out", "cue", "role", "trigger", "argument")
"""Linear layers of the heads."""
BILINEAR = ("arc.bilinear", "role.bilinear", "role.distance", "argument.bilinear", "argument.distance")


def schema_of(description: dict) -> Schema:
    """The label inventories that the file's description lists."""
    return Schema(**{name: description[name] for name in Schema.__dataclass_fields__ if name in description})


def vocabulary_of(file: safe_open, base_pieces: list[str]) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Rows of the base model's embedding, pieces and scores."""
    text, offsets = file.get_tensor("pieces.text").tobytes(), file.get_tensor("pieces.offsets")
    pieces = [text[a:b].decode("utf-8") for a, b in zip(offsets, offsets[1:])]
    row = {piece: i for i, piece in enumerate(base_pieces)}
    return np.array([row[p] for p in pieces]), pieces, file.get_tensor("pieces.scores")


def weights(file: safe_open, layers: int) -> dict[str, torch.Tensor]:
    """The state of `model.Model`; word embeddings are no part of it."""
    dense = lambda name: torch.from_numpy(file.get_tensor(name).astype(np.float32))
    out = {"encoder.position": dense("embedding.position"), "encoder.norm.weight": dense("embedding.norm.weight"), "encoder.norm.bias": dense("embedding.norm.bias")}

    def linear(name: str, key: str) -> None:
        out[f"{key}.weight"] = dense(f"{name}.weight") * dense(f"{name}.scale")[:, None]
        out[f"{key}.bias"] = dense(f"{name}.bias")

    for i in range(layers):
        for name in ("qkv", "attention_out", "ffn_in", "ffn_out"):
            linear(f"layer.{i}.{name}", f"encoder.layer.{i}.{name}")
        for name in ("attention_norm", "ffn_norm"):
            for part in ("weight", "bias"):
                out[f"encoder.layer.{i}.{name}.{part}"] = dense(f"layer.{i}.{name}.{part}")
    for name in LINEAR:
        linear(f"head.{name}", f"head.{name}")
    for name in BILINEAR:
        out[f"head.{name.replace('.', '_')}"] = dense(f"head.{name}")
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    base = load_base()
    with safe_open(args.model, "np") as file:
        described = json.loads(file.metadata()["segun"])
        schema = schema_of(described)
        schema.save(args.work / "schema.json")
        rows, pieces, scores = vocabulary_of(file, base.pieces)
        np.savez(args.work / "vocabulary.npz", rows=rows, pieces=np.array(pieces, dtype=object), scores=scores)
        shape = Shape(described["layers"], described["piece_layers"], described["feed_forward"])
        state = weights(file, described["layers"])
    model = Model(base, rows, Schema.load(args.work / "schema.json"), shape)
    wanted = model.state_dict()
    strange = {k for k in wanted if k not in state or state[k].shape != wanted[k].shape} | (state.keys() - wanted.keys())
    assert not strange, f"tensors that do not fit: {sorted(strange)}"
    torch.save({"model": state, "shape": shape}, args.out)
    print(f"{args.out}: model {described['version']}, {len(pieces)} pieces, {len(state)} tensors")


if __name__ == "__main__":
    main()
