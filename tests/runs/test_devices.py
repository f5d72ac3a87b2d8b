"""What `auto` means for the device, the precision and the compiler, and which settings a machine refuses."""

from __future__ import annotations

import pytest
import torch

from runs.devices import choose_compile, choose_device, choose_dtype
from utils.errors import UserError


def test_compilation_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choose_compile(True, torch.device("cpu")) and not choose_compile("auto", torch.device("cpu"))
    monkeypatch.setattr("runs.devices.find_spec", lambda name: object() if name == "triton" else None)
    monkeypatch.delenv("DISABLE_COMPILE", raising=False)
    assert choose_compile("auto", torch.device("cuda")) and not choose_compile(False, torch.device("cuda"))
    monkeypatch.setenv("DISABLE_COMPILE", "1")
    assert not choose_compile("auto", torch.device("cuda"))


def test_devices_and_precision_are_chosen_or_refused() -> None:
    assert choose_device("cpu") == torch.device("cpu")
    assert choose_dtype("float32", torch.device("cpu")) == "float32"
    assert choose_dtype("auto", torch.device("mps")) == "float32"
    assert choose_dtype("auto", torch.device("cpu")) in ("float32", "bfloat16")
    with pytest.raises(UserError, match="unknown"):
        choose_device("tpu")
    with pytest.raises(UserError, match="Apple's GPU has no float64"):
        choose_dtype("float64", torch.device("mps"))


@pytest.mark.parametrize(
    ("visible", "local_rank", "index"),
    [(8, 3, 3), (1, 3, 0), (1, 0, 0), (2, 3, None)],
    ids=["all GPUs", "one each", "one", "too few"],
)
def test_which_gpu(monkeypatch: pytest.MonkeyPatch, visible: int, local_rank: int, index: int | None) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: visible)
    if index is None:
        with pytest.raises(UserError, match="process 3 of this machine has no GPU: it sees 2"):
            choose_device("cuda", local_rank)
    else:
        assert choose_device("auto", local_rank) == torch.device("cuda", index)
    assert choose_device("cuda:1", local_rank) == torch.device("cuda:1")
