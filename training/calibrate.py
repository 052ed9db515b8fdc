"""Fits the constants of `crates/segun-reading/src/confidence.rs` and the weights of the two `plausibility.rs` there.

    python calibrate.py attributions TUNED/polnear.dev UNSEEN/own.es.dev
    python calibrate.py events UNSEEN/own.es.dev
    python calibrate.py names UNSEEN/own.es.dev UNSEEN/own.en.dev KEPT/uner.pt.dev KEPT/conll2002.es.dev
    python calibrate.py certainty UNSEEN/own.es.dev UNSEEN/own.en.dev     (of the network of participants)
    python calibrate.py marked KEPT/own.es.dev KEPT/own.en.dev     (of a model without it, where words say it; else: unmarked)
    python calibrate.py places KEPT/lgl.dev

where KEPT is the folder that `segun-dev eval --keep KEPT` wrote, read with slopes of 1 and offsets of 0 in that file
(`marked` and `unmarked`: with `segun read --json --explain`, whose reasons tell them apart).
Attributions and events: logistic regression over the numbers and facts that the explanation of each confidence
lists, read with a `LEAST` of 0, so that what is left out today is seen too; on reports that the model has not learnt.
UNSEEN is what `segun-dev eval --only own. --split tune --keep UNSEEN` wrote, TUNED the same of the reports of PolNeAR that its network
does not learn from (one in fourteen of its part for training, as `data/polnear.dev.jsonl` of a folder for `--shared`). The present
weights of events are older: they are of 324 Spanish reports that the model 2026.11.2 had not seen (2026.11.3 has).
It prints the weights, and which probability to ask for (the best F1, each half of the reports with the weights of the other).
The others: Platt scaling. Ten bins of equal width for the error, as in the evaluation.
"""

from __future__ import annotations

import json
import re
import sys
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import numpy as np

EDGE = 1e-3
PULL = 0.5
RIDGE = 3.0
AS_IS = np.array([1.0, 0.0])


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


def kilometres(a: dict, b: dict) -> float:
    """The great circle."""
    p, q = radians(a["lat"]), radians(b["lat"])
    half = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b["lon"] - a["lon"]) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def marked(event: dict) -> bool:
    """Whether words of the text say how sure it is."""
    return any(w["aspect"] == "certainty" and w["by"] not in ("no marker", "certainty head") for w in event["explain"])


def compare(layer: str, gold: dict, ours: dict) -> list[tuple[float, bool]]:
    """(score, right) of what was read in one report, as `crates/segun-dev/src/reliability.rs` has it."""
    if layer in ("certainty", "marked", "unmarked"):
        found = [(x, [g for g in gold["events"] if overlap(hull(g["trigger"]), hull(x["trigger"])) > 0 and g.get("certainty")]) for x in ours["events"]]
        return [(x["certainty_confidence"], any(g["certainty"] == x["certainty"] for g in gs)) for x, gs in found if gs and (layer == "certainty" or marked(x) == (layer == "marked"))]
    if layer == "names":
        spans = {(g["type"], hull(m)) for g in gold["entities"] for m in g["mentions"]}
        return [(x["confidence"], (x["type"], hull(m)) in spans) for x in ours["entities"] for m in x["mentions"] if m["kind"] == "name"]
    located = [x for x in ours["entities"] if x["lat"] is not None]
    found = [(g, next((x for x in located for m in x["mentions"] if overlap(hull(m), hull(g["mentions"][0])) > 0), None)) for g in gold["places"]]
    return [(x["place_confidence"], kilometres(g, x) <= 161) for g, x in found if x]


def points(layer: str, stem: Path) -> list[list[tuple[float, bool]]]:
    """(score, right) of everything that was read, by report."""
    gold = [json.loads(line) for line in Path(f"{stem}.gold.jsonl").read_text().strip().split("\n")]
    ours = {r["id"]: r for r in map(json.loads, Path(f"{stem}.jsonl").read_text().strip().split("\n"))}
    return [compare(layer, report, ours[report["id"]]) for report in gold if report["id"] in ours]


