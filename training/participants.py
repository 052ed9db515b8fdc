"""Trains the network that reads who takes part in a report's events and what is one, and puts it into the model file.

    segun-dev participants --split train --out WORK/train.jsonl     (and --split tune; in the project's folder)
    python participants.py --train WORK/train.jsonl --tune WORK/tune.jsonl --model ../models/segun-base.safetensors

What `segun-dev participants` writes is what the product tells the network: the nodes of each report (mentions and event
words, with the encoder's vectors in a file beside it) and facts about them; with the annotation. The encoder stays as it is,
and every other tensor of the model file bit by bit. `--tune` measures after each second epoch and prints from which
shares F1 is best; the product's are `LEAST` in `crates/segun-reading/src/events/participants/mod.rs`. A few minutes on one core.

The network is written down in `crates/segun-encoder/src/participants.rs`. It learns who takes part from events whose word the
annotation has too, and what is an event from all; what an annotated entity is among those that the reading found is told by its names, as
in scoring.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from small import Facts, array, head, options, put, weights

PARTS = ("actor", "recipient", "place")
CERTAINTY = ["certain", "probable", "possible", "uncommitted"]
WHEN = ["past", "present", "future", "timeless"]
NONE = -100
"""Where an event is not in the annotation."""
NODE_FACTS = [5, 7, 2, 5, 7, 7, 2, 2, 2, 17, 9, 5, 3, 5, 11, 7, 3]
"""How many values each fact of a node has, in the order of `participants/nodes.rs`."""
PAIR_FACTS = [11, 38, 11, 3, 3, 3, 3]
"""The same of an event with a mention."""
DISTANCES = [-8, -5, -3, -2, -1, 0, 1, 2, 3, 4, 6, 9]
"""Lower edges of the buckets of how many sentences apart two nodes stand."""
WIDTH, HEADS, FEED_FORWARD, PAIR, ASKED = 64, 4, 128, 48, 16
HIDDEN = 384
JUDGING = 1.0
"""What the loss of what events are counts beside that of who takes part."""
LEAST_SHARE = 1e-9
"""That of an annotated one counts as no less: an entity without a mention has none."""
KEPT = 0.99
"""How much of their mean so far the weights keep with every step: what is put into the model is that mean."""


def folded(name: str) -> str:
    """Without case, accents and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return re.sub(r"\s+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def names(document: dict) -> dict[str, set[str]]:
    """All names of each entity."""
    return {e["id"]: {folded(e["name"])} | {folded(m["text"]) for m in e["mentions"]} for e in document["entities"]}


def aligned(gold: list[dict], ours: list[dict]) -> dict[int, int]:
    """Which of our events is which annotated one: the longest overlap first, one with the same type before others."""
    def likeness(a: dict, b: dict) -> float:
        shared = min(a["trigger"]["end"], b["trigger"]["end"]) - max(a["trigger"]["start"], b["trigger"]["start"])
        return shared + 0.5 * (a["type"] == b["type"]) if shared > 0 else 0
    scored = sorted(((likeness(g, o), i, j) for i, g in enumerate(gold) for j, o in enumerate(ours)), reverse=True)
    taken, found = set(), {}
    for score, i, j in scored:
        if score > 0 and i not in taken and j not in found:
            taken.add(i)
            found[j] = i
    return found


@dataclass
class Graph:
    """Nodes that are seen together. Columns of `labels` and of what is predicted are the entities of the report."""

    vectors: Tensor
    facts: Tensor
    bucket: Tensor
    """[nodes, nodes]: how far apart."""
    same: Tensor
    """[nodes, nodes]: 1 where both stand for the same."""
    events: Tensor
    mentions: Tensor
    entity: Tensor
    """Of each mention."""
    pairs: Tensor
    labels: Tensor
    """[events, entities, parts]: 1 for who takes part."""
    known: Tensor
    """Which events are in the annotation."""
    judged: Tensor
    """[events, 3]: whether the type is right, which certainty, when."""
    report: int
    wanted: list[list[list[set[str]]]]
    """Names of those annotated, by event and part; empty for an event that is not known."""
    given: list[set[str]]
    """Names of our entities."""


def load(path: Path) -> tuple[list[Graph], np.ndarray]:
    """The graphs of a file, and how many participants its annotation has in each part."""
    vectors = np.fromfile(path.with_suffix(".f32"), np.float32).reshape(-1, HIDDEN)
    graphs, totals, at = [], np.zeros(3), 0
    for number, line in enumerate(path.open(encoding="utf-8")):
        record = json.loads(line)
        ours, gold = record["reading"], record["gold"]
        found = aligned(gold["events"], ours["events"])
        theirs, mine = names(gold), names(ours)
        given = list(mine.values())
        totals += [sum(len(e[part]) for e in gold["events"]) for part in PARTS]
        for graph in record["graphs"]:
            nodes = graph["nodes"]
            own = vectors[at : at + len(nodes)]
            at += len(nodes)
            events = [i for i, n in enumerate(nodes) if "event" in n["whose"]]
            mentions = [i for i, n in enumerate(nodes) if "entity" in n["whose"]]
            if not events or not mentions:
                continue
            labels = np.zeros((len(events), len(given), 3), np.float32)
            wanted: list[list[list[set[str]]]] = []
            judged = []
            for row, i in enumerate(events):
                ours_is = ours["events"][nodes[i]["whose"]["event"]]
                event = found.get(nodes[i]["whose"]["event"])
                theirs_is = gold["events"][event] if event is not None else {}
                place = lambda names, key: names.index(theirs_is[key]) if theirs_is.get(key) in names else NONE
                judged.append([theirs_is.get("type") == ours_is["type"], place(CERTAINTY, "certainty"), place(WHEN, "when")])
                wanted.append([] if event is None else [[theirs[x] for x in gold["events"][event][part]] for part in PARTS])
                for part, people in enumerate(wanted[-1]):
                    for one in people:
                        likest = max(range(len(given)), key=lambda k: len(given[k] & one))
                        labels[row, likest, part] = bool(given[likest] & one)
            sentence = np.array([n["sentence"] for n in nodes])
            whose = np.array([n["whose"]["entity"] if "entity" in n["whose"] else -1 - n["whose"]["event"] for n in nodes])
            t = lambda values: torch.from_numpy(np.ascontiguousarray(values))
            graphs.append(Graph(
                t(own), torch.tensor([n["facts"] for n in nodes]), t(np.searchsorted(DISTANCES, sentence[None] - sentence[:, None], side="right")),
                t((whose[None] == whose[:, None]).astype(np.float32)), torch.tensor(events), torch.tensor(mentions), t(whose[mentions]),
                torch.tensor(graph["pairs"]), t(labels), torch.tensor([bool(w) for w in wanted]), torch.tensor(judged, dtype=torch.long), number, wanted, given,
            ))
    assert at == len(vectors), "the vectors belong to another file"
    return graphs, totals


class Network(nn.Module):
    """As in `participants.rs`."""

    def __init__(self, dropout: float, vector_dropout: float) -> None:
        super().__init__()
        self.meaning, self.node, self.norm = nn.Linear(HIDDEN, WIDTH), Facts(NODE_FACTS, WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.attention_out, self.attention_norm = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH)
        self.ffn_in, self.ffn_out, self.ffn_norm = nn.Linear(WIDTH, FEED_FORWARD), nn.Linear(FEED_FORWARD, WIDTH), nn.LayerNorm(WIDTH)
        self.distance = nn.Parameter(torch.zeros(len(DISTANCES) + 1, HEADS))
        self.same = nn.Parameter(torch.zeros(HEADS))
        self.event, self.mention, self.pair, self.out = nn.Linear(WIDTH, PAIR), nn.Linear(WIDTH, PAIR), Facts(PAIR_FACTS, PAIR), nn.Linear(PAIR, 3)
        self.asks, self.offers, self.nobody = nn.Linear(WIDTH, 3 * ASKED), nn.Linear(WIDTH, 3 * ASKED), nn.Linear(WIDTH, 3)
        self.judge = nn.Linear(WIDTH, 1 + len(CERTAINTY) + len(WHEN))
        nn.init.constant_(self.nobody.bias, 1.0)
        nn.init.constant_(self.out.bias, 0.0)
        self.drop, self.drop_vector = nn.Dropout(dropout), nn.Dropout(vector_dropout)

    def forward(self, graph: Graph) -> tuple[Tensor, Tensor]:
        """[events, entities + 1, parts]: shares, nobody's last; and [events, 1 + certainties + times] scores."""
        x = self.drop(self.norm(self.meaning(self.drop_vector(graph.vectors)) + self.node(graph.facts)))
        q, k, v = self.qkv(x).view(len(x), 3, HEADS, WIDTH // HEADS).permute(1, 2, 0, 3)
        bias = (self.distance[graph.bucket] + self.same * graph.same[..., None]).permute(2, 0, 1)
        seen = self.drop((q @ k.transpose(1, 2) * (WIDTH // HEADS) ** -0.5 + bias).softmax(-1))
        x = self.attention_norm(x + self.drop(self.attention_out((seen @ v).transpose(0, 1).reshape(len(x), WIDTH))))
        x = self.ffn_norm(x + self.drop(self.ffn_out(torch.relu(self.ffn_in(x)))))
        events, mentions = x[graph.events], x[graph.mentions]
        both = self.event(events)[:, None] + self.mention(mentions)[None] + self.pair(graph.pairs)
        by_part = lambda rows: rows.view(len(rows), 3, ASKED)
        asked = torch.einsum("epd,mpd->emp", by_part(self.asks(events)), by_part(self.offers(mentions))) * ASKED ** -0.5
        scores = self.out(self.drop(torch.relu(both))) + asked
        shares = torch.cat([scores, self.nobody(events)[:, None]], 1).softmax(1)
        whose = torch.cat([graph.entity, torch.tensor([graph.labels.shape[1]])])
        parts = torch.zeros(len(events), graph.labels.shape[1] + 1, 3).scatter_add(1, whose[None, :, None].expand_as(shares), shares)
        return parts, self.judge(events)


def playing(parts: Tensor, labels: Tensor) -> Tensor:
    """The loss of who takes part: those who do share a part, or nobody has all of it."""
    wanted = torch.cat([labels, (labels.sum(1, keepdim=True) == 0).float()], 1)
    return -(wanted / wanted.sum(1, keepdim=True) * parts.clamp_min(LEAST_SHARE).log()).sum()


def judging(scores: Tensor, judged: Tensor) -> Tensor:
    """The loss of what events are."""
    right, certainty, when = judged.unbind(1)
    loss = F.binary_cross_entropy_with_logits(scores[:, 0], right.float(), reduction="sum")
    sure, times = scores[:, 1:].split([len(CERTAINTY), len(WHEN)], 1)
    axis = lambda scores, wanted: F.cross_entropy(scores, wanted, ignore_index=NONE, reduction="sum")
    return loss + axis(sure, certainty) + axis(times, when)


def predicted(network: Network, graphs: list[Graph]) -> list[np.ndarray]:
    """Shares of every graph's entities."""
    network.eval()
    with torch.no_grad():
        return [network(graph)[0][:, :-1].numpy() for graph in graphs]


def f1(graphs: list[Graph], shares: list[np.ndarray], totals: np.ndarray, least: float) -> np.ndarray:
    """F1 of each part, where an entity plays it from a share of `least` on, as `score.py` counts."""
    right, said = np.zeros(3), np.zeros(3)
    for graph, share in zip(graphs, shares):
        for event, wanted in enumerate(graph.wanted):
            for part, people in enumerate(wanted):
                got = [graph.given[k] for k in np.flatnonzero(share[event, :, part] >= least)]
                said[part] += len(got)
                for one in people:
                    hit = next((g for g in got if g & one), None)
                    if hit is not None:
                        got.remove(hit)
                        right[part] += 1
    return 2 * right / np.maximum(1, said + totals)


def train(graphs: list[Graph], tune: tuple[list[Graph], np.ndarray], epochs: int, rate: float, seed: int) -> Network:
    """The network after `epochs`; batches of eight reports."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    network = Network(dropout=0.2, vector_dropout=0.3)
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.05, betas=(0.9, 0.98))
    steps = epochs * math.ceil(len(graphs) / 8)
    pace = lambda step: min(1.0, (step + 1) / 100) * max(0.02, 0.5 * (1 + math.cos(math.pi * step / steps)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, pace)
    # The first steps, which are far from where it ends, are forgotten sooner.
    kept = lambda step: min(KEPT, 1 - 1 / (step**0.7 + 1))
    mean = torch.optim.swa_utils.AveragedModel(network, avg_fn=lambda mean, now, step: torch.lerp(now, mean, kept(int(step))))
    for epoch in range(epochs):
        network.train()
        order, lost = chance.permutation(len(graphs)), 0.0
        for start in range(0, len(order), 8):
            batch = [graphs[i] for i in order[start : start + 8]]
            events = max(1, sum(int(graph.known.sum()) for graph in batch))
            for graph in batch:
                parts, judged = network(graph)
                loss = (playing(parts[graph.known], graph.labels[graph.known]) + JUDGING * judging(judged, graph.judged)) / events
                loss.backward()
                lost += loss.item()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            mean.update_parameters(network)
        print(f"epoch {epoch + 1}: loss {lost / math.ceil(len(graphs) / 8):.3f}", flush=True)
        if epoch % 2 or epoch + 1 == epochs:
            shares = predicted(mean.module, tune[0])
            for least in np.arange(0.14, 0.5, 0.04):
                print(f"  from {least:.2f}: " + ", ".join(f"{p} {x:.3f}" for p, x in zip(PARTS, f1(tune[0], shares, tune[1], least))), flush=True)
    return mean.module


def tensors(network: Network) -> dict[str, np.ndarray]:
    """The network's part of the model file."""
    out = head("meaning", network.meaning)
    for name in ("norm", "qkv", "attention_out", "attention_norm", "ffn_in", "ffn_out", "ffn_norm", "event", "mention", "out", "asks", "offers", "nobody", "judge"):
        out |= weights(f"participants.{name}", getattr(network, name))
    out["participants.node"], out["participants.pair"] = array(network.node.table.weight), array(network.pair.table.weight)
    out["participants.distance"], out["participants.same"] = array(network.distance), array(network.same)
    return out


DESIGN = {
    "width": WIDTH, "attention_heads": HEADS, "feed_forward": FEED_FORWARD, "pair": PAIR, "asked": ASKED,
    "node_facts": NODE_FACTS, "pair_facts": PAIR_FACTS, "distances": DISTANCES,
}


def main() -> None:
    args = options(__doc__, epochs=9, rate=2e-3).parse_args()
    graphs = load(args.train)[0]
    print(f"{len(graphs)} graphs with {sum(len(g.events) for g in graphs)} possible events, {sum(int(g.known.sum()) for g in graphs)} of them annotated")
    network = train(graphs, load(args.tune), args.epochs, args.rate, args.seed)
    put(args.model, "participants", tensors(network), DESIGN, args.version)


if __name__ == "__main__":
    main()
