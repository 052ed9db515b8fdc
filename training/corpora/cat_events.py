"""Event triggers in CAT XML: MEANTIME (with certainty, polarity and time) and ECB+ (triggers, negation).

A trigger is one word: the first of a verbal group, the last of a nominal one.
MEANTIME's conditional and UNDERSPECIFIED certainty: a conditional event is `uncommitted`, an
underspecified one says nothing. Its time is future or not; the tense divides the rest.
"""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from corpora.sentence import Sentence

NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}’”]|'s|n't|'re|'ve|'ll|'d|'m|'')$")
CLITIC = re.compile(r"^(?:'s|n't|'re|'ve|'ll|'d|'m)$", re.I)
OPENING = {"(", "[", "$", "“", "``", "‘", "€", "£"}
CERTAINTY = {"CERTAIN": "certain", "PROBABLE": "probable", "POSSIBLE": "possible"}
TENSE = {"PAST": "past", "PRESENT": "present", "FUTURE": "future", "PRESPART": "present"}


def spacing(words: list[str]) -> list[bool]:
    """Guesses which words stood after white space."""
    spaced = []
    for i, word in enumerate(words):
        glued = i > 0 and (NO_SPACE_BEFORE.match(word) or words[i - 1] in OPENING) and not CLITIC.match(word)
        spaced.append(not glued)
    return spaced


def document(path: Path) -> tuple[str, dict[int, list[tuple[str, str]]], list[ElementTree.Element]]:
    """Name, tokens (id, text) by sentence, and markables of one file."""
    root = ElementTree.parse(path).getroot()
    by_sentence: dict[int, list[tuple[str, str]]] = {}
    for token in root.iter("token"):
        by_sentence.setdefault(int(token.get("sentence", "0")), []).append((token.get("t_id", ""), token.text or "_"))
    markables = root.find("Markables")
    return root.get("doc_name", path.stem), by_sentence, list(markables) if markables is not None else []


def read_meantime(folder: Path) -> list[Sentence]:
    """The sentences of MEANTIME's documents with their events (only the first few of each document are
    annotated; what follows the last annotated one is left out)."""
    result = []
    for path in sorted(folder.glob("*/*.xml")):
        _, by_sentence, markables = document(path)
        anchored = {a.get("t_id") for m in markables if m.tag == "EVENT_MENTION" for a in m}
        annotated = [n for n, tokens in by_sentence.items() if any(t[0] in anchored for t in tokens)]
        for number, tokens in sorted(by_sentence.items()):
            if number > max(annotated, default=-1):
                break
            words = [t[1] for t in tokens]
            position = {t[0]: i for i, t in enumerate(tokens)}
            sentence = Sentence("meantime", "en", words, spacing(words), document=path.stem, events=["O"] * len(words))
            for markable in markables:
                if markable.tag != "EVENT_MENTION":
                    continue
                anchors = [position[a.get("t_id")] for a in markable if a.get("t_id") in position]
                if not anchors:
                    continue
                trigger = anchors[0] if markable.get("pos") == "VERB" else anchors[-1]
                sentence.events[trigger] = "EVENT"
                special, certainty = markable.get("special_cases", ""), markable.get("certainty", "")
                if special.startswith("COND"):
                    sentence.certainty[trigger] = "uncommitted"
                elif certainty in CERTAINTY:
                    sentence.certainty[trigger] = CERTAINTY[certainty]
                if markable.get("polarity") in {"POS", "NEG"}:
                    sentence.polarity[trigger] = "+" if markable.get("polarity") == "POS" else "-"
                if special == "GEN":
                    sentence.when[trigger] = "timeless"
                elif markable.get("time") == "FUTURE":
                    sentence.when[trigger] = "future"
                elif markable.get("time") == "NON_FUTURE" and markable.get("tense") in TENSE:
                    sentence.when[trigger] = TENSE[markable.get("tense")]
            result.append(sentence)
    return result


def read_ecbplus(folder: Path) -> list[Sentence]:
    """The sentences that ECB+ lists as annotated, with event triggers and negation."""
    listed: dict[str, set[int]] = {}
    for row in csv.DictReader((folder / "ECBplus_coreference_sentences.csv").open()):
        listed.setdefault(f"{row['Topic']}_{row['File']}", set()).add(int(row["Sentence Number"]))
    result = []
    for path in sorted((folder / "ECB+").glob("*/*.xml")):
        wanted = listed.get(path.stem, set())
        if not wanted:
            continue
        _, by_sentence, markables = document(path)
        for number in sorted(wanted & by_sentence.keys()):
            tokens = by_sentence[number]
            words = [t[1] for t in tokens]
            position = {t[0]: i for i, t in enumerate(tokens)}
            sentence = Sentence("ecbplus", "en", words, spacing(words), document=path.stem, events=["O"] * len(words))
            for markable in markables:
                if "ACTION" not in markable.tag:
                    continue
                anchors = [position[a.get("t_id")] for a in markable if a.get("t_id") in position]
                if anchors:
                    sentence.events[anchors[0]] = "EVENT"
                    if markable.tag.startswith("NEG_"):
                        sentence.polarity[anchors[0]] = "-"
            result.append(sentence)
    return result
