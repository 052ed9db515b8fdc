"""Averages the weights of two checkpoints of one shape.

    python blend.py --first WORK/released.pt --second WORK/next/final.pt --share 0.6 --out WORK/blend.pt

A model that went on learning on few corpora forgets some of the others; between its weights and those that it started
from lie models that keep nearly all of both (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=Path, required=True)
    parser.add_argument("--second", type=Path, required=True)
    parser.add_argument("--share", type=float, required=True, help="share of the second one's weights")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    first, second = (torch.load(path, weights_only=False) for path in (args.first, args.second))
    if first["shape"] != second["shape"] or first["model"].keys() != second["model"].keys():
        raise SystemExit("the two checkpoints are not of one shape")
    mix = {name: torch.lerp(weights.float(), second["model"][name].float(), args.share) for name, weights in first["model"].items()}
    torch.save({"model": mix, "shape": second["shape"]}, args.out)


if __name__ == "__main__":
    main()
