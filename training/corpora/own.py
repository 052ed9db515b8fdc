"""Our own annotations (`annotations/`): whole reports as offsets into the corpora that hold their texts,
and sentences written for this purpose, with their text.

All three layers are there: names, attributions, events with type, certainty, polarity and time.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from corpora.polnear import attribution_sentences, covered
from corpora.sentence import ANY_ENTITY, OUTSIDE, Sentence, entity_bit
from corpora.tokenise import Token, sentences

FOLDER = Path(__file__).parent.parent / "annotations"
REPORTS = {"es": ("reports.es.jsonl", "news.es.jsonl.gz"), "en": ("reports.en.jsonl", "polnear.train.jsonl")}
"""Annotations of each language and the corpus file with their texts."""
SENTENCES = ["es", "en", "pt"]
HEAD_LAST = {"en"}
"""Languages whose noun phrases end with their head: of "air strike" the event word is the last one."""


def records(name: str) -> list[dict]:
    """The annotated reports of one file."""
    return [json.loads(line) for line in (FOLDER / name).open(encoding="utf-8")]


def texts(path: Path) -> dict[str, dict]:
    """The reports of a corpus file by id."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as file:
        return {report["id"]: report for report in map(json.loads, file)}


def annotated(record: dict, text: str, source: str) -> list[Sentence]:
    """The sentences of one annotated report with all its layers."""
    span = lambda pair: {"start": pair[0], "end": pair[1]}
    spans = lambda pair: [span(pair)] if pair else []
    attributions = [{"source": spans(a["source"]), "cue": spans(a["cue"]), "content": [span(p) for p in a["content"]], "stance": a["stance"], "source_kind": a["source_kind"]} for a in record["attributions"]]
    language = record["language"]
    result = attribution_sentences({"id": record["id"], "text": text, "attributions": attributions}, source, language)
    for sentence, words in zip(result, sentences(text, language)):
        name_words(sentence, words, record["entities"])
        event_words(sentence, words, record, language in HEAD_LAST)
    return result


def name_words(sentence: Sentence, words: list[Token], entities: list[dict]) -> None:
    """Adds the names' tags; a word that a name shares with something else says nothing."""
    sentence.entities = [OUTSIDE] * len(words)
    for entity in entities:
        for start, end in entity["mentions"]:
            inside = covered(words, [{"start": start, "end": end}])[0]
            for i in inside:
                whole = start <= words[i].start and words[i].end <= end
                tag = f"{'B' if i == inside[0] else 'I'}-{entity['type']}"
                sentence.entities[i] = entity_bit(tag) if whole else ANY_ENTITY


def event_words(sentence: Sentence, words: list[Token], record: dict, head_last: bool) -> None:
    """Adds the events' types, certainty, polarity and time to their trigger words, and the parts that the
    sentence's names play in them."""
    sentence.types = ["O"] * len(words)
    for event in record["events"]:
        inside = covered(words, [{"start": event["trigger"][0], "end": event["trigger"][1]}])[0]
        if not inside:
            continue
        head = inside[-1 if head_last else 0]
        for i in inside:
            sentence.types[i] = event["type"] if i == head else None
        sentence.certainty[head] = event["certainty"]
        sentence.polarity[head] = event["polarity"]
        sentence.when[head] = event["when"]
        parts: list[str | None] = [None] * len(words)
        for number, entity in enumerate(record["entities"]):
            acts, undergoes = number in event["actor"], number in event["recipient"]
            part = "BOTH" if acts and undergoes else "ACTOR" if acts else "RECIPIENT" if undergoes else "PLACE" if number in event["place"] else "O"
            for start, end in entity["mentions"]:
                for i in covered(words, [{"start": start, "end": end}])[0]:
                    parts[i] = part
        if any(parts):
            sentence.arguments.append((head, parts))


def read(data: Path, split: str) -> list[Sentence]:
    """The reports and sentences of one split ("train" or "dev")."""
    result = []
    for language, (name, corpus) in REPORTS.items():
        if not (FOLDER / name).exists():
            continue
        known = texts(data / corpus)
        for record in records(name):
            if record["split"] == split and record["id"] in known:
                result += annotated(record, known[record["id"]]["text"], f"own-{language}")
    for language in SENTENCES:
        if (FOLDER / f"sentences.{language}.jsonl").exists():
            for record in records(f"sentences.{language}.jsonl"):
                if record["split"] == split:
                    result += annotated(record, record["text"], "own-sentences")
    return result


def report_ids() -> set[str]:
    """Ids of all annotated reports."""
    return {r["id"] for name, _ in REPORTS.values() if (FOLDER / name).exists() for r in records(name)}
