"""The label inventories of all heads."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpora.sentence import ARGUMENT_TAGS, ENTITY_TAGS, EVENT_TYPES, Sentence
from lemma import script_of

FEATURES = [
    "Gender", "Number", "Person", "Tense", "Mood", "VerbForm", "Polarity", "Definite", "PronType",
    "Case", "Voice", "Poss", "Reflex", "Degree", "NumType",
]
DISTANCES = [-32, -16, -8, -4, -2, -1, 0, 1, 2, 3, 5, 9, 17, 33]
"""Lower edges of the buckets of (word index - cue index): bucket = number of edges at or below it."""


@dataclass
class Schema:
    """What each output stands for; the first value of a feature is "_" (absent)."""

    upos: list[str] = field(default_factory=list)
    features: list[tuple[str, list[str]]] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    lemma_scripts: list[str] = field(default_factory=list)
    entity_tags: list[str] = field(default_factory=lambda: list(ENTITY_TAGS))
    cue_tags: list[str] = field(default_factory=lambda: ["O", "B", "I"])
    role_tags: list[str] = field(default_factory=lambda: ["O", "B-SOURCE", "I-SOURCE", "B-CONTENT", "I-CONTENT"])
    stances: list[str] = field(default_factory=lambda: "assert deny confirm estimate judge speculate promise threaten ask refuse_comment know want".split())
    source_kinds: list[str] = field(default_factory=lambda: "named role organisation anonymous document impersonal".split())
    event_tags: list[str] = field(default_factory=lambda: ["O", "EVENT"])
    event_types: list[str] = field(default_factory=lambda: ["O", *EVENT_TYPES])
    argument_tags: list[str] = field(default_factory=lambda: list(ARGUMENT_TAGS))
    certainty: list[str] = field(default_factory=lambda: ["certain", "probable", "possible", "uncommitted"])
    polarity: list[str] = field(default_factory=lambda: ["+", "-"])
    when: list[str] = field(default_factory=lambda: ["past", "present", "future", "timeless"])
    distance_buckets: list[int] = field(default_factory=lambda: list(DISTANCES))

    def parts(self) -> list[tuple[str, int]]:
        """Name and width of every part of the joint tag layer, in the order of the model file."""
        return [
            ("upos", len(self.upos)),
            *[(f"feature:{name}", len(values)) for name, values in self.features],
            ("lemma", len(self.lemma_scripts)),
            ("entity", len(self.entity_tags)),
            ("cue", len(self.cue_tags)),
            ("stance", len(self.stances)),
            ("source_kind", len(self.source_kinds)),
            ("event", len(self.event_tags)),
            ("type", len(self.event_types)),
            ("certainty", len(self.certainty)),
            ("polarity", len(self.polarity)),
            ("when", len(self.when)),
        ]

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1))

    @staticmethod
    def load(path: Path) -> Schema:
        values = json.loads(path.read_text())
        values["features"] = [(name, list(options)) for name, options in values["features"]]
        return Schema(**values)


def bucket(distance: int) -> int:
    """Bucket of a distance in words from the cue."""
    return bisect_right(DISTANCES, distance)


def parse_features(text: str) -> dict[str, str]:
    """"Gender=Fem|Number=Sing" to a dictionary."""
    return dict(pair.split("=", 1) for pair in text.split("|") if "=" in pair)


def build(train: list[Sentence], lemma_minimum: int = 4, lemma_limit: int = 480, feature_minimum: int = 20) -> Schema:
    """The inventories that occur in the training sentences."""
    upos, deprels, scripts = Counter(), Counter(), Counter()
    features: dict[str, Counter] = {name: Counter() for name in FEATURES}
    for sentence in train:
        if sentence.upos is None:
            continue
        upos.update(sentence.upos)
        deprels.update(sentence.deprels or [])
        scripts.update(script_of(f, l) for f, l in zip(sentence.words, sentence.lemmas or []) if l)
        for text in sentence.features or []:
            for name, value in parse_features(text).items():
                if name in features:
                    features[name][value] += 1
    return Schema(
        upos=sorted(u for u, n in upos.items() if u != "_"),
        features=[(name, ["_", *sorted(v for v, n in features[name].items() if n >= feature_minimum)]) for name in FEATURES],
        deprels=sorted(d for d, n in deprels.items() if n >= 5),
        lemma_scripts=[s for s, n in scripts.most_common(lemma_limit) if n >= lemma_minimum],
    )
