"""The trimmed vocabulary and the segmentation of words into its pieces."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from corpora.tokenise import tokens
from load_base import Base

MARK = "\u2581"
SPECIAL = 4
"""<s> 0, <pad> 1, </s> 2, <unk> 3: same places as in the base model."""
UNKNOWN = 3


class Vocabulary:
    """Pieces with scores, the normalisation map, and a cache of segmented words."""

    def __init__(self, pieces: list[str], scores, normalisation: dict[int, tuple[int, ...]]) -> None:
        self.pieces, self.scores, self.normalisation = pieces, [float(s) for s in scores], normalisation
        self._unigram = Tokenizer(Unigram(list(zip(self.pieces, self.scores)), unk_id=UNKNOWN, byte_fallback=False))
        self._cache: dict[tuple[str, bool], list[int]] = {}

    def normalise(self, form: str) -> str:
        """The form after the normalisation map, without spaces."""
        out = []
        for character in form:
            mapped = self.normalisation.get(ord(character))
            out.append(character if mapped is None else "".join(map(chr, mapped)))
        return "".join(out).replace(" ", "")

    def encode(self, form: str, spaced: bool) -> list[int]:
        """Piece ids of one word; never empty."""
        key = (form, spaced)
        ids = self._cache.get(key)
        if ids is None:
            text = self.normalise(form)
            ids = self._unigram.encode((MARK if spaced else "") + text).ids if text else []
            self._cache[key] = ids = ids or [UNKNOWN]
        return ids


def raw_words(data: Path) -> Counter:
    """(form, spaced) counts over the text of every corpus, to choose the pieces by."""
    counts: Counter = Counter()

    def add(text: str, language: str) -> None:
        for line in text.split("\n"):
            counts.update((t.text, t.spaced) for t in tokens(line, language))

    for pattern in ("ud/es_*", "ud/en_*", "ud/pt_*", "ud/fr_*", "ud/it_*", "ud/de_*", "gum/*.conllu"):
        for path in sorted(data.glob(pattern)):
            for line in path.open(encoding="utf-8"):
                columns = line.rstrip("\n").split("\t")
                if len(columns) == 10 and columns[0].isdigit():
                    counts[(columns[1], True)] += 1
                    counts[(columns[1], False)] += columns[3] == "PUNCT"
    for name, language in (("news.es", "es"), ("news.pt", "pt")):
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                add(json.loads(line)["text"], language)
    for name, language in (("polnear.train", "en"), ("polnear.dev", "en"), ("places.en.lgl.dev", "en"), ("ner.pt.uner.train", "pt"), ("ner.en.uner.dev", "en"), ("ner.es.conll2002.dev", "es"), ("times.es.timebank.train", "es")):
        for line in (data / f"{name}.jsonl").open(encoding="utf-8"):
            add(json.loads(line).get("text", ""), language)
    for path in sorted((data / "ecbplus").rglob("*.xml")):
        for part in path.read_text(encoding="utf-8").split("</token>"):
            counts[(part.rpartition(">")[2], True)] += 1
    for path in sorted((data / "pages").rglob("*.json")):
        try:
            add("\n".join(_strings(json.loads(path.read_text(encoding="utf-8")))), "en")
        except ValueError:
            continue
    return counts


def _strings(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [s for child in children for s in _strings(child)]


def served_script(piece: str) -> bool:
    """Whether all letters of a piece are Latin."""
    letters = [c for c in piece if c.isalpha()]
    return all(unicodedata.name(c, "").startswith(("LATIN", "FEMININE", "MASCULINE")) for c in letters)


def trim(base: Base, data: Path, size: int) -> tuple[Vocabulary, np.ndarray]:
    """Keeps `size` pieces: the special ones, every single Latin, Greek or Cyrillic character and sign,
    then the pieces most frequent in the text of the served languages, then Latin pieces in the order
    of their scores. Returns the vocabulary and the kept ids of the base model."""
    full = Vocabulary(base.pieces, base.scores, base.normalisation)
    seen: Counter = Counter()
    for (form, spaced), count in raw_words(data).items():
        for piece in full.encode(form, spaced):
            seen[piece] += count
    kept = list(range(SPECIAL))
    chosen = set(kept)

    def keep(ids) -> None:
        for i in ids:
            if len(kept) >= size:
                return
            if i not in chosen:
                chosen.add(i)
                kept.append(i)

    def single(piece: str) -> bool:
        text = piece.removeprefix(MARK)
        name = unicodedata.name(text, "") if len(text) == 1 else ""
        return piece == MARK or (len(text) == 1 and (served_script(text) or name.startswith(("GREEK", "CYRILLIC"))))

    keep(i for i in range(SPECIAL, len(base.pieces)) if single(base.pieces[i]))
    singles = len(kept)
    keep(i for i, _ in sorted(seen.items(), key=lambda item: (-item[1], item[0])) if served_script(base.pieces[i]))
    frequent = len(kept)
    order = np.argsort(-base.scores[SPECIAL:], kind="stable") + SPECIAL
    keep(int(i) for i in order if served_script(base.pieces[i]))
    kept.sort()
    covered = sum(n for i, n in seen.items() if i in chosen) / sum(seen.values())
    print(f"vocabulary: {len(kept)} pieces ({singles} single characters, {frequent - singles} by frequency); {100 * covered:.2f} % of the text's pieces kept")
    rows = np.array(kept)
    scores = base.scores[rows].copy()
    scores[:SPECIAL] = 0.0
    return Vocabulary([base.pieces[i] for i in kept], scores, base.normalisation), rows
