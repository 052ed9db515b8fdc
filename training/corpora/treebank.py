"""Universal Dependencies treebanks in CoNLL-U."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpora.sentence import Sentence

KEPT_SUBTYPES = {
    "nsubj:pass", "csubj:pass", "aux:pass", "expl:pass", "expl:pv", "expl:impers", "obl:agent",
    "acl:relcl", "nmod:poss", "compound:prt",
}
"""Relation subtypes that the reading uses; all others are cut to the main label."""


class Row:
    """One syntactic word of a CoNLL-U sentence."""

    __slots__ = ("form", "lemma", "upos", "xpos", "feats", "head", "deprel", "misc", "spaced", "surface")

    def __init__(self, columns: list[str]) -> None:
        _, self.form, self.lemma, self.upos, self.xpos, self.feats, head, self.deprel, _, self.misc = columns
        self.head = int(head) if head.isdigit() else 0
        self.spaced = True
        self.surface = -1


class Block:
    """One CoNLL-U sentence: rows, surface tokens, and the document it stands in."""

    def __init__(self, document: str, identifier: str, rows: list[Row], surfaces: list[tuple[str, int, int]]) -> None:
        self.document, self.identifier, self.rows, self.surfaces = document, identifier, rows, surfaces


def read_blocks(path: Path) -> Iterator[Block]:
    """Sentences of a CoNLL-U file with surface tokens (form, first word, end word) resolved."""
    document = identifier = ""
    for chunk in path.read_text(encoding="utf-8").split("\n\n"):
        rows: list[Row] = []
        surfaces: list[tuple[str, int, int]] = []
        glued, token_end = False, 0
        for line in chunk.split("\n"):
            if line.startswith("# newdoc"):
                document = line.partition("=")[2].strip()
            elif line.startswith("# sent_id"):
                identifier = line.partition("=")[2].strip()
            if not line or line[0] == "#":
                continue
            columns = line.split("\t")
            number, misc = columns[0], columns[9]
            if "-" in number:
                first, last = map(int, number.split("-"))
                surfaces.append((columns[1], first - 1, last))
                token_end, token_misc = last, misc
                inner_first = first
                continue
            if "." in number:
                continue
            row, n = Row(columns), int(number)
            if n <= token_end:
                row.spaced = not glued if n == inner_first else True
                if n == token_end:
                    glued = "SpaceAfter=No" in token_misc
            else:
                surfaces.append((row.form, n - 1, n))
                row.spaced = not glued
                glued = "SpaceAfter=No" in misc
            row.surface = len(surfaces) - 1
            rows.append(row)
        if rows:
            rows[0].spaced = True
            yield Block(document or identifier.rsplit("-", 1)[0], identifier, rows, surfaces)


def relation(label: str, plain: bool) -> str:
    """A relation label as the model knows it."""
    if label == "flat:name":
        return "flat"
    return label if label in KEPT_SUBTYPES and not plain else label.split(":")[0]


def to_sentence(block: Block, source: str, language: str, plain: bool = False, relation_weight: float = 1.0, proper_lemmas: bool = True) -> Sentence:
    """A block with all syntactic layers. `plain` cuts every subtype but those of `expl`;
    `proper_lemmas` is False where a treebank lowercases the lemmas of names."""
    rows = block.rows
    return Sentence(
        source=source,
        language=language,
        document=block.document,
        words=[r.form for r in rows],
        spaced=[r.spaced for r in rows],
        upos=[r.upos for r in rows],
        features=[r.feats for r in rows],
        lemmas=[None if r.lemma == "_" and r.form != "_" or (r.upos == "PROPN" and not proper_lemmas) else r.lemma for r in rows],
        heads=[r.head for r in rows],
        deprels=[relation(r.deprel, plain and not r.deprel.startswith("expl")) for r in rows],
        relation_weight=relation_weight,
    )
