"""Fine-tunes all heads together.

    python train.py --work WORK --run WORK/run6 --layers 6 --epochs 8

Every epoch draws each corpus at its own rate (`RATES`), writes a checkpoint (resumed by running the
same command again) and scores the held-out sets. After the last epoch the weights of the last
`--average` epochs are averaged into RUN/final.pt.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from batching import ENTITY_COUNT, Batch, Example, augmented, collate, length, plan, prepare
from evaluate import evaluate, load_sets, table
from load_base import load_base
from model import Model, Shape, take
from schema import Schema
from vocabulary import Vocabulary

RATES = {
    "ancora": 4.0, "gsd": 1.5, "ewt": 0.9, "gum": 1.0, "bosque": 2.0, "sequoia": 0.6, "gsd-de": 0.6,
    "uner-pt": 0.7, "uner-en": 1.0, "polnear": 0.5, "meantime": 2.0, "ecbplus": 0.6,
    "own-es": 1.0, "own-en": 1.5, "own-sentences": 1.5, "silver-attribution": 0.4, "raw-es": 0.25,
}
"""How often a sentence of each corpus is seen in an epoch, on average."""
WEIGHTS = {"upos": 1.0, "features": 1.0, "lemma": 0.5, "arc": 1.0, "relation": 1.0, "entity": 2.0, "cue": 2.0, "role": 1.5, "stance": 0.5, "source_kind": 0.3, "event": 0.7, "type": 1.5, "argument": 1.0, "certainty": 0.7, "polarity": 0.5, "when": 0.5}
SPARSE = {"type", "stance", "source_kind", "certainty", "polarity", "when"}
"""Layers that few words have."""
EMPTY_KEPT = 0.5
"""Share of the PolNeAR sentences without any cue that is drawn."""
LONGEST = 220
"""Pieces; longer sentences are left out of the training."""


def draw(examples: list[Example], chance: random.Random, rehearsal: float) -> list[Example]:
    """One epoch's sentences; of what is not our own annotation, `rehearsal` of its rate."""
    chosen = []
    for example in examples:
        rate = RATES[example.sentence.source]
        if not example.sentence.source.startswith("own-"):
            rate *= rehearsal
        if example.sentence.source == "polnear" and not example.roles:
            rate *= EMPTY_KEPT
        chosen += [example] * (int(rate) + (chance.random() < rate % 1))
    return chosen


def masked_mean(losses: Tensor, words: int, floor: float) -> Tensor:
    """Mean over the labelled words, damped where a batch has few of them."""
    return losses.sum() / max(losses.numel(), floor * words, 1)


