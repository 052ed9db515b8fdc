"""The one record that every corpus is read into."""

from __future__ import annotations

from dataclasses import dataclass, field

ENTITY_TAGS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
ENTITY_TYPES = ["PER", "ORG", "LOC", "MISC"]
EVENT_TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
"""PLOVER 2.0."""
ARGUMENT_TAGS = ["O", "ACTOR", "RECIPIENT", "BOTH", "PLACE"]
"""Parts in an event; BOTH is actor and recipient at once ("the two met")."""
OUTSIDE = 1
"""Entity bit mask that allows only O."""
ANY_ENTITY = 0
"""Entity bit mask of a word that says nothing (no loss)."""


def entity_bit(tag: str) -> int:
    """The bit of one entity tag in a mask of allowed tags."""
    return 1 << ENTITY_TAGS.index(tag)


def entity_mask(prefix: str, types: list[str]) -> int:
    """Mask that allows `prefix` ("B" or "I") with any of `types`."""
    return sum(entity_bit(f"{prefix}-{kind}") for kind in types)


@dataclass
class Sentence:
    """Syntactic words of one sentence with whichever layers its corpus has; `None` is "no such layer"."""

    source: str
    language: str
    words: list[str]
    spaced: list[bool]
    """Whether the word gets the mark of a preceding space (see MODEL format: first word, word after
    white space, every later part of a multiword token)."""
    document: str = ""
    upos: list[str] | None = None
    features: list[str] | None = None
    lemmas: list[str | None] | None = None
    heads: list[int] | None = None
    deprels: list[str] | None = None
    entities: list[int] | None = None
    """Per word a bit mask of allowed entity tags (0: unknown)."""
    cues: list[str] | None = None
    roles: list[tuple[int, list[str | None]]] = field(default_factory=list)
    """(index of the first word of a cue, role tag of every word) for each attribution; a tag of None
    says nothing."""
    stances: dict[int, str] = field(default_factory=dict)
    """Stance of the attribution whose cue begins at a word."""
    source_kinds: dict[int, str] = field(default_factory=dict)
    """Kind of its source."""
    events: list[str | None] | None = None
    types: list[str | None] | None = None
    """PLOVER type of the event that a word names, or "O"."""
    arguments: list[tuple[int, list[str | None]]] = field(default_factory=list)
    """(index of an event's word, the part that each word's name plays in it) for each event; None for words
    outside of names."""
    certainty: dict[int, str] = field(default_factory=dict)
    polarity: dict[int, str] = field(default_factory=dict)
    when: dict[int, str] = field(default_factory=dict)
    relation_weight: float = 1.0
    """Weight of the relation label's loss (below 1 where a treebank's labels follow another convention)."""


def spans_of(tags: list[str]) -> list[tuple[int, int, str]]:
    """BIO tags to (start, end, type); an I without its B opens a span."""
    spans, start, kind = [], None, ""
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (tag == "O" or tag[0] == "B" or tag[2:] != kind):
            spans.append((start, i, kind))
            start = None
        if tag != "O" and start is None:
            start, kind = i, tag[2:]
    return spans
