"""A run that memory cannot hold is told before the system ends it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from dataset.common import read_metadata
from dataset.layout import RowShape
from models.objectives.base import Objective
from runs import memory
from runs.config import NetworkConfig
from runs.memory import Need, require_room
from runs.network import build_model
from tests.harness import RUN, compose_tiny, evaluate, pretrain, refused
from utils import room
from utils.errors import UserError

GIB = 2**30
CPU = torch.device("cpu")


@pytest.fixture
def gigabyte(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with 1 GiB left."""
    monkeypatch.setattr(memory, "available", lambda device: GIB)


def sizes(config: NetworkConfig, metadata: RowShape) -> Objective:
    """The network on the meta device."""
    return build_model(config, metadata, torch.device("meta"))


def test_the_meta_network_has_the_shapes_and_draws_nothing(work: Path) -> None:
    config, metadata = compose_tiny(), read_metadata(work / "data/toy", "train")
    before = torch.get_rng_state()
    counted = sizes(config, metadata)
    assert torch.equal(torch.get_rng_state(), before)
    real = build_model(config, metadata, CPU)
    assert {n: (t.shape, t.dtype) for n, t in counted.state_dict().items()} == {
        n: (t.shape, t.dtype) for n, t in real.state_dict().items()
    }
    assert all(tensor.is_meta for tensor in counted.state_dict().values())


def test_what_a_step_takes_grows_as_it_should(work: Path) -> None:
    metadata = read_metadata(work / "data/toy", "train")

    def need(rows: int, *overrides: str, parts: int = 1, ema: bool = False) -> Need:
        found = memory.training_need(sizes(compose_tiny(*overrides), metadata), rows, parts, ema)
        assert found is not None
        return found

    weights = sum(memory.bytes_of(t) for t in sizes(compose_tiny(), metadata).state_dict().values())
    small, large = need(64), need(128)
    assert small.kept >= weights and need(64, ema=True).kept > small.kept
    assert 1.8 < large.step / small.step < 2.05, "activations grow with the rows"
    assert small.step < need(128, parts=2).step < 1.2 * small.step
    assert need(64, "arch.H_cycles=9").step == need(64, "arch.H_cycles=3").step, "one cycle alone keeps its tensors"
    twelve, hundred = need(64, "arch.L_cycles=12"), need(64, "arch.L_cycles=100")
    assert 5 < hundred.step / twelve.step < 100 / 12 + 1
    model = sizes(compose_tiny("arch.L_cycles=100", "arch.H_cycles=50"), metadata)
    memory.training_need(model, 4, 1, False)
    assert (model.model.config.L_cycles, model.model.config.H_cycles) == (100, 50)
    assert memory.scoring_need(model, 64).step < hundred.step / 10  # type: ignore[union-attr]


def test_the_count_is_that_of_a_real_step(work: Path) -> None:
    """The same bytes are counted on the CPU, where tensors have content."""
    metadata = read_metadata(work / "data/toy", "train")
    config = compose_tiny("arch.mlp_t=True", "arch.pos_encodings=none")
    need = memory.training_need(sizes(config, metadata), 256, 1, False)
    model = build_model(config, metadata, CPU)
    tokens = torch.ones(256, 16, dtype=torch.int32)
    batch = {"inputs": tokens, "labels": tokens, "puzzle_identifiers": torch.zeros(256, dtype=torch.int32)}
    carry = model.initial_carry(batch)
    with memory._Peak() as counted:
        model(carry=carry, batch=batch, return_keys=())[1].backward()
    assert need is not None and need.step == pytest.approx(counted.peak, rel=0.15)


@pytest.mark.parametrize(
    ("need", "warns"), [(Need(0, GIB // 2), False), (Need(0, GIB * 9 // 10), True), (Need(GIB // 2, GIB), True)]
)
def test_doubtful_sizes_are_said(gigabyte: None, need: Need, warns: bool) -> None:
    line = require_room(need, CPU, "a step", "stop")
    expected = f"a step needs about {need.total / GIB:.1f} GiB of memory, and this machine has 1.0 GiB free; stop"
    assert line == (expected if warns else None)


@pytest.mark.parametrize("need", [Need(GIB + 1, 0), Need(0, 4 * GIB), Need(10**18, 10**18)])
def test_impossible_sizes_are_refused(gigabyte: None, need: Need) -> None:
    with pytest.raises(UserError, match="^a step needs about .* GiB of memory, and this machine has 1.0 GiB free; st"):
        require_room(need, CPU, "a step", "stop")


def test_unknown_is_no_reason_to_refuse(gigabyte: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert require_room(None, CPU, "a step", "stop") is None
    monkeypatch.setattr(memory, "available", lambda device: None)
    assert require_room(Need(10**18, 0), CPU, "a step", "stop") is None


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("arch.hidden_size=65536", "a network of these sizes, with its optimizer, needs about"),
        ("global_batch_size=1048576", "a step of global_batch_size=1048576 needs about"),
    ],
)
def test_a_run_too_large(work: Path, gigabyte: None, override: str, said: str) -> None:
    assert said in refused(pretrain, override, cwd=work)


def test_a_doubtful_run_goes_on(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda device: 2**20)
    monkeypatch.setattr(memory, "IMPOSSIBLE", 1000.0)
    ended = pretrain("epochs=1", cwd=work)
    assert ended.status == 0
    assert ended.err.startswith("warning: a step of global_batch_size=8 needs about 0.0 GiB of memory")


def test_a_batch_larger_than_an_epoch_is_said(work: Path) -> None:
    said = "global_batch_size=16 is more than the 8 examples of an epoch: every batch is filled from the epochs that"
    assert f"{said} follow" in pretrain("global_batch_size=16", cwd=work).out.splitlines()
    assert "is more than" not in pretrain("run_name=other", cwd=work).out


def test_a_configuration_of_absurd_sizes_is_not_built(trained: Path, gigabyte: None) -> None:
    file = trained / RUN / "all_config.yaml"
    file.write_text(file.read_text().replace("hidden_size: 32", "hidden_size: 65536"))
    error = refused(evaluate, "--checkpoint", str(RUN), cwd=trained)
    assert error.startswith("a network of these sizes needs about")


def test_an_evaluation_of_too_many_rows(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda device: 2 * 2**20)
    monkeypatch.setattr(memory, "surely_fits", lambda *_: False)
    monkeypatch.setattr(memory, "scoring_need", lambda model, rows: Need(0, rows * 2**20))
    assert "--batch-size 256 needs about" in evaluate("--checkpoint", str(RUN), "--num-examples", "2", cwd=trained).err
    assert "make it smaller" in evaluate("--checkpoint", str(RUN), "--batch-size", "2", cwd=trained).err
    monkeypatch.setattr(memory, "IMPOSSIBLE", 2.0)
    assert "--batch-size 256 needs about" in refused(evaluate, "--checkpoint", str(RUN), cwd=trained)


def test_the_limit_of_a_container_counts(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("1000\n")
    (tmp_path / "memory.current").write_text("700\n")
    (tmp_path / "memory.stat").write_text("anon 500\ninactive_file 150\n")
    assert room._free_in_group(tmp_path) == 450
    (tmp_path / "memory.max").write_text("max\n")
    assert room._free_in_group(tmp_path) is None
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory/memory.limit_in_bytes").write_text("100")
    (tmp_path / "memory/memory.usage_in_bytes").write_text("30")
    assert room._free_in_group(tmp_path) == 70


def test_this_machine_has_memory() -> None:
    found = memory.available(CPU)
    assert found is None or found > 0
