"""Exact quantities of a policy whose slots are independent and whose outputs end at their first END.

Log-probabilities are (B, slots, V), samples (B, G, slots). An output is what stands up to and with its first END, or
the whole canvas if it has none; two canvases that differ behind it are the same output. Learning by reward and
answering (`dataset.tools.tool_json.choosing`) use these functions.
"""

from __future__ import annotations

import torch

from dataset.text.prompt_rows import END


def sample(log_p: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
    """Draw canvases (B, G, slots) with the uniform numbers (B, G, slots) of `noise`."""
    sums = log_p.double().exp().cumsum(-1)  # (B, slots, V)
    wanted = noise.double() * sums[..., -1].unsqueeze(1)
    found = torch.searchsorted(sums, wanted.transpose(1, 2).contiguous(), right=True)  # (B, slots, G)
    return found.clamp_max(log_p.shape[-1] - 1).transpose(1, 2)


def chosen(log_p: torch.Tensor, samples: torch.Tensor) -> torch.Tensor:
    """The log-probability of each slot of each sample: (B, G, slots)."""
    return log_p.unsqueeze(1).expand(-1, samples.shape[1], -1, -1).gather(-1, samples.unsqueeze(-1)).squeeze(-1)


def within(samples: torch.Tensor) -> torch.Tensor:
    """The slots that are part of the output: (..., slots) bool. The first END is, what follows is not."""
    ends = samples == END
    return ends.cumsum(-1) - ends.long() == 0


def log_probability(log_p: torch.Tensor, samples: torch.Tensor) -> torch.Tensor:
    """The log-probability of each output: (B, G)."""
    return chosen(log_p, samples).masked_fill(~within(samples), 0).sum(-1)


def reached(log_p: torch.Tensor) -> torch.Tensor:
    """The probability that an output reaches each slot: (B, slots)."""
    goes_on = torch.log1p(-log_p[..., END].exp().clamp_max(1 - 1e-7))
    return (goes_on.cumsum(-1) - goes_on).exp()


def entropy(log_p: torch.Tensor) -> torch.Tensor:
    """The entropy of outputs in nats, (B,)."""
    return -(reached(log_p) * (log_p.exp() * log_p).sum(-1)).sum(-1)


def kl(log_p: torch.Tensor, reference: torch.Tensor) -> torch.Tensor:
    """The KL divergence of the policy's outputs from those of the reference in nats, (B,): KL(policy || reference)."""
    return (reached(log_p) * (log_p.exp() * (log_p - reference)).sum(-1)).sum(-1)
