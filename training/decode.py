"""From scores to tags, spans and trees, as the product decodes them."""

from __future__ import annotations

import numpy as np


def viterbi(scores: np.ndarray, tags: list[str]) -> list[int]:
    """Best tag sequence under the one rule that I-X follows only B-X or I-X."""
    count = len(tags)
    allowed = np.ones((count, count), bool)
    for j, tag in enumerate(tags):
        if tag[0] == "I":
            allowed[:, j] = [p != "O" and p[1:] == tag[1:] for p in tags]
    penalty = np.where(allowed, 0.0, -1e9)
    best = scores[0] + np.where([t[0] == "I" for t in tags], -1e9, 0.0)
    back = []
    for row in scores[1:]:
        total = best[:, None] + penalty
        back.append(total.argmax(0))
        best = total.max(0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _cycle(heads: np.ndarray) -> list[int] | None:
    state = np.zeros(len(heads), int)
    for start in range(1, len(heads)):
        trail, node = [], start
        while node and state[node] == 0:
            state[node] = 1
            trail.append(node)
            node = int(heads[node])
        if node and state[node] == 1:
            return trail[trail.index(node) :]
        state[trail] = 2
    return None


def _arborescence(scores: np.ndarray) -> np.ndarray:
    """Chu-Liu/Edmonds on scores[dependent, head]; node 0 is the root."""
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    scores[0] = -np.inf
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    n = len(scores)
    outside = [i for i in range(n) if i not in set(cycle)]
    inner = np.array(cycle)
    gain = scores[inner, heads[inner]]
    size = len(outside) + 1
    small = np.full((size, size), -np.inf)
    enter, leave = {}, {}
    for a, i in enumerate(outside):
        small[a, : size - 1] = scores[i, outside]
        into = scores[inner, i] - gain
        enter[a] = int(inner[into.argmax()])
        small[size - 1, a] = into.max()
        out = scores[i, inner]
        leave[a] = int(inner[out.argmax()])
        small[a, size - 1] = out.max()
    solved = _arborescence(small)
    result = heads.copy()
    for a, i in enumerate(outside):
        if i:
            result[i] = leave[a] if solved[a] == size - 1 else outside[solved[a]]
    from_outside = int(solved[size - 1])
    result[enter[from_outside]] = outside[from_outside]
    return result


def tree(scores: np.ndarray) -> np.ndarray:
    """Best tree with exactly one word on the root: head (0 = root) of every word. `scores` is [n+1, n+1]."""
    heads = _arborescence(scores)
    roots = [i for i in range(1, len(heads)) if heads[i] == 0]
    if len(roots) <= 1:
        return heads[1:]
    best, best_score = heads, -np.inf
    for root in roots:
        forced = scores.copy()
        forced[1:, 0] = -1e6
        forced[root, 0] = scores[root, 0]
        candidate = _arborescence(forced)
        score = forced[np.arange(1, len(forced)), candidate[1:]].sum()
        if score > best_score:
            best, best_score = candidate, score
    return best[1:]
