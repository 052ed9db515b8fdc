"""Scores a model on the held-out sets, with the decoding of the product.

    python evaluate.py --work WORK --checkpoint WORK/run/last.pt [--quantised] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from batching import Example, collate, length, plan, prepare
from corpora.sentence import ENTITY_TAGS, Sentence, spans_of
from decode import tree, viterbi
from lemma import apply_script
from model import Model, take
from schema import Schema
from vocabulary import Vocabulary


def split_parts(schema: Schema, logits: np.ndarray) -> dict[str, np.ndarray]:
    """The joint tag layer cut into its parts."""
    parts, at = {}, 0
    for name, width in schema.parts():
        parts[name] = logits[..., at : at + width]
        at += width
    return parts


class Scores:
    """Counts by measure."""

    def __init__(self) -> None:
        self.right: dict[str, int] = defaultdict(int)
        self.total: dict[str, int] = defaultdict(int)
        self.spans: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def hits(self, name: str, equal) -> None:
        self.right[name] += int(np.sum(equal))
        self.total[name] += len(equal)

    def span(self, name: str, predicted: set, wanted: set) -> None:
        counts = self.spans[name]
        counts[0] += len(predicted & wanted)
        counts[1] += len(predicted)
        counts[2] += len(wanted)

    def summary(self) -> dict[str, float]:
        result = {name: 100 * self.right[name] / n for name, n in self.total.items() if n}
        for name, (right, predicted, wanted) in self.spans.items():
            if wanted:
                result[f"{name} F1"] = 200 * right / max(1, predicted + wanted)
                result[f"{name} P"], result[f"{name} R"] = 100 * right / max(1, predicted), 100 * right / wanted
        return result


def gold_entities(sentence: Sentence) -> set[tuple[int, int, str]]:
    """Gold spans of fully typed words; a span of an unknown type gets the type "?"."""
    tags = []
    for mask in sentence.entities:
        options = [t for i, t in enumerate(ENTITY_TAGS) if mask >> i & 1]
        tags.append("O" if mask == 0 or "O" in options else options[0] if len(options) == 1 else f"{options[0][0]}-?")
    return set(spans_of(tags))


def score(example: Example, words: dict, schema: Schema, counts: Scores, types: set[str] | None) -> None:
    """Adds one sentence. `types` limits the entity types that count (corpora without MISC)."""
    s = example.sentence
    parts = words["tags"]
    for name in ("upos", "stance", "source_kind", "certainty", "polarity", "when"):
        if name in example.tags:
            known = example.tags[name] >= 0
            counts.hits(name, parts[name].argmax(-1)[known] == example.tags[name][known])
    if s.upos is not None:
        right = np.ones(len(s.words), bool)
        known = np.ones(len(s.words), bool)
        for name, _ in schema.features:
            gold = example.tags[f"feature:{name}"]
            known &= gold >= 0
            right &= parts[f"feature:{name}"].argmax(-1) == gold
        counts.hits("features", right[known])
        scripts = parts["lemma"].argmax(-1)
        counts.hits("lemma", np.array([apply_script(schema.lemma_scripts[i], w) == l for i, w, l in zip(scripts, s.words, s.lemmas) if l]))
        heads, labels = words["heads"], words["labels"]
        attached = heads == example.heads
        counts.hits("UAS", attached)
        main = lambda label: label.split(":")[0]
        counts.hits("LAS", attached & np.array([main(schema.deprels[a]) == main(b) for a, b in zip(labels, s.deprels)]))
    if s.entities is not None:
        predicted = set(spans_of([ENTITY_TAGS[i] for i in viterbi(parts["entity"], ENTITY_TAGS)]))
        wanted = gold_entities(s)
        counts.span("entity span", {p[:2] for p in predicted if not types or p[2] in types}, {w[:2] for w in wanted})
        if not any(w[2] == "?" for w in wanted):
            counts.span("entity", {p for p in predicted if not types or p[2] in types}, wanted)
            for kind in ("PER", "ORG", "LOC", "MISC"):
                counts.span(f"entity {kind}", {p for p in predicted if p[2] == kind}, {w for w in wanted if w[2] == kind})
    if s.cues is not None:
        predicted = {(a, b) for a, b, _ in spans_of([t if t == "O" else t + "-C" for t in (schema.cue_tags[i] for i in viterbi(parts["cue"], schema.cue_tags))])}
        wanted = {(a, b) for a, b, _ in spans_of([t if t == "O" else t + "-C" for t in s.cues])}
        counts.span("cue", predicted, wanted)
        counts.span("cue start", {a for a, _ in predicted}, {a for a, _ in wanted})
    for (_, gold), scores in zip(example.roles, words["roles"]):
        predicted = set(spans_of([schema.role_tags[i] for i in viterbi(scores, schema.role_tags)]))
        wanted = set(spans_of([schema.role_tags[i] if i >= 0 else "O" for i in gold]))
        for kind in ("SOURCE", "CONTENT"):
            p, w = {x for x in predicted if x[2] == kind}, {x for x in wanted if x[2] == kind}
            counts.span(kind.lower(), p, w)
            counts.span(f"{kind.lower()} words", {i for a, b, _ in p for i in range(a, b)}, {i for a, b, _ in w for i in range(a, b)})
    for number, ((_, gold), scores) in enumerate(zip(example.arguments, words["arguments"])):
        known = gold >= 0
        pairs = lambda tags: {(number, i, t) for i, t in enumerate(tags) if known[i] and t > 0}
        counts.span("argument", pairs(scores.argmax(-1)), pairs(gold))
    if s.events is not None:
        counts.span("event", set(np.flatnonzero(parts["event"].argmax(-1))), set(np.flatnonzero(example.tags["event"])))
    if s.types is not None:
        pairs = lambda tags: {(i, t) for i, t in enumerate(tags) if t > 0}
        counts.span("type", pairs(parts["type"].argmax(-1)), pairs(example.tags["type"]))
        counts.span("trigger", {i for i, _ in pairs(parts["type"].argmax(-1))}, {i for i, _ in pairs(example.tags["type"])})


def run(model: Model, examples: list[Example], vocabulary: Vocabulary, schema: Schema, trees: bool = True, budget: int = 4000):
    """Yields (example, decoded) for every sentence, in an order of its own."""
    model.eval()
    with torch.inference_mode():
        for group in plan([length(e, vocabulary) for e in examples], budget, None):
            batch = collate([examples[i] for i in group], vocabulary, schema)
            with torch.autocast("cpu", torch.bfloat16, enabled=getattr(model, "bf16", True)):
                words = model.words(batch)
                logits = model.head.tags(words).float().numpy()
                arcs = model.head.arcs(words, batch.valid).numpy() if trees else None
                roles = model.head.roles(words, batch.roles).numpy() if len(batch.roles.row) else None
                arguments = model.head.arguments(words, batch.arguments).numpy() if len(batch.arguments.row) else None
            at = {"roles": 0, "arguments": 0}
            for k, example in enumerate(batch.examples):
                n = len(example.sentence.words)
                decoded = {"tags": split_parts(schema, logits[k, 1 : n + 1])}
                if trees:
                    heads = tree(arcs[k, : n + 1, : n + 1].astype(np.float64))
                    rows = words[k, 1 : n + 1].float()
                    labels = model.head.relations(rows, words[k, torch.from_numpy(heads)].float()).numpy()
                    root = schema.deprels.index("root")
                    labels[:, root] = -np.inf
                    labels = labels.argmax(-1)
                    labels[heads == 0] = root
                    decoded["heads"], decoded["labels"] = heads, labels
                for name, scores, pairs in (("roles", roles, example.roles), ("arguments", arguments, example.arguments)):
                    decoded[name] = [scores[at[name] + i, 1 : n + 1] for i in range(len(pairs))]
                    at[name] += len(pairs)
                decoded["vectors"] = words[k, : n + 1].float()
                yield example, decoded


def evaluate(model: Model, sets: dict[str, list[Example]], vocabulary: Vocabulary, schema: Schema, limit: int | None = None) -> dict[str, dict[str, float]]:
    """Summary by evaluation set; `limit` takes the first sentences only."""
    results = {}
    for name, examples in sets.items():
        examples = examples[:limit]
        if not examples:
            continue
        counts = Scores()
        types = {"PER", "ORG", "LOC"} if "uner" in name else None
        for example, decoded in run(model, examples, vocabulary, schema, trees=examples[0].heads is not None):
            score(example, decoded, schema, counts, types)
        results[name] = counts.summary()
    return results


HEADLINE = ["upos", "features", "lemma", "UAS", "LAS", "entity F1", "entity span F1", "cue F1", "source F1", "source words F1", "content F1", "content words F1", "stance", "source_kind", "event F1", "trigger F1", "type F1", "argument F1", "certainty", "polarity", "when"]


def table(results: dict[str, dict[str, float]]) -> str:
    """One line a set with the principal measures."""
    lines = []
    for name, values in results.items():
        lines.append(f"{name:20} " + "  ".join(f"{m} {values[m]:.1f}" for m in HEADLINE if m in values))
    return "\n".join(lines)


def load(work: Path, checkpoint: Path) -> tuple[Model, Vocabulary, Schema]:
    """A trained model with its vocabulary and schema."""
    from load_base import load_base

    base = load_base()
    schema = Schema.load(work / "schema.json")
    saved = np.load(work / "vocabulary.npz", allow_pickle=True)
    state = torch.load(checkpoint, map_location="cpu", weights_only=False)
    model = Model(base, saved["rows"], schema, state["shape"])
    take(model, state)
    return model, Vocabulary(list(saved["pieces"]), saved["scores"], base.normalisation), schema


def load_sets(work: Path, schema: Schema) -> dict[str, list[Example]]:
    """The held-out sets, labels looked up."""
    with (work / "eval.pkl").open("rb") as file:
        held = pickle.load(file)
    return {name: [prepare(s, schema) for s in group if len(s.words) <= 250] for name, group in sorted(held.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--quantised", action="store_true", help="with int8 weights and activations as the product computes")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    model, vocabulary, schema = load(args.work, args.checkpoint)
    if args.quantised:
        from quantise import quantise_model

        quantise_model(model)
    results = evaluate(model, load_sets(args.work, schema), vocabulary, schema, args.limit)
    print(table(results))
    if args.json:
        args.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
