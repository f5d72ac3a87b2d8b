"""Commands that people already type, as they type them, on the real scripts.

Sizes are cut down by arguments added at the end: Hydra and tyro let the last one win. `uv run` is left off: the tests
run inside the environment that it would choose.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dataset.arc.generator import generate_tasks

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
SMALL = (
    "arch.hidden_size=32 arch.num_heads=2 arch.H_cycles=1 arch.L_cycles=1 arch.halt_max_steps=3 arch.puzzle_emb_len=2"
    " global_batch_size=32 epochs=2 eval_interval=1 log_interval=1 wandb.mode=disabled"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the checkout to a command, with data and checkpoints of its own."""
    path = tmp_path_factory.mktemp("typed")
    for name in ("pretrain.py", "evaluate.py", "evaluate_math.py", "infer.py", "dataset", "config"):
        (path / name).symlink_to(ROOT / name)
    return path


def typed(folder: Path, command: str, status: int = 0) -> str:
    """Run a command line; return what it printed."""
    words = shlex.split(command)
    while words[0] in ("uv", "run"):
        words = words[1:]
    if words[0].endswith(".py"):
        words = ["python", *words]
    program = {"python": sys.executable, "torchrun": str(BIN / "torchrun")}[words[0]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "run_name": "x"}
    done = subprocess.run([program, *words[1:]], cwd=folder, env=environment, capture_output=True, text=True)
    output = done.stdout + done.stderr
    assert done.returncode == status, output
    return output


def refused_offline(folder: Path, build: str) -> None:
    """Without the hub a builder says in one line what works without it."""
    errors = [line for line in typed(folder, build, status=1).splitlines() if line.startswith("error: ")]
    assert len(errors) == 1 and "--source" in errors[0] and "--generate" in errors[0]


@pytest.fixture(scope="module")
def trained(folder: Path) -> str:
    """The data set and the run that the other commands use; `<run>` of the documentation."""
    typed(folder, "uv run python dataset/build_sudoku_4x4_dataset.py")
    command = (
        'torchrun --nproc-per-node 2 pretrain.py arch=trm data_paths="[data/sudoku4x4]" evaluators="[]" epochs=2'
        " +run_name=x ema=True"
    )
    output = typed(folder, f"{command} {SMALL}")
    assert "2 process(es)" in output
    return "checkpoints/Sudoku4x4-ACT-torch/x"


def test_two_processes_train_and_the_result_is_scored(folder: Path, trained: str) -> None:
    assert (folder / trained / "final_step_125" / "model.pt").is_file()
    output = typed(
        folder,
        f"uv run python evaluate.py --data-path data/sudoku4x4/ --config {trained}/all_config.yaml"
        f" --checkpoint {trained}/final_step_125/model.pt",
    )
    assert re.search(r"^all +400 ", output, re.M)
    assert "final_step_125 on data/sudoku4x4" in typed(folder, "uv run python evaluate.py --data-path data/sudoku4x4/")


def test_the_official_arc_builder(folder: Path) -> None:
    command = (
        "python -m dataset.build_arc_dataset --input-file-prefix kaggle/combined/arc-agi --output-dir"
        " data/arc1concept-aug-1000 --subsets training evaluation concept --test-set-name evaluation"
    )
    output = typed(folder, command, status=1)
    assert "no kaggle/combined/arc-agi_training_challenges.json" in output and "--generate N" in output
    (folder / "kaggle/combined").mkdir(parents=True)
    rng = np.random.default_rng(0)
    for subset in ("training", "evaluation", "concept"):
        tasks = {task.name: task.as_json() for task in generate_tasks(2, subset, rng)}
        solutions = {name: [pair.pop("output") for pair in task["test"]] for name, task in tasks.items()}
        for kind, content in (("challenges", tasks), ("solutions", solutions)):
            (folder / f"kaggle/combined/arc-agi_{subset}_{kind}.json").write_text(json.dumps(content))
    output = typed(folder, command)
    assert "data/arc1concept-aug-1000: 6 tasks as " in output and " of 2 tasks" in output
    assert (folder / "data/arc1concept-aug-1000/test_puzzles.json").is_file()


@pytest.mark.slow
def test_the_official_arc_training(folder: Path) -> None:
    data = "data/arc1concept-aug-1000"
    typed(folder, f"python -m dataset.build_arc_dataset --output-dir {data} --generate 6 --num-aug 2")
    command = (
        "torchrun --nproc-per-node 4 --rdzv_backend=c10d --rdzv_endpoint=localhost:0 --nnodes=1 pretrain.py arch=trm"
        f' data_paths="[{data}]" arch.L_layers=2 arch.H_cycles=3 arch.L_cycles=4 +run_name=arc ema=True'
    )
    output = typed(folder, f"{command} {SMALL}")
    assert "4 process(es)" in output and "skipped" not in output
    run = folder / "checkpoints/Arc1concept-aug-1000-ACT-torch/arc"
    assert '"ARC/pass@2"' in (run / "metrics.jsonl").read_text()
    puzzles = json.loads((folder / data / "test_puzzles.json").read_text())
    submissions = list(run.glob("evaluator_ARC_step_*/submission.json"))  # one for each evaluation
    assert submissions
    for submission in submissions:
        assert {name: len(tests) for name, tests in json.loads(submission.read_text()).items()} == {
            name: len(puzzle["test"]) for name, puzzle in puzzles.items()
        }


