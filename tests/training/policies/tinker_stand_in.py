"""A stand-in for the `tinker` package: its documented calls, answered by a small model in this process.

The whole model is trained, not an adapter. Saved states live as long as the process.
"""

from __future__ import annotations

import copy
import itertools
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch


class TinkerError(Exception):
    """The base of the package's errors."""


@dataclass
class ModelInput:
    tokens: list[int]

    @classmethod
    def from_ints(cls, tokens: list[int]) -> ModelInput:
        assert all(isinstance(token, int) for token in tokens)
        return cls(list(tokens))


@dataclass
class Datum:
    model_input: ModelInput
    loss_fn_inputs: dict[str, np.ndarray]

    def __post_init__(self) -> None:
        length = len(self.model_input.tokens)
        assert all(value.shape == (length,) for value in self.loss_fn_inputs.values()), "a value for each position"


@dataclass
class AdamParams:
    learning_rate: float
    beta1: float
    beta2: float
    weight_decay: float


@dataclass
class SamplingParams:
    max_tokens: int
    temperature: float
    stop: list[int]
    seed: int | None = None


@dataclass
class Future:
    value: Any

    def result(self) -> Any:
        return self.value


@dataclass
class TensorData:
    value: np.ndarray

    def to_numpy(self) -> np.ndarray:
        return self.value


def log_p_of(model: Any, tokens: list[int]) -> torch.Tensor:
    """Log-probabilities (L, V) of what follows each token."""
    return model(torch.tensor([tokens])).logits[0].log_softmax(-1)


class SamplingClient:
    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model, self._tokenizer = copy.deepcopy(model).eval(), tokenizer

    def get_tokenizer(self) -> Any:
        return self._tokenizer

    def sample(self, prompt: ModelInput, num_samples: int, sampling_params: SamplingParams) -> Future:
        drawn = torch.Generator().manual_seed(sampling_params.seed or 0)
        sequences = [self._one(prompt.tokens, sampling_params, drawn) for _ in range(num_samples)]
        return Future(SimpleNamespace(sequences=sequences))

    @torch.no_grad()
    def _one(self, prompt: list[int], params: SamplingParams, drawn: torch.Generator) -> Any:
        tokens: list[int] = []
        log_p: list[float] = []
        while len(tokens) < params.max_tokens and (not tokens or tokens[-1] not in params.stop):
            scores = log_p_of(self.model, prompt + tokens)[-1]
            if params.temperature:
                token = int(torch.multinomial((scores / params.temperature).softmax(-1), 1, generator=drawn))
            else:
                token = int(scores.argmax())
            tokens.append(token)
            log_p.append(float(scores[token]))
        return SimpleNamespace(tokens=tokens, logprobs=log_p, stop_reason="stop")

    @torch.no_grad()
    def compute_logprobs(self, prompt: ModelInput) -> Future:
        found = log_p_of(self.model, prompt.tokens)
        follows = torch.tensor(prompt.tokens[1:])
        return Future([None, *found[:-1].gather(1, follows[:, None])[:, 0].tolist()])


class TrainingClient:
    def __init__(self, service: ServiceClient, model: Any, optimizer: dict[str, Any] | None = None) -> None:
        self.service, self.model = service, copy.deepcopy(model).eval()
        self.optimizer = torch.optim.AdamW(self.model.parameters())
        if optimizer is not None:
            self.optimizer.load_state_dict(copy.deepcopy(optimizer))

    def forward_backward(
        self, data: list[Datum], loss_fn: str, loss_fn_config: dict[str, float] | None = None
    ) -> Future:
        outputs = []
        for datum in data:
            inputs = {name: torch.from_numpy(value) for name, value in datum.loss_fn_inputs.items()}
            found = log_p_of(self.model, datum.model_input.tokens)
            log_p = found.gather(1, inputs["target_tokens"][:, None])[:, 0]
            if loss_fn == "cross_entropy":
                assert set(inputs) == {"target_tokens", "weights"}
                loss = -(log_p * inputs["weights"]).sum()
            else:
                assert loss_fn == "ppo" and loss_fn_config is not None
                assert set(inputs) == {"target_tokens", "logprobs", "advantages"}
                ratio = (log_p - inputs["logprobs"]).exp()
                low, high = loss_fn_config["clip_low_threshold"], loss_fn_config["clip_high_threshold"]
                gains = torch.minimum(ratio * inputs["advantages"], ratio.clamp(low, high) * inputs["advantages"])
                loss = -gains.sum()
            loss.backward()
            outputs.append({"logprobs": TensorData(log_p.detach().numpy())})
        return Future(SimpleNamespace(loss_fn_outputs=outputs))

    def optim_step(self, params: AdamParams) -> Future:
        for group in self.optimizer.param_groups:
            group |= {"lr": params.learning_rate, "betas": (params.beta1, params.beta2)}
            group |= {"weight_decay": params.weight_decay}
        self.optimizer.step()
        self.optimizer.zero_grad()
        return Future(None)

    def save_state(self, name: str) -> Future:
        return self.service.keep(f"weights/{name}", self)

    def save_weights_for_sampler(self, name: str) -> Future:
        return self.service.keep(f"sampler_weights/{name}", self)

    def save_weights_and_get_sampling_client(self) -> Future:
        return Future(SamplingClient(self.model, self.service.tokenizer))


@dataclass
class ServiceClient:
    """Knows one model, that of `folder`."""

    folder: Path
    kept: dict[str, Any] = field(default_factory=dict)
    numbers: Any = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.tokenizer = AutoTokenizer.from_pretrained(self.folder)
        self.base = AutoModelForCausalLM.from_pretrained(self.folder)

    def keep(self, name: str, client: TrainingClient) -> Future:
        path = f"tinker://run-{next(self.numbers)}/{name}"
        self.kept[path] = copy.deepcopy(client.model), copy.deepcopy(client.optimizer.state_dict())
        return Future(SimpleNamespace(path=path))

    def _known(self, path: str) -> Any:
        if path not in self.kept:
            raise TinkerError(f"there is no {path}")
        return self.kept[path]

    def create_lora_training_client(self, base_model: str, rank: int, seed: int | None = None) -> Future:
        self._require(base_model)
        return Future(TrainingClient(self, self.base))

    def create_training_client_from_state(self, path: str) -> Future:
        return Future(TrainingClient(self, self._known(path)[0]))

    def create_training_client_from_state_with_optimizer(self, path: str) -> Future:
        return Future(TrainingClient(self, *self._known(path)))

    def create_sampling_client(self, model_path: str | None = None, base_model: str | None = None) -> Future:
        if model_path is not None:
            return Future(SamplingClient(self._known(model_path)[0], self.tokenizer))
        self._require(str(base_model))
        return Future(SamplingClient(self.base, self.tokenizer))

    def _require(self, base_model: str) -> None:
        if base_model != "base":
            raise TinkerError(f"unknown model {base_model}")


def package(service: ServiceClient, keys: list[str | None]) -> Any:
    """The package as a module would show it.

    Args:
        keys: gets the key of each client that is made.
    """

    def client(api_key: str | None = None, base_url: str | None = None) -> ServiceClient:
        keys.append(api_key)
        return service

    return SimpleNamespace(
        ServiceClient=client,
        ModelInput=ModelInput,
        Datum=Datum,
        AdamParams=AdamParams,
        SamplingParams=SamplingParams,
        TinkerError=TinkerError,
    )
