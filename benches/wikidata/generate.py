"""Writes a dump of the real one's shape, for measuring `segun knowledge import`.

usage: python benches/wikidata/generate.py MEGABYTES > dump.json

The entities of crates/segun-wikidata/tests/data/dump.json again and again with ids of their own, each with what real
items have beside it: labels and descriptions in many languages, identifiers with references, links to wikis. Among
them, nine to one, are items that nothing is kept of, as scholarly articles, stars and genes are in the real dump.
"""

import json
import random
import sys
from pathlib import Path

LANGUAGES = ["ar", "bn", "ca", "cs", "da", "de", "el", "eo", "eu", "fa", "fi", "fr", "gl", "he", "hi", "hu", "hy", "id", "it", "ja", "ka", "ko",
             "lt", "lv", "mk", "ms", "nb", "nl", "pl", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh"]
DUMP = Path(__file__).parents[2] / "crates/segun-wikidata/tests/data/dump.json"


def claim(entity: str, number: int, chance: random.Random) -> dict:
    """An external identifier with a reference, which most statements are."""
    snak = {"snaktype": "value", "property": f"P{4000 + number}", "hash": f"{chance.getrandbits(160):040x}",
            "datavalue": {"value": f"n{chance.getrandbits(40)}", "type": "string"}, "datatype": "external-id"}
    source = {"snaktype": "value", "property": "P248", "hash": f"{chance.getrandbits(160):040x}",
              "datavalue": {"value": {"entity-type": "item", "numeric-id": 36578, "id": "Q36578"}, "type": "wikibase-entityid"}, "datatype": "wikibase-item"}
    return {"mainsnak": snak, "type": "statement", "id": f"{entity}${chance.getrandbits(128):032x}", "rank": "normal",
            "references": [{"hash": f"{chance.getrandbits(160):040x}", "snaks": {"P248": [source]}, "snaks-order": ["P248"]}]}


def dress(entity: dict, chance: random.Random) -> str:
    """The entity with what real ones have beside it, on one line."""
    name = entity["title"]
    for part in ("labels", "descriptions", "aliases", "claims", "sitelinks"):
        entity[part] = entity.get(part) or {}
    for language in LANGUAGES:
        entity["labels"].setdefault(language, {"language": language, "value": f"{name} {chance.getrandbits(24)}"})
        entity["descriptions"].setdefault(language, {"language": language, "value": "Wikimedia-Begriffsklärungsseite"})
        entity["sitelinks"][f"{language}wiki"] = {"site": f"{language}wiki", "title": name, "badges": []}
    for number in range(chance.randint(3, 20)):
        entity["claims"][f"P{4000 + number}"] = [claim(name, number, chance)]
    return json.dumps(entity, separators=(",", ":"))


def article(number: int, chance: random.Random) -> str:
    """An item of no use."""
    name = f"Q{200_000_000 + number}"
    kind = {"entity-type": "item", "numeric-id": 13442814, "id": "Q13442814"}
    snak = {"snaktype": "value", "property": "P31", "datavalue": {"value": kind, "type": "wikibase-entityid"}, "datatype": "wikibase-item"}
    statement = {"mainsnak": snak, "type": "statement", "id": f"{name}$1", "rank": "normal"}
    return dress({"type": "item", "id": name, "title": name, "claims": {"P31": [statement]}}, chance)


def main() -> None:
    wanted = int(sys.argv[1]) * 1_000_000
    chance = random.Random(1)
    lines = [line.rstrip(",\n") for line in DUMP.read_text().splitlines()[1:-1]]
    written = copies = articles = 0
    print("[")
    while written < wanted:
        for line in lines:
            entity = json.loads(line.replace("Q900000", f"Q{900_000 + copies}"))
            entity.setdefault("title", entity["id"])
            out = [dress(entity, chance)] if entity["type"] == "item" else [line]
            out += [article(articles + n, chance) for n in range(9)]
            articles += 9
            sys.stdout.write(",\n".join(out) + ",\n")
            written += sum(map(len, out))
        copies += 1
    print(line)
    print("]")


main()
