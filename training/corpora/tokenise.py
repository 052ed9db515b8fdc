"""A plain sentence splitter and tokeniser for corpora that come as running text.

It follows the habits of the UD treebanks as far as the training needs: punctuation is split off,
English clitics (n't, 's, 'll ...) and the Spanish contractions are divided, and English hyphenated
compounds become three words. It is not the product's tokeniser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ABBREVIATIONS = {
    "en": "mr mrs ms dr prof rev gen sen sens rep reps gov lt col capt sgt maj adm hon st jr sr inc corp co ltd vs etc jan feb mar apr jun jul aug sept sep oct nov dec no fig al dept univ assn bros d.c u.s u.k a.m p.m e.g i.e".split(),
    "es": "sr sra srta sres dr dra d dña gral cnel cap ing lic prof mons núm num art pág págs etc av avda aprox tel ee uu eeuu s.a a.m p.m ej st fco mª vs".split(),
    "pt": "sr sra dr dra prof profa gen cel cap eng av art pág núm etc ltda s.a st sto sta ex vs".split(),
}
TOKEN = r"""https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+      # addresses
      |\d+(?:[.,:/]\d+)*                                   # numbers, dates, clock times
      |(?:[^\W\d_]{1,2}\.){2,}(?:[^\W\d_](?!\w))?             # initials: U.S., EE.UU.
      |[^\W_]+(?:[’'HYPHEN](?=[^\W_])[^\W_]+)*                # words, with inner apostrophes
      |\.{2,}|--+|\*[A-Z]+\*|_+
      |\S"""
PATTERNS = {hyphen: re.compile(TOKEN.replace("HYPHEN", "-" if hyphen else ""), re.X) for hyphen in (False, True)}
"""With True, hyphenated words stay whole."""
CONTRACTIONS = {
    "es": {"del": ("de", "el"), "al": ("a", "el")},
    "pt": {
        **{f"{short}{ending}": (full, f"{article}{ending}") for short, full in (("d", "de"), ("n", "em"), ("pel", "por")) for article, endings in (("", ("o", "a", "os", "as")),) for ending in endings},
        **{f"{short}{word}": (full, word) for short, full in (("d", "de"), ("n", "em")) for word in "ele ela eles elas este esta estes estas esse essa esses essas isto isso aquele aquela aqueles aquelas aquilo um uma uns umas".split()},
        "daqui": ("de", "aqui"), "dali": ("de", "ali"), "ao": ("a", "o"), "aos": ("a", "os"), "à": ("a", "a"), "às": ("a", "as"),
        "àquele": ("a", "aquele"), "àquela": ("a", "aquela"),
    },
}
"""Contractions that are two syntactic words; both parts get the offsets of the whole."""
CLITIC = re.compile(r"(?i)^(.+?)(n[’']t|[’'](?:s|re|ve|ll|d|m))$")
CLOSERS = set("\"”’»')]")


@dataclass
class Token:
    """A word with its offsets; `spaced` as in `Sentence.spaced`."""

    text: str
    start: int
    end: int
    spaced: bool


def tokens(text: str, language: str, offset: int = 0) -> list[Token]:
    """Words of a stretch of text that begins at `offset`."""
    words: list[Token] = []
    contractions = CONTRACTIONS.get(language, {})
    previous_end = -1
    abbreviations = set(ABBREVIATIONS.get(language, []))
    matches = list(PATTERNS[language != "en"].finditer(text))
    for match in matches:
        start, end, word = match.start(), match.end(), match.group()
        spaced = start != previous_end or not words
        previous_end = end
        glued_period = word == "." and not spaced and words
        if glued_period and (words[-1].text.lower() in abbreviations or (len(words[-1].text) == 1 and words[-1].text.isupper())) and end < len(text.rstrip()):
            words[-1].text += "."
            words[-1].end = offset + end
            continue
        if language == "en" and word.lower() == "cannot":
            words.append(Token(word[:3], offset + start, offset + start + 3, spaced))
            words.append(Token(word[3:], offset + start + 3, offset + end, True))
            continue
        parts = contractions.get(word if words else word.lower())
        if parts:
            for k, part in enumerate(parts):
                words.append(Token(part.capitalize() if word[0].isupper() and k == 0 else part, offset + start, offset + end, spaced or k > 0))
            continue
        clitic = CLITIC.match(word) if language == "en" else None
        if clitic:
            cut = start + len(clitic.group(1))
            words.append(Token(clitic.group(1), offset + start, offset + cut, spaced))
            words.append(Token(clitic.group(2), offset + cut, offset + end, True))
            continue
        words.append(Token(word, offset + start, offset + end, spaced))
    if words:
        words[0].spaced = True
    return words


def sentences(text: str, language: str) -> list[list[Token]]:
    """Sentences of a text: cut at line ends and after . ! ? (with closing quotes) before a capital, quote or digit."""
    result = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            words = tokens(line, language, at)
            current: list[Token] = []
            closing = False
            for i, word in enumerate(words):
                starts = word.text[0].isupper() or word.text[0].isdigit() or word.text[0] in "\"“«¿¡([—–-‘*"
                if closing and word.spaced and starts and current:
                    current[0].spaced = True
                    result.append(current)
                    current, closing = [], False
                current.append(word)
                if word.text in {".", "!", "?", "..", "...", "…"}:
                    closing = True
                elif not (closing and word.text in CLOSERS and not word.spaced):
                    closing = False
            if current:
                current[0].spaced = True
                result.append(current)
        at += len(line) + 1
    return result
