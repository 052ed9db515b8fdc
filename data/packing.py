"""Writes places.bin; its format is told in crates/segun-knowledge/src/table.rs, which reads it."""

import math
import struct
from collections import defaultdict
from pathlib import Path

from gazetteer import Place

BLOCK = 16
"""Names that share one entry of the index."""
HOMONYMS = 120
"""Places kept for one name, larger ones first."""


def size(population: int) -> int:
    """A population in one byte: twelve steps a doubling-and-a-bit, exact enough to compare."""
    return min(255, round(12 * math.log(population + 1)))


def pack(places: list[Place], iso3: dict[str, str], path: Path) -> None:
    """Writes `places`, which `iso3` gives the countries' three letters, to `path`."""
    areas = sorted({(iso3[p.country], p.division) for p in places})
    area = {division: n for n, (_, division) in enumerate(areas)}
    order = sorted(places, key=lambda p: (-p.population, p.geonames))
    number = {id(p): n for n, p in enumerate(order)}
    heads = {p.division: number[id(p)] for p in order if p.kind == 2}
    named = defaultdict(list)
    for place in order:
        for name, usual in place.names.items():
            named[name.encode()].append((number[id(place)], usual))

    records = b"".join(
        p.geonames.to_bytes(3, "little")
        + struct.pack("<hhHBB", round(p.lat * 100), round(p.lon * 100), area[p.division], p.kind | p.prominent << 7, size(p.population))
        for p in order
    )
    codes = b"".join(
        country.encode() + division.encode().ljust(9, b"\0")[:9] + heads.get(division, 0xFFFFFF).to_bytes(3, "little")
        for country, division in areas
    )
    blocks, index, before = bytearray(), bytearray(), b""
    for n, name in enumerate(sorted(named)):
        if n % BLOCK == 0:
            index += len(blocks).to_bytes(4, "little")
            before = b""
        shared = next((i for i, (a, b) in enumerate(zip(before, name)) if a != b), min(len(before), len(name)))
        postings = named[name][:HOMONYMS]
        blocks += bytes([shared, len(name) - shared, len(postings)]) + name[shared:]
        for place, usual in postings:
            blocks += (place | usual << 23).to_bytes(3, "little")
        before = name
    with path.open("wb") as out:
        out.write(struct.pack("<8sIIII", b"places1\n", len(areas), len(order), len(index) // 4, len(blocks)))
        out.write(codes + records + bytes(index) + bytes(blocks))
    print(f"{len(order)} places, {len(named)} names, {path.stat().st_size} bytes")
