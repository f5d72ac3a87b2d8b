"""The ARC builder: what it reads and writes, and the arrays that decode to the tasks they were made of."""

from __future__ import annotations

import json
import math
import os
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tyro

from dataset import build_arc_dataset
from dataset.arc import writer
from dataset.arc.grids import CELLS, EOS, FIRST_COLOUR, PAD, read_name
from dataset.arc.groups import PART
from dataset.build_arc_dataset import Options, build
from dataset.common import ARRAY_FIELDS, read_build, read_metadata
from tests.dataset.arc.files import OTHER, OTHER_SOLUTIONS, SOLUTIONS, TASKS, Grid, write
from utils.errors import UserError

GOLDEN = Path(os.environ.get("TRM_GOLDEN", "")) / "arc_voting"


@pytest.fixture
def options(tmp_path: Path) -> Options:
    """Two subsets of small tasks, the second the test subset."""
    write(tmp_path / "in/arc", "training", OTHER, OTHER_SOLUTIONS)
    write(tmp_path / "in/arc", "evaluation", TASKS, SOLUTIONS)
    return Options(
        str(tmp_path / "out/data"),
        str(tmp_path / "in/arc"),
        ("training", "evaluation"),
        "evaluation",
        num_aug=40,
    )


def load(data: Path, split: str) -> dict[str, np.ndarray]:
    return {name: np.load(data / split / f"all__{name}.npy") for name in ARRAY_FIELDS}


def read_canvas(tokens: np.ndarray) -> tuple[np.ndarray, tuple[int, int]]:
    """The grid that lies somewhere on a canvas (cells,), and where; its frame is checked."""
    side = math.isqrt(len(tokens))
    canvas = np.pad(tokens.reshape(side, side), (0, 1))
    rows, columns = np.nonzero(canvas >= FIRST_COLOUR)
    top, left, bottom, right = rows.min(), columns.min(), rows.max() + 1, columns.max() + 1
    expected = np.zeros_like(canvas)
    expected[bottom, left:right] = expected[top:bottom, right] = EOS
    expected[-1], expected[:, -1] = PAD, PAD
    expected[top:bottom, left:right] = canvas[top:bottom, left:right]
    assert np.array_equal(canvas, expected) and (canvas[top:bottom, left:right] >= FIRST_COLOUR).all()
    return canvas[top:bottom, left:right] - FIRST_COLOUR, (int(top), int(left))


Decoded = dict[str, list[list[tuple[Grid, Grid]]]]


def decode(data: Path, split: str) -> Decoded:
    """For each task of a split its puzzles, each a list of pairs as they were before the augmentation."""
    arrays, names = load(data, split), json.loads((data / "identifiers.json").read_text())
    found: Decoded = {}
    for group in range(len(arrays["group_indices"]) - 1):
        for puzzle in range(*arrays["group_indices"][group : group + 2]):
            task, augmentation = read_name(names[arrays["puzzle_identifiers"][puzzle]])
            pairs, corners = [], 0
            for row in range(*arrays["puzzle_indices"][puzzle : puzzle + 2]):
                (question, place), (answer, other) = (read_canvas(arrays[name][row]) for name in ("inputs", "labels"))
                assert place == other, "input and output lie at the same place"
                corners += place == (0, 0)
                pairs.append((augmentation.invert(question).tolist(), augmentation.invert(answer).tolist()))
            assert corners >= (1 if split == "train" else len(pairs))
            found.setdefault(task, []).append(pairs)
        assert len(found) == group + 1, "a group is one task"
    return found


def expected(tasks: dict, solutions: dict, split: str) -> dict[str, list[tuple[Grid, Grid]]]:
    """The pairs of each task."""
    if split == "train":
        return {name: [(pair["input"], pair["output"]) for pair in task["train"]] for name, task in tasks.items()}
    return {
        name: [(pair["input"], grid) for pair, grid in zip(task["test"], solutions[name], strict=True)]
        for name, task in tasks.items()
    }


def test_arrays_decode_to_the_tasks(options: Options) -> None:
    build(options)
    data = Path(options.output_dir)
    train = expected(TASKS, SOLUTIONS, "train") | {"cccc0003": [([[1, 5]], [[5, 1]]), ([[2, 6]], [[6, 2]])]}
    for split, tasks in (("train", train), ("test", expected(TASKS, SOLUTIONS, "test"))):
        decoded = decode(data, split)
        assert decoded == {name: [pairs] * 41 for name, pairs in tasks.items()}
        assert load(data, split)["inputs"].dtype == np.uint8
    metadata = read_metadata(data, "test")
    assert (metadata.vocab_size, metadata.seq_len, metadata.num_puzzle_identifiers) == (12, CELLS, 1 + 3 * 41)
    assert (metadata.total_groups, metadata.mean_puzzle_examples, metadata.ignore_label_id) == (2, 1.5, 0)
    names = json.loads((data / "identifiers.json").read_text())
    assert len(set(names)) == len(names) and names[0] == "<blank>"
    first = load(data, "test")["puzzle_identifiers"].reshape(2, 41)[:, 0]
    assert {names[number] for number in first} == set(TASKS), "the task itself comes first"
    asked = json.loads((data / "test_puzzles.json").read_text())
    assert asked.keys() == TASKS.keys() and asked["bbbb0002"]["test"] == [{"input": [[3]], "output": [[3, 3], [3, 3]]}]
    assert asked["aaaa0001"]["train"] == TASKS["aaaa0001"]["train"]


