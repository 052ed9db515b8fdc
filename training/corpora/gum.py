"""GUM news (Wikinews): syntax, and the named mentions among its entity annotation.

GUM marks every noun phrase; a mention is a name when its head is a proper noun. The name inside the
phrase is the stretch that spells its Wikipedia identity, otherwise the run of proper nouns around
the head. Proper nouns that fall outside any such name say nothing, nor do the names beside them.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from corpora.sentence import ANY_ENTITY, OUTSIDE, Sentence, entity_mask
from corpora.treebank import Block, read_blocks, to_sentence

TYPES = {
    "person": "PER", "organization": "ORG", "place": "LOC", "event": "MISC", "abstract": "MISC",
    "object": "MISC", "animal": "MISC", "plant": "MISC", "substance": "MISC",
}
BRACKET = re.compile(r"\(([^()]+)(\)?)|([^()]+)\)")


def mentions(block: Block) -> list[tuple[int, int, str, str]]:
    """(first word, end word, entity type, identity) of every mention that closes in the sentence."""
    open_, found = [], []
    for i, row in enumerate(block.rows):
        for field in row.misc.split("|"):
            if not field.startswith("Entity="):
                continue
            for opened, closed_here, closed in BRACKET.findall(field[7:]):
                if opened:
                    parts = opened.split("-", 7)
                    kind = parts[1] if len(parts) > 1 else ""
                    identity = unquote(parts[7]) if len(parts) > 7 else ""
                    if closed_here:
                        found.append((i, i + 1, kind, identity))
                    else:
                        open_.append((parts[0], i, kind, identity))
                elif closed:
                    for k in range(len(open_) - 1, -1, -1):
                        if open_[k][0] == closed.split("-")[0]:
                            _, start, kind, identity = open_.pop(k)
                            found.append((start, i + 1, kind, identity))
                            break
    return found


def name_inside(block: Block, start: int, end: int, identity: str) -> tuple[int, int] | None:
    """The name within a mention, if its head is a proper noun."""
    rows = block.rows
    head = next((i for i in range(start, end) if not start <= rows[i].head - 1 < end), start)
    if rows[head].upos != "PROPN":
        return None
    words = [w.lower() for w in re.sub(r"\(.*?\)", "", identity).strip("_").split("_") if w]
    forms = [r.form.lower() for r in rows[start:end]]
    for i in range(len(forms) - len(words) + 1):
        if words and forms[i : i + len(words)] == words and start + i <= head < start + i + len(words):
            return start + i, start + i + len(words)
    first = last = head
    while first > start and rows[first - 1].upos == "PROPN":
        first -= 1
    while last + 1 < end and rows[last + 1].upos == "PROPN":
        last += 1
    return first, last + 1


def doubtful(masks: list[int], block: Block) -> list[int]:
    """Unlabels every stretch of names and proper nouns that holds an unexplained proper noun: there the
    bounds of the names are guesses."""
    result, i = list(masks), 0
    while i < len(masks):
        end = i
        while end < len(masks) and (masks[end] != OUTSIDE or block.rows[end].upos == "PROPN"):
            end += 1
        if ANY_ENTITY in masks[i:end]:
            result[i:end] = [ANY_ENTITY] * (end - i)
        i = max(end, i + 1)
    return result


def read(folder: Path) -> list[Sentence]:
    """All sentences of the news documents."""
    sentences = []
    for path in sorted(folder.glob("GUM_news_*.conllu")):
        for block in read_blocks(path):
            sentence = to_sentence(block, "gum", "en")
            masks = [ANY_ENTITY if r.upos == "PROPN" else OUTSIDE for r in block.rows]
            taken = [False] * len(masks)
            found = sorted(mentions(block), key=lambda m: m[1] - m[0])
            for start, end, kind, identity in found:
                span = name_inside(block, start, end, identity)
                if span is None or any(taken[span[0] : span[1]]):
                    continue
                for i in range(*span):
                    taken[i] = True
                    masks[i] = OUTSIDE if kind == "time" else entity_mask("B" if i == span[0] else "I", [TYPES[kind]]) if kind in TYPES else ANY_ENTITY
            sentence.entities = doubtful(masks, block)
            sentence.document = path.stem
            sentences.append(sentence)
    return sentences
