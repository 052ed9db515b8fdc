"""Named entities in the project's JSONL form (Universal NER, CoNLL-2002, own gold files).

Universal NER has persons, organisations and places only: a capitalised word outside them may still
be some other name, so it is allowed to be MISC.
"""

from __future__ import annotations

import json
from pathlib import Path

from corpora.sentence import OUTSIDE, Sentence, entity_bit, entity_mask
from corpora.tokenise import sentences

MAYBE_OTHER = OUTSIDE | entity_bit("B-MISC") | entity_bit("I-MISC")


def entity_sentences(report: dict, source: str, language: str, has_other: bool) -> list[Sentence]:
    """The sentences of one report with entity masks."""
    spans = sorted((m["start"], m["end"], e["type"]) for e in report.get("entities", []) for m in e["mentions"] if m.get("kind", "name") == "name")
    result = []
    for words in sentences(report["text"], language):
        masks = []
        for i, word in enumerate(words):
            inside = next((s for s in spans if s[0] < word.end and word.start < s[1]), None)
            if inside:
                first = i == 0 or words[i - 1].end <= inside[0]
                masks.append(entity_mask("B" if first else "I", [inside[2]]))
            elif not has_other and word.text[0].isupper() and i:
                masks.append(MAYBE_OTHER)
            else:
                masks.append(OUTSIDE)
        sentence = Sentence(source, language, [w.text for w in words], [w.spaced for w in words], document=report["id"], entities=masks)
        result.append(sentence)
    return result


def read(path: Path, source: str, language: str, has_other: bool = False) -> list[Sentence]:
    """All reports of a JSONL file."""
    return [s for line in path.open(encoding="utf-8") for s in entity_sentences(json.loads(line), source, language, has_other)]
