"""Silver certainty, polarity and time of verbs, read off trees and morphology.

MEANTIME is small and English; these rules give the other languages the plain cases: finite main
verbs by their tense, modals and adverbs of doubt, clauses under verbs of wanting and asking,
conditions, and negation by the verb's own adverb. Everything else says nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpora.sentence import Sentence
from corpora.silver import Tree

WORDS = Path(__file__).with_name("factuality_words.tsv")
TENSE = {"Past": "past", "Imp": "past", "Pqp": "past", "Pres": "present", "Fut": "future"}


@cache
def words(language: str) -> dict[str, set[str]]:
    """Words of a language by kind."""
    kinds: dict[str, set[str]] = {}
    for line in WORDS.open(encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if len(fields) == 3 and fields[0] == language:
            kinds.setdefault(fields[1], set()).add(fields[2])
    return kinds


def _feature(text: str, name: str) -> str:
    return next((p.split("=")[1] for p in text.split("|") if p.startswith(name + "=")), "")


def attach(sentences: list[Sentence]) -> list[Sentence]:
    """Adds certainty, polarity and time to the verbs of treebank sentences, in place."""
    for sentence in sentences:
        kinds = words(sentence.language)
        if not kinds or sentence.heads is None:
            continue
        tree = Tree(sentence)
        lemmas = [(l or w).lower() for l, w in zip(sentence.lemmas, sentence.words)]
        for i, tag in enumerate(sentence.upos):
            if tag != "VERB" or lemmas[i] in kinds["possible"] | kinds["probable"]:
                continue
            children = tree.children[i]
            auxiliaries = [c for c in children if tree.label[c] == "aux"]
            finite = next((c for c in [*auxiliaries, i] if _feature(sentence.features[c], "VerbForm") == "Fin"), None)
            below = {lemmas[c] for c in children}
            modal = {lemmas[c] for c in auxiliaries}
            head = tree.head[i]
            above = lemmas[head] if head >= 0 and tree.label[i] in {"ccomp", "xcomp", "obj", "csubj"} else ""
            condition = any(lemmas[c] in kinds["condition"] and tree.label[c] == "mark" for c in children)
            if modal & kinds["possible"] or below & kinds["possible_adverb"] or above in kinds["possible"] | kinds["possible_adverb"]:
                certainty = "possible"
            elif below & kinds["probable_adverb"] or above in kinds["probable_adverb"]:
                certainty = "probable"
            elif above in kinds["uncommitted"] or (condition and tree.label[i] == "advcl"):
                certainty = "uncommitted"
            elif modal & kinds["probable"]:
                certainty = ""
            elif finite is not None and _feature(sentence.features[finite], "Mood") == "Ind" and tree.label[i] in {"root", "conj", "ccomp", "parataxis", "acl"}:
                certainty = "certain"
            else:
                certainty = ""
            if certainty:
                sentence.certainty[i] = certainty
                sentence.polarity[i] = "-" if any(lemmas[c] in kinds["negation"] and tree.label[c] in {"advmod", "neg"} for c in children) else "+"
            if finite is not None:
                tense = TENSE.get(_feature(sentence.features[finite], "Tense"), "")
                if modal & kinds["future"]:
                    tense = "future"
                elif any(_feature(sentence.features[c], "VerbForm") == "Part" for c in [i]) and finite != i and tense == "present" and not any(tree.full[c] == "aux:pass" for c in auxiliaries):
                    tense = "past"
                if tense and not modal & kinds["possible"]:
                    sentence.when[i] = tense
    return sentences
