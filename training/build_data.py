"""Reads all corpora, divides them into training and evaluation, trims the vocabulary.

    python build_data.py --data DATA --work WORK

with WORK/silver-raw.pkl (see label_raw.py), where it exists, added to the training;
writes WORK/train.pkl (sentences), WORK/eval.pkl (name -> sentences), WORK/schema.json and
WORK/vocabulary.npz. The division is by document and fixed.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections import Counter
from pathlib import Path

import numpy as np

import schema
from corpora import ancora, cat_events, factuality, gum, own, polnear, silver, uner
from corpora.sentence import Sentence
from corpora.treebank import read_blocks, to_sentence
from load_base import load_base
from vocabulary import trim


def treebank(path: Path, source: str, language: str, **options) -> list[Sentence]:
    """One plain UD treebank."""
    return [to_sentence(b, source, language, **options) for b in read_blocks(path)]


def tail_documents(sentences: list[Sentence], share: float) -> tuple[list[Sentence], list[Sentence]]:
    """Cuts off the last documents, `share` of the sentences: (training, held out)."""
    documents = list(dict.fromkeys(s.document for s in sentences))
    counts = Counter(s.document for s in sentences)
    held: set[str] = set()
    total = 0
    while total < share * len(sentences):
        held.add(documents[-1 - len(held)])
        total = sum(counts[d] for d in held)
    return [s for s in sentences if s.document not in held], [s for s in sentences if s.document in held]


def every_nth(sentences: list[Sentence], n: int) -> tuple[list[Sentence], list[Sentence]]:
    """Holds out every n-th document: (training, held out)."""
    documents = {d: i for i, d in enumerate(dict.fromkeys(s.document for s in sentences))}
    return [s for s in sentences if documents[s.document] % n != n - 1], [s for s in sentences if documents[s.document] % n == n - 1]


def corpora(data: Path) -> tuple[list[Sentence], dict[str, list[Sentence]]]:
    """All training sentences, and the evaluation sets by name."""
    ud = data / "ud"
    train: list[Sentence] = []
    held: dict[str, list[Sentence]] = {}

    part, held["es.ancora"] = tail_documents(ancora.read(ud / "es_ancora-ud-dev.conllu"), 300 / 1654)
    train += part
    for name in ("dev", "test"):
        train += treebank(ud / f"es_gsd-ud-{name}.conllu", "gsd", "es", plain=True, relation_weight=0.5, proper_lemmas=False)
    train += treebank(ud / "en_ewt-ud-train.conllu", "ewt", "en")
    held["en.ewt"] = treebank(ud / "en_ewt-ud-dev.conllu", "ewt", "en")
    news = gum.read(data / "gum")
    part, held["en.gum-news"] = every_nth(news, 7)
    train += part
    held["en.gum-dev"] = treebank(ud / "en_gum-ud-dev.conllu", "gum-ud", "en")
    bosque = treebank(ud / "pt_bosque-ud-dev.conllu", "bosque", "pt")
    part, held["pt.bosque"] = every_nth(bosque, 4)
    train += part
    train += treebank(ud / "fr_sequoia-ud-train.conllu", "sequoia", "fr")
    held["fr.sequoia"] = treebank(ud / "fr_sequoia-ud-dev.conllu", "sequoia", "fr")
    german = treebank(ud / "de_gsd-ud-dev.conllu", "gsd-de", "de")
    part, held["de.gsd"] = german[:599], german[599:]
    train += part
    held["it.isdt"] = treebank(ud / "it_isdt-ud-dev.conllu", "isdt", "it")

    train += uner.read(data / "ner.pt.uner.train.jsonl", "uner-pt", "pt")
    held["pt.uner"] = uner.read(data / "ner.pt.uner.dev.jsonl", "uner-pt", "pt")
    part, held["en.uner"] = every_nth(uner.read(data / "ner.en.uner.dev.jsonl", "uner-en", "en"), 3)
    train += part
    held["es.conll2002"] = uner.read(data / "ner.es.conll2002.dev.jsonl", "conll2002", "es", has_other=True)

    train += polnear.read(data / "polnear.train.jsonl")
    held["en.polnear"] = polnear.read(data / "polnear.dev.jsonl")

    train += own.read(data, "train")
    for sentence in own.read(data, "dev"):
        held.setdefault(f"{sentence.language}.{sentence.source}", []).append(sentence)

    part, held["en.meantime"] = every_nth(cat_events.read_meantime(data / "meantime-en" / "intra-doc_annotation"), 5)
    train += part
    part, held["en.ecbplus"] = every_nth(cat_events.read_ecbplus(data / "ecbplus" / "ECB+_LREC2014"), 10)
    train += part
    silver.attach([s for s in train if s.source in {"ancora", "gsd", "bosque", "sequoia"}])
    factuality.attach([s for s in train if s.source in {"ancora", "gsd", "bosque", "ewt", "sequoia"}])
    return train, held


def gold(folder: Path) -> dict[str, list[Sentence]]:
    """Our own annotated reports, for choosing only (never trained on)."""
    sets: dict[str, list[Sentence]] = {"es.gold-entities": [], "es.gold-attribution": []}
    for path in sorted(folder.glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        sets["es.gold-entities"] += uner.entity_sentences(report, "gold", "es", has_other=True)
        sets["es.gold-attribution"] += polnear.attribution_sentences(report, "gold", "es")
    return sets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--gold", type=Path, help="folder of own annotated reports (evaluation only)")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pieces", type=int, default=60_000)
    parser.add_argument("--keep-vocabulary", action="store_true", help="reuse WORK/vocabulary.npz and WORK/schema.json")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    train, held = corpora(args.data)
    if args.gold:
        held.update(gold(args.gold))
    raw = args.work / "silver-raw.pkl"
    if raw.exists():
        with raw.open("rb") as file:
            own_reports = own.report_ids()
            train += [s for s in pickle.load(file) if s.document not in own_reports]
    for name, group in [("train " + s, [x for x in train if x.source == s]) for s in dict.fromkeys(x.source for x in train)] + sorted(held.items()):
        print(f"{name:24} {len(group):6} sentences {sum(len(s.words) for s in group):8} words")
    if not args.keep_vocabulary:
        schema.build(train).save(args.work / "schema.json")
        vocabulary, rows = trim(load_base(), args.data, args.pieces)
        np.savez(args.work / "vocabulary.npz", rows=rows, pieces=np.array(vocabulary.pieces, dtype=object), scores=np.array(vocabulary.scores, np.float32))
    with (args.work / "train.pkl").open("wb") as file:
        pickle.dump(train, file)
    with (args.work / "eval.pkl").open("wb") as file:
        pickle.dump(held, file)


if __name__ == "__main__":
    main()
