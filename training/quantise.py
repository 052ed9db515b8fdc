"""The product's int8 arithmetic, imitated in PyTorch to measure what it costs.

Weights: symmetric int8, one scale for each output row. Activations: quantised for each row (token)
when they come, unsigned 8 bits with a zero point.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def quantise_rows(weight: Tensor) -> tuple[Tensor, Tensor]:
    """int8 rows and their scales: weight is about q * scale."""
    scale = (weight.abs().amax(1) / 127).clamp(min=1e-12)
    return torch.round(weight / scale[:, None]).clamp(-127, 127).to(torch.int8), scale


class QuantisedLinear(nn.Module):
    """A linear layer with int8 weights and dynamically quantised input rows."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        weight, scale = quantise_rows(linear.weight.data.float())
        self.weight, self.scale, self.bias = weight.float(), scale, linear.bias.data.float()

    def forward(self, x: Tensor) -> Tensor:
        x = x.float()
        low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
        step = ((high - low) / 255).clamp(min=1e-12)
        zero = torch.round(-low / step)
        x = (torch.round(x / step + zero).clamp(0, 255) - zero) * step
        return F.linear(x, self.weight) * self.scale + self.bias


def quantise_model(model: nn.Module) -> None:
    """Replaces every linear layer in place, and rounds the position embedding to half precision."""
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Linear):
                setattr(module, name, QuantisedLinear(child))
    model.encoder.position.data = model.encoder.position.data.half().float()
    model.bf16 = False
