"""Sentences to padded tensors, with label indices and the augmentations of the training."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from corpora.sentence import ENTITY_TAGS, Sentence
from lemma import script_of
from schema import Schema, parse_features
from vocabulary import UNKNOWN, Vocabulary

IGNORE = -100
CLOSING = set(".!?…")


@dataclass
class Example:
    """A sentence with its labels as arrays (`IGNORE` where nothing is known)."""

    sentence: Sentence
    tags: dict[str, np.ndarray]
    entities: np.ndarray | None
    heads: np.ndarray | None
    relations: np.ndarray | None
    roles: list[tuple[int, np.ndarray]]
    arguments: list[tuple[int, np.ndarray]]


def prepare(sentence: Sentence, schema: Schema) -> Example:
    """Looks all labels up."""
    n = len(sentence.words)
    tags: dict[str, np.ndarray] = {}

    def index(values, inventory: list[str]) -> np.ndarray:
        places = {v: i for i, v in enumerate(inventory)}
        return np.array([places.get(v, IGNORE) for v in values])

    if sentence.upos is not None:
        tags["upos"] = index(sentence.upos, schema.upos)
        parsed = [parse_features(f) for f in sentence.features]
        for name, values in schema.features:
            tags[f"feature:{name}"] = index([p.get(name, "_") for p in parsed], values)
        scripts = [script_of(w, l) if l else None for w, l in zip(sentence.words, sentence.lemmas)]
        tags["lemma"] = index(scripts, schema.lemma_scripts)
    if sentence.cues is not None:
        tags["cue"] = index(sentence.cues, schema.cue_tags)
    if sentence.events is not None:
        tags["event"] = index(sentence.events, schema.event_tags)
    if sentence.types is not None:
        tags["type"] = index(sentence.types, schema.event_types)
    for name, values, inventory in (
        ("stance", sentence.stances, schema.stances), ("source_kind", sentence.source_kinds, schema.source_kinds),
        ("certainty", sentence.certainty, schema.certainty), ("polarity", sentence.polarity, schema.polarity), ("when", sentence.when, schema.when),
    ):
        if values:
            tags[name] = index([values.get(i) for i in range(n)], inventory)
    return Example(
        sentence,
        tags,
        None if sentence.entities is None else np.array(sentence.entities),
        None if sentence.heads is None else np.array(sentence.heads),
        None if sentence.deprels is None else index(sentence.deprels, schema.deprels),
        [(cue, index(values, schema.role_tags)) for cue, values in sentence.roles],
        [(event, index(values, schema.argument_tags)) for event, values in sentence.arguments],
    )


def augmented(example: Example, chance: random.Random, schema: Schema) -> Example:
    """Sometimes without its final stop, all upper case (headlines) or all lower case; and a role's cue
    is now and then its last word instead of its first."""
    if example.roles and "cue" in example.tags and chance.random() < 0.25:
        inside = schema.cue_tags.index("I")
        roles = []
        for cue, values in example.roles:
            while cue + 1 < len(values) and example.tags["cue"][cue + 1] == inside:
                cue += 1
            roles.append((cue, values))
        example = replace(example, roles=roles)
    if chance.random() < 0.08:
        example = without_final_stop(example)
    draw = chance.random()
    if draw >= 0.06:
        return example
    s = example.sentence
    words = [w.upper() if draw < 0.03 else w.lower() for w in s.words]
    tags = dict(example.tags)
    if "lemma" in tags:
        kept = np.array([i >= 0 and schema.lemma_scripts[i][0] == "l" for i in tags["lemma"]])
        tags["lemma"] = np.where(kept, tags["lemma"], IGNORE)
    changed = Sentence(s.source, s.language, words, s.spaced, relation_weight=s.relation_weight)
    return replace(example, sentence=changed, tags=tags)


def without_final_stop(example: Example) -> Example:
    """The example without its last word, when that is a closing mark that governs nothing."""
    s = example.sentence
    last = len(s.words) - 1
    if last < 3 or s.words[last] not in CLOSING or any(cue == last for cue, _ in example.roles):
        return example
    if example.heads is not None and (example.heads == last + 1).any():
        return example
    cut = lambda a: None if a is None else a[:-1]
    shorter = Sentence(s.source, s.language, s.words[:-1], s.spaced[:-1], relation_weight=s.relation_weight)
    pairs = lambda of: [(first, tags[:-1]) for first, tags in of]
    return Example(shorter, {k: v[:-1] for k, v in example.tags.items()}, cut(example.entities), cut(example.heads), cut(example.relations), pairs(example.roles), pairs(example.arguments))


def length(example: Example, vocabulary: Vocabulary) -> int:
    """Number of pieces with the two marks of the sentence's edges."""
    s = example.sentence
    return 2 + sum(len(vocabulary.encode(w, p)) for w, p in zip(s.words, s.spaced))


