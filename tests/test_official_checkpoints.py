"""Checkpoints as the official code writes them and as they were released: scored, trained on, and loaded strictly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml

from dataset.common import PuzzleDatasetMetadata
from runs.config import load_config
from runs.open import TrainedRun
from runs.weights import fit_weights, load_weights
from tests.harness import LEARNED, MAX_STEPS, RUN, VOCAB_SIZE, call, load, pretrain, puzzle_text, scores, toy_puzzles
from utils.errors import UserError

TUNED = RUN.with_name("tuned") / "final_step_1"

OFFICIAL_CONFIG: dict[str, Any] = {
    "arch": {
        "name": "recursive_reasoning.trm@TinyRecursiveReasoningModel_ACTV1",
        "loss": {"name": "losses@ACTLossHead", "loss_type": "stablemax_cross_entropy"},
        "halt_exploration_prob": 0.1,
        "halt_max_steps": MAX_STEPS,
        "H_cycles": 1,
        "L_cycles": 1,
        "H_layers": 0,
        "L_layers": 1,
        "hidden_size": 32,
        "num_heads": 2,
        "expansion": 4,
        "puzzle_emb_ndim": 32,
        "puzzle_emb_len": 2,
        "pos_encodings": "rope",
        "forward_dtype": "float32",
        "mlp_t": False,
        "no_ACT_continue": True,
    },
    "data_paths": ["data/toy"],
    "data_paths_test": [],
    "evaluators": [],
    "global_batch_size": 768,
    "epochs": 100,
    "eval_interval": 10,
    "min_eval_interval": 0,
    "lr": 1e-4,
    "lr_min_ratio": 1.0,
    "lr_warmup_steps": 2000,
    "beta1": 0.9,
    "beta2": 0.95,
    "weight_decay": 0.1,
    "puzzle_emb_lr": 1e-4,
    "puzzle_emb_weight_decay": 0.1,
    "project_name": "Toy-ACT-torch",
    "run_name": "official",
    "checkpoint_path": "checkpoints/Toy-ACT-torch/official",
    "load_checkpoint": None,
    "seed": 0,
    "checkpoint_every_eval": True,
    "eval_save_outputs": [],
    "ema": True,
    "ema_rate": 0.999,
    "freeze_weights": False,
}
"""all_config.yaml as the official code writes it."""


def _as_official(folder: Path, rows: int | None = None) -> Path:
    """The learned weights as the official code saves a compiled model: a bare file step_N beside all_config.yaml."""
    weights = load(folder / LEARNED / "model.pt")
    if rows is not None:
        weights["model.inner.puzzle_emb.weights"] = torch.arange(rows).float()[:, None].expand(rows, 32).clone()
    official = folder / OFFICIAL_CONFIG["checkpoint_path"]
    official.mkdir(parents=True)
    (official / "all_config.yaml").write_text(yaml.dump(OFFICIAL_CONFIG))
    torch.save({f"_orig_mod.{name}": value for name, value in weights.items()}, official / "step_120")
    return (official / "step_120").relative_to(folder)


def test_a_bare_file_of_the_official_code_scores_the_same(learned: Path) -> None:
    ours = scores("--checkpoint", str(LEARNED), cwd=learned)
    in_float32 = scores("--checkpoint", str(LEARNED), "--dtype", "float32", cwd=learned)
    official = _as_official(learned)
    theirs = scores("--checkpoint", str(official), cwd=learned)
    assert theirs["sets"] == in_float32["sets"] and theirs["checkpoint"] == str(official)
    assert (learned / official.with_name("evaluation_toy_test.json")).is_file()
    named = ("--data-path", "data/toy", "--config", f"{RUN}/all_config.yaml", "--checkpoint", str(official))
    assert scores(*named, cwd=learned)["sets"] == ours["sets"]
    puzzle = puzzle_text(toy_puzzles(1, 1, seed=1)[0][0])
    solved = call("infer", "--puzzle", puzzle, "--checkpoint", str(official), cwd=learned)
    assert solved == call("infer", "--puzzle", puzzle, "--checkpoint", str(LEARNED), cwd=learned)


def test_a_bare_file_of_the_official_code_can_be_trained_on(learned: Path) -> None:
    ended = pretrain(f"load_checkpoint={_as_official(learned)}", "run_name=tuned", "lr=0", "epochs=1", cwd=learned)
    assert ended.status == 0
    before, after = (
        load(learned / LEARNED / "model.pt"),
        load(learned / TUNED / "model.pt"),
    )
    frozen = [name for name in before if "puzzle_emb" not in name]
    assert before.keys() == after.keys() and all(torch.equal(before[name], after[name]) for name in frozen)


def test_a_puzzle_table_of_another_size_starts_at_its_mean_and_that_is_said(learned: Path) -> None:
    official = _as_official(learned, rows=9)
    ended = call("evaluate", "--checkpoint", str(official), cwd=learned)
    assert ended.status == 0
    said = f"puzzle embeddings of {official} are [9, 32], of this data [4, 32]: all rows start at the mean"
    assert (ended.out + ended.err).count(said) == 1

    options = ("run_name=tuned", "lr=0", "puzzle_emb_lr=0", "epochs=1")
    ended = pretrain(f"load_checkpoint={official}", *options, cwd=learned)
    assert ended.status == 0 and (ended.out + ended.err).count(said) == 1
    table = load(learned / TUNED / "model.pt")["model.inner.puzzle_emb.weights"]
    assert torch.equal(table, torch.full((4, 32), 4.0))


def test_a_puzzle_table_of_the_same_size_is_taken_over(learned: Path) -> None:
    ended = pretrain(f"load_checkpoint={LEARNED}", "run_name=tuned", "lr=0", "puzzle_emb_lr=0", "epochs=1", cwd=learned)
    assert ended.status == 0 and "puzzle embeddings" not in ended.out
    before, after = (
        load(learned / folder / "model.pt") for folder in (LEARNED, RUN.with_name("tuned") / "final_step_1")
    )
    name = "model.inner.puzzle_emb.weights"
    assert before[name].abs().sum() > 0 and torch.equal(before[name], after[name])


def test_json_is_the_only_output(learned: Path) -> None:
    official = _as_official(learned, rows=9)
    ended = call("evaluate", "--checkpoint", str(official), "--evaluators", "sudoku@Sudoku", "--json", cwd=learned)
    assert json.loads(ended.out)["sets"]["all"]["count"] == 10


# ---- layouts of released checkpoints

_SHARED = {
    "H_init": (512,),
    "L_init": (512,),
    "q_head.weight": (2, 512),
    "q_head.bias": (2,),
    "L_level.layers.0.mlp.gate_up_proj.weight": (3072, 512),
    "L_level.layers.0.mlp.down_proj.weight": (512, 1536),
    "L_level.layers.1.mlp.gate_up_proj.weight": (3072, 512),
    "L_level.layers.1.mlp.down_proj.weight": (512, 1536),
}
_ATTENTION = {
    "L_level.layers.0.self_attn.qkv_proj.weight": (1536, 512),
    "L_level.layers.0.self_attn.o_proj.weight": (512, 512),
    "L_level.layers.1.self_attn.qkv_proj.weight": (1536, 512),
    "L_level.layers.1.self_attn.o_proj.weight": (512, 512),
}
_MLP = {
    "L_level.layers.0.mlp_t.gate_up_proj.weight": (1024, 97),
    "L_level.layers.0.mlp_t.down_proj.weight": (97, 512),
    "L_level.layers.1.mlp_t.gate_up_proj.weight": (1024, 97),
    "L_level.layers.1.mlp_t.down_proj.weight": (97, 512),
}


def _vocabulary(size: int, puzzles: int) -> dict[str, tuple[int, ...]]:
    return {
        "embed_tokens.embedding_weight": (size, 512),
        "lm_head.weight": (size, 512),
        "puzzle_emb.weights": (puzzles, 512),
    }


# The ARC table has 876,406 rows when released; 50 stand for them.
LAYOUTS = {
    "arc_att_step_518071": (_SHARED | _ATTENTION | _vocabulary(12, 50), 900, {"L_cycles": 4}),
    "sudoku_mlp_step_16275": (_SHARED | _MLP | _vocabulary(11, 1), 81, {"mlp_t": True, "pos_encodings": "none"}),
    "sudoku_att_step_21700": (_SHARED | _ATTENTION | _vocabulary(11, 1), 81, {}),
    "maze_att": (_SHARED | _ATTENTION | _vocabulary(6, 1), 900, {"L_cycles": 4}),
}
"""Names (behind `_orig_mod.model.inner.`) and shapes in each file, its data's sequence length, and its settings."""

