"""Learning by reward: outputs are sampled on the canvas, scored, and made more or less likely (`ppo`, `grpo`).

The slots of a canvas are independent given the prompt, and an output ends at its first END. So its distribution is
known:

    log p(output)   the sum over its slots, END included
    entropy, KL     sums over all slots, each weighted by the probability that an output reaches the slot

These are exact; nothing is estimated. Each batch is sampled once and learned from in `updates` steps. Samples, their
log-probabilities and their advantages lie in the carry meanwhile, so that a stopped run continues exactly. The
reference of the KL is the network as it was when the run began.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.grading import grade
from dataset.rewards import Rewarder
from dataset.tools.tool_json import canvas_policy as policy
from models.losses import ACTLossHead
from models.objectives.base import StepResult
from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.carry import Carry

_SAMPLED = ("samples", "old", "advantages", "rewards")
"""What the carry keeps of a row's samples beside its data."""


class PolicyGradient(ACTLossHead):
    """What `ppo` and `grpo` share. A subclass writes `advantages`, and `extra_loss` if it learns something else, too.

    Args:
        model: the policy.
        samples: outputs that are sampled for each prompt, G.
        updates: steps that learn from the same samples.
        clip_low, clip_high: a slot's ratio of probabilities counts up to 1 - clip_low and 1 + clip_high.
        kl: weight of the KL divergence from the reference, in nats of an output.
        entropy: weight of the entropy, in nats of an output.
        temperature: logits are divided by it.
        q: weight of the loss of q, which says whether the likeliest output equals the label.
    """

    reports_gradient_norm = True

    def __init__(
        self,
        model: RecursiveModel,
        loss_type: str = "softmax_cross_entropy",
        samples: int = 8,
        updates: int = 2,
        clip_low: float = 0.2,
        clip_high: float = 0.2,
        kl: float = 0.05,
        entropy: float = 0.0,
        temperature: float = 1.0,
        q: float = 0.0,
    ) -> None:
        super().__init__(model, loss_type)
        self.samples, self.updates = samples, updates
        self.clip_low, self.clip_high = clip_low, clip_high
        self.kl, self.entropy, self.temperature, self.q = kl, entropy, temperature, q
        self.slots = model.config.layout.slots
        self._reference: list[RecursiveModel] = []  # in a list, so that it is no part of the trained module
        self._rewarder: Rewarder | None = None

    # ---- what a run calls beside steps

    def begin(self, rewarder: Callable[[], Rewarder]) -> None:
        """Take the network as it is for the reference, and the data's own rewards."""
        self._rewarder = rewarder()
        reference = copy.deepcopy(self.model).eval().requires_grad_(False)
        self._reference = [reference]

    def draw(self, rng: np.random.Generator, rows: int) -> dict[str, torch.Tensor]:
        noise = rng.random((rows, self.samples, self.slots), dtype=np.float32)
        return super().draw(rng, rows) | {"noise": torch.from_numpy(noise)}

    def saved_state(self) -> dict[str, torch.Tensor]:
        return {name: value.clone() for name, value in self.reference.state_dict().items()}

    def load_saved_state(self, state: dict[str, torch.Tensor]) -> None:
        self.reference.load_state_dict(state)

    @property
    def samples_now(self) -> bool:
        """Whether a step is one of learning by reward. It is not in evaluation, nor where memory is counted before."""
        return self.training and self._rewarder is not None

    @property
    def reference(self) -> RecursiveModel:
        """The network that the KL is measured from."""
        assert self._reference, "begin comes first"
        return self._reference[0]

    def initial_carry(self, batch: dict[str, torch.Tensor]) -> Carry:
        carry = super().initial_carry(batch)
        if not self.samples_now:
            return carry
        shape = (len(batch["inputs"]), self.samples)
        device = batch["inputs"].device
        names = self._names()
        kept = {
            "samples": torch.zeros(*shape, self.slots, dtype=torch.int64, device=device),
            "old": torch.zeros(*shape, self.slots, device=device),
            "advantages": torch.zeros(shape, device=device),
            "rewards": torch.zeros(*shape, len(names), device=device),
        }
        return replace(carry, current_data=carry.current_data | kept)

    # ---- a step

    def forward(
        self, return_keys: Collection[str], noise: torch.Tensor | None = None, **model_inputs: Any
    ) -> StepResult:
        """In training, one update from samples; otherwise one improvement step, as of `ACTLossHead`.

        Args:
            noise: (B, G, slots), uniform in [0, 1): what the samples are drawn with.
        """
        if not self.samples_now:
            return super().forward(return_keys, **model_inputs)
        assert noise is not None
        carry, batch = model_inputs["carry"], model_inputs["batch"]
        fresh = carry.halted
        data = {
            name: torch.where(fresh.view(-1, *(1,) * (value.ndim - 1)), batch[name], value) if name in batch else value
            for name, value in carry.current_data.items()
        }
        inputs = {name: data[name] for name in batch}
        logits, q_halt, values = self._answer(self.model, inputs)
        log_p = (logits / self.temperature).log_softmax(-1)
        data = self._with_samples(data, fresh, log_p.detach(), values.detach(), noise)
        with torch.no_grad():
            reference = (self._answer(self.reference, inputs)[0] / self.temperature).log_softmax(-1)

        chosen = policy.chosen(log_p, data["samples"])  # (B, G, slots)
        within = policy.within(data["samples"])
        ratio = (chosen - data["old"]).exp()
        advantages = data["advantages"].unsqueeze(-1)
        clipped = ratio.clamp(1 - self.clip_low, 1 + self.clip_high)
        gains = torch.minimum(ratio * advantages, clipped * advantages) * within
        policy_loss = -gains.sum((1, 2)) / (self.samples * self.slots)  # constant: long outputs weigh more, not less
        kl, entropy = policy.kl(log_p, reference), policy.entropy(log_p)  # (B,)
        loss = policy_loss + (self.kl * kl - self.entropy * entropy) / self.slots
        loss = loss + self.extra_loss(values, data)

        labels = data["labels"][:, : self.slots]
        graded = grade(logits.argmax(-1), labels, self.model.config.layout)
        q_loss = torch.nn.functional.binary_cross_entropy_with_logits(
            q_halt, graded.exact.to(q_halt.dtype), reduction="none"
        )
        total = (loss + self.q * q_loss).sum()
        with torch.no_grad():
            metrics = self._sums(data, ratio, within, kl, entropy, graded.exact)
            mask = labels != IGNORE_LABEL_ID
            of_labels = self.answer_loss(logits, labels, mask).sum(1) / mask.sum(1).clamp_min(1)
            metrics |= {"policy_loss": policy_loss.sum(), "q_halt_loss": q_loss.sum(), "lm_loss": of_labels.sum()}
        steps = torch.where(fresh, 0, carry.steps) + 1
        carry = Carry(carry.latents, steps, steps >= self.updates, data)
        return carry, total, metrics, {}, carry.halted.all()

    def advantages(self, rewards: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
        """How much better each sample is than was to be expected: rewards (B, G) and values (B,) to (B, G)."""
        raise NotImplementedError

    def extra_loss(self, values: torch.Tensor, data: dict[str, torch.Tensor]) -> torch.Tensor:
        """What else is learned: (B,) or 0."""
        return values.new_zeros(())

    def _answer(
        self, model: RecursiveModel, inputs: dict[str, torch.Tensor]
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits (B, slots, V), q_halt (B,) and values (B,) after all improvement steps; the last has a gradient."""
        carry = model.initial_carry(inputs)
        for step in range(model.config.halt_max_steps):
            is_last = step == model.config.halt_max_steps - 1
            with torch.set_grad_enabled(is_last and torch.is_grad_enabled()):
                carry, outputs = model(carry=carry, batch=inputs)
            carry = replace(carry, halted=torch.zeros_like(carry.halted))  # q does not end an output here
        return outputs["logits"][:, : self.slots], outputs["q_halt_logits"], outputs["q_continue_logits"]

    def _with_samples(
        self,
        data: dict[str, torch.Tensor],
        fresh: torch.Tensor,
        log_p: torch.Tensor,
        values: torch.Tensor,
        noise: torch.Tensor,
    ) -> dict[str, torch.Tensor]:
        """The data, with new samples and what they earn in rows that are `fresh`."""
        if not fresh.any():
            return data
        samples = policy.sample(log_p, noise)
        found = {"samples": samples, "old": policy.chosen(log_p, samples)}
        rewards = torch.zeros_like(data["rewards"])
        rewards[fresh] = self._rewards(data["puzzle_identifiers"][fresh], samples[fresh]).to(rewards)
        known = ~rewards[..., 0].isnan()  # a failure of the machine is nobody's merit or fault
        found |= {"rewards": rewards, "advantages": self.advantages(_filled(rewards)[..., 0], values) * known}
        return data | {
            name: torch.where(fresh.view(-1, *(1,) * (value.ndim - 1)), value, data[name])
            for name, value in found.items()
        }

    def _rewards(self, identifiers: torch.Tensor, samples: torch.Tensor) -> torch.Tensor:
        """(B, G, names): the total, and what it is made of; NaN where it is unknown."""
        assert self._rewarder is not None, "begin comes first"
        numbers = identifiers.repeat_interleave(self.samples).cpu().numpy()
        found = self._rewarder.rewards(numbers, samples.flatten(0, 1).cpu().numpy())
        return torch.from_numpy(np.stack([found[name] for name in self._names()], -1)).view(*samples.shape[:2], -1)

    def _names(self) -> Sequence[str]:
        assert self._rewarder is not None, "begin comes first"
        return self._rewarder.names

    def _success(self) -> str:
        assert self._rewarder is not None, "begin comes first"
        return self._rewarder.success

    def _sums(
        self,
        data: dict[str, torch.Tensor],
        ratio: torch.Tensor,
        within: torch.Tensor,
        kl: torch.Tensor,
        entropy: torch.Tensor,
        exact: torch.Tensor,
    ) -> dict[str, torch.Tensor]:
        """Metrics as sums over the rows: means over a row's samples, and over the slots within outputs."""
        rewards = _filled(data["rewards"])
        totals = rewards[..., 0]
        count = within.sum((1, 2)).clamp_min(1)
        sums = {
            f"reward_{name}" if name != "reward" else name: rewards[..., number].mean(1).sum()
            for number, name in enumerate(self._names())
        }
        best = totals.amax(1)
        return sums | {
            "count": totals.new_tensor(len(totals)),
            "reward_std": totals.std(1, correction=0).sum(),
            "best_reward": best.sum(),
            "pass_at_k": rewards[..., self._names().index(self._success())].amax(1).sum(),
            "no_variance": (best == totals.amin(1)).sum(),
            "kl": kl.sum(),
            "entropy": entropy.sum(),
            "clip_low_share": (((ratio < 1 - self.clip_low) & within).sum((1, 2)) / count).sum(),
            "clip_high_share": (((ratio > 1 + self.clip_high) & within).sum((1, 2)) / count).sum(),
            "length": within.sum(-1).float().mean(1).sum(),
            "exact_accuracy": exact.sum(),
        }


def _filled(rewards: torch.Tensor) -> torch.Tensor:
    """Rewards (B, G, names) where those that are unknown are the mean of the known ones of their prompt, or 0."""
    return torch.where(rewards.isnan(), rewards.nanmean(1, keepdim=True).nan_to_num(), rewards)
