"""Every optimizer of config/optim: its published formula, learning, resuming, two ranks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from omegaconf import OmegaConf

from dataset.puzzle_dataset import PuzzleDataset
from models.layers import mark_heads
from models.sparse_embedding import CastedSparseEmbedding
from runs.config import CONFIG_FOLDER, Named, PretrainConfig
from runs.network import build_model
from tests.harness import RUN, assert_same_end, load, pretrain, signal_after_step, write_toy_data
from tests.training.optim_references import HEAD_DIM, REFERENCES, quintic
from tests.training.test_distributed import STEPS, configure, run_ranks, write_data
from training.build import build_optimizer, build_train_state
from training.distributed import Dist
from training.optim import adam_atan2_fused
from training.optim.adam_atan2 import AdamATan2
from training.optim.muon import Muon, newton_schulz
from training.optim.sparse_sign_sgd import SparseSignSGD, update_rows
from training.step import train_step
from utils.classes import load_class
from utils.errors import UserError

OPTIMS = sorted(path.stem for path in (CONFIG_FOLDER / "optim").glob("*.yaml"))
NEEDS_GPU = {"adam_atan2_fused": "adam_atan2_backend"}
"""Optimizers that run on CUDA alone, and the module they need."""
every_optim = pytest.mark.parametrize(
    "optim", [pytest.param(name, marks=pytest.mark.gpu) if name in NEEDS_GPU else name for name in OPTIMS]
)

SHAPES = {
    "inner.L_level.layers.0.mlp.gate_up_proj.weight": (16, 6),
    "inner.L_level.layers.1.mlp.gate_up_proj.weight": (16, 6),
    "inner.L_level.layers.0.mlp.down_proj.weight": (6, 16),
    "inner.L_level.layers.0.self_attn.o_proj.weight": (6, 6),
    "inner.L_level.layers.0.self_attn.qkv_proj.weight": (12, 6),
    "inner.embed_tokens.embedding_weight": (11, 6),
    "inner.q_head.bias": (2,),
}
"""Parameters named as in a model: two matrices of one shape, a wide one, a square one, one with two heads of queries
and keys, and two that are outside of the stack."""


def read_yaml(optim: str) -> dict[str, Any]:
    return dict(OmegaConf.load(CONFIG_FOLDER / "optim" / f"{optim}.yaml"))


RATES = dict(lr=2**-7, beta1=0.9, beta2=0.95, weight_decay=0.25)
"""High, so that the weights are soon all the optimizer's own work; and 1 - lr * weight_decay is exact in float32, as
torch multiplies by it, and its rounding would add up to 3e-6 in a hundred steps."""


def device_for(optim: str) -> str:
    """Where it runs; skips the test if that lacks something."""
    if optim in NEEDS_GPU:
        pytest.importorskip(NEEDS_GPU[optim])
        return "cuda"
    return "cpu"


def make(optim: str, parameters: dict[str, torch.nn.Parameter]) -> torch.optim.Optimizer:
    """The optimizer of config/optim at `RATES`."""
    given = {key: value for key, value in RATES.items() if key != "lr"}
    config = PretrainConfig.model_construct(optim=Named(**read_yaml(optim)), **given)
    optimizer = build_optimizer(config, parameters.items())
    for group in optimizer.param_groups:
        group["lr"] = RATES["lr"]
    return optimizer


def draw(seed: int = 0, steps: int = 100) -> tuple[dict[str, np.ndarray], list[dict[str, np.ndarray]]]:
    """Starts and gradients in float32, whose scale changes up to a millionfold from step to step."""
    rng = np.random.default_rng(seed)
    start = {name: rng.normal(size=shape).astype(np.float32) for name, shape in SHAPES.items()}
    scales = 10.0 ** rng.integers(-4, 3, steps)
    grads = [{name: (rng.normal(size=s) * scale).astype(np.float32) for name, s in SHAPES.items()} for scale in scales]
    return start, grads


def as_parameters(start: dict[str, np.ndarray], device: str = "cpu") -> dict[str, torch.nn.Parameter]:
    """In float64, so that no processor's rounding counts; on a GPU in float32, which is all that its kernel knows."""
    dtype = torch.float64 if device == "cpu" else torch.float32
    parameters = {name: torch.nn.Parameter(torch.tensor(p, device=device, dtype=dtype)) for name, p in start.items()}
    for name, p in parameters.items():
        if "qkv_proj" in name:
            mark_heads(p, len(p) // 3 * 2, HEAD_DIM)
    return parameters


def advance(
    optimizer: torch.optim.Optimizer, parameters: dict[str, torch.nn.Parameter], grads: list[dict[str, np.ndarray]]
) -> None:
    for step in grads:
        for name, p in parameters.items():
            p.grad = torch.tensor(step[name], device=p.device, dtype=p.dtype)
        optimizer.step()


@every_optim
def test_a_hundred_steps_equal_the_published_formula(optim: str) -> None:
    assert optim in REFERENCES, (
        f"config/optim/{optim}.yaml has no reference: write its published formula in float64 into REFERENCES of"
        " tests/training/optim_references.py"
    )
    start, grads = draw()
    parameters = as_parameters(start, device_for(optim))
    advance(make(optim, parameters), parameters, grads)
    for name, p in parameters.items():
        history = [step[name].astype(np.float64) for step in grads]
        expected = REFERENCES[optim](name, start[name].astype(np.float64), history, **RATES)
        error = np.abs(p.detach().cpu().numpy() - expected).max() / np.abs(expected).max()
        assert error <= (1e-9 if p.dtype is torch.float64 else 1e-6), (name, error)


@pytest.mark.parametrize("optim", OPTIMS)
def test_settings_of_the_file_are_those_of_the_class(optim: str) -> None:
    chosen = Named(**read_yaml(optim))
    config_class = getattr(load_class(chosen.name, "training.optim"), "config_class", None)
    assert chosen.settings == (config_class().model_dump() if config_class else {})


# ---- whole runs


def losses(run: Path) -> list[float]:
    lines = map(json.loads, (run / "metrics.jsonl").read_text().splitlines())
    return [line["train/lm_loss"] for line in lines if "train/lm_loss" in line]


@every_optim
def test_every_optimizer_trains_and_resumes_exactly(optim: str, tmp_path: Path) -> None:
    once, twice = (tmp_path / name for name in ("once", "twice"))
    options = (f"optim={optim}", "epochs=60", "log_interval=1", "lr=3e-3", "resume=auto", f"device={device_for(optim)}")
    for folder in (once, twice):
        write_toy_data(folder / "data/toy")
    assert pretrain(*options, cwd=once).status == 0
    assert losses(once / RUN)[-1] < 0.5 * losses(once / RUN)[0]

    for step in (1, 7):
        with signal_after_step(step):
            assert pretrain(*options, cwd=twice).status == 143
    assert pretrain(*options, cwd=twice).status == 0
    assert_same_end(twice / RUN, once / RUN)


@pytest.mark.parametrize("optim", sorted(set(OPTIMS) - set(NEEDS_GPU)))
def test_two_ranks_reach_the_weights_of_one(optim: str, tmp_path: Path) -> None:
    lr = 1e-4  # the paper's
    rates = (f"lr={lr}", f"puzzle_emb_lr={lr}", "lr_warmup_steps=0")
    config = configure(
        write_data(tmp_path / "data"), f"optim={optim}", "arch.puzzle_emb_ndim=32", "global_batch_size=8", *rates
    )
    one, two = (run_ranks(ranks, config, tmp_path)["state"]["parameters"] for ranks in (1, 2))
    for name, weights in one.items():
        assert (weights - two[name]).abs().max() <= 1e-6 * STEPS * lr, name  # of the way that so many steps can go


# ---- resuming with something else


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """A folder with a run of AdamATan2 that was stopped after step 2 of 4."""
    write_toy_data(tmp_path / "data/toy")
    with signal_after_step(2):
        assert pretrain(cwd=tmp_path).status == 143
    return tmp_path


@pytest.mark.parametrize("optim", ["adamw", "muon"])
def test_the_state_of_another_optimizer_is_refused(stopped: Path, optim: str) -> None:
    error = pretrain(f"optim={optim}", "resume=auto", cwd=stopped).error
    assert "trained with optim.name=adam_atan2@AdamATan2" in error


def test_settings_of_the_command_line_hold_in_a_resumed_run(stopped: Path) -> None:
    changed = ("weight_decay=0.5", "beta2=0.9", "lr_schedule=constant")
    assert pretrain("resume=auto", *changed, cwd=stopped).status == 0
    (group,) = load(stopped / RUN / "final_step_4/train_state.pt")["optimizers"][-1]["param_groups"]
    assert group["weight_decay"] == 0.5 and group["betas"] == (0.9, 0.9)


# ---- one by one


def test_adam_atan2_leaves_zero_gradients_alone_and_refuses_bad_settings() -> None:
    p = torch.nn.Parameter(torch.ones(3))
    optimizer = AdamATan2([p], lr=0.1, weight_decay=0.0)
    p.grad = torch.zeros(3)
    optimizer.step()
    assert torch.equal(p.detach(), torch.ones(3))
    assert set(optimizer.state[p]) == {"step", "exp_avg", "exp_avg_sq"}
    with pytest.raises(ValueError, match="betas"):
        AdamATan2([p], betas=(1.0, 0.9))


def test_adam_mini_is_adamw_where_a_block_is_one_number() -> None:
    start = {"a.layers.0.weight": np.ones((5, 1)), "q_head.bias": np.ones(3), "threshold": np.ones(4)}
    rng = np.random.default_rng(0)
    grads = [{name: rng.normal(size=p.shape) for name, p in start.items()} for _ in range(20)]
    ended = []
    for optim in ("adam_mini", "adamw"):
        parameters = as_parameters(start)
        advance(make(optim, parameters), parameters, grads)
        ended.append({name: p.detach() for name, p in parameters.items()})
    for name in start:
        torch.testing.assert_close(*(end[name] for end in ended), rtol=1e-12, atol=1e-12)


def test_adam_mini_has_a_second_moment_for_each_head_and_row_of_a_network(tmp_path: Path) -> None:
    config = configure(write_data(tmp_path / "data"), "optim=adam_mini", "global_batch_size=8")
    state = build_train_state(config, Dist(), PuzzleDataset([tmp_path / "data"], "train"))
    train_step(state)
    (optimizer, _) = state.optimizers[-1]
    names = {p: name.removeprefix("model.inner.") for name, p in state.model.named_parameters()}
    found = {names[p]: len(kept["exp_avg_sq"]) for p, kept in optimizer.state.items()}
    state.close()
    D, heads = 32, 2
    assert found["L_level.layers.0.self_attn.qkv_proj.weight"] == 2 * heads + D  # a number for each row of the values
    assert found["L_level.layers.1.self_attn.o_proj.weight"] == D
    assert found["L_level.layers.0.mlp.gate_up_proj.weight"] == 512
    assert found["embed_tokens.embedding_weight"] == found["lm_head.weight"] == 6
    assert found["q_head.bias"] == 2


def test_muon_takes_the_matrices_of_the_block_stacks_and_no_others(tmp_path: Path) -> None:
    config = configure(write_data(tmp_path / "data"), "arch.puzzle_emb_ndim=32", "arch.pos_encodings=learned")
    dataset = PuzzleDataset([tmp_path / "data"], "train")
    names = [name for name, _ in build_model(config, dataset.metadata, torch.device("cpu")).named_parameters()]
    parameters = {name: torch.nn.Parameter(torch.zeros(2, 2)) for name in names}
    matrices, others = make("muon", parameters).param_groups
    assert {name.rpartition("layers.")[2] for name in matrices["param_names"]} == {
        f"{layer}.{part}.weight"
        for layer in (0, 1)
        for part in ("self_attn.qkv_proj", "self_attn.o_proj", "mlp.gate_up_proj", "mlp.down_proj")
    }
    assert {name.removeprefix("model.inner.") for name in others["param_names"]} == {
        "embed_tokens.embedding_weight", "embed_pos.embedding_weight", "lm_head.weight", "q_head.weight", "q_head.bias",
    }  # fmt: skip
    with pytest.raises(UserError, match="optim=adamw"):
        make("muon", {"embed.weight": torch.nn.Parameter(torch.zeros(2, 2))})
    with pytest.raises(ValueError, match="ns_steps"):
        Muon(parameters.items(), ns_steps=0)


@pytest.mark.parametrize("shape", [(3, 64, 64), (2, 24, 96), (2, 96, 24)], ids=str)
def test_newton_schulz_of_a_stack_is_that_of_each_matrix(shape: tuple[int, ...]) -> None:
    matrices = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    expected = np.stack([quintic(matrix) for matrix in matrices.double().numpy()])
    size = np.linalg.norm(expected)
    for dtype, tolerance in ((torch.float32, 1e-5), (torch.bfloat16, 0.05)):
        result = newton_schulz(matrices, 5, dtype)
        assert result.dtype == dtype and result.shape == shape
        assert np.linalg.norm(result.double().numpy() - expected) <= tolerance * size, dtype
    assert not newton_schulz(torch.zeros(shape), 5, torch.float32).any()


def test_an_update_of_muon_is_as_large_as_one_of_adamw() -> None:
    """0.2 to 0.4 is the root mean square of AdamW's (Liu et al. 2025, section 2.2), times lr."""
    parameters = as_parameters({"a.layers.0.weight": np.zeros((96, 32), np.float32)})
    grad = np.random.default_rng(0).normal(size=(96, 32)).astype(np.float32)
    advance(make("muon", parameters), parameters, [{"a.layers.0.weight": grad}])
    (p,) = parameters.values()
    assert 0.15 <= float(p.detach().square().mean().sqrt()) / RATES["lr"] <= 0.25


def test_muon_scales_the_rate_of_its_other_half_alone() -> None:
    moved = {}
    for scale in (1.0, 0.25):
        parameters = {name: torch.nn.Parameter(torch.zeros(4, 4)) for name in ("a.layers.0.weight", "embed.weight")}
        optimizer = Muon(parameters.items(), lr=0.01, adamw_lr_scale=scale)
        advance(optimizer, parameters, [{name: np.eye(4, dtype=np.float32) for name in parameters}])
        moved[scale] = {name: float(p.detach().diagonal().mean()) for name, p in parameters.items()}
    assert moved[0.25]["a.layers.0.weight"] == moved[1.0]["a.layers.0.weight"]
    assert moved[1.0]["embed.weight"] < 0
    assert moved[0.25]["embed.weight"] == pytest.approx(0.25 * moved[1.0]["embed.weight"])


def kernel_in_python(
    params: Any, grads: Any, exp_avgs: Any, exp_avg_sqs: Any, steps: Any, lr: Any, beta1: Any, beta2: Any, decay: Any
) -> None:
    """What the compiled function of `adam-atan2` does, by its signature."""
    for p, grad, m, v, step in zip(params, grads, exp_avgs, exp_avg_sqs, steps, strict=True):
        assert step.device == p.device and step.dtype is torch.float32
        m.lerp_(grad, 1 - beta1)
        v.lerp_(grad * grad, 1 - beta2)
        with torch.no_grad():
            p.mul_(1 - lr * decay)
            t = float(step)
            p.sub_(torch.atan2(m, v.sqrt() / (1 - beta2**t) ** 0.5) * (lr / (1 - beta1**t)))


def test_the_fused_kernel_continues_the_state_of_adam_atan2_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adam_atan2_fused.AdamATan2, "device_type", "cpu")
    monkeypatch.setitem(sys.modules, "adam_atan2_backend", SimpleNamespace(adam_atan2_cuda_impl_=kernel_in_python))
    start, grads = draw()
    plain, mixed = as_parameters(start), as_parameters(start)
    advance(make("adam_atan2", plain), plain, grads)

    state: dict[str, Any] | None = None
    for number, optim in enumerate(["adam_atan2", "adam_atan2_fused", "adam_atan2", "adam_atan2_fused"]):
        optimizer = make(optim, mixed)
        if state is not None:
            optimizer.load_state_dict(state)
        advance(optimizer, mixed, grads[25 * number : 25 * number + 25])
        state = optimizer.state_dict()
    for name, p in plain.items():
        torch.testing.assert_close(mixed[name], p, rtol=1e-9, atol=1e-9)