@dataclass
class Pairs:
    """Tags of all words of a sentence, seen from one of its words: [pairs], [pairs], [pairs, rows]."""

    sentence: Tensor
    """Which sentence of the batch."""
    row: Tensor
    """The row of the word that the others are seen from (word + 1)."""
    tags: Tensor

    @staticmethod
    def of(lists: list[list[tuple[int, np.ndarray]]], rows: int, pad: bool) -> Pairs:
        """The pairs of every sentence; with `pad`, some empty ones more, so that few shapes occur."""
        sentence, row, tags = [], [], []
        for k, pairs in enumerate(lists):
            for first, values in pairs:
                padded = np.full(rows, IGNORE)
                padded[1 : len(values) + 1] = values
                sentence.append(k)
                row.append(first + 1)
                tags.append(padded)
        while pad and tags and len(tags) % 16:
            sentence.append(0)
            row.append(0)
            tags.append(np.full(rows, IGNORE))
        stacked = torch.from_numpy(np.stack(tags)) if tags else torch.zeros((0, rows), dtype=torch.long)
        return Pairs(torch.tensor(sentence, dtype=torch.long), torch.tensor(row, dtype=torch.long), stacked)


@dataclass
class Batch:
    """Padded tensors; `valid` marks the rows of words (row 0, the root, included)."""

    examples: list[Example]
    pieces: Tensor
    mask: Tensor
    pooling: Tensor
    valid: Tensor
    tags: dict[str, Tensor]
    entities: Tensor
    heads: Tensor
    relations: Tensor
    relation_weight: Tensor
    roles: Pairs
    arguments: Pairs

    @property
    def words(self) -> int:
        return int(self.valid.sum()) - len(self.examples)


def collate(examples: list[Example], vocabulary: Vocabulary, schema: Schema, chance: random.Random | None = None, budget: int = 0) -> Batch:
    """One batch; with `chance`, 2 % of the pieces are hidden. With `budget`, padded to one of few shapes."""
    encoded = [[vocabulary.encode(w, p) for w, p in zip(e.sentence.words, e.sentence.spaced)] for e in examples]
    b = len(examples)
    width = max(sum(map(len, e)) for e in encoded) + 2
    rows = max(len(e) for e in encoded) + 1
    if budget:
        width = rounded(width)
        b = max(b, budget // width)
        rows = (rows + 7) // 8 * 8
    pieces = np.ones((b, width), np.int64)
    pooling = np.zeros((b, rows, width), np.float32)
    valid = np.zeros((b, rows), bool)
    tags = {name: np.full((b, rows), IGNORE) for name, _ in schema.parts() if name != "entity"}
    entities = np.zeros((b, rows), np.int64)
    heads, relations = np.full((b, rows), IGNORE), np.full((b, rows), IGNORE)
    weights = np.ones(b, np.float32)
    for k, (example, ids) in enumerate(zip(examples, encoded)):
        pieces[k, 0] = 0
        pooling[k, 0, 0] = 1
        at, n = 1, len(ids)
        for j, word in enumerate(ids):
            pieces[k, at : at + len(word)] = word
            pooling[k, j + 1, at : at + len(word)] = 1 / len(word)
            at += len(word)
        pieces[k, at] = 2
        if chance:
            drop = np.array([chance.random() < 0.02 for _ in range(at - 1)], bool)
            pieces[k, 1:at][drop] = UNKNOWN
        valid[k, : n + 1] = True
        for name, values in example.tags.items():
            tags[name][k, 1 : n + 1] = values
        if example.entities is not None:
            entities[k, 1 : n + 1] = example.entities
        if example.heads is not None:
            heads[k, 1 : n + 1] = example.heads
            relations[k, 1 : n + 1] = example.relations
        weights[k] = example.sentence.relation_weight
    t = torch.from_numpy
    piece_tensor = t(pieces)
    return Batch(
        examples, piece_tensor, piece_tensor != 1, t(pooling), t(valid), {k: t(v) for k, v in tags.items()}, t(entities),
        t(heads), t(relations), t(weights), Pairs.of([e.roles for e in examples], rows, budget > 0), Pairs.of([e.arguments for e in examples], rows, budget > 0),
    )


WIDTHS = [12, 20, 28, 36, 44, 52, 64, 80, 104, 140, 240, 400, 512]
"""Padded lengths in pieces. Few shapes matter: the CPU library compiles a kernel for every new one."""


def rounded(width: int) -> int:
    """The smallest padded length that holds `width` pieces."""
    return next((w for w in WIDTHS if w >= width), width)


def plan(lengths: list[int], budget: int, chance: random.Random | None) -> list[list[int]]:
    """Groups of indices of similar length, each of at most `budget` padded pieces; shuffled for training."""
    groups: list[list[int]] = []
    buckets: dict[int, list[int]] = {}
    for i, pieces in enumerate(lengths):
        buckets.setdefault(rounded(pieces), []).append(i)
    for width, members in sorted(buckets.items()):
        if chance:
            chance.shuffle(members)
        else:
            members.sort(key=lambda i: lengths[i])
        size = max(1, budget // width)
        groups += [members[k : k + size] for k in range(0, len(members), size)]
    if chance:
        chance.shuffle(groups)
    return groups


ENTITY_COUNT = len(ENTITY_TAGS)
