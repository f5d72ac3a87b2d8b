"""The maze builder: what it reads, refuses, generates and writes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dataset.build_maze_dataset import Options, build
from dataset.common import check_arrays, read_build, read_metadata
from dataset.maze.generator import generate
from dataset.maze.paths import Flood
from dataset.maze.rules import ends, render, shortest_paths, shortest_steps, signatures, turn_maps
from tests.dataset.sources import Hub, Row, changed, leftovers, load, write
from utils.errors import UserError

ROOT = Path(__file__).parents[2]
PUBLISHED = os.environ.get("TRM_MAZE")


def text(tokens: np.ndarray) -> str:
    return render(tokens).replace("\n", "")


@pytest.fixture(scope="session")
def pool() -> list[Row]:
    """Thirty rows as a CSV file has them."""
    inputs, answers, steps = generate(30, 6, 5, np.random.default_rng(5))
    return [["own", text(q), text(a), str(s)] for q, a, s in zip(inputs, answers, steps, strict=True)]


def turned_row(row: Row, turn: int) -> Row:
    cells = turn_maps(6)[turn]
    return [row[0], *("".join(row[column][cell] for cell in cells) for column in (1, 2)), row[3]]


# ---- what is written


@pytest.mark.parametrize("as_folder", [True, False])
def test_files_become_arrays(tmp_path: Path, source: Path, output: Path, pool: list[Row], as_folder: bool) -> None:
    test = write(source.parent / "test.csv", pool[20:])
    if as_folder:
        build(Options(str(output), source=str(source.parent)))
    else:
        build(Options(str(output), source=str(source), test_source=str(test)))
    for split, rows in (("train", pool[:20]), ("test", pool[20:])):
        arrays, metadata = load(output, split), read_metadata(output, split)
        check_arrays(arrays, metadata, split)
        assert [text(q) for q in arrays["inputs"]] == [row[1] for row in rows]
        assert [text(a) for a in arrays["labels"]] == [row[2] for row in rows]
        assert (metadata.vocab_size, metadata.seq_len, metadata.total_groups) == (6, 36, len(rows))
        assert (metadata.pad_id, metadata.ignore_label_id) == (0, 0) and arrays["inputs"].dtype == np.uint8
        assert not arrays["puzzle_identifiers"].any()
    assert read_build(output)["task"] == "maze" and str(source) in read_build(output)["sources"]


def test_eight_images_are_a_group(source: Path, output: Path, pool: list[Row]) -> None:
    build(Options(str(output), source=str(source), num_test=4, aug=True))
    train, test = load(output, "train"), load(output, "test")
    assert train["inputs"].shape == (16 * 8, 36) and len(test["inputs"]) == 4
    assert train["group_indices"].tolist() == list(range(0, 129, 8))
    assert shortest_paths(train["inputs"], train["labels"]).all()
    assert {text(q) for q in [*train["inputs"][::8], *test["inputs"]]} == {row[1] for row in pool[:20]}
    for index in range(0, 128, 8):
        row = next(row for row in pool if row[1] == text(train["inputs"][index]))
        images = [turned_row(row, turn) for turn in range(8)]
        assert [text(q) for q in train["inputs"][index : index + 8]] == [image[1] for image in images]
        assert [text(a) for a in train["labels"][index : index + 8]] == [image[2] for image in images]


def test_same_seed_same_bytes(tmp_path: Path, source: Path) -> None:
    for case, options in (
        ("read", Options(source=str(source), aug=True, num_test=4, subsample_size=10)),
        ("generated", Options(generate=10, size=6, min_path=4)),
    ):
        for name, seed in (("a", 0), ("b", 0), ("c", 1)):
            build(replace(options, output_dir=str(tmp_path / case / name), seed=seed))
        a, b, c = (read_build(tmp_path / case / name)["arrays"] for name in "abc")
        assert a == b and a != c


def test_twins_are_never_held_out(
    tmp_path: Path, output: Path, pool: list[Row], capsys: pytest.CaptureFixture[str]
) -> None:
    twins = write(tmp_path / "twins.csv", [*pool[:5], *(turned_row(row, 3) for row in pool[:4])])
    build(Options(str(output), source=str(twins), num_test=1))
    assert text(load(output, "test")["inputs"][0]) == pool[4][1]
    assert "train: 4 puzzles are symmetry images of others" in capsys.readouterr().out
    build(Options(str(output), source=str(twins), num_test=2))
    assert "puzzles are left out, symmetry images of test puzzles" in capsys.readouterr().out
    held, kept = (signatures(load(output, split)["inputs"]) for split in ("test", "train"))
    assert len(held) == 2 and len(kept) in (5, 6) and not np.isin(held, kept).any()
    with pytest.raises(UserError, match="--num-test 5: .* has 9 puzzles, of which 4 can be held out; the others are"):
        build(Options(str(output), source=str(twins), num_test=5))


@pytest.mark.parametrize("unique", [True, False])
def test_generated(output: Path, unique: bool) -> None:
    build(Options(str(output), generate=60, generate_test=20, size=7, min_path=8, unique=unique))
    train, test = load(output, "train"), load(output, "test")
    assert len(train["inputs"]) == 60 and len(test["inputs"]) == 20
    assert not np.isin(signatures(test["inputs"]), signatures(train["inputs"])).any()
    for arrays in (train, test):
        inputs = arrays["inputs"]
        assert shortest_paths(inputs, arrays["labels"]).all() and shortest_steps(inputs).min() >= 8
        starts, goals = ends(inputs)
        assert (Flood(inputs != 1, starts).count(goals) == 1).all() == unique


def test_corridors(output: Path) -> None:
    build(Options(str(output), generate=60, generate_test=20, size=9, min_path=4, kind="corridors"))
    for split in ("train", "test"):
        inputs = load(output, split)["inputs"]
        starts, goals = ends(inputs)
        assert (Flood(inputs != 1, starts).count(goals) == 1).all() and shortest_steps(inputs).min() >= 4
        assert (inputs.reshape(-1, 9, 9)[:, 1::2, 1::2] != 1).all(), "rooms on every second cell"


@pytest.mark.slow
def test_a_thousand_mazes_of_the_published_kind(output: Path) -> None:
    build(Options(str(output), generate=1000, generate_test=0))
    arrays = load(output, "train")
    assert arrays["inputs"].shape == (1000, 900) and shortest_steps(arrays["inputs"]).min() >= 110
    assert shortest_paths(arrays["inputs"], arrays["labels"]).all()


@pytest.mark.skipif(PUBLISHED is None, reason="TRM_MAZE names no folder of Maze-Hard's CSV files")
def test_published_mazes_are_built(output: Path) -> None:
    build(Options(str(output), source=str(PUBLISHED), aug=True))
    assert load(output, "train")["inputs"].shape == (8000, 900) and load(output, "test")["inputs"].shape == (200, 900)
    assert read_metadata(output, "train").total_groups == 1000


# ---- what is refused


def longer(row: Row) -> Row:
    """A maze with a path of two steps and one of four, which is the answer."""
    cells = {0: "S", 1: "o", 2: "o", 6: " ", 12: "G", 7: "#", 8: "o", 13: "o", 14: "o"}
    answer = "".join(cells.get(cell, "#") for cell in range(36))
    return [row[0], answer.replace("o", " "), answer, "6"]


def at(row: Row, sign: str, column: int = 1) -> int:
    return row[column].index(sign)


BAD = {
    "no square": (lambda r: [r[0], r[1][:-1], *r[2:]], "the question has 35 characters, not 36"),
    "long answer": (lambda r: [*r[:2], r[2] + "#", r[3]], "the answer has 37 characters, not 36"),
    "letter": (lambda r: changed(r, 1, 7, "x"), "character 8 of the question is 'x'"),
    "beyond latin": (lambda r: changed(r, 2, 0, "中"), "character 1 of the answer is '中'"),
    "no start": (lambda r: changed(r, 1, at(r, "S"), " "), r"the question has no start \('S'\)"),
    "two starts": (lambda r: changed(r, 1, at(r, " "), "S"), r"the question has 2 starts \('S'\)"),
    "no goal": (lambda r: changed(r, 1, at(r, "G"), " "), r"the question has no goal \('G'\)"),
    "path in question": (lambda r: changed(r, 1, at(r, " "), "o"), r"the question has path cells \('o'\)"),
    "no path": (lambda r: [r[0], "S#G".ljust(36, "#"), *r[2:]], "the question has no path from start to goal"),
    "gap": (lambda r: changed(r, 2, at(r, "o", 2), " "), "no shortest path: the [0-9]+ path cells do not join"),
    "wall gone": (lambda r: changed(r, 2, at(r, "#", 2), "o"), "no shortest path: cell r.c. changes '#' to 'o'"),
    "start moved": (lambda r: changed(r, 2, at(r, "S", 2), "o"), "no shortest path: cell r.c. changes 'S' to 'o'"),
    "longer": (longer, "no shortest path: the path takes 6 steps, the shortest 2"),
    "no answer": (lambda r: r[:2], "2 fields, and the first row has 4"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_row_is_named(tmp_path: Path, output: Path, pool: list[Row], case: str) -> None:
    damage, message = BAD[case]
    rows = [*pool[:3], damage(pool[3]), *pool[4:6]]
    bad, good = write(tmp_path / "bad.csv", rows), write(tmp_path / "good.csv", pool[10:12])
    for options in (Options(source=str(bad)), Options(source=str(good), test_source=str(bad))):
        with pytest.raises(UserError, match=f"bad.csv, row 5: .*{message}") as caught:
            build(replace(options, output_dir=str(output)))
        assert "\n" not in str(caught.value) and leftovers(output) == []


def test_bad_files(tmp_path: Path, output: Path, pool: list[Row]) -> None:
    cut = write(tmp_path / "cut.csv.gz", pool)
    cut.write_bytes(cut.read_bytes()[:-100])
    write(tmp_path / "flat.csv", [["own", "S" + " " * 10, "S" + "o" * 10, "1"]])
    small = write(tmp_path / "small.csv", [["own", "S  G", "So G", "2"]])
    (tmp_path / "folder").mkdir()
    for name, message in {
        "cut.csv.gz": "cannot read",
        "missing.csv": "no such file",
        "flat.csv": "row 2: the question has 11 characters, a maze is a square .* 11 cells are none",
        "folder": "holds neither train.csv nor train.csv.gz",
    }.items():
        with pytest.raises(UserError, match=f"{name}.*{message}|{message}.*{name}"):
            build(Options(str(output), source=str(tmp_path / name)))
    with pytest.raises(UserError, match="small.csv has mazes of another size than .*good.csv"):
        build(Options(str(output), source=str(write(tmp_path / "good.csv", pool)), test_source=str(small)))
    assert leftovers(output) == []


def test_leaks_are_refused(tmp_path: Path, source: Path, output: Path, pool: list[Row]) -> None:
    same = write(tmp_path / "same.csv", [pool[20], pool[3]])
    with pytest.raises(UserError, match=r"same.csv, row 3 is also .*train.csv.gz, row 5: a test question must not be"):
        build(Options(str(output), source=str(source), test_source=str(same)))
    for turn in range(1, 8):
        disguised = write(tmp_path / "image.csv", [turned_row(pool[3], turn)])
        with pytest.raises(UserError, match=r"image.csv, row 2 is a symmetry image of .*train.csv.gz, row 5"):
            build(Options(str(output), source=str(source), test_source=str(disguised)))
    assert leftovers(output) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"size": 1}, "--size must be at least 2"),
        ({"size": 65}, "--size must be at most 64, not 65"),
        ({"min_path": 0}, "--min-path must be at least 1"),
        ({"seed": -1}, "--seed must be at least 0"),
        ({"generate": 3, "kind": "corridors"}, "--kind corridors needs an odd --size of at least 5, not 30"),
        ({"subsample_size": 0}, "--subsample-size must be at least 1"),
        ({"unique": True, "source": "x.csv"}, "--unique is about generated mazes: give --generate N"),
        ({"kind": "corridors", "source": "x.csv"}, "--kind is about generated mazes"),
        ({"generate": 3, "source": "x.csv"}, "--generate makes the puzzles itself"),
        ({"generate_test": 3}, "--generate-test needs --generate"),
        ({"generate": 3, "size": 9}, "--min-path 110: no shortest path in a maze of 9x9 cells has more than 64 steps"),
        ({"generate": 3, "size": 9, "min_path": 60}, "only 0 of .* random mazes of 9x9 .* 60 steps .*lower --min-path"),
    ],
)
def test_options_that_cannot_be(output: Path, changes: dict, message: str) -> None:
    with pytest.raises(UserError, match=message):
        build(Options(str(output), **changes))
    assert leftovers(output) == []


# ---- hub and command line


def test_hub(tmp_path: Path, output: Path, pool: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "cache/train.csv", pool[:20])
    write(tmp_path / "cache/test.csv", pool[20:])
    monkeypatch.setitem(sys.modules, "huggingface_hub", Hub(tmp_path / "cache", online=True))
    build(Options(str(output), subsample_size=4))
    assert len(load(output, "train")["inputs"]) == 4 and len(load(output, "test")["inputs"]) == 10
    monkeypatch.setitem(sys.modules, "huggingface_hub", Hub(None, online=False))
    with pytest.raises(UserError, match="sapientinc/maze-30x30-hard-1k.*--source FILE.csv, or --generate N"):
        build(Options(str(output)))
    assert read_metadata(output, "train").total_puzzles == 4, "the older data stay"


@pytest.mark.parametrize("form", [["dataset/build_maze_dataset.py"], ["-m", "dataset.build_maze_dataset"]])
def test_launch_forms(source: Path, output: Path, form: list[str]) -> None:
    command = [sys.executable, *form, "--output-dir", str(output), "--aug"]
    for arguments, status in ((["--source", str(source)], 0), (["--source", "nowhere.csv"], 1)):
        done = subprocess.run(
            [*command, *arguments], cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True
        )
        assert done.returncode == status, done.stderr
    assert done.stderr == "error: no such file: nowhere.csv\n"
    assert read_metadata(output, "train").total_puzzles == 160