def error(pairs: list[tuple[float, bool]]) -> float:
    """Expected calibration error."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, ok in pairs:
        bins.setdefault(min(int(p * 10), 9), []).append((p, ok))
    return sum(abs(sum(p for p, _ in b) - sum(ok for _, ok in b)) for b in bins.values()) / len(pairs)


def logit(scores: np.ndarray) -> np.ndarray:
    """Log-odds; scores of 0 and 1 have none."""
    scores = np.clip(scores, EDGE, 1 - EDGE)
    return np.log(scores / (1 - scores))


def scaled(scale: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """The probabilities that belong to scores, by slope and offset."""
    return 1 / (1 + np.exp(-np.clip(scale[0] * logit(scores) + scale[1], -30, 30)))


def loss(scale: np.ndarray, scores: np.ndarray, right: np.ndarray) -> float:
    """Negative log-likelihood, with a weak pull to leaving scores as they are, for layers with few points."""
    p = np.clip(scaled(scale, scores), 1e-12, 1 - 1e-12)
    return float(-np.log(np.where(right, p, 1 - p)).sum() + PULL * ((scale - AS_IS) ** 2).sum())


def fit(pairs: list[tuple[float, bool]]) -> np.ndarray:
    """Slope and offset of greatest likelihood, by Newton's method with halved steps."""
    scores, right = np.array([s for s, _ in pairs]), np.array([ok for _, ok in pairs], dtype=bool)
    x = np.stack([logit(scores), np.ones(len(pairs))])
    scale = AS_IS.copy()
    for _ in range(30):
        p = scaled(scale, scores)
        gradient = x @ (p - right) + 2 * PULL * (scale - AS_IS)
        by = np.linalg.solve((x * (p * (1 - p))) @ x.T + 2 * PULL * np.eye(2), gradient)
        step, before = 1.0, loss(scale, scores, right)
        while step > 1e-3 and loss(scale - step * by, scores, right) > before:
            step /= 2
        scale = scale - step * by
        if step * np.abs(by).sum() < 1e-5:
            break
    return scale


def seen(explained: list[dict]) -> dict[str, float]:
    """What a confidence was made from: numbers by name, facts as 1."""
    parts = next(w["by"] for w in explained if w["aspect"] == "confidence").split("; ")
    numbers = [re.fullmatch(r"(.*) (-?\d+\.\d\d)", part) for part in parts]
    return {n[1] if n else part: float(n[2]) if n else 1.0 for part, n in zip(parts, numbers) if part}


def weighed(layer: str, stems: list[Path]) -> None:
    """Fits and prints the weights of a layer's `Plausibility`."""
    right = {"attributions": same_attribution, "events": same_event}[layer]
    rows, ok, report, wanted, number = [], [], [], [], 0
    for stem in stems:
        gold = [json.loads(line) for line in Path(f"{stem}.gold.jsonl").read_text().strip().split("\n")]
        ours = {r["id"]: r for r in map(json.loads, Path(f"{stem}.jsonl").read_text().strip().split("\n"))}
        for g in gold:
            for x in ours[g["id"]][layer]:
                rows.append(seen(x["explain"]))
                ok.append(any(right(a, x) for a in g[layer]))
                report.append(number)
            wanted.append(len(g[layer]))
            number += 1
    names = list(dict.fromkeys(name for row in rows for name in row))
    x = np.array([[row.get(name, 0.0) for name in names] + [1.0] for row in rows])
    y, half = np.array(ok, dtype=float), np.array(report) % 2

    def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Newton's method; the offset is not pulled to nothing."""
        pull = np.diag([RIDGE] * (x.shape[1] - 1) + [1e-6])
        w = np.zeros(x.shape[1])
        for _ in range(40):
            p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
            w -= np.linalg.solve((x.T * (p * (1 - p))) @ x + pull, x.T @ (p - y) + pull @ w)
        return w

    crossed = np.zeros(len(y))
    for part in (0, 1):
        crossed[half == part] = 1 / (1 + np.exp(-x[half == part] @ fit(x[half != part], y[half != part])))
    f1 = lambda least: 2 * y[crossed >= least].sum() / ((crossed >= least).sum() + sum(wanted))
    best = max((round(least, 2) for least in np.arange(0.1, 0.7, 0.02)), key=f1)
    print(f"{layer}: {len(y)} candidates; F1 {f1(0):.3f} with all, {f1(best):.3f} from {best} on; expected calibration error crosswise {error(list(zip(crossed.tolist(), ok))):.3f}")
    for name, weight in zip([*names, "offset"], fit(x, y)):
        print(f'("{name}", {weight:.3f}),')


def main() -> None:
    layer, stems = sys.argv[1], [Path(s) for s in sys.argv[2:]]
    if layer in ("attributions", "events"):
        weighed(layer, stems)
        return
    reports = [r for stem in stems for r in points(layer, stem)]
    pairs = [p for r in reports for p in r]

    def after(scale: np.ndarray, pairs: list[tuple[float, bool]]) -> list[tuple[float, bool]]:
        return list(zip(scaled(scale, np.array([s for s, _ in pairs])).tolist(), [ok for _, ok in pairs]))

    slope, offset = scale = fit(pairs)
    # What the two constants are worth on reports that did not choose them.
    halves = [[p for r in reports[half::2] for p in r] for half in (0, 1)]
    crossed = [p for half in (0, 1) for p in after(fit(halves[1 - half]), halves[half])]
    print(f"{layer}: slope {slope:.3f} offset {offset:.3f}; expected calibration error {error(pairs):.3f} -> {error(after(scale, pairs)):.3f}, crosswise {error(crossed):.3f}, over {len(pairs)}")


if __name__ == "__main__":
    main()
