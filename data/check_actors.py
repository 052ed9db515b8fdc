"""Holds actors.tsv against a table of heads of state and government with Wikidata ids.

usage: python data/check_actors.py FOLDER

FOLDER holds CSV files with the columns officeholder, officeholderlabel, start_year and end_year (the data of the project
world-leaders-2021). Says which ids the tables have under another name, and which offices they end in another year.
"""

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path


def key(name: str) -> str:
    """A name as it is compared: without case, accents, punctuation and what stands in brackets."""
    plain = unicodedata.normalize("NFD", re.sub(r"\(.*?\)", "", name).lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").replace("'", "")
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())


def tables(folder: Path) -> tuple[dict, dict]:
    """Names and years of office by id."""
    names, years = defaultdict(set), defaultdict(set)
    for file in sorted(folder.glob("*.csv")):
        for row in csv.DictReader(file.open()):
            row = {field.lower(): text or "" for field, text in row.items() if field}
            holder = row.get("officeholder", "")
            names[holder].add(key(row.get("officeholderlabel", "")))
            years[holder] |= {row.get("start_year", ""), row.get("end_year", "")}
    return names, years


def main() -> None:
    names, years = tables(Path(sys.argv[1]))
    found = 0
    for line in Path("data/actors.tsv").read_text().splitlines():
        fields = line.split("\t")
        if line.startswith("#") or len(fields) < 5 or not fields[1] or fields[1] not in names:
            continue
        found += 1
        own = {key(re.sub(r"^([a-z]{2}:)?!?", "", name)) for name in fields[4].split("|")}
        words = {word for name in own for word in name.split()}
        if not any(set(name.split()) & words for name in names[fields[1]]):
            print(f"{fields[1]}: {fields[4].split('|')[0]} is {sorted(names[fields[1]])} there")
        told = set(re.findall(r"\d{4}", fields[5] if len(fields) > 5 else ""))
        missing = {year for year in years[fields[1]] if re.fullmatch(r"\d{4}", year)} - told
        if missing:
            print(f"{fields[1]}: {fields[4].split('|')[0]} has no {', '.join(sorted(missing))} in {fields[5] if len(fields) > 5 else '-'}")
    print(f"{found} actors compared")


main()
