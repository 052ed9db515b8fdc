"""The encoder (post-norm BERT, first layers of the base model) and its heads.

Names of the modules follow the tensors of the model file, so that `export.py` only walks them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from batching import Batch, Pairs
from load_base import Base, dequantise
from schema import Schema

ARC, RELATION, ROLE, ARGUMENT = 192, 128, 128, 96
"""Widths of the heads that compare two words."""


class Dropout(nn.Module):
    """Dropout whose masks are slices of one random pool: drawing fresh ones takes a tenth of the
    training time on a CPU."""

    POOL = 1 << 22

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p
        self.pool: Tensor | None = None

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return x
        if self.pool is None or torch.rand(()) < 0.01:
            self.pool = (torch.rand(self.POOL) >= self.p).to(torch.bfloat16) / (1 - self.p)
        n = x.numel()
        if n > self.POOL:
            return F.dropout(x, self.p)
        at = int(torch.randint(0, self.POOL - n + 1, ()))
        return x * self.pool[at : at + n].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer."""

    def __init__(self, hidden: int, heads: int, feed_forward: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.attention_out = nn.Linear(hidden, hidden)
        self.attention_norm = nn.LayerNorm(hidden, epsilon)
        self.ffn_in = nn.Linear(hidden, feed_forward)
        self.ffn_out = nn.Linear(feed_forward, hidden)
        self.ffn_norm = nn.LayerNorm(hidden, epsilon)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        # Written out: on CPUs the fused kernel's backward pass takes several times as long.
        scores = (q * (hidden // self.heads) ** -0.5) @ k.transpose(-1, -2) + mask.to(q.dtype)
        with torch.autocast("cpu", enabled=False):
            shares = scores.softmax(-1)
        mixed = (shares @ v).transpose(1, 2).reshape(batch, length, hidden)
        x = self.attention_norm(x + self.dropout(self.attention_out(mixed)))
        return self.ffn_norm(x + self.dropout(self.ffn_out(F.gelu(self.ffn_in(x)))))


@dataclass
class Shape:
    """How much of the base model is kept."""

    layers: int
    piece_layers: int
    """Layers that see pieces; between them and the others, pieces are averaged to words."""
    feed_forward: list[int]
    """Inner width of each layer; `shrink.py` chooses which of the base model's inner values stay."""

    @staticmethod
    def whole(base: Base, layers: int) -> Shape:
        """The first `layers` layers as they are, all of them on pieces."""
        return Shape(layers, layers, [base.feed_forward] * layers)


class Encoder(nn.Module):
    """Embeddings (words frozen) and the first layers of the base model."""

    def __init__(self, base: Base, rows: np.ndarray, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.shape = shape
        h = base.hidden
        blocks = base.tensors["emb.word"].reshape(-1, h // 32, 18)[rows]
        self.register_buffer("words", torch.from_numpy(dequantise(blocks).reshape(-1, h)), persistent=False)
        self.position = nn.Parameter(torch.from_numpy(base.dense("emb.pos", -1, h) + base.dense("emb.type", -1, h)[0]))
        self.norm = nn.LayerNorm(h, base.norm_epsilon)
        self.norm.weight.data = torch.from_numpy(base.dense("emb.ln.w", h))
        self.norm.bias.data = torch.from_numpy(base.dense("emb.ln.b", h))
        self.dropout = Dropout(dropout)
        self.layer = nn.ModuleList()
        for i, wide in enumerate(shape.feed_forward):
            layer = Layer(h, base.heads, wide, base.norm_epsilon, dropout)
            dense = lambda name, *shape: torch.from_numpy(base.dense(f"l{i}.{name}", *shape))
            layer.qkv.weight.data = torch.cat([dense(f"{n}.w", h, h) for n in "qkv"])
            layer.qkv.bias.data = torch.cat([dense(f"{n}.b", h) for n in "qkv"])
            layer.attention_out.weight.data, layer.attention_out.bias.data = dense("ao.w", h, h), dense("ao.b", h)
            layer.attention_norm.weight.data, layer.attention_norm.bias.data = dense("aln.w", h), dense("aln.b", h)
            layer.ffn_in.weight.data, layer.ffn_in.bias.data = dense("fi.w", -1, h)[:wide].clone(), dense("fi.b", -1)[:wide].clone()
            layer.ffn_out.weight.data, layer.ffn_out.bias.data = dense("fo.w", h, -1)[:, :wide].clone(), dense("fo.b", h)
            layer.ffn_norm.weight.data, layer.ffn_norm.bias.data = dense("oln.w", h), dense("oln.b", h)
            self.layer.append(layer)

    def forward(self, pieces: Tensor, mask: Tensor, pooling: Tensor, valid: Tensor) -> Tensor:
        """Word vectors [batch, rows, hidden]; row 0 of a sentence is its begin mark. `mask` and `valid` mark
        the pieces and rows that are no padding, `pooling` [batch, rows, pieces] averages pieces to words."""
        shut = lambda real: torch.zeros(real.shape).masked_fill(~real, -1e4)[:, None, None, :]
        x = self.dropout(self.norm(self.words[pieces] + self.position[: pieces.shape[1]]))
        for layer in self.layer[: self.shape.piece_layers]:
            x = layer(x, shut(mask))
        x = torch.bmm(pooling.to(x.dtype), x)
        for layer in self.layer[self.shape.piece_layers :]:
            x = layer(x, shut(valid))
        return x


def with_one(x: Tensor) -> Tensor:
    """Appends a constant 1 to every vector."""
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)


class Heads(nn.Module):
    """All heads on the word vectors (row 0 of a sentence is its root)."""

    def __init__(self, schema: Schema, hidden: int, dropout: float) -> None:
        super().__init__()
        roles, arguments, relations = len(schema.role_tags), len(schema.argument_tags), len(schema.deprels)
        self.tags = nn.Linear(hidden, sum(width for _, width in schema.parts()))
        self.arc_dep, self.arc_head = nn.Linear(hidden, ARC), nn.Linear(hidden, ARC)
        self.arc_bilinear = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.rel_dep, self.rel_head = nn.Linear(hidden, RELATION), nn.Linear(hidden, RELATION)
        self.rel_out = nn.Linear(RELATION, relations)
        self.cue, self.role = nn.Linear(hidden, ROLE), nn.Linear(hidden, ROLE)
        self.role_bilinear = nn.Parameter(torch.randn(roles, ROLE + 1, ROLE + 1) * 0.02)
        self.role_distance = nn.Parameter(torch.zeros(roles, len(schema.distance_buckets) + 1))
        self.trigger, self.argument = nn.Linear(hidden, ARGUMENT), nn.Linear(hidden, ARGUMENT)
        self.argument_bilinear = nn.Parameter(torch.randn(arguments, ARGUMENT + 1, ARGUMENT + 1) * 0.02)
        self.argument_distance = nn.Parameter(torch.zeros(arguments, len(schema.distance_buckets) + 1))
        self.register_buffer("edges", torch.tensor(schema.distance_buckets), persistent=False)
        self.dropout = Dropout(dropout)

    def arcs(self, words: Tensor, valid: Tensor) -> Tensor:
        """[batch, dependent, head] scores; columns of padding are minus infinity."""
        dependent = self.dropout(F.gelu(self.arc_dep(words)))
        head = self.dropout(F.gelu(self.arc_head(words)))
        scores = (with_one(dependent) @ self.arc_bilinear @ head.transpose(1, 2)).float()
        return scores.masked_fill(~valid[:, None, :], -1e4)

    def relations(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """[pairs, labels] scores of (dependent vector, head vector) pairs."""
        both = F.gelu(self.rel_dep(dependents) + self.rel_head(heads))
        return self.rel_out(self.dropout(both)).float()

    def roles(self, words: Tensor, pairs: Pairs) -> Tensor:
        """[attributions, rows, tags] scores, seen from the first word of each cue."""
        return self._seen_from(words, pairs, self.cue, self.role, self.role_bilinear, self.role_distance)

    def arguments(self, words: Tensor, pairs: Pairs) -> Tensor:
        """[events, rows, tags] scores, seen from the word of each event."""
        return self._seen_from(words, pairs, self.trigger, self.argument, self.argument_bilinear, self.argument_distance)

    def _seen_from(self, words: Tensor, pairs: Pairs, first: nn.Linear, second: nn.Linear, bilinear: Tensor, distances: Tensor) -> Tensor:
        centre = with_one(self.dropout(F.gelu(first(words[pairs.sentence, pairs.row]))))
        word = with_one(self.dropout(F.gelu(second(words))))[pairs.sentence]
        tags, width, _ = bilinear.shape
        left = (centre @ bilinear.permute(1, 0, 2).reshape(width, tags * width)).view(-1, tags, width)
        distance = torch.arange(words.shape[1])[None, :] - pairs.row[:, None]
        bias = distances[:, torch.bucketize(distance, self.edges, right=True)].permute(1, 2, 0)
        return (word @ left.transpose(1, 2)).float() + bias


class Model(nn.Module):
    """Encoder and heads."""

    def __init__(self, base: Base, rows: np.ndarray, schema: Schema, shape: Shape, dropout: float = 0.1, head_dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = Encoder(base, rows, shape, dropout)
        self.head = Heads(schema, base.hidden, head_dropout)
        self.word_dropout = Dropout(head_dropout)

    def words(self, batch: Batch) -> Tensor:
        """Word vectors of a batch."""
        return self.encoder(batch.pieces, batch.mask, batch.pooling, batch.valid)


def take(model: Model, checkpoint: dict) -> str:
    """Gives `model` what fits of another one's checkpoint: the first layers, the heads that it has. Says what
    it did not find."""
    mine = model.state_dict()
    fitting = {k: v for k, v in checkpoint["model"].items() if k in mine and mine[k].shape == v.shape}
    model.load_state_dict({**mine, **fitting})
    return f"{len(fitting)} of {len(mine)} tensors taken; new: {sorted(k for k in mine if k not in fitting)}"
