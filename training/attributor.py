"""Trains the network that reads source, cue and content of possible attributions, and puts it into the model file.

    segun-dev sayings --split train --out WORK/train.jsonl     (and --split tune; in the project's folder)
    python attributor.py --train WORK/train.jsonl --tune WORK/tune.jsonl --model ../models/segun-base.safetensors

What `segun-dev sayings` writes is what the product tells the network: the possible cues of each sentence, plain facts about
its words, and the encoder's vectors of these in a file beside it; with the annotation. The encoder stays as it is, and every
other tensor of the model file bit by bit. After each second epoch `--tune` is measured: F1 of the exact spans, as `score.py`
counts, of what lies in the sentence of its cue; what the product makes of it (quotations over several sentences, holders) is
measured by `segun-dev eval`. Half an hour on one core.

The network is written down in `crates/segun-encoder/src/attributor.rs`. It learns the tags of those cues that overlap an
annotated one, and of every cue whether it does.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from decode import viterbi
from small import Facts, array, head, options, put, weights

TAGS = ["O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT", "B-CUE", "I-CUE"]
PARTS = {"source": 1, "cue": 5, "content": 3}
"""The first tag of each part."""
WORD_FACTS = [17, 27, 29, 17, 4, 3, 9, 9, 5, 5, 6, 10]
"""How many values each fact of a word has, in the order of `attributions/told.rs`."""
CUE_FACTS = [8, 8, 7, 5]
"""The same of a cue."""
DISTANCES = [-12, -6, -3, -2, -1, 0, 1, 2, 3, 4, 7, 13]
"""Lower edges of the buckets of how many words apart two words stand."""
LINKS = 5
"""How the tree may link two words: not, the same word, the first below the second, above it, both below a third."""
HIDDEN = 384
WIDTH, HEADS, FEED_FORWARD, LAYERS = 128, 4, 256, 2
BATCH = 24
UNKNOWN = -100
"""The tag of words of which the annotation says nothing."""
TRIMMED = "\"'“”«»‘’„‟ \t\n.,;:"
"""Characters that do not decide whether a span is right, as in `score.py`."""

Span = tuple[int, int]


@dataclass
class Saying:
    """One possible cue in its sentence."""

    vectors: slice
    """Its words' vectors among all."""
    words: np.ndarray
    """[words, facts]."""
    facts: np.ndarray
    """Those of the cue."""
    heads: np.ndarray
    """What each word hangs on; -1 for the root."""
    cue: Span
    tags: np.ndarray
    annotated: bool
    report: int
    sentence: int


@dataclass
class Part:
    """What a file of `segun-dev sayings` holds."""

    sayings: list[Saying]
    vectors: Tensor
    gold: list[dict]
    """The annotation of each report."""
    spans: list[list[list[Span]]]
    """Of each report's sentences with possible cues, the words' characters."""


def spans_of(part: dict | list | None) -> list[dict]:
    """The spans of an annotated part."""
    return [s for s in (part if isinstance(part, list) else [part]) if s and s.get("start") is not None]


def hull(part: dict | list | None) -> Span | None:
    """From the first character to the last one."""
    spans = spans_of(part)
    return (min(s["start"] for s in spans), max(s["end"] for s in spans)) if spans else None


def covered(words: np.ndarray, part: dict | list | None) -> np.ndarray:
    """Which words lie in the part, by half at least."""
    inside = np.zeros(len(words), bool)
    for span in spans_of(part):
        shared = np.minimum(words[:, 1], span["end"]) - np.maximum(words[:, 0], span["start"])
        inside |= 2 * shared >= words[:, 1] - words[:, 0]
    return inside


def tagged(words: np.ndarray, attribution: dict) -> np.ndarray:
    """The tags of a sentence's words; where parts overlap, the cue goes before the source, the source before the content."""
    tags = np.zeros(len(words), np.int64)
    for part in ("content", "source", "cue"):
        inside = covered(words, attribution.get(part))
        begins = inside & ~np.concatenate([[False], inside[:-1]])
        tags[inside], tags[begins] = PARTS[part] + 1, PARTS[part]
    return tags


