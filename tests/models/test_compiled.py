"""The compiled stack on a CPU: its float32 products are oneDNN's where the eager ones are, and so are its numbers."""

from __future__ import annotations

import functools
import shutil
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import torch
from functorch.compile import make_boxed_func
from torch._dynamo.backends.common import aot_autograd

from models.kernels import onednn
from models.losses import ACTLossHead
from runs.network import set_compute_options
from tests.models.networks import batch, make

CPU = torch.device("cpu")
OVER_LAST, OVER_FIRST = "trm.over_last.default", "trm.over_first.default"
needs_onednn = pytest.mark.skipif(not torch.backends.mkldnn.is_available(), reason="torch without oneDNN")
LAYOUTS = pytest.mark.parametrize(
    ("changes", "operators"), [({}, {OVER_LAST}), ({"mlp_t": True, "pos_encodings": "none"}, {OVER_LAST, OVER_FIRST})]
)


@pytest.fixture
def graphs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Counter[str]]:
    """How often each operator stands in the graphs that a compiler is given; they run as they are, without one."""
    found: dict[str, Counter[str]] = {"forward": Counter(), "backward": Counter()}

    def note(which: str, graph: torch.fx.GraphModule, _: Any) -> Callable[..., Any]:
        found[which].update(str(node.target) for node in graph.graph.nodes if node.op == "call_function")
        return make_boxed_func(graph.forward)

    backend = aot_autograd(
        fw_compiler=functools.partial(note, "forward"), bw_compiler=functools.partial(note, "backward")
    )
    torch._dynamo.reset()
    monkeypatch.setattr(torch, "compile", functools.partial(torch.compile, backend=backend))
    return found


def step(model: ACTLossHead) -> list[torch.Tensor]:
    """The loss and the gradients of a training step."""
    data = batch()
    loss = model.train()(carry=model.initial_carry(data), batch=data, return_keys=())[1]
    return [loss.detach(), *torch.autograd.grad(loss, [p for p in model.parameters()])]


def assert_near(ours: list[torch.Tensor], exact: list[torch.Tensor]) -> None:
    """Equal but for the rounding of float32, which a recursion magnifies."""
    for found, expected in zip(ours, exact, strict=True):
        assert (found - expected).abs().max() <= 1e-3 * expected.abs().max().clamp_min(1e-3)


@needs_onednn
@LAYOUTS
def test_compiled_products_are_onednns(
    graphs: dict[str, Counter[str]], changes: dict[str, Any], operators: set[str]
) -> None:
    model, exact = make("trm", forward_dtype="float32", **changes), make("trm", forward_dtype="float64", **changes)
    set_compute_options(model, CPU, compile=True, cpu_matmul="onednn")
    assert_near(step(model), step(exact))
    for which in ("forward", "backward"):
        assert operators <= graphs[which].keys(), which
    assert not any(name.startswith(("aten.mm", "aten.addmm", "aten.bmm")) for name in graphs["forward"])


@needs_onednn
@LAYOUTS
@pytest.mark.parametrize(("dtype", "cpu_matmul"), [("float32", "mkl"), ("bfloat16", "onednn"), ("float64", "onednn")])
def test_elsewhere_the_compiler_chooses(
    graphs: dict[str, Counter[str]], changes: dict[str, Any], operators: set[str], dtype: str, cpu_matmul: Any
) -> None:
    model = make("trm", forward_dtype=dtype, **changes)
    set_compute_options(model, CPU, compile=True, cpu_matmul=cpu_matmul)
    step(model)
    assert graphs["forward"]["aten.mm.default"] and graphs["backward"]["aten.mm.default"]
    assert not any(name.startswith("trm.") for which in graphs.values() for name in which)


@needs_onednn
def test_the_operators_keep_what_they_promise_the_compiler() -> None:
    """Shapes and strides of results, gradients, no change of an argument: torch's own check."""
    x, weight = torch.randn(5, 8, requires_grad=True), torch.randn(12, 8, requires_grad=True)
    torch.library.opcheck(torch.ops.trm.over_last.default, (x, weight))
    torch.library.opcheck(torch.ops.trm.over_first.default, (x.detach().T.contiguous().requires_grad_(), weight))
    assert onednn.over_last(x, weight).shape == (5, 12)


@pytest.mark.slow
@needs_onednn
@pytest.mark.skipif(shutil.which("g++") is None, reason="inductor needs a C++ compiler, and there is no g++")
@LAYOUTS
def test_inductor_calls_the_operators(changes: dict[str, Any], operators: set[str]) -> None:
    from torch._inductor.utils import run_and_get_code

    model, exact = make("trm", forward_dtype="float32", **changes), make("trm", forward_dtype="float64", **changes)
    set_compute_options(model, CPU, compile=True, cpu_matmul="onednn")
    found, code = run_and_get_code(step, model)
    assert_near(found, step(exact))
    for name in operators:
        assert any(f"torch.ops.{name}(" in text for text in code)
