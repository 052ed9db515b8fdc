"""Fits the constants of `crates/segun-reading/src/confidence.rs`.

    python calibrate.py attributions KEPT/polnear.dev KEPT/own.es.dev
    python calibrate.py events KEPT/own.es.dev KEPT/own.en.dev

where KEPT is the folder that `segun-dev eval --keep KEPT` wrote, read with slopes of 1 and offsets of 0 in that file.
Platt scaling by Newton's method; ten bins of equal width for the error, as in the evaluation.
"""

from __future__ import annotations

import json
import sys
from math import exp, log
from pathlib import Path

EDGE = 1e-3


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Characters shared."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def hull(part: dict | list | None) -> tuple[int, int] | None:
    """First to last character."""
    spans = part if isinstance(part, list) else [part] if part else []
    return (min(s["start"] for s in spans), max(s["end"] for s in spans)) if spans else None


def same_attribution(a: dict, b: dict) -> bool:
    """Half of the content, and some of the source."""
    x, y, p, q = hull(a["content"]), hull(b["content"]), hull(a.get("source")), hull(b.get("source"))
    if not x or not y or (p is None) != (q is None):
        return False
    shared = overlap(x, y)
    return 2 * shared >= x[1] - x[0] + y[1] - y[0] - shared and (p is None or overlap(p, q) > 0)


def same_event(a: dict, b: dict) -> bool:
    """Trigger and type."""
    return a["type"] == b["type"] and overlap(hull(a["trigger"]), hull(b["trigger"])) > 0


def points(layer: str, stem: Path) -> list[tuple[float, bool]]:
    """(score, right) of everything that was read."""
    right = {"attributions": same_attribution, "events": same_event}[layer]
    gold = [json.loads(line) for line in Path(f"{stem}.gold.jsonl").read_text().splitlines()]
    ours = {r["id"]: r for r in map(json.loads, Path(f"{stem}.jsonl").read_text().splitlines())}
    return [(x["confidence"], any(right(g, x) for g in report[layer])) for report in gold if report["id"] in ours for x in ours[report["id"]][layer]]


def error(pairs: list[tuple[float, bool]]) -> float:
    """Expected calibration error."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, ok in pairs:
        bins.setdefault(min(int(p * 10), 9), []).append((p, ok))
    return sum(abs(sum(p for p, _ in b) - sum(ok for _, ok in b)) for b in bins.values()) / len(pairs)


def fit(pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset of greatest likelihood."""
    slope, offset = 1.0, 0.0
    odds = [(log(s / (1 - s)), ok) for s, ok in ((min(max(c, EDGE), 1 - EDGE), ok) for c, ok in pairs)]
    for _ in range(50):
        g0 = g1 = h00 = h01 = h11 = 1e-9
        for x, ok in odds:
            p = 1 / (1 + exp(-(slope * x + offset)))
            w = p * (1 - p)
            g0, g1 = g0 + (p - ok) * x, g1 + (p - ok)
            h00, h01, h11 = h00 + w * x * x, h01 + w * x, h11 + w
        det = h00 * h11 - h01 * h01
        slope, offset = slope - (h11 * g0 - h01 * g1) / det, offset - (h00 * g1 - h01 * g0) / det
    return slope, offset


def main() -> None:
    layer, stems = sys.argv[1], [Path(s) for s in sys.argv[2:]]
    pairs = [p for stem in stems for p in points(layer, stem)]
    slope, offset = fit(pairs)
    scaled = [(1 / (1 + exp(-(slope * log(s / (1 - s)) + offset))), ok) for s, ok in ((min(max(c, EDGE), 1 - EDGE), ok) for c, ok in pairs)]
    print(f"{layer}: slope {slope:.3f} offset {offset:.3f}; expected calibration error {error(pairs):.3f} -> {error(scaled):.3f} over {len(pairs)}")


if __name__ == "__main__":
    main()