def test_the_official_sudoku_commands(folder: Path) -> None:
    build = "python dataset/build_sudoku_dataset.py --output-dir data/sudoku-extreme-1k-aug-1000"
    sizes = "--subsample-size 1000 --num-aug 1000"
    refused_offline(folder, f"{build} {sizes}")
    typed(folder, f"{build} {sizes} --generate 40 --num-aug 3 --subsample-size 30")
    train = (
        'python pretrain.py arch=trm data_paths="[data/sudoku-extreme-1k-aug-1000]" evaluators="[]" epochs=50000'
        " eval_interval=5000 lr=1e-4 puzzle_emb_lr=1e-4 weight_decay=1.0 puzzle_emb_weight_decay=1.0 arch.mlp_t=True"
        " arch.pos_encodings=none arch.L_layers=2 arch.H_cycles=3 arch.L_cycles=6 +run_name=${run_name} ema=True"
    )
    train = train.replace("${run_name}", "official")
    typed(folder, f"{train} {SMALL}")
    assert list((folder / "checkpoints/Sudoku-extreme-1k-aug-1000-ACT-torch/official").glob("final_step_*"))


def test_the_official_maze_commands(folder: Path) -> None:
    build = "python dataset/build_maze_dataset.py"
    refused_offline(folder, build)
    typed(folder, f"{build} --generate 40 --size 6 --min-path 5 --subsample-size 32 --aug")
    train = (
        'torchrun --nproc-per-node 2 pretrain.py arch=trm data_paths="[data/maze-30x30-hard-1k]" evaluators="[]"'
        " epochs=50000 eval_interval=5000 lr=1e-4 puzzle_emb_lr=1e-4 weight_decay=1.0 puzzle_emb_weight_decay=1.0"
        " arch.L_layers=2 arch.H_cycles=3 arch.L_cycles=4 +run_name=official ema=True"
    )
    typed(folder, f"{train} {SMALL}")
    assert list((folder / "checkpoints/Maze-30x30-hard-1k-ACT-torch/official").glob("final_step_*"))


@pytest.mark.parametrize(
    ("mode", "data"),
    [
        ("", "qa_pairs"),
        ("--advanced", "qa_pairs_advanced"),
        ("--ultra-complex", "qa_pairs_ultra_complex"),
        ("--ultra-complex-small", "qa_pairs_ultra_complex_small"),
    ],
)
def test_the_question_builder(folder: Path, mode: str, data: str) -> None:
    typed(folder, f"uv run dataset/build_qa_dataset.py {mode} --num-train-puzzles 120 --num-test-puzzles 60")
    assert (folder / "data" / data / "vocabulary.json").is_file()


def test_questions_are_trained_on_and_scored(folder: Path) -> None:
    typed(folder, "uv run dataset/build_qa_dataset.py --advanced --num-train-puzzles 120 --num-test-puzzles 60")
    typed(folder, f"uv run python pretrain.py --config-name cfg_qa_advanced {SMALL}")
    output = typed(folder, "uv run python evaluate.py --data-path data/qa_pairs_advanced/")
    assert re.search(r"^iid +questions +exact .* majority +bag of words$", output, re.M)
    (line,) = (folder / "data/qa_pairs_advanced/test/iid__meta.jsonl").read_text().splitlines()[:1]
    assert f"kind {json.loads(line)['kind']} " in output


def test_mathematics_is_trained_on_and_scored(folder: Path) -> None:
    sizes = "--num-train-puzzles 140 --num-test-puzzles 28"
    typed(folder, f"uv run python dataset/build_math_gsm8k_dataset.py {sizes}")
    typed(folder, f"python pretrain.py --config-name cfg_math_pretrain {SMALL} run_name=small")
    typed(folder, "python pretrain.py --config-name cfg_math_test wandb.mode=disabled")
    runs = folder / "checkpoints/TRM-Math-Reasoning"
    assert len(list(runs.iterdir())) == 2
    command = (
        "uv run python evaluate_math.py --checkpoint-dir checkpoints/TRM-Math-Reasoning/small/"
        " --data-path data/math_gsm8k_qa --num-samples 100"
    )
    output = typed(folder, command)
    assert output.count("  prediction  ") == 28 and "category linear_equations " in output
    assert list(runs.glob("small/final_step_*/math_math_gsm8k_qa_test.csv"))


@pytest.mark.parametrize("script", sorted(ROOT.glob("train_*.sh")), ids=lambda path: path.stem)
def test_launch_scripts_name_what_exists(script: Path) -> None:
    assert os.access(script, os.X_OK)
    text = script.read_text()
    for name in re.findall(r"experiment=(\w+)", text):
        assert (ROOT / f"config/experiment/{name}.yaml").is_file(), name
    for name in re.findall(r"[\w/]+\.(?:py|sh)\b", text):
        assert (ROOT / name.removeprefix("/")).is_file(), name