def test_translations_reach_everywhere_and_spare_one(options: Options) -> None:
    build(replace(options, num_aug=300))
    data = Path(options.output_dir)
    arrays, names = load(data, "train"), json.loads((data / "identifiers.json").read_text())
    places: dict[int, list[tuple[int, int]]] = {}
    for puzzle, identifier in enumerate(arrays["puzzle_identifiers"]):
        if names[identifier].startswith("cccc0003|||t0"):
            for row in range(*arrays["puzzle_indices"][puzzle : puzzle + 2]):
                places.setdefault(puzzle, []).append(read_canvas(arrays["inputs"][row])[1])
    moved = np.array([place for pair in places.values() for place in pair])
    assert moved.min() == 0 and moved[:, 0].max() > 25 and 24 < moved[:, 1].max() <= 28
    kept = [pair.index((0, 0)) for pair in places.values()]
    assert set(kept) == {0, 1}, "it is not always the same example that stays in the corner"


def test_augmentations_differ_by_content(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    """[[1]] -> [[2]] has 9 * 8 forms, turns do not show; [[0, 1]] -> [[1, 0]] has 9 colours and 4 turns."""
    dot = {"train": [{"input": [[1]], "output": [[2]]}], "test": [{"input": [[2]], "output": [[2]]}]}
    line = {"train": [{"input": [[0, 1]], "output": [[1, 0]]}], "test": [{"input": [[0, 1]], "output": [[1, 0]]}]}
    write(Path(options.input_file_prefix or ""), "few", {"dot": dot, "line": line})
    build(replace(options, subsets=("few",), test_set_name="few", num_aug=300))
    counts = {name: len(puzzles) for name, puzzles in decode(Path(options.output_dir), "train").items()}
    assert counts == {"dot": 72, "line": 36}
    assert (
        "2 tasks have fewer than 300 different augmentations in 1500 draws: line 35, dot 71" in capsys.readouterr().out
    )


def test_nothing_depends_on_the_number_of_processes(
    options: Options, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_WORTH_PROCESSES", 0)
    for folder, processes, seed in (("one", 1, 42), ("two", 2, 42), ("other", 1, 43)):
        build(replace(options, output_dir=str(tmp_path / folder), num_workers=processes, num_aug=PART + 9, seed=seed))
    one, two, other = (read_build(tmp_path / folder)["arrays"] for folder in ("one", "two", "other"))
    assert one == two
    assert one["train/all__inputs.npy"] != other["train/all__inputs.npy"]


def test_subsets_do_not_change_each_other(options: Options, tmp_path: Path) -> None:
    """A task keeps its augmentations and its place on the canvas whatever is built beside it."""
    build(options)
    build(replace(options, output_dir=str(tmp_path / "alone"), subsets=("evaluation",)))
    both, alone = (load(Path(folder), "train")["inputs"] for folder in (options.output_dir, tmp_path / "alone"))
    assert np.array_equal(both[-len(alone) :], alone) and len(both) > len(alone)


def test_gzip_and_folders_give_the_same(options: Options, tmp_path: Path) -> None:
    build(options)
    packed, folder = tmp_path / "gz/arc", tmp_path / "tasks"
    for name, tasks, solutions in (("training", OTHER, OTHER_SOLUTIONS), ("evaluation", TASKS, SOLUTIONS)):
        write(packed, name, tasks, solutions, packed=True)
        for task, pairs in full(tasks, solutions).items():
            file = folder / name / task[:2] / f"{task}.json"
            file.parent.mkdir(parents=True)
            file.write_text(json.dumps(pairs))
    for prefix in (packed, folder):
        build(replace(options, input_file_prefix=str(prefix), output_dir=str(tmp_path / "same")))
        same, first = (read_build(Path(data)) for data in (tmp_path / "same", options.output_dir))
        assert same["arrays"] == first["arrays"]
        assert len(same["sources"]) == (4 if prefix == packed else 3)


def full(tasks: dict, solutions: dict) -> dict:
    """Tasks as ARC's repositories have them, with the outputs of the test pairs."""
    found = json.loads(json.dumps(tasks))
    for name, task in found.items():
        for pair, grid in zip(task["test"], solutions[name], strict=True):
            pair["output"] = grid
    return found


def test_two_test_subsets_and_the_first_identifier(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    build(replace(options, test_set_name2="training", puzzle_identifiers_start=5, num_aug=2))
    data = Path(options.output_dir)
    assert set(decode(data, "test")) == {"aaaa0001", "bbbb0002", "cccc0003"}
    names = json.loads((data / "identifiers.json").read_text())
    assert names[:5] == ["<blank>"] * 5 and len(names) == read_metadata(data, "train").num_puzzle_identifiers == 14
    assert load(data, "train")["puzzle_identifiers"].min() == 5
    assert "evaluation: 2 tasks, 4 train pairs, 3 test pairs" in capsys.readouterr().out


def test_generated_tasks_have_answers_that_follow(tmp_path: Path) -> None:
    build(Options(str(tmp_path / "data"), generate=12, generate_test=3, num_aug=4))
    asked = json.loads((tmp_path / "data/test_puzzles.json").read_text())
    assert [name.split("_")[0] for name in asked] == ["fill", "mirror", "recolour"]
    train, test = decode(tmp_path / "data", "train"), decode(tmp_path / "data", "test")
    assert len(train) == 15 and test.keys() == asked.keys()
    for pairs in (puzzles[0] for puzzles in train.values()):
        assert all(question != answer for question, answer in pairs)


def small(folder: Path) -> Options:
    """The set of `train_arc.sh`, by its own command."""
    script = Path(build_arc_dataset.__file__).parents[1] / "train_arc.sh"
    (command,) = re.findall(r"build_arc_dataset\.py (.*)", script.read_text().replace("\\\n", " "))
    return replace(tyro.cli(Options, args=shlex.split(command)), output_dir=str(folder))


def test_the_small_set_keeps_to_the_split_of_arc(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a test task its demonstrations are trained on, of a training task all pairs; nothing leaks."""
    build(small(tmp_path / "data"))
    assert "warning:" not in capsys.readouterr().out
    asked = json.loads((tmp_path / "data/test_puzzles.json").read_text())
    train, test = decode(tmp_path / "data", "train"), decode(tmp_path / "data", "test")
    assert len(asked) >= 40 and test.keys() == asked.keys() and len(train) > len(test)
    assert read_metadata(tmp_path / "data", "test").seq_len == small(tmp_path).canvas ** 2 < CELLS
    for name, task in asked.items():
        shown, wanted = ([(pair["input"], pair["output"]) for pair in task[split]] for split in ("train", "test"))
        assert train[name] == [shown] * len(train[name]) and test[name] == [wanted] * len(train[name])
        assert wanted[0][0] not in [question for question, _ in shown]
    assert all(len(puzzles[0]) == len(shown) + 1 for name, puzzles in train.items() if name not in asked)


def test_a_small_canvas_holds_the_same_tasks(tmp_path: Path) -> None:
    """Real tasks may lie on a smaller canvas, too, if they fit."""
    write(tmp_path / "in/arc", "few", {"bbbb0002": TASKS["bbbb0002"]}, SOLUTIONS)
    options = Options(str(tmp_path / "large"), str(tmp_path / "in/arc"), ("few",), "few", num_aug=30)
    build(options)
    build(replace(options, output_dir=str(tmp_path / "small"), canvas=4))
    for split in ("train", "test"):
        assert decode(tmp_path / "small", split) == decode(tmp_path / "large", split)
        assert read_metadata(tmp_path / "small", split).seq_len == 16
    with pytest.raises(UserError, match="--canvas 2: task bbbb0002 of 'few' has a grid of 2x3"):
        build(replace(options, canvas=2))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"canvas": 31}, "--canvas must be at most 30, not 31"),
        ({"canvas": 0}, "canvas"),
        ({"canvas": 5}, "rule double need at least 6, or leave it out: --rules fill mirror"),
        ({"canvas": 2}, "rule fill need at least 3"),
        ({"rules": ("mirrror",)}, "did you mean 'mirror'"),
        ({"rules": ("fill", "keep", "fill")}, "fill is named twice"),
        ({"rules": ("fill",), "generate": 0}, "--rules needs --generate"),
    ],
)
def test_rules_and_canvas_that_cannot_be(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as caught:
        build(replace(Options(str(tmp_path / "data"), generate=6, num_aug=2), **changes))
    assert said in str(caught.value) and not (tmp_path / "data").exists()


def blind(options: Options) -> Options:
    """The options, with evaluation tasks of which a part has no solution."""
    solutions = {"aaaa0001": [None, SOLUTIONS["aaaa0001"][1]]}
    write(Path(options.input_file_prefix or ""), "evaluation", TASKS, solutions)
    return options


def test_dropped_questions(options: Options) -> None:
    build(replace(blind(options), missing_solutions="drop"))
    data = Path(options.output_dir)
    assert {name: pairs[0] for name, pairs in decode(data, "test").items()} == {"aaaa0001": [([[1, 0]], [[0, 1]])]}
    assert set(decode(data, "train")) == {"aaaa0001", "bbbb0002", "cccc0003"}, "demonstrations are trained on"
    asked = json.loads((data / "test_puzzles.json").read_text())
    assert {name: len(task["test"]) for name, task in asked.items()} == {"aaaa0001": 1}


def test_blind_questions(options: Options) -> None:
    build(replace(blind(options), missing_solutions="blind", num_aug=2))
    data = Path(options.output_dir)
    arrays, names = load(data, "test"), json.loads((data / "identifiers.json").read_text())
    assert len(arrays["inputs"]) == 3 * 3 and arrays["inputs"].any(1).all()
    known = {}
    for puzzle, identifier in enumerate(arrays["puzzle_identifiers"]):
        labels = arrays["labels"][slice(*arrays["puzzle_indices"][puzzle : puzzle + 2])]
        known[read_name(names[identifier])[0]] = labels.any(1).tolist()
    assert known == {"aaaa0001": [False, True], "bbbb0002": [False]}
    asked = json.loads((data / "test_puzzles.json").read_text())
    assert [["output" in pair for pair in asked[name]["test"]] for name in TASKS] == [[False, True], [False]]


def test_blind_training_pairs_are_not_trained_on(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    write(Path(options.input_file_prefix or ""), "training", OTHER, {})
    build(replace(options, missing_solutions="blind"))
    assert decode(Path(options.output_dir), "train")["cccc0003"][0] == [([[1, 5]], [[5, 1]])]
    assert "1 test pairs of subset 'training' have no solution" in capsys.readouterr().out


def test_no_question_is_left(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    Path(f"{options.input_file_prefix}_evaluation_solutions.json").unlink()
    build(replace(options, missing_solutions="drop"))
    assert "no test split" in capsys.readouterr().out and not (Path(options.output_dir) / "test").exists()


def test_leaks_are_counted_and_can_be_dropped(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    disguised = {"train": [{"input": [[3]], "output": [[3, 3], [3, 3]]}], "test": [{"input": [[4]], "output": [[5]]}]}
    harmless = {"train": [{"input": [[3]], "output": [[4]]}], "test": [{"input": [[4]], "output": [[5]]}]}
    same_name = {"train": harmless["train"], "test": harmless["test"]}
    tasks = {"eeee0005": disguised, "ffff0006": harmless, "aaaa0001": same_name}
    write(Path(options.input_file_prefix or ""), "training", tasks)
    build(options)
    out = capsys.readouterr().out
    assert "warning: 1 test tasks have the name of a training task (first: aaaa0001, in 'training')" in out
    assert "warning: 1 test pairs stand in train (first: task bbbb0002, test pair 1, in task eeee0005 of" in out
    assert "--drop-leaks leaves out the 2 training tasks" in out
    names = json.loads((Path(options.output_dir) / "identifiers.json").read_text())
    assert len(set(names)) == len(names) and names.count("aaaa0001") == 1, "tasks of one name share identifiers"
    build(replace(options, drop_leaks=True))
    assert "--drop-leaks: 2 training tasks are left out" in capsys.readouterr().out
    assert set(decode(Path(options.output_dir), "train")) == {"ffff0006", "aaaa0001", "bbbb0002"}


def test_no_leak_no_warning(options: Options, capsys: pytest.CaptureFixture[str]) -> None:
    build(options)
    assert "warning:" not in capsys.readouterr().out


@pytest.mark.skipif(not GOLDEN.is_dir(), reason="set TRM_GOLDEN to the folder that holds arc_voting/")
def test_the_official_arrays_decode_to_the_same_tasks(tmp_path: Path) -> None:
    source = GOLDEN / "source"
    build(Options(str(tmp_path / "ours"), str(source / "arc-agi"), ("evaluation",), "evaluation", num_aug=20))
    tasks, solutions = (
        json.loads((source / f"arc-agi_evaluation_{kind}.json").read_text()) for kind in ("challenges", "solutions")
    )
    for split in ("train", "test"):
        wanted = {name: [pairs] * 21 for name, pairs in expected(tasks, solutions, split).items()}
        assert decode(tmp_path / "ours", split) == decode(GOLDEN / "arrays", split) == wanted
        ours, official = (read_metadata(data, split) for data in (tmp_path / "ours", GOLDEN / "arrays"))
        assert ours == official
    ours, official = (
        json.loads((data / "test_puzzles.json").read_text()) for data in (tmp_path / "ours", GOLDEN / "arrays")
    )
    assert ours == official
