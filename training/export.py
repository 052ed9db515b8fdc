"""Writes the model file and the golden file.

    python export.py --work WORK --checkpoint WORK/run/final.pt --out ../models

The model file is one safetensors file. Its metadata key `segun` describes the model and lists the
labels; `distance_buckets` are lower edges: the bucket of (word index - cue index) is the number of
edges at or below it, so there is one bucket more than edges. Weights of linear layers are int8 with
one float scale for each output row; the word embedding keeps the base model's own four-bit blocks.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn

import golden
from evaluate import load
from load_base import load_base
from model import Model
from quantise import quantise_rows
from schema import Schema
from vocabulary import Vocabulary

LANGUAGES = ["es", "en", "pt", "fr", "de"]


def tensors(model: Model, vocabulary: Vocabulary, rows: np.ndarray) -> dict[str, np.ndarray]:
    """All tensors of the model file."""
    base = load_base()
    out: dict[str, np.ndarray] = {}
    encoded = [p.encode("utf-8") for p in vocabulary.pieces]
    out["pieces.text"] = np.frombuffer(b"".join(encoded), np.uint8)
    out["pieces.offsets"] = np.cumsum([0, *map(len, encoded)]).astype(np.uint32)
    out["pieces.scores"] = np.array(vocabulary.scores, np.float32)
    keys = sorted(vocabulary.normalisation)
    values = [vocabulary.normalisation[k] for k in keys]
    out["normalisation.keys"] = np.array(keys, np.uint32)
    out["normalisation.offsets"] = np.cumsum([0, *map(len, values)]).astype(np.uint32)
    out["normalisation.values"] = np.array([c for v in values for c in v], np.uint32)
    out["embedding.q4"] = base.tensors["emb.word"].reshape(-1, base.hidden // 32 * 18)[rows]
    array = lambda tensor, kind=np.float32: tensor.detach().float().numpy().astype(kind)
    out["embedding.position"] = array(model.encoder.position, np.float16)
    out["embedding.norm.weight"], out["embedding.norm.bias"] = array(model.encoder.norm.weight), array(model.encoder.norm.bias)

    def linear(name: str, module: nn.Linear) -> None:
        weight, scale = quantise_rows(module.weight.data.float())
        out[f"{name}.weight"] = weight.numpy()
        out[f"{name}.scale"], out[f"{name}.bias"] = array(scale), array(module.bias)

    for i, layer in enumerate(model.encoder.layer):
        for name in ("qkv", "attention_out", "ffn_in", "ffn_out"):
            linear(f"layer.{i}.{name}", getattr(layer, name))
        for name in ("attention_norm", "ffn_norm"):
            out[f"layer.{i}.{name}.weight"] = array(getattr(layer, name).weight)
            out[f"layer.{i}.{name}.bias"] = array(getattr(layer, name).bias)
    for name in ("tags", "arc_dep", "arc_head", "rel_dep", "rel_head", "rel_out", "cue", "role", "trigger", "argument"):
        linear(f"head.{name}", getattr(model.head, name))
    for name in ("arc.bilinear", "role.bilinear", "role.distance", "argument.bilinear", "argument.distance"):
        out[f"head.{name}"] = array(getattr(model.head, name.replace(".", "_")))
    return {k: np.ascontiguousarray(v) for k, v in out.items()}


def description(model: Model, schema: Schema, version: str) -> dict:
    """The metadata of the model file."""
    base = load_base()
    return {
        "format": 2, "version": version, "languages": LANGUAGES, "layers": len(model.encoder.layer), "piece_layers": model.encoder.shape.piece_layers,
        "hidden": base.hidden, "attention_heads": base.heads, "feed_forward": model.encoder.shape.feed_forward,
        "norm_epsilon": 1e-12, "max_positions": base.max_positions,
        "upos": schema.upos, "features": schema.features, "deprels": schema.deprels,
        "lemma_scripts": schema.lemma_scripts, "entity_tags": schema.entity_tags, "cue_tags": schema.cue_tags,
        "role_tags": schema.role_tags, "stances": schema.stances, "source_kinds": schema.source_kinds, "event_tags": schema.event_tags, "event_types": schema.event_types, "argument_tags": schema.argument_tags, "certainty": schema.certainty,
        "polarity": schema.polarity, "when": schema.when, "distance_buckets": schema.distance_buckets,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="2026.11.0")
    args = parser.parse_args()
    model, vocabulary, schema = load(args.work, args.checkpoint)
    rows = np.load(args.work / "vocabulary.npz", allow_pickle=True)["rows"]
    args.out.mkdir(parents=True, exist_ok=True)
    metadata = {"segun": json.dumps(description(model, schema, args.version), ensure_ascii=False)}
    path = args.out / "segun-base.safetensors"
    save_file(tensors(model, vocabulary, rows), path, metadata=metadata)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    model.bf16 = False
    (args.out / "golden.json").write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in golden.build(model, vocabulary, schema)) + "\n]\n")


if __name__ == "__main__":
    main()
