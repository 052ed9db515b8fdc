"""Silver attributions for languages that have no annotated ones, read off syntactic trees.

A verb of saying with its subject and its clause (or the clause it is inserted in), and connectives
("according to") with their noun phrase, give cue, source and content. The rules prefer silence: a
word that may carry an attribution which they cannot read trains nothing (None). The trees are a
treebank's own, or a model's for raw text (see `label_raw.py`). The words are in `speech_words.tsv`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpora.sentence import Sentence

WORDS = Path(__file__).with_name("speech_words.tsv")
EDGE = set(".,;:!?…-–—\"'“”«»‘’()[]¿¡*") | {"...", "--", "``", "''"}
BRACKETS = {")": "(", "]": "["}
CLAUSES = {"ccomp", "csubj"}


@cache
def words(language: str) -> dict[str, set[str]]:
    """Words of saying of a language by kind."""
    kinds: dict[str, set[str]] = {"clause": set(), "nominal": set(), "connective": set(), "other": set()}
    for line in WORDS.open(encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if len(fields) == 3 and fields[0] == language:
            kinds[fields[1]].add(fields[2])
    return kinds


def trimmed(indices: list[int], forms: list[str]) -> list[int]:
    """Without punctuation at the edges."""
    while indices and forms[indices[0]] in EDGE:
        indices = indices[1:]
    while indices and forms[indices[-1]] in EDGE:
        if BRACKETS.get(forms[indices[-1]], "") in {forms[i] for i in indices[:-1]}:
            break
        indices = indices[:-1]
    return indices


def runs(indices: set[int], forms: list[str]) -> list[list[int]]:
    """Contiguous stretches, trimmed; those of a single function word are dropped."""
    result: list[list[int]] = []
    current: list[int] = []
    for i in sorted(indices):
        if current and i != current[-1] + 1:
            result.append(current)
            current = []
        current.append(i)
    result.append(current)
    return [r for r in (trimmed(r, forms) for r in result) if r]


class Tree:
    """Children and subtrees of a parsed sentence (indices from 0; the root's head is -1)."""

    def __init__(self, sentence: Sentence) -> None:
        self.s = sentence
        self.head = [h - 1 for h in sentence.heads]
        self.label = [d.split(":")[0] for d in sentence.deprels]
        self.full = sentence.deprels
        self.children: list[list[int]] = [[] for _ in self.head]
        for i, h in enumerate(self.head):
            if h >= 0:
                self.children[h].append(i)

    def subtree(self, top: int) -> set[int]:
        """All words below and including `top`."""
        found, todo = set(), [top]
        while todo:
            i = todo.pop()
            if i not in found:
                found.add(i)
                todo += self.children[i]
        return found

    def child(self, top: int, labels: set[str]) -> int | None:
        """First child with one of the labels."""
        return next((c for c in self.children[top] if self.label[c] in labels), None)


def _source(tree: Tree, top: int) -> tuple[set[int] | None, bool]:
    """Words of the subject and whether the reading is sure. A relative pronoun stands for the noun phrase
    before it; a coordinated verb without subject shares that of the first one."""
    subject = tree.child(top, {"nsubj"})
    head = tree.head[top]
    if subject is None and tree.label[top] == "conj" and head >= 0 and tree.s.upos[head] == "VERB" and "Person=1" not in tree.s.features[top]:
        return _source(tree, head)
    if subject is None:
        return None, True
    feats = tree.s.features[subject]
    if "PronType=" in feats and ("Rel" in feats or "Int" in feats) and not tree.children[subject]:
        if tree.label[top] == "acl" and head >= 0 and head < top and tree.s.upos[head] in {"NOUN", "PROPN"}:
            phrase = {w for w in tree.subtree(head) - tree.subtree(top) if w < top}
            return {w for w in phrase if not (tree.head[w] == head and tree.label[w] in {"case", "cc", "mark"})}, True
        return None, False
    return tree.subtree(subject), True


def attributions(sentence: Sentence) -> tuple[list[str | None], list[tuple[int, list[str | None]]]]:
    """Cue tags and roles of a parsed sentence."""
    lists = words(sentence.language)
    forms = sentence.words
    lower = [f.lower() for f in forms]
    lemmas = [l or f for l, f in zip(sentence.lemmas, lower)]
    n = len(forms)
    tree = Tree(sentence)
    cues: list[str | None] = ["O"] * n
    roles: list[tuple[int, list[str | None]]] = []

    def add(cue: list[int], source: set[int] | None, sure: bool, content: set[int]) -> bool:
        content = content - set(cue) - (source or set())
        parts = [p for p in runs(content, forms) if len(p) > 1]
        source_parts = runs(source, forms) if source else []
        if len(source_parts) > 1:
            source_parts, sure = [], False
        if not parts or cue != list(range(cue[0], cue[-1] + 1)) or any(cues[i] in ("B", "I") for i in cue):
            return False
        for i in cue:
            cues[i] = "B" if i == cue[0] else "I"
        tags: list[str | None] = ["O" if sure else None] * n
        for name, spans in (("CONTENT", parts), ("SOURCE", source_parts)):
            for span in spans:
                for i in span:
                    tags[i] = f"B-{name}" if i == span[0] else f"I-{name}"
        roles.append((cue[0], tags))
        return True

    for i in range(n):
        if sentence.upos[i] != "VERB" or lemmas[i] not in lists["clause"]:
            continue
        auxiliaries = [c for c in tree.children[i] if tree.label[c] == "aux"]
        infinitive = "VerbForm=Inf" in sentence.features[i] and not auxiliaries
        if infinitive or any(tree.full[c] == "aux:pass" or lemmas[c] == "ser" for c in auxiliaries):
            cues[i] = None
            continue
        source, sure = _source(tree, i)
        first = i
        before = [c for c in tree.children[i] if c < i and (tree.label[c] == "aux" or (tree.label[c] == "expl" and source is None and lower[c] == "se"))]
        while first - 1 in before:
            first -= 1
        cue = list(range(first, i + 1))
        clause = tree.child(i, CLAUSES)
        if clause is None and (inner := tree.child(i, {"xcomp"})) is not None and sentence.upos[inner] in {"VERB", "AUX"}:
            clause = inner
        inserted = tree.label[i] == "parataxis" and tree.head[i] >= 0
        beside = tree.child(i, {"parataxis"})
        noun = tree.child(i, {"obj"})
        connective = next((c for c in tree.children[i] if lower[c] in lists["connective"] and tree.label[c] in {"mark", "case", "advmod"} and c < first), None)
        done = False
        if connective is not None and tree.head[i] >= 0:
            done = connective == first - 1 and add([connective, *cue], source, sure, tree.subtree(tree.head[i]) - tree.subtree(i))
        elif clause is not None:
            done = add(cue, source, sure, tree.subtree(clause))
        elif inserted:
            done = add(cue, source, sure, tree.subtree(tree.head[i]) - tree.subtree(i))
        elif beside is not None:
            done = add(cue, source, sure, tree.subtree(beside))
        elif noun is not None and lemmas[i] in lists["nominal"] and sentence.upos[noun] in {"NOUN", "PROPN"} and tree.child(noun, {"case"}) is None and (source or not sure):
            done = add(cue, source, sure, tree.subtree(noun))
        if not done:
            for k in cue:
                cues[k] = None if cues[k] == "O" else cues[k]
    for pattern in lists["connective"]:
        parts = pattern.split(" ")
        for i in range(n - len(parts)):
            if lower[i : i + len(parts)] != parts or any(c in ("B", "I") for c in cues[i : i + len(parts)]):
                continue
            noun = tree.head[i]
            if noun < i + len(parts) and noun >= 0:
                noun = next((c for c in tree.children[noun] if c >= i + len(parts) and tree.label[c] in {"nmod", "obl", "obj"}), -1)
            done = False
            if noun >= 0 and sentence.upos[noun] in {"NOUN", "PROPN", "PRON", "NUM"} and tree.head[noun] >= 0:
                top = tree.head[noun]
                while top >= 0 and i <= top < i + len(parts):
                    top = tree.head[top]
                source = {w for w in tree.subtree(noun) if w >= i + len(parts)}
                if top >= 0 and sentence.upos[top] in {"VERB", "AUX", "ADJ", "NOUN"}:
                    done = add(list(range(i, i + len(parts))), source, True, tree.subtree(top) - source - set(range(i, i + len(parts))))
            if not done:
                for k in range(i, i + len(parts)):
                    cues[k] = None if cues[k] == "O" else cues[k]
    for i, lemma in enumerate(lemmas):
        if cues[i] == "O" and lemma in lists["other"]:
            cues[i] = None
    return cues, roles


def attach(sentences: list[Sentence]) -> list[Sentence]:
    """Gives parsed sentences their silver attributions, in place."""
    for sentence in sentences:
        if sentence.heads and words(sentence.language)["clause"]:
            sentence.cues, sentence.roles = attributions(sentence)
    return sentences