def test_the_fused_kernel_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = as_parameters(draw()[0])
    with pytest.raises(UserError, match=r"optim: .* CUDA device, this run is on cpu; optim=adam_atan2 "):
        make("adam_atan2_fused", parameters)
    monkeypatch.setattr(adam_atan2_fused.AdamATan2, "device_type", "cpu")
    monkeypatch.setitem(sys.modules, "adam_atan2_backend", None)  # as where it is not installed
    with pytest.raises(UserError, match="uv sync --extra fused .*optim=adam_atan2,"):
        make("adam_atan2_fused", parameters)


def test_sparse_sign_sgd_touches_only_the_rows_of_the_batch() -> None:
    table = CastedSparseEmbedding(4, 2, init_std=1.0, cast_to=torch.float32)
    before = table.weights.clone()
    optimizer = SparseSignSGD(table, lr=0.1, weight_decay=0.5, dist=Dist())
    (table(torch.tensor([1, 1, 3])) * torch.tensor([[3.0, -1], [-1, -1], [0, 2]])).sum().backward()
    optimizer.step()
    expected = before.clone()
    expected[1] = before[1] * 0.95 - 0.1 * torch.tensor([1.0, -1])
    expected[3] = before[3] * 0.95 - 0.1 * torch.tensor([0.0, 1])
    torch.testing.assert_close(table.weights, expected)
    optimizer.step()  # nothing new: nothing moves
    torch.testing.assert_close(table.weights, expected)


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_rows_named_many_times_move_once_by_their_summed_gradient(rows: int) -> None:
    rng = np.random.default_rng(rows)
    weights, grad = rng.normal(size=(50, 4)), rng.normal(size=(64, 4))
    identifiers = rng.integers(0, rows, 64) + 7
    table = torch.tensor(weights, dtype=torch.float32)
    update_rows(
        table, torch.from_numpy(identifiers.astype(np.int32)), torch.tensor(grad, dtype=torch.float32), 0.1, 0.5
    )
    for row in set(identifiers):
        weights[row] = weights[row] * 0.95 - 0.1 * np.sign(grad[identifiers == row].sum(0))
    np.testing.assert_allclose(table.numpy(), weights, rtol=1e-6, atol=1e-6)
