"""From our written notation of an annotated report to offsets, and back to something readable.

    python notation.py text  CORPUS.jsonl[.gz] ID             numbered sentences of a report
    python notation.py check CORPUS.jsonl[.gz] FILE.ann …     what does not resolve; the rest with marks in its text
    python notation.py write CORPUS.jsonl[.gz] OUT.jsonl FILE.ann …   offsets, one object a report

A file holds one or more reports. `#` opens a comment. Lines:

    REPORT id
    E TYPE name = other form = …      an entity: every occurrence of each form is a mention
    X s5 form                         … but not those in sentence 5
    A1 s3 cue=… | src=… | con=first words … last words ++ second part | mode stance kind | in=A2
    V1 s3 trigger | TYPE mode | certainty polarity when | by=A1 | act=… ; … | rec=… | loc=… | same=key

Strings are copied from the text. `word @2` is the second occurrence in the sentence. `…` (with spaces around it)
stands for what lies between; a content may run on into later sentences. `-` is "none", `?` is "not annotated". A source in another
sentence is written `s2: …`. act, rec and loc name entities by their first form; `-` or nothing is none.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from corpora.tokenise import sentences  # noqa: E402

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
CHOICES = {
    "mode": {"direct", "indirect", "mixed"},
    "stance": {"assert", "deny", "confirm", "estimate", "judge", "speculate", "promise", "threaten", "ask", "refuse_comment", "know", "want"},
    "source_kind": {"named", "role", "organisation", "anonymous", "document", "impersonal"},
    "certainty": {"certain", "probable", "possible", "uncommitted"},
    "polarity": {"+", "-"},
    "when": {"past", "present", "future", "timeless"},
}
ENTITY_TYPES = {"PER", "ORG", "LOC", "MISC"}


class Unresolved(ValueError):
    """A line that does not fit the text."""


def corpus(path: Path) -> dict[str, dict]:
    """The reports of a JSON lines file by id."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")
    with opened as file:
        return {report["id"]: report for report in map(json.loads, file)}


