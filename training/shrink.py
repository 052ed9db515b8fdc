"""Begins a smaller model with what a larger, trained one has: its first layers, of whose inner values the most
used stay, and its heads.

    python shrink.py --work WORK --teacher WORK/teacher/final.pt --out WORK/start.pt

An inner value counts by its mean size on the training sentences times the length of the weights that read it.
"""

from __future__ import annotations

import argparse
import pickle
import random
from pathlib import Path

import torch
import torch.nn.functional as F

from batching import collate, length, plan, prepare
from evaluate import load
from model import Shape


def importance(model, batches) -> list[torch.Tensor]:
    """How much each inner value of each layer matters."""
    sizes = [torch.zeros(layer.ffn_in.out_features) for layer in model.encoder.layer]
    hooks = [
        layer.ffn_in.register_forward_hook(lambda _, __, out, i=i: sizes[i].add_(F.gelu(out.float()).abs().flatten(0, -2).mean(0)))
        for i, layer in enumerate(model.encoder.layer)
    ]
    model.eval()
    with torch.inference_mode():
        for batch in batches:
            model.words(batch)
    for hook in hooks:
        hook.remove()
    return [size * layer.ffn_out.weight.float().norm(dim=0) for size, layer in zip(sizes, model.encoder.layer)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=7)
    parser.add_argument("--piece-layers", type=int, default=2, help="layers before pieces are averaged to words")
    parser.add_argument("--kept", type=float, default=0.95, help="share of what a layer's inner values carry that stays")
    args = parser.parse_args()
    model, vocabulary, schema = load(args.work, args.teacher)
    with (args.work / "train.pkl").open("rb") as file:
        sample = random.Random(1).sample(pickle.load(file), 2000)
    examples = [e for e in (prepare(s, schema) for s in sample) if length(e, vocabulary) <= 200]
    groups = plan([length(e, vocabulary) for e in examples], 4000, None)
    weights = importance(model, (collate([examples[i] for i in g], vocabulary, schema) for g in groups))
    state = {k: v for k, v in torch.load(args.teacher, map_location="cpu", weights_only=False)["model"].items()}
    kept = {k: v for k, v in state.items() if not k.startswith("encoder.layer.")}
    widths = []
    for i in range(args.layers):
        order = weights[i].sort(descending=True)
        needed = int((order.values.cumsum(0) < args.kept * order.values.sum()).sum()) + 1
        # Whole vectors of the product's kernels.
        width = min((needed + 63) // 64 * 64, len(weights[i]))
        widths.append(width)
        best = order.indices[:width].sort().values
        for k, v in state.items():
            if k.startswith(f"encoder.layer.{i}."):
                rows = k.endswith(("ffn_in.weight", "ffn_in.bias"))
                kept[k] = v[best] if rows else v[:, best] if k.endswith("ffn_out.weight") else v
    print(f"inner widths {widths}")
    torch.save({"model": kept, "shape": Shape(args.layers, args.piece_layers, widths)}, args.out)


if __name__ == "__main__":
    main()
