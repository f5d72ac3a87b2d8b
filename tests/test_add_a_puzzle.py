"""A puzzle of one's own: docs/add_a_puzzle.md, typed in and run, and a task in as few lines as can be.

Both are added to a copy of the project, where no other file is touched.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.harness import ROOT, RUN
from tests.project_copy import copy_project, run_in, write_files

FILE = r"^`(?P<name>[\w/]+\.\w+)`(?:(?!```).)*```(?:python|yaml)\n(?P<content>.*?)^```$"
COMMANDS = r"^```bash\n(?P<commands>.*?)^```$"
SHORT = {
    "pretrain.py": "epochs=1 wandb.mode=disabled device=cpu arch.halt_max_steps=2 project_name=project",
    "dataset/build_takuzu_dataset.py": "--num-train-puzzles 128 --num-test-puzzles 64",
}


def test_the_page_is_true(tmp_path: Path) -> None:
    copy_project(tmp_path)
    page = (ROOT / "docs" / "add_a_puzzle.md").read_text()
    printed: dict[str, list[str]] = {}
    for part in re.finditer(f"(?:{FILE})|(?:{COMMANDS})", page, re.MULTILINE | re.DOTALL):
        if part["name"]:
            write_files(tmp_path, {part["name"]: part["content"]})
            continue
        for command in part["commands"].splitlines():
            program = command.removeprefix("uv run ").split()[0]
            ended = run_in(tmp_path, f"python {command.removeprefix('uv run ')} {SHORT.get(program, '')}")
            # One epoch teaches nothing, so that the answer breaks the rules, which infer.py says.
            assert ended.status == (program == "infer.py"), ended.err
            printed.setdefault(program, []).append(ended.out + ended.err)
    without_rules, with_rules = printed["pretrain.py"]
    assert "evaluator puzzle@Puzzle is skipped: " in without_rules and "is skipped" not in with_rules
    assert ["all/valid" in text for text in printed["evaluate.py"]] == [False, True]
    assert "the answer breaks the rules: " in printed["infer.py"][0]
    assert (tmp_path / RUN.with_name("second")).is_dir()


SWAP = {
    "dataset/swap/__init__.py": '"""The answer exchanges the two halves of the question."""\n',
    "dataset/swap/rules.py": """
import numpy as np

from dataset.symmetries import Symmetries
from utils.errors import UserError


def parse(text):
    if len(text) != 4 or set(text) - set("abcd"):
        raise UserError("four letters of a to d are needed")
    return np.array([1 + "abcd".index(sign) for sign in text], np.uint8)


def render(inputs, answer=None):
    return "".join("?abcd"[token] for token in (inputs if answer is None else answer))


def check(inputs, answer):
    return None if np.array_equal(np.roll(inputs, 2), answer) else "the halves are not exchanged"


def draw_symmetries(count, seq_len, rng, read):
    tokens = np.tile(np.arange(5, dtype=np.uint8), (count, 1))
    tokens[:, 1:] = rng.permuted(tokens[:, 1:], axis=1)
    return Symmetries(np.tile(np.arange(seq_len, dtype=np.uint8), (count, 1)), tokens)
""",
    "dataset/build_swap_dataset.py": """
from dataclasses import dataclass

import numpy as np
import tyro

from dataset.writer import DatasetWriter


@dataclass
class Options:
    output_dir: str = "data/swap"
    seed: int = 0


def main():
    options = tyro.cli(Options)
    questions = np.random.default_rng(options.seed).permutation(np.indices((4,) * 4).reshape(4, -1).T + 1)
    with DatasetWriter(options.output_dir, task="swap", vocab_size=5, seq_len=4, seed=options.seed) as writer:
        for split, inputs in (("train", questions[:200]), ("test", questions[200:])):
            writer.add_set(split, inputs=inputs, labels=np.roll(inputs, 2, axis=1))


if __name__ == "__main__":
    main()
""",
    "look.py": """
import json
from pathlib import Path

from dataset.puzzle_dataset import PuzzleDataset
from dataset.tasks import load_rules, task_names

rules, found = load_rules(Path("data/swap")), PuzzleDataset([Path("data/swap")], "train")
rows = found.sets[0]
broken = [rules.check(question, answer) for question, answer in zip(rows.inputs, rows.labels)]
print(json.dumps({"tasks": task_names(), "rows": len(rows), "broken": [fault for fault in broken if fault],
                  "read": rules.render(rules.parse("abdc")), "wrong": rules.check(rows.inputs[0], rows.inputs[0] * 0)}))
""",
}


def test_a_task_of_a_few_lines(tmp_path: Path) -> None:
    copy_project(tmp_path)
    write_files(tmp_path, SWAP)
    built = run_in(tmp_path, "python dataset/build_swap_dataset.py")
    assert built.status == 0, built.err
    looked = run_in(tmp_path, "python look.py")
    assert looked.status == 0, looked.err
    found = json.loads(looked.out)
    assert "swap" in found["tasks"] and "sudoku" in found["tasks"] and found["rows"] == 200
    assert found["read"] == "abdc" and found["broken"] == [] and found["wrong"] == "the halves are not exchanged"
    tiny = "arch.hidden_size=16 arch.num_heads=2 arch.puzzle_emb_ndim=0 arch.halt_max_steps=2"
    steps = "global_batch_size=100 epochs=1 eval_interval=1 log_interval=1 wandb.mode=disabled device=cpu"
    what = "data_paths=[data/swap] augment=swap evaluators='[{name: puzzle@Puzzle}]' project_name=project run_name=run"
    trained = run_in(tmp_path, f"python pretrain.py {what} {tiny} {steps}")
    assert trained.status == 0, trained.err
    lines = [json.loads(line) for line in (tmp_path / RUN / "metrics.jsonl").read_text().splitlines()]
    assert (tmp_path / RUN / "final_step_2").is_dir() and any("all/valid" in line for line in lines)
