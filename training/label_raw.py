"""Silver attributions on raw Spanish news: a trained model parses, the rules of `corpora/silver.py` read.

    python label_raw.py --data DATA --work WORK --checkpoint WORK/run/final.pt

writes WORK/silver-raw.pkl (never committed: it holds news text), which build_data.py takes in.
Reports that we annotated ourselves are left out.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from pathlib import Path

from batching import prepare
from corpora import own, silver
from corpora.sentence import Sentence
from corpora.tokenise import sentences
from evaluate import load, run
from lemma import apply_script


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=14_000, help="how many sentences to parse")
    parser.add_argument("--gold", type=Path, help="folder of own annotated reports, whose texts are left out too")
    parser.add_argument("--plain", type=float, default=0.2, help="share of sentences without attribution that is kept")
    args = parser.parse_args()
    model, vocabulary, schema = load(args.work, args.checkpoint)
    annotated = own.report_ids()
    openings = {json.loads(p.read_text(encoding="utf-8"))["text"][:80] for p in args.gold.glob("*.json")} if args.gold else set()
    texts = [r for i, r in sorted(own.texts(args.data / "news.es.jsonl.gz").items()) if i not in annotated and not any(o[:40] in r["text"] for o in openings)]
    chance = random.Random(1)
    chance.shuffle(texts)
    raw: list[Sentence] = []
    for report in texts:
        if len(raw) >= args.sentences:
            break
        for words in sentences(report["text"], "es"):
            if 5 <= len(words) <= 90:
                raw.append(Sentence("silver-attribution", "es", [w.text for w in words], [w.spaced for w in words], document=report["id"]))
    kept = []
    for example, decoded in run(model, [prepare(s, schema) for s in raw], vocabulary, schema):
        s, parts = example.sentence, decoded["tags"]
        s.upos = [schema.upos[i] for i in parts["upos"].argmax(-1)]
        s.features = ["|".join(f"{name}={values[parts[f'feature:{name}'][i].argmax()]}" for name, values in schema.features) for i in range(len(s.words))]
        s.lemmas = [apply_script(schema.lemma_scripts[i], w) for i, w in zip(parts["lemma"].argmax(-1), s.words)]
        s.heads = [int(h) for h in decoded["heads"]]
        s.deprels = [schema.deprels[i] for i in decoded["labels"]]
        cues, roles = silver.attributions(s)
        if roles or chance.random() < args.plain:
            kept.append(Sentence(s.source, s.language, s.words, s.spaced, document=s.document, cues=cues, roles=roles))
    with (args.work / "silver-raw.pkl").open("wb") as file:
        pickle.dump(kept, file)
    print(f"{len(raw)} sentences parsed, {len(kept)} kept, {sum(len(s.roles) for s in kept)} attributions")


if __name__ == "__main__":
    main()