class Text:
    """A report's text with its sentences."""

    def __init__(self, report: dict) -> None:
        self.text: str = report["text"]
        self.bounds = [(words[0].start, words[-1].end) for words in sentences(self.text, report.get("language", "en")) if words]

    def sentence(self, name: str) -> tuple[int, int]:
        number = int(name.removeprefix("s"))
        if not 1 <= number <= len(self.bounds):
            raise Unresolved(f"no sentence {name}")
        return self.bounds[number - 1]

    def occurrences(self, form: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where `form` stands between two offsets, not inside a longer word."""
        found, at = [], self.text.find(form, start, end)
        while at >= 0:
            stop = at + len(form)
            inside = (at > 0 and self.text[at - 1].isalnum() and form[0].isalnum()) or (stop < len(self.text) and self.text[stop].isalnum() and form[-1].isalnum())
            if not inside:
                found.append((at, stop))
            at = self.text.find(form, at + 1, end)
        return found

    def find(self, words: str, bounds: tuple[int, int], onward: bool = False) -> tuple[int, int]:
        """The span of `words`, which may have an ellipsis and an occurrence number."""
        words = words.strip()
        if match := re.match(r"s(\d+):\s*(.*)", words, re.S):
            bounds, words = self.sentence(match[1]), match[2]
        if " … " in words:
            head, tail = words.split(" … ", 1)
            first = self.find(head, bounds)
            last = self.occurrences(tail.strip(), first[1], len(self.text) if onward else bounds[1])
            if not last:
                raise Unresolved(f"'{tail}' does not follow '{head}'")
            return first[0], last[0][1]
        number = 0
        if match := re.fullmatch(r"(.*\S)\s+@(\d+)", words, re.S):
            words, number = match[1], int(match[2])
        found = self.occurrences(words, bounds[0], len(self.text) if onward else bounds[1])
        if onward:
            found = [f for f in found if f[0] < bounds[1]]
        if not found:
            raise Unresolved(f"'{words}' is not in the sentence")
        if len(found) > 1 and not number:
            raise Unresolved(f"'{words}' stands {len(found)} times in the sentence: say which with @1, @2 …")
        if number > len(found):
            raise Unresolved(f"'{words}' stands only {len(found)} times in the sentence")
        return found[number - 1 if number else 0]


def fields(line: str) -> tuple[list[str], dict[str, str]]:
    """The parts between bars: those without and those with a key."""
    plain, keyed = [], {}
    for part in (p.strip() for p in line.split(" | ")):
        match = re.match(r"(cue|src|con|in|by|act|rec|loc|same)=(.*)", part, re.S)
        if match:
            keyed[match[1]] = match[2].strip()
        elif part:
            plain.append(part)
    return plain, keyed


def choose(kind: str, word: str) -> str | None:
    """A value of a closed set; `?` is "not said"."""
    if word == "?":
        return None
    if word not in CHOICES[kind]:
        raise Unresolved(f"'{word}' is no {kind}")
    return word


def attribution(text: Text, line: str) -> dict:
    where, rest = line.split(None, 1)
    bounds = text.sentence(where)
    plain, keyed = fields(rest)
    none = lambda key: keyed.get(key, "-") in {"-", ""}
    words = " ".join(plain).split()
    if len(words) != 3:
        raise Unresolved("needs mode, stance and kind")
    if none("con"):
        raise Unresolved("has no content")
    content = [text.find(part, bounds, onward=True) for part in keyed["con"].split(" ++ ")]
    return {
        "source": None if none("src") else text.find(keyed["src"], bounds),
        "cue": None if none("cue") else text.find(keyed["cue"], bounds),
        "content": content,
        "mode": choose("mode", words[0]), "stance": choose("stance", words[1]), "source_kind": choose("source_kind", words[2]),
        "within": None if none("in") else keyed["in"],
    }


def event(text: Text, line: str) -> dict:
    where, rest = line.split(None, 1)
    plain, keyed = fields(rest)
    if len(plain) != 3:
        raise Unresolved("needs trigger | TYPE mode | certainty polarity when")
    kind, *mode = plain[1].split()
    if kind not in TYPES:
        raise Unresolved(f"'{kind}' is no PLOVER type")
    certainty, polarity, when = (plain[2].split() + ["", "", ""])[:3]
    names = lambda key: [n.strip() for n in keyed.get(key, "").split(";") if n.strip() not in {"", "-"}]
    return {
        "trigger": text.find(plain[0], text.sentence(where)), "type": kind, "mode": mode[0] if mode and mode[0] != "-" else None,
        "certainty": choose("certainty", certainty), "polarity": choose("polarity", polarity), "when": choose("when", when),
        "source": None if keyed.get("by", "-") in {"-", ""} else keyed["by"],
        "actor": names("act"), "recipient": names("rec"), "place": names("loc"), "same_as": keyed.get("same"),
    }


def mentions(text: Text, entities: list[dict], excluded: list[tuple[int, int, str]]) -> None:
    """Fills in every occurrence of every form, longer forms first."""
    taken: list[tuple[int, int]] = []
    for form, entity in sorted(((f, e) for e in entities for f in e["forms"]), key=lambda pair: -len(pair[0])):
        for start, end in text.occurrences(form, 0, len(text.text)):
            if any(s < end and start < e for s, e in taken) or any(s <= start < e and form == f for s, e, f in excluded):
                continue
            taken.append((start, end))
            entity["mentions"].append((start, end))
    for entity in entities:
        entity["mentions"].sort()


def resolve(report: dict, lines: list[tuple[int, str]]) -> tuple[dict, list[str]]:
    """One report's annotation, and what is wrong with it."""
    text, problems = Text(report), []
    entities, attributions, events, excluded = [], {}, {}, []
    for number, line in lines:
        try:
            key, rest = line.split(None, 1)
            if key == "E":
                kind, names = rest.split(None, 1)
                if kind not in ENTITY_TYPES:
                    raise Unresolved(f"'{kind}' is no entity type")
                forms = [f.strip() for f in names.split(" = ")]
                for form in forms:
                    if not text.occurrences(form, 0, len(text.text)):
                        raise Unresolved(f"'{form}' is not in the text")
                entities.append({"type": kind, "name": forms[0], "forms": forms, "mentions": []})
            elif key == "X":
                where, form = rest.split(None, 1)
                excluded.append((*text.sentence(where), form.strip()))
            elif re.fullmatch(r"A\w+", key):
                attributions[key] = attribution(text, rest)
            elif re.fullmatch(r"V\w+", key):
                events[key] = event(text, rest)
            else:
                raise Unresolved("begins with none of REPORT, E, X, A…, V…")
        except (Unresolved, ValueError) as error:
            problems.append(f"line {number}: {error}: {line[:90]}")
    mentions(text, entities, excluded)
    places = {e["name"]: i for i, e in enumerate(entities)}
    order = {key: i for i, key in enumerate(attributions)}
    for key, a in attributions.items():
        if a["within"] is not None and a["within"] not in order:
            problems.append(f"{key}: there is no attribution {a['within']}")
            a["within"] = None
        a["within"] = order.get(a["within"])
    for key, e in events.items():
        if e["source"] is not None and e["source"] not in order:
            problems.append(f"{key}: there is no attribution {e['source']}")
        e["source"] = order.get(e["source"])
        for role in ("actor", "recipient", "place"):
            unknown = [n for n in e[role] if n not in places]
            if unknown:
                problems.append(f"{key}: {role} names no entity by its first form: {unknown}")
            e[role] = [places[n] for n in e[role] if n in places]
    for entity in entities:
        if not entity["mentions"]:
            problems.append(f"entity '{entity['name']}' is left without a mention")
    record = {
        "id": report["id"], "language": report.get("language"),
        "entities": [{"type": e["type"], "mentions": e["mentions"]} for e in entities],
        "attributions": list(attributions.values()), "events": list(events.values()),
    }
    return record, problems


def blocks(path: Path) -> list[tuple[str, list[tuple[int, str]]]]:
    """(report id, its lines) of a file."""
    result: list[tuple[str, list[tuple[int, str]]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("REPORT "):
            result.append((line.removeprefix("REPORT ").strip(), []))
        elif result:
            result[-1][1].append((number, line))
    return result


def show(report: dict, record: dict) -> None:
    """The annotation as a reader checks it."""
    text = Text(report)
    cut = lambda span: text.text[span[0] : span[1]].replace("\n", " ")
    marks = sorted((s, e, ent["type"]) for ent in record["entities"] for s, e in ent["mentions"])
    names = [cut(e["mentions"][0]) if e["mentions"] else "?" for e in record["entities"]]
    for number, (start, end) in enumerate(text.bounds, 1):
        out, at = [], start
        for s, e, kind in marks:
            if start <= s < end:
                out.append(text.text[at:s] + f"[{cut((s, e))}|{kind}]")
                at = e
        print(f"s{number}: {''.join(out)}{text.text[at:end]}".replace("\n", " "))
        for i, a in enumerate(record["attributions"]):
            anchor = a["cue"] or a["content"][0]
            if start <= anchor[0] < end:
                print(f"    A#{i} src={a['source'] and cut(a['source'])} | cue={a['cue'] and cut(a['cue'])} | con={' ++ '.join(map(cut, a['content']))} | {a['mode']} {a['stance']} {a['source_kind']}" + ("" if a["within"] is None else f" | in A#{a['within']}"))
        for e in record["events"]:
            if start <= e["trigger"][0] < end:
                who = lambda role: "; ".join(names[i] for i in e[role]) or "-"
                print(f"    V {cut(e['trigger'])} | {e['type']} {e['mode'] or '-'} | {e['certainty']} {e['polarity']} {e['when']} | by={'author' if e['source'] is None else 'A#%d' % e['source']} | act={who('actor')} | rec={who('recipient')} | loc={who('place')} | same={e['same_as']}")


def main() -> None:
    if len(sys.argv) < 4 or sys.argv[1] not in {"text", "check", "write"}:
        raise SystemExit(__doc__)
    command, reports = sys.argv[1], corpus(Path(sys.argv[2]))
    if command == "text":
        for i in sys.argv[3:]:
            text = Text(reports[i])
            print(f"REPORT {i}\n# {reports[i].get('publisher')} · {reports[i].get('published')} · {reports[i].get('title')}")
            for number, (start, end) in enumerate(text.bounds, 1):
                print(f"s{number}: {text.text[start:end]}".replace("\n", " "))
        return
    paths = sys.argv[3:] if command == "check" else sys.argv[4:]
    records, wrong = [], 0
    for path in map(Path, paths):
        for name, lines in blocks(path):
            if name not in reports:
                print(f"{path}: no report {name} in the corpus")
                wrong += 1
                continue
            record, problems = resolve(reports[name], lines)
            wrong += len(problems)
            if command == "check":
                print(f"== {name}")
                show(reports[name], record)
            for problem in problems:
                print(f"{path}: {name}: {problem}")
            records.append(record)
    if command == "write":
        Path(sys.argv[3]).write_text("".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in records), encoding="utf-8")
    print(f"{len(records)} reports, {wrong} problems", file=sys.stderr)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