def losses(model: Model, batch: Batch, schema: Schema) -> dict[str, Tensor]:
    """All losses of a batch."""
    words = model.word_dropout(model.words(batch))
    count = batch.words
    real = batch.valid.clone()
    real[:, 0] = False
    # Heads run on padded rows, so that few shapes occur; the losses pick the labelled ones.
    logits = model.head.tags(words)[real].float()
    result: dict[str, Tensor] = {}
    at = 0
    features = []
    for name, width in schema.parts():
        part = logits[:, at : at + width]
        at += width
        if name == "entity":
            allowed = batch.entities[real]
            known = allowed > 0
            if known.any():
                bits = (allowed[known][:, None] >> torch.arange(ENTITY_COUNT)) & 1
                part = part[known]
                gap = torch.logsumexp(part, -1) - torch.logsumexp(part.masked_fill(bits == 0, -1e4), -1)
                result["entity"] = masked_mean(gap, count, 0.25)
            continue
        gold = batch.tags[name][real]
        known = gold >= 0
        if not known.any():
            continue
        each = F.cross_entropy(part[known], gold[known], reduction="none")
        if name.startswith("feature:"):
            features.append(masked_mean(each, count, 0.25))
        else:
            if name in ("cue", "type"):
                each = each * torch.where(gold[known] > 0, 1.5, 1.0)
            result[name] = masked_mean(each, count, 0.02 if name in SPARSE else 0.25)
    if features:
        result["features"] = torch.stack(features).sum()
    known = batch.heads >= 0
    if known.any():
        arcs = model.head.arcs(words, batch.valid)
        result["arc"] = masked_mean(F.cross_entropy(arcs[known], batch.heads[known], reduction="none"), count, 0.25)
        heads = batch.heads.clamp(min=0)[..., None].expand(-1, -1, words.shape[-1])
        scores = model.head.relations(words.flatten(0, 1), words.gather(1, heads).flatten(0, 1))
        labels = batch.relations.flatten()
        named = labels >= 0
        weight = batch.relation_weight[:, None].expand(batch.heads.shape).flatten()[named]
        result["relation"] = masked_mean(F.cross_entropy(scores[named], labels[named], reduction="none") * weight, count, 0.25)
    if len(batch.arguments.row):
        scores = model.head.arguments(words, batch.arguments)
        known = batch.arguments.tags >= 0
        result["argument"] = masked_mean(F.cross_entropy(scores[known], batch.arguments.tags[known], reduction="none"), count, 0.02)
    if len(batch.roles.row):
        scores = model.head.roles(words, batch.roles)
        known = batch.roles.tags >= 0
        gold = batch.roles.tags[known]
        each = F.cross_entropy(scores[known], gold, reduction="none")
        each = each * torch.tensor([1.0, 2.0, 1.5, 2.0, 1.0])[gold]
        result["role"] = masked_mean(each, count, 0.5)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--layers", type=int, help="begin with so many of the base model's layers, whole")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--budget", type=int, default=2600, help="padded pieces in a batch")
    parser.add_argument("--rate", type=float, default=2e-4, help="learning rate of the encoder; the heads get ten times as much")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--subset", type=float, default=1.0, help="share of each epoch's sentences")
    parser.add_argument("--rehearsal", type=float, default=1.0, help="share of their rates at which corpora other than our own annotations are drawn: what a model that goes on learning must not forget")
    parser.add_argument("--average", type=int, default=1, help="how many of the last epochs to average")
    parser.add_argument("--limit", type=int, help="sentences of each held-out set scored between epochs")
    parser.add_argument("--start", type=Path, help="checkpoint to start from; gives the shape where --layers does not")
    parser.add_argument("--completed", action="store_true", help="train on what complete.py wrote")
    args = parser.parse_args()
    args.run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(args.seed)
    base = load_base()
    schema = Schema.load(args.work / "schema.json")
    saved = np.load(args.work / "vocabulary.npz", allow_pickle=True)
    vocabulary = Vocabulary(list(saved["pieces"]), saved["scores"], base.normalisation)
    with (args.work / ("completed.pkl" if args.completed else "train.pkl")).open("rb") as file:
        train = [prepare(s, schema) for s in pickle.load(file) if len(s.words) < LONGEST]
    train = [e for e in train if length(e, vocabulary) <= LONGEST]
    sets = load_sets(args.work, schema)

    start = torch.load(args.start, weights_only=False) if args.start else {}
    shape = Shape.whole(base, args.layers) if args.layers else start["shape"]
    model = Model(base, saved["rows"], schema, shape)
    if start:
        print(take(model, start))
    encoder = [p for n, p in model.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in model.named_parameters() if n.startswith("head.")]
    optimiser = torch.optim.AdamW([{"params": encoder, "lr": args.rate}, {"params": heads, "lr": 10 * args.rate}], weight_decay=0.01, betas=(0.9, 0.98), fused=True)

    def epoch_groups(epoch: int):
        chance = random.Random(args.seed * 1000 + epoch)
        drawn = [augmented(e, chance, schema) for e in draw(train, chance, args.rehearsal) if args.subset >= 1 or chance.random() < args.subset]
        drawn = [e for e in drawn if length(e, vocabulary) <= 2 * LONGEST]
        return drawn, plan([length(e, vocabulary) for e in drawn], args.budget, chance), chance

    total = args.epochs * len(epoch_groups(0)[1])
    warm = max(50, total // 20)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1.0, (step + 1) / warm) * max(0.01, 1 - step / total))
    first = 0
    last = args.run / "last.pt"
    if last.exists():
        state = torch.load(last, weights_only=False)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        scheduler.load_state_dict(state["scheduler"])
        first = state["epoch"]
    snapshots = []
    for epoch in range(first, args.epochs):
        model.train()
        drawn, groups, chance = epoch_groups(epoch)
        began, words, sums, seen = time.time(), 0, {}, 0
        for step, group in enumerate(groups):
            batch = collate([drawn[i] for i in group], vocabulary, schema, chance, args.budget)
            with torch.autocast("cpu", torch.bfloat16):
                parts = losses(model, batch, schema)
            loss = sum(WEIGHTS[name] * value for name, value in parts.items())
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            scheduler.step()
            words += batch.words
            seen += 1
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach())
            if step % 100 == 99:
                print(f"epoch {epoch + 1} step {step + 1}/{len(groups)} {words / (time.time() - began):.0f} words/s " + " ".join(f"{k} {v / seen:.3f}" for k, v in sums.items()), flush=True)
        elapsed = time.time() - began
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "scheduler": scheduler.state_dict(), "epoch": epoch + 1, "shape": shape}
        torch.save(state, last)
        if epoch >= args.epochs - args.average:
            torch.save({"model": model.state_dict(), "shape": shape}, args.run / f"epoch{epoch + 1}.pt")
        results = evaluate(model, sets, vocabulary, schema, args.limit)
        results["training"] = {"words/s": words / elapsed, "seconds": elapsed}
        (args.run / f"scores{epoch + 1}.json").write_text(json.dumps(results, indent=1))
        print(f"== epoch {epoch + 1}: {words} words in {elapsed:.0f} s\n{table(results)}", flush=True)
    paths = [args.run / f"epoch{e + 1}.pt" for e in range(max(0, args.epochs - args.average), args.epochs)]
    states = [torch.load(p, weights_only=False)["model"] for p in paths if p.exists()]
    mean = {k: torch.stack([s[k].float() for s in states]).mean(0) for k in states[0]}
    torch.save({"model": mean, "shape": shape}, args.run / "final.pt")
    model.load_state_dict(mean)
    results = evaluate(model, sets, vocabulary, schema, args.limit)
    (args.run / "scores.json").write_text(json.dumps(results, indent=1))
    print(f"== final (mean of {len(states)} epochs)\n{table(results)}", flush=True)


if __name__ == "__main__":
    main()
