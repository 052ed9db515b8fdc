"""Completes the layers that a corpus lacks with what a larger model says, and reads raw news the same way.

    python complete.py --data DATA --work WORK --teacher WORK/teacher/final.pt

reads WORK/train.pkl and writes WORK/completed.pkl, which `train.py --completed` trains on. Annotated labels are
never changed; what the teacher is not sure of says nothing. Events are left as annotated: their words are too
rare in what the teacher learnt from, and what it misses would teach to miss. Trees are those of treebanks alone:
the student ends up parsing as well as the teacher, whose errors would hold it back. The file holds corpora's text and is never committed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
from pathlib import Path

import numpy as np

from batching import Example, Pairs, length, prepare
from corpora import own
from corpora.sentence import ANY_ENTITY, ENTITY_TAGS, Sentence, spans_of
from corpora.tokenise import sentences
from decode import viterbi
from evaluate import load, run
from model import Model
from schema import Schema
import torch

SURE = 0.8
"""Probability from which a name, a cue or a role is taken over."""
SURE_NONE = 0.9
"""Probability from which a word is taken for none of them."""
LONGEST = 220
"""Pieces, as in the training."""


def softmax(scores: np.ndarray) -> np.ndarray:
    """Along the last axis."""
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def names(s: Sentence, decoded: dict) -> None:
    """Names; where a corpus leaves a name's type open, the teacher chooses among those allowed."""
    shares = softmax(decoded["tags"]["entity"])
    tags = viterbi(decoded["tags"]["entity"], ENTITY_TAGS)
    masks = []
    for i, tag in enumerate(tags):
        sure = shares[i, tag] >= (SURE_NONE if tag == 0 else SURE)
        masks.append(1 << tag if sure else ANY_ENTITY)
    # A name of which one word is doubtful is doubtful as a whole.
    for start, end, _ in spans_of([ENTITY_TAGS[t] for t in tags]):
        if any(m == ANY_ENTITY for m in masks[start:end]):
            masks[start:end] = [ANY_ENTITY] * (end - start)
    if s.entities is None:
        s.entities = masks
    else:
        s.entities = [new if new and old & new == new else old for old, new in zip(s.entities, masks)]


def seen_from(scores, decoded: dict, words: list[int]) -> np.ndarray:
    """What a head says of all words, seen from each of `words`: [words, all words, tags]."""
    seen = Pairs(torch.zeros(len(words), dtype=torch.long), torch.tensor([i + 1 for i in words]), torch.empty(0))
    with torch.inference_mode():
        return scores(decoded["vectors"][None], seen)[:, 1:].float().numpy()


def sure_of(decoded: dict, name: str, values: list[str], words: list[int], into: dict[int, str]) -> None:
    """A label for those of `words` that have none."""
    shares = softmax(decoded["tags"][name])
    for i in words:
        if i not in into and shares[i].max() >= SURE:
            into[i] = values[int(shares[i].argmax())]


def cues(s: Sentence, decoded: dict, model: Model, schema: Schema) -> None:
    """Attributions."""
    shares = softmax(decoded["tags"]["cue"])
    tags = viterbi(decoded["tags"]["cue"], schema.cue_tags)
    s.cues = [schema.cue_tags[t] if shares[i, t] >= (SURE_NONE if t == 0 else SURE) else None for i, t in enumerate(tags)]
    s.roles = []
    first = [i for i, tag in enumerate(s.cues) if tag == "B"]
    if not first:
        return
    scores = seen_from(model.head.roles, decoded, first)
    for cue, rows in zip(first, scores):
        path, sure = viterbi(rows, schema.role_tags), softmax(rows)
        s.roles.append((cue, [schema.role_tags[t] if sure[i, t] >= SURE else None for i, t in enumerate(path)]))


def raw(path: Path, source: str, language: str, wanted: int, left_out: set[str]) -> list[Sentence]:
    """Sentences of raw reports, chosen by chance with a fixed seed."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        reports = [r for r in map(json.loads, file) if r["id"] not in left_out]
    random.Random(1).shuffle(reports)
    found: list[Sentence] = []
    for report in reports:
        for words in sentences(report["text"], language):
            if 4 <= len(words) <= 90:
                found.append(Sentence(source, language, [w.text for w in words], [w.spaced for w in words], document=report["id"]))
        if len(found) >= wanted:
            break
    return found[:wanted]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--spanish", type=int, default=16_000, help="raw Spanish sentences")
    args = parser.parse_args()
    model, vocabulary, schema = load(args.work, args.teacher)
    with (args.work / "train.pkl").open("rb") as file:
        train: list[Sentence] = [s for s in pickle.load(file) if len(s.words) < LONGEST]
    train += raw(args.data / "news.es.jsonl.gz", "raw-es", "es", args.spanish, own.report_ids())
    examples: list[Example] = [e for e in (prepare(s, schema) for s in train) if length(e, vocabulary) <= LONGEST]
    done = 0
    for example, decoded in run(model, examples, vocabulary, schema):
        s = example.sentence
        names(s, decoded)
        if s.cues is None:
            cues(s, decoded, model, schema)
        first = [cue for cue, _ in s.roles]
        sure_of(decoded, "stance", schema.stances, first, s.stances)
        sure_of(decoded, "source_kind", schema.source_kinds, first, s.source_kinds)
        done += 1
        if done % 5000 == 0:
            print(f"{done} of {len(examples)} sentences", flush=True)
    with (args.work / "completed.pkl").open("wb") as file:
        pickle.dump([e.sentence for e in examples], file)


if __name__ == "__main__":
    main()