def load(path: Path) -> Part:
    """Reads a file of `segun-dev sayings` with the vectors beside it."""
    vectors = np.fromfile(path.with_suffix(".f16"), np.float16).reshape(-1, HIDDEN)
    part, at = Part([], torch.from_numpy(vectors), [], []), 0
    for report, line in enumerate(path.open(encoding="utf-8")):
        record = json.loads(line)
        attributions = record["gold"]["attributions"]
        cues = [hull(a.get("cue")) for a in attributions]
        part.gold.append(record["gold"])
        part.spans.append([s["spans"] for s in record["sentences"]])
        for number, sentence in enumerate(record["sentences"]):
            words = np.array(sentence["spans"])
            own = slice(at, at + len(words))
            at += len(words)
            taken: set[int] = set()
            for told in sentence["sayings"]:
                cue = told["cue"]["start"], told["cue"]["end"]
                start, end = words[cue[0], 0], words[cue[1] - 1, 1]
                shared = {k: min(end, c[1]) - max(start, c[0]) for k, c in enumerate(cues) if c and k not in taken}
                found = max(shared, key=shared.get, default=None)
                annotated = found is not None and shared[found] > 0
                if annotated:
                    taken.add(found)
                tags = tagged(words, attributions[found]) if annotated else np.full(len(words), UNKNOWN)
                heads = np.array([-1 if head is None else head for head in told["heads"]])
                facts = np.array(told["words"]), np.array(told["facts"])
                part.sayings.append(Saying(own, *facts, heads, cue, tags, annotated, report, number))
    assert at == len(vectors), "the vectors belong to another file"
    return part


