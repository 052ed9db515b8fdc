"""PolNeAR: attributions (source, cue, content) in English political news.

Sentences are split and tokenised here. An attribution belongs to the sentence of its cue and keeps
the parts of source and content that lie in that sentence, without quote marks and punctuation at their edges; a further sentence of a long content has no
cue of its own and says nothing about it.
"""

from __future__ import annotations

import json
from pathlib import Path

from corpora.sentence import Sentence
from corpora.silver import trimmed
from corpora.tokenise import Token, sentences


def covered(words: list[Token], spans: list[dict]) -> list[list[int]]:
    """For each span the indices of the words inside it."""
    return [[i for i, w in enumerate(words) if w.start < s["end"] and s["start"] < w.end] for s in spans]


def parts(words: list[Token], spans: list[dict]) -> list[list[int]]:
    """The same without punctuation and quote marks at the edges."""
    forms = [w.text for w in words]
    return [trimmed(part, forms) for part in covered(words, spans)]


def attribution_sentences(report: dict, source: str, language: str) -> list[Sentence]:
    """The sentences of one report with cue tags and role tags."""
    result = []
    for words in sentences(report["text"], language):
        n = len(words)
        sentence = Sentence(source, language, [w.text for w in words], [w.spaced for w in words], document=report["id"], cues=["O"] * n)
        for attribution in report["attributions"]:
            cue_spans = attribution["cue"] if isinstance(attribution["cue"], list) else [attribution["cue"]] if attribution["cue"] else []
            source_spans = attribution["source"] if isinstance(attribution["source"], list) else [attribution["source"]] if attribution["source"] else []
            cue = [i for part in covered(words, cue_spans)[:1] for i in part]
            if not cue or cue_spans[0]["start"] < words[0].start:
                continue
            if all(sentence.cues[i] == "O" for i in cue):
                for i in cue:
                    sentence.cues[i] = "B" if i == cue[0] else "I"
            tags: list[str | None] = ["O"] * n
            for name, spans in (("CONTENT", attribution["content"]), ("SOURCE", source_spans)):
                for part in parts(words, spans):
                    for i in part:
                        tags[i] = f"B-{name}" if i == part[0] else f"I-{name}"
            sentence.roles.append((cue[0], tags))
            for key, into in (("stance", sentence.stances), ("source_kind", sentence.source_kinds)):
                if attribution.get(key):
                    into[cue[0]] = attribution[key]
        result.append(sentence)
    return result


def read(path: Path, source: str = "polnear", language: str = "en") -> list[Sentence]:
    """All reports of a JSONL file."""
    return [s for line in path.open(encoding="utf-8") for s in attribution_sentences(json.loads(line), source, language)]
