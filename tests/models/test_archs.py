"""What every architecture keeps, for each file of config/arch: a new one is tested without a change here.

Beside these, `test_golden.py` compares those that the official code has with its numbers.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
import torch

from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.blocks import ReasoningModule
from tests.models.networks import ARCHS, ROOT, batch, make
from utils.classes import load_class

VARIANTS = [p for p in (ROOT / "models" / "recursive_reasoning").glob("*.py") if p.stem in ARCHS]
NAMES = ROOT / "tests" / "golden" / "checkpoint_names"

CHANGES: list[dict[str, Any]] = [
    {},
    {"forward_dtype": "float32"},
    {"no_ACT_continue": False, "compute_target_q": True},
    {"no_ACT_continue": True},
    {"puzzle_emb_ndim": 0},
    {"puzzle_emb_ndim": 24, "puzzle_emb_len": 0},
    {"mlp_t": True, "pos_encodings": "none"},
    {"dense": True, "pos_encodings": "none"},
    {"pos_encodings": "learned", "forward_dtype": "bfloat16"},
    {"halt_max_steps": 1},
    {"H_cycles": 1, "L_cycles": 1},
    {"H_cycles": 2, "L_cycles": 8},  # more than the latents of hier6
]


@pytest.mark.parametrize(
    ("changes", "loss"), [*((c, "stablemax_cross_entropy") for c in CHANGES), ({}, "softmax_cross_entropy")], ids=str
)
@pytest.mark.parametrize("arch", ARCHS)
def test_learns_one_batch_by_heart(arch: str, changes: dict[str, Any], loss: str) -> None:
    model, data = make(arch, loss, **changes), batch()
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    carry = model.initial_carry(data)
    losses = []
    for _ in range(60):
        carry, total, metrics, _, _ = model(carry=carry, batch=data, return_keys=())
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        if model.model.config.puzzle_emb_ndim:
            assert model.model.inner.puzzle_emb.take_gradients() is not None
        losses.append(float(metrics["lm_loss"]))
    assert np.isfinite(losses).all()
    assert np.mean(losses[-10:]) < 0.8 * losses[0]
    trains_q_continue = model.model.trains_q_continue and model.model.config.halt_max_steps > 1
    assert ("q_continue_loss" in metrics) == trains_q_continue


@pytest.mark.parametrize("arch", ARCHS)
def test_evaluation_makes_the_same_step_as_training(arch: str) -> None:
    model, data = make(arch), batch()
    trained = model.train()(carry=model.initial_carry(data), batch=data, return_keys=["logits"])
    scored = model.eval()(carry=model.initial_carry(data), batch=data, return_keys=["logits"])
    torch.testing.assert_close(trained[3]["logits"], scored[3]["logits"])
    for name, latent in trained[0].latents.items():
        torch.testing.assert_close(latent, scored[0].latents[name])


@pytest.mark.parametrize("mixing", ["mlp_t", "dense"])
@pytest.mark.parametrize("arch", ARCHS)
def test_rows_do_not_see_each_other(arch: str, mixing: str) -> None:
    """With mlp_t the recursion runs token-first, with dense a row is one vector."""
    model, data = make(arch, **{mixing: True}, pos_encodings="none").eval(), batch()
    alone = {name: value[:2] for name, value in data.items()}
    together = model(carry=model.initial_carry(data), batch=data, return_keys=["logits"])[3]["logits"][:2]
    apart = model(carry=model.initial_carry(alone), batch=alone, return_keys=["logits"])[3]["logits"]
    torch.testing.assert_close(together, apart)


@pytest.mark.parametrize("mlp_t", [False, True])
@pytest.mark.parametrize("arch", ARCHS)
def test_recomputation_changes_no_number(arch: str, mlp_t: bool) -> None:
    gradients = []
    for recomputes in (False, True):
        model, data = make(arch, mlp_t=mlp_t), batch()
        for module in model.modules():
            if isinstance(module, ReasoningModule):
                module.recomputes = recomputes
        model(carry=model.initial_carry(data), batch=data, return_keys=())[1].backward()
        gradients.append({name: p.grad for name, p in model.named_parameters()})
    for name, gradient in gradients[0].items():
        torch.testing.assert_close(gradients[1][name], gradient, msg=name)


@pytest.mark.parametrize("arch", ARCHS)
def test_checkpoint_names_are_pinned(arch: str) -> None:
    model = make(arch, **({"mlp_t": True, "pos_encodings": "learned"}))
    found = "".join(f"{name} {list(value.shape)}\n" for name, value in sorted(model.state_dict().items()))
    file = NAMES / f"{arch}.txt"
    assert file.is_file(), f"a new architecture: pin the names of its checkpoints by writing {file}:\n{found}"
    assert found == file.read_text(), "names and shapes are in people's checkpoints"


def test_a_variant_says_only_what_differs() -> None:
    """No twelve lines stand in two of them; imports, which all need, are left out."""
    lines = {path.stem: path.read_text().partition("\nclass ")[2].splitlines() for path in VARIANTS}
    assert sum(map(len, lines.values())) < 600
    runs: Counter[str] = Counter()
    for text in lines.values():
        runs.update({"\n".join(text[i : i + 12]) for i in range(len(text) - 11)})
    assert not [run for run, files in runs.items() if files > 1]
    assert all(issubclass(load_class(f"recursive_reasoning.{stem}@{_model_in(text)}", "models"), RecursiveModel)
               for stem, text in lines.items())  # fmt: skip


def _model_in(text: list[str]) -> str:
    (name,) = [line.removeprefix("class ").partition("(")[0] for line in text if line.endswith("(RecursiveModel):")]
    return name


@pytest.mark.parametrize(
    ("changes", "in_training", "in_evaluation"),
    [({}, 1.5, 2.0), ({"compute_target_q": True}, 1.5, 1.5), ({"no_ACT_continue": True}, 2.0, 2.0)],
    ids=str,
)
def test_a_q_continue_that_nothing_trains_is_not_asked_in_evaluation(
    changes: dict[str, Any], in_training: float, in_evaluation: float
) -> None:
    model = make("transformers_baseline", **changes).model
    q_halt, q_continue = torch.tensor([2.0]), torch.tensor([0.5])
    assert model.halt_margin(q_halt, q_continue).tolist() == [in_training]
    assert model.eval().halt_margin(q_halt, q_continue).tolist() == [in_evaluation]
