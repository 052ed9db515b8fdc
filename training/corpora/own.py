"""Our own Spanish attributions (`annotations/attributions.es.jsonl`): offsets into the Spanish Fake
News Corpus, which is read from the data folder."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from corpora.polnear import attribution_sentences
from corpora.sentence import Sentence

ANNOTATIONS = Path(__file__).parent.parent / "annotations" / "attributions.es.jsonl"


def reports(data: Path) -> dict[str, dict]:
    """The reports of the Spanish Fake News Corpus by id."""
    with gzip.open(data / "news.es.jsonl.gz", "rt", encoding="utf-8") as file:
        return {report["id"]: report for report in map(json.loads, file)}


def read(data: Path, split: str) -> list[Sentence]:
    """The annotated reports of one split ("train" or "dev")."""
    texts = reports(data)
    result = []
    for line in ANNOTATIONS.open(encoding="utf-8"):
        record = json.loads(line)
        if record["split"] != split or record["id"] not in texts:
            continue
        span = lambda pair: {"start": pair[0], "end": pair[1]}
        spans = lambda pair: [span(pair)] if pair else []
        attributions = [{"source": spans(a["source"]), "cue": spans(a["cue"]), "content": [span(p) for p in a["content"]]} for a in record["attributions"]]
        report = {"id": record["id"], "text": texts[record["id"]]["text"], "attributions": attributions}
        result += attribution_sentences(report, "own-es", "es")
    return result