RELEASED = OFFICIAL_CONFIG["arch"] | {
    "halt_max_steps": 16,
    "H_cycles": 3,
    "L_cycles": 6,
    "L_layers": 2,
    "hidden_size": 512,
    "num_heads": 8,
    "puzzle_emb_ndim": 512,
    "puzzle_emb_len": 16,
    "forward_dtype": "bfloat16",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_released_checkpoints_load_strictly(tmp_path: Path, name: str) -> None:
    layout, seq_len, settings = LAYOUTS[name]
    rows, vocab_size = layout["puzzle_emb.weights"][0], layout["lm_head.weight"][0]
    released = {f"_orig_mod.model.inner.{key}": torch.randn(shape) for key, shape in layout.items()}
    torch.save(released, tmp_path / name)
    metadata = PuzzleDatasetMetadata(
        pad_id=0,
        ignore_label_id=0,
        blank_identifier_id=0,
        vocab_size=vocab_size,
        seq_len=seq_len,
        num_puzzle_identifiers=rows,
        total_groups=1,
        mean_puzzle_examples=1,
        total_puzzles=1,
        sets=["all"],
    )
    (tmp_path / "all_config.yaml").write_text(yaml.dump(OFFICIAL_CONFIG | {"arch": RELEASED | settings}))
    config = load_config(tmp_path / "all_config.yaml")
    model = TrainedRun(config, tmp_path / name, metadata, {}).build_model(torch.device("cpu"))
    loaded = model.state_dict()
    assert {f"_orig_mod.{key}" for key in loaded} == released.keys()
    for key, value in loaded.items():
        assert torch.equal(value, released[f"_orig_mod.{key}"].to(value.dtype)), key
    if name == "sudoku_mlp_step_16275":
        assert sum(p.numel() for p in model.parameters()) == 5_028_866

    weights = load_weights(tmp_path / name)
    del weights["model.inner.q_head.bias"]
    with pytest.raises(UserError, match="q_head.bias is missing"):
        fit_weights(model, weights, tmp_path / name)


def test_names_and_shapes_of_our_own_checkpoints(learned_once: Path) -> None:
    shapes = {name: tuple(value.shape) for name, value in load(learned_once / LEARNED / "model.pt").items()}
    assert shapes == {
        "model.inner.H_init": (32,),
        "model.inner.L_init": (32,),
        "model.inner.embed_tokens.embedding_weight": (VOCAB_SIZE, 32),
        "model.inner.lm_head.weight": (VOCAB_SIZE, 32),
        "model.inner.q_head.weight": (2, 32),
        "model.inner.q_head.bias": (2,),
        "model.inner.puzzle_emb.weights": (4, 32),
        "model.inner.L_level.layers.0.self_attn.qkv_proj.weight": (96, 32),
        "model.inner.L_level.layers.0.self_attn.o_proj.weight": (32, 32),
        "model.inner.L_level.layers.0.mlp.gate_up_proj.weight": (512, 32),
        "model.inner.L_level.layers.0.mlp.down_proj.weight": (32, 256),
    }