class Layer(nn.Module):
    """A layer of attention."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv, self.out, self.norm = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH)
        self.ffn_in, self.ffn_out, self.ffn_norm = nn.Linear(WIDTH, FEED_FORWARD), nn.Linear(FEED_FORWARD, WIDTH), nn.LayerNorm(WIDTH)
        self.distance = nn.Parameter(torch.zeros(len(DISTANCES) + 1, HEADS))
        self.link = nn.Parameter(torch.zeros(LINKS, HEADS))
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, batch: Batch, shut: Tensor) -> Tensor:
        rows, n, _ = x.shape
        q, k, v = self.qkv(x).view(rows, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        bias = (self.distance[batch.bucket] + self.link[batch.link]).permute(0, 3, 1, 2) + shut
        shares = (q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5 + bias).softmax(-1)
        x = self.norm(x + self.drop(self.out((shares @ v).transpose(1, 2).reshape(rows, n, WIDTH))))
        return self.ffn_norm(x + self.drop(self.ffn_out(torch.relu(self.ffn_in(x)))))


class Network(nn.Module):
    """As in `attributor.rs`."""

    def __init__(self, dropout: float = 0.15, vector_dropout: float = 0.25) -> None:
        super().__init__()
        self.voice, self.word, self.cue_fact = nn.Linear(HIDDEN, WIDTH), Facts(WORD_FACTS, WIDTH), Facts(CUE_FACTS, WIDTH)
        self.cue_word = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.layer = nn.ModuleList([Layer(dropout) for _ in range(LAYERS)])
        self.tag, self.valid = nn.Linear(WIDTH, len(TAGS)), nn.Linear(WIDTH, 1)
        self.drop, self.drop_vector = nn.Dropout(dropout), nn.Dropout(vector_dropout)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """[sayings, words, tags] scores, and [sayings] ones that somebody says something."""
        of_cue = lambda rows: (rows * batch.in_cue[..., None]).sum(1) / batch.in_cue.sum(1, keepdim=True)
        voice = self.voice(self.drop_vector(batch.vectors))
        x = voice + self.word(batch.words) + (self.cue_word(of_cue(voice)) + self.cue_fact(batch.facts))[:, None]
        x = self.drop(self.norm(x))
        shut = torch.zeros(batch.real.shape).masked_fill(~batch.real, -1e9)[:, None, None, :]
        for layer in self.layer:
            x = layer(x, batch, shut)
        return self.tag(x), self.valid(of_cue(x))[:, 0]


@dataclass
class Batch:
    """Sayings padded to one length."""

    vectors: Tensor
    words: Tensor
    facts: Tensor
    real: Tensor
    """[sayings, words]: which are no padding."""
    in_cue: Tensor
    """[sayings, words]: 1 in the cue."""
    link: Tensor
    """[sayings, words, words]."""
    bucket: Tensor
    """[1, words, words]: how far apart."""
    tags: Tensor
    annotated: Tensor


def links(heads: np.ndarray) -> np.ndarray:
    """[words, words]: how the tree links the word of the row with that of the column."""
    n = len(heads)
    below = heads[:, None] == np.arange(n)[None]
    out = np.where((heads[:, None] == heads[None]) & (heads[:, None] >= 0), 4, 0)
    out[below.T], out[below] = 3, 2
    np.fill_diagonal(out, 1)
    return out


def batch_of(sayings: list[Saying], vectors: Tensor) -> Batch:
    """Pads `sayings`."""
    n, rows = max(len(s.words) for s in sayings), len(sayings)
    at = np.arange(n)
    bucket = torch.from_numpy(np.searchsorted(DISTANCES, at[None] - at[:, None], side="right"))[None]
    batch = Batch(
        torch.zeros(rows, n, HIDDEN), torch.zeros(rows, n, len(WORD_FACTS), dtype=torch.long),
        torch.from_numpy(np.stack([s.facts for s in sayings])).long(), torch.zeros(rows, n, dtype=torch.bool), torch.zeros(rows, n),
        torch.zeros(rows, n, n, dtype=torch.long), bucket, torch.full((rows, n), UNKNOWN), torch.tensor([float(s.annotated) for s in sayings]),
    )
    for row, saying in enumerate(sayings):
        own = slice(0, len(saying.words))
        batch.vectors[row, own] = vectors[saying.vectors].float()
        batch.words[row, own] = torch.from_numpy(saying.words)
        batch.real[row, own] = True
        batch.in_cue[row, slice(*saying.cue)] = 1
        batch.tags[row, own] = torch.from_numpy(saying.tags)
        batch.link[row, own, own] = torch.from_numpy(links(saying.heads))
    return batch


def predicted(network: Network, part: Part) -> list[tuple[list[int], float]]:
    """Tags and probability of every saying."""
    network.eval()
    order = sorted(range(len(part.sayings)), key=lambda i: len(part.sayings[i].words))
    out: list[tuple[list[int], float]] = [([], 0.0)] * len(order)
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            chunk = order[start : start + BATCH]
            tags, valid = network(batch_of([part.sayings[i] for i in chunk], part.vectors))
            for row, i in enumerate(chunk):
                out[i] = viterbi(tags[row, : len(part.sayings[i].words)].numpy(), TAGS), float(torch.sigmoid(valid[row]))
    return out


def trimmed(text: str, span: Span | None) -> Span | None:
    """As `score.py` compares spans."""
    if span is None:
        return None
    start, end = span
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and text[end - 1] in TRIMMED:
        end -= 1
    return start, end


def f1(part: Part, said: list[tuple[list[int], float]], language: str, least: float) -> dict[str, float]:
    """F1 of the exact spans of each part, of what has a probability of `least` or more."""
    gold, ours = {name: Counter() for name in PARTS}, {name: Counter() for name in PARTS}
    for report, record in enumerate(part.gold):
        if record["language"] == language:
            for name in PARTS:
                spans = (hull(a.get(name)) for a in record["attributions"])
                gold[name].update((report, trimmed(record["text"], span)) for span in spans if span)
    for saying, (tags, likely) in zip(part.sayings, said):
        record, words = part.gold[saying.report], part.spans[saying.report][saying.sentence]
        if record["language"] != language or likely < least or not any(t in (3, 4) for t in tags):
            continue
        for name, tag in PARTS.items():
            at = [i for i, t in enumerate(tags) if t in (tag, tag + 1)]
            if at:
                ours[name][saying.report, trimmed(record["text"], (words[at[0]][0], words[at[-1]][1]))] += 1
    total = lambda counts: sum(counts.values())
    return {name: 2 * total(gold[name] & ours[name]) / max(1, total(gold[name]) + total(ours[name])) for name in PARTS}


def train(part: Part, tune: Part, epochs: int, rate: float, seed: int) -> Network:
    """The network after `epochs`; sayings of like length are in one batch."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.03, betas=(0.9, 0.98))
    steps = epochs * math.ceil(len(part.sayings) / BATCH)
    pace = lambda step: min(1.0, (step + 1) / 200) * max(0.02, 0.5 * (1 + math.cos(math.pi * step / steps)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, pace)
    for epoch in range(epochs):
        network.train()
        order = sorted(range(len(part.sayings)), key=lambda i: len(part.sayings[i].words) + chance.integers(0, 6))
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        chance.shuffle(batches)
        lost = 0.0
        for members in batches:
            batch = batch_of([part.sayings[i] for i in members], part.vectors)
            tags, valid = network(batch)
            # Eight words of a sentence weigh as much as whether somebody says something in it.
            loss = F.cross_entropy(tags.flatten(0, 1), batch.tags.flatten(), ignore_index=UNKNOWN, reduction="sum") / len(members) / 8
            loss = loss + F.binary_cross_entropy_with_logits(valid, batch.annotated)
            loss.backward()
            lost += loss.item()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
        print(f"epoch {epoch + 1}: loss {lost / len(batches):.4f}", flush=True)
        if epoch % 2 or epoch + 1 == epochs:
            said = predicted(network, tune)
            for language in sorted({record["language"] for record in tune.gold}):
                for least in (0.3, 0.4, 0.5):
                    print(f"  {language} from {least}: " + ", ".join(f"{name} {x:.3f}" for name, x in f1(tune, said, language, least).items()), flush=True)
    return network


def tensors(network: Network) -> dict[str, np.ndarray]:
    """The network's part of the model file."""
    out = head("voice", network.voice)
    out["attributor.word"], out["attributor.cue"] = array(network.word.table.weight), array(network.cue_fact.table.weight)
    for name in ("cue_word", "norm", "tag", "valid"):
        out |= weights(f"attributor.{name}", getattr(network, name))
    for i, layer in enumerate(network.layer):
        for name in ("qkv", "out", "norm", "ffn_in", "ffn_out", "ffn_norm"):
            out |= weights(f"attributor.layer.{i}.{name}", getattr(layer, name))
        out[f"attributor.layer.{i}.distance"], out[f"attributor.layer.{i}.link"] = array(layer.distance), array(layer.link)
    return out


DESIGN = {
    "width": WIDTH, "layers": LAYERS, "attention_heads": HEADS, "feed_forward": FEED_FORWARD,
    "word_facts": WORD_FACTS, "cue_facts": CUE_FACTS, "distances": DISTANCES, "tags": TAGS,
}


def main() -> None:
    parser = options(__doc__, epochs=9, rate=1.5e-3)
    parser.add_argument("--alone", action="store_true", help="take the network of participants out of the file: what it is told has changed, and no program reads the old one")
    args = parser.parse_args()
    part = load(args.train)
    print(f"{len(part.sayings)} possible cues, {sum(s.annotated for s in part.sayings)} of them annotated", flush=True)
    network = train(part, load(args.tune), args.epochs, args.rate, args.seed)
    put(args.model, "attributor", tensors(network), DESIGN, args.version, without=("participants",) if args.alone else ())


if __name__ == "__main__":
    main()
