"""The 9x9 builder: what it reads, refuses, generates and writes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dataset.build_sudoku_dataset import Options, build
from dataset.common import check_arrays, read_build, read_metadata
from dataset.sudoku import sources
from dataset.sudoku.equivalence import signatures
from dataset.sudoku.generator import generate
from dataset.sudoku.rules import check, draw_symmetries, parse
from dataset.sudoku.search import solve
from dataset.writer import DatasetWriter
from tests.dataset.sources import HEADER, Hub, Row, changed, leftovers, load, write
from tests.dataset.sudoku.reference import as_text
from utils.errors import UserError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def pool() -> list[Row]:
    """Thirty rows as a CSV file has them."""
    inputs, answers, guesses = generate(30, np.random.default_rng(5))
    return [["own", as_text(q), as_text(a), str(g)] for q, a, g in zip(inputs, answers, guesses, strict=True)]


def renamed(row: Row) -> Row:
    """The same puzzle with every digit called otherwise."""
    names = str.maketrans("123456789", "234567891")
    return [row[0], row[1].translate(names), row[2].translate(names), row[3]]


# ---- what is written


def test_single_file(source: Path, output: Path, pool: list[Row], capsys: pytest.CaptureFixture[str]) -> None:
    build(Options(str(output), source=str(source), num_aug=10))
    arrays, metadata = load(output, "train"), read_metadata(output, "train")
    check_arrays(arrays, metadata, "train")
    assert arrays["inputs"].shape == (20 * 11, 81) and arrays["inputs"].dtype == arrays["labels"].dtype == np.uint8
    assert (metadata.vocab_size, metadata.total_groups, metadata.total_puzzles) == (11, 20, 220)
    assert (metadata.pad_id, metadata.ignore_label_id, metadata.mean_puzzle_examples) == (0, 0, 1)
    assert arrays["group_indices"].tolist() == list(range(0, 221, 11)) and not arrays["puzzle_identifiers"].any()
    assert [as_text(q) for q in arrays["inputs"][::11]] == [row[1] for row in pool[:20]]  # itself first
    assert [as_text(a) for a in arrays["labels"][::11]] == [row[2] for row in pool[:20]]
    assert all(check(q, a) is None for q, a in zip(arrays["inputs"], arrays["labels"], strict=True))
    marks = signatures(arrays["inputs"], arrays["labels"]).reshape(20, 11)
    assert (marks == marks[:, :1]).all() and len(np.unique(marks)) == 20  # a group is one puzzle and its images
    assert len(np.unique(arrays["inputs"], axis=0)) == 220
    assert not (output / "test").exists()
    assert "no test split: --num-test N" in capsys.readouterr().out
    assert str(source) in read_build(output)["sources"]


def test_zero_or_dot_plain_or_gzip(tmp_path: Path, source: Path, output: Path, pool: list[Row]) -> None:
    other = write(tmp_path / "zeros.csv", [[r[0], r[1].replace(".", "0"), *r[2:]] for r in pool[:20]])
    build(Options(str(output), source=str(source)))
    build(Options(str(tmp_path / "other"), source=str(other)))
    assert read_build(output)["arrays"] == read_build(tmp_path / "other")["arrays"]


def test_same_seed_same_bytes(tmp_path: Path, source: Path) -> None:
    options = Options(source=str(source), num_aug=3, num_test=4, subsample_size=10)
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        build(replace(options, output_dir=str(tmp_path / name), seed=seed))
    a, b, c = (read_build(tmp_path / name)["arrays"] for name in "abc")
    assert a == b and a != c


@pytest.mark.parametrize("as_folder", [True, False])
def test_test_split_of_its_own(tmp_path: Path, source: Path, output: Path, pool: list[Row], as_folder: bool) -> None:
    test = write(source.parent / "test.csv", pool[20:])
    if as_folder:
        build(Options(str(output), source=str(source.parent), num_aug=2))
    else:
        build(Options(str(output), source=str(source), test_source=str(test), num_aug=2))
    arrays = load(output, "test")
    assert [as_text(q) for q in arrays["inputs"]] == [row[1] for row in pool[20:]]  # never augmented
    assert read_metadata(output, "test").total_groups == 10


def test_held_out_puzzles(source: Path, output: Path, pool: list[Row]) -> None:
    build(Options(str(output), source=str(source), num_test=5, num_aug=2))
    train, test = load(output, "train"), load(output, "test")
    assert len(test["inputs"]) == 5 and len(train["inputs"]) == 15 * 3
    known, asked = (signatures(arrays["inputs"], arrays["labels"]) for arrays in (train, test))
    assert not np.isin(asked, known).any()
    assert {as_text(q) for q in [*train["inputs"][::3], *test["inputs"]]} == {row[1] for row in pool[:20]}


def test_twins_are_never_held_out(
    tmp_path: Path, output: Path, pool: list[Row], capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "twins.csv", [*pool[:5], *map(renamed, pool[:4])])
    build(Options(str(output), source=str(source), num_test=1))
    assert as_text(load(output, "test")["inputs"][0]) == pool[4][1]
    assert "train: 4 puzzles are symmetry images of others" in capsys.readouterr().out
    build(Options(str(output), source=str(source), num_test=3))
    held, kept = (load(output, split) for split in ("test", "train"))
    marks = [signatures(arrays["inputs"], arrays["labels"]) for arrays in (held, kept)]
    assert len(marks[0]) == 3 and not np.isin(*marks).any()
    left_out = 9 - len(marks[0]) - len(marks[1])
    assert f"twins.csv: {left_out} puzzles are left out, symmetry images of test" in capsys.readouterr().out
    with pytest.raises(UserError, match="--num-test 5: .* has 9 puzzles, of which 4 can be held out; the others are"):
        build(Options(str(output), source=str(source), num_test=5))


def test_subsample_and_difficulty(
    source: Path, output: Path, pool: list[Row], capsys: pytest.CaptureFixture[str]
) -> None:
    build(Options(str(output), source=str(source), subsample_size=7))
    assert len(np.unique(load(output, "train")["inputs"], axis=0)) == 7
    build(Options(str(output), source=str(source), subsample_size=50))
    assert len(load(output, "train")["inputs"]) == 20 and "has 20 puzzles, and all are used" in capsys.readouterr().out
    hard = [row[1] for row in pool[:20] if int(row[3]) >= 2]
    build(Options(str(output), source=str(source), min_difficulty=2))
    assert 0 < len(hard) < 20 and [as_text(q) for q in load(output, "train")["inputs"]] == hard
    with pytest.raises(UserError, match="no rating reaches --min-difficulty 9999"):
        build(Options(str(output), source=str(source), min_difficulty=9999))


def test_generated(tmp_path: Path, output: Path) -> None:
    build(Options(str(output), generate=6, min_difficulty=1, num_aug=1))
    train, test = load(output, "train"), load(output, "test")
    assert len(train["inputs"]) == 12 and len(test["inputs"]) == 1
    for arrays in (train, test):
        solutions = solve(arrays["inputs"])
        assert (solutions.counts == 1).all() and (solutions.answers == arrays["labels"]).all()
        assert (solve(arrays["inputs"][::2]).guesses >= 1).all()  # an image may need another number than its original
    build(Options(str(tmp_path / "again"), generate=6, min_difficulty=1, num_aug=1))
    assert read_build(tmp_path / "again")["arrays"] == read_build(output)["arrays"]
    build(Options(str(output), generate=3, generate_test=0))
    assert not (output / "test").exists()


# ---- what is refused


def given(row: Row) -> int:
    return next(i for i, c in enumerate(row[1]) if c != ".")


BAD = {
    "short question": (lambda r: [r[0], r[1][:-1], *r[2:]], "the question has 80 characters, not 81"),
    "long answer": (lambda r: [*r[:2], r[2] + "1", r[3]], "the answer has 82 characters, not 81"),
    "letter": (lambda r: changed(r, 1, 7, "x"), "character 8 of the question is 'x'"),
    "accent": (lambda r: changed(r, 2, 7, "é"), "character 8 of the answer is 'é'"),
    "beyond latin": (lambda r: changed(r, 1, 0, "中"), "character 1 of the question is '中'"),
    "blank in answer": (
        lambda r: changed(r, 2, r[1].index("."), "."),
        "does not solve the question: cell r[0-9]c[0-9]",
    ),
    "wrong answer": (
        lambda r: changed(r, 2, r[1].index("."), str(int(r[2][r[1].index(".")]) % 9 + 1)),
        "does not solve the question: row .* twice",
    ),
    "other answer": (lambda r: changed(r, 1, given(r), str(int(r[1][given(r)]) % 9 + 1)), "changes the given"),
    "several solutions": (lambda r: [r[0], "." * 81, *r[2:]], "more than one solution"),
    "one given less": (lambda r: changed(r, 1, given(r), "."), "more than one solution"),
    "no answer": (lambda r: r[:2], "2 fields, and the first row has 4"),
    "too many fields": (lambda r: [*r, "1"], "5 fields, and the first row has 4"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_row_is_named(tmp_path: Path, output: Path, pool: list[Row], case: str) -> None:
    damage, message = BAD[case]
    rows = [*pool[:3], damage(pool[3]), *pool[4:6]]
    bad, good = write(tmp_path / "bad.csv", rows), write(tmp_path / "good.csv", pool[10:12])
    for options in (Options(source=str(bad)), Options(source=str(good), test_source=str(bad))):
        with pytest.raises(UserError, match=f"bad.csv, row 5: .*{message}"):
            build(replace(options, output_dir=str(output)))
        assert leftovers(output) == []


def test_bad_files(tmp_path: Path, output: Path, pool: list[Row]) -> None:
    truncated = write(tmp_path / "cut.csv.gz", pool)
    truncated.write_bytes(truncated.read_bytes()[:-200])
    flipped = write(tmp_path / "flipped.csv.gz", pool)
    flipped.write_bytes(flipped.read_bytes()[:40] + bytes(200) + flipped.read_bytes()[240:])
    (tmp_path / "plain.csv.gz").write_text(HEADER)
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00" * 99)
    (tmp_path / "folder").mkdir()
    write(tmp_path / "columns.csv", pool, header="question,answer")
    write(tmp_path / "empty.csv", [])
    (tmp_path / "nothing.csv").write_text("")
    for name, message in {
        "cut.csv.gz": "cannot read",
        "flipped.csv.gz": "cannot read",
        "plain.csv.gz": "cannot read",
        "binary.csv": "cannot read",
        "missing.csv": "no such file",
        "folder": "holds neither train.csv nor train.csv.gz",
        "columns.csv": "row 2: 4 fields, and the first row has 2",
        "empty.csv": "no rows below its header",
        "nothing.csv": "row 1: no column 'question'",
    }.items():
        with pytest.raises(UserError, match=f"{name}.*{message}|{message}.*{name}"):
            build(Options(str(output), source=str(tmp_path / name)))
    assert leftovers(output) == []


def test_leaks_are_refused(tmp_path: Path, source: Path, output: Path, pool: list[Row]) -> None:
    same = write(tmp_path / "same.csv", [pool[20], pool[3]])
    with pytest.raises(UserError, match=r"same.csv, row 3 is also .*train.csv.gz, row 5"):
        build(Options(str(output), source=str(source), test_source=str(same)))
    question, answer = (parse(pool[3][column])[None] for column in (1, 2))
    image, label = draw_symmetries(len(question), 81, np.random.default_rng(0)).images(question, answer)
    disguised = write(tmp_path / "image.csv", [["own", as_text(image[0]), as_text(label[0]), "0"]])
    with pytest.raises(UserError, match=r"image.csv, row 2 is a symmetry image of .*train.csv.gz, row 5"):
        build(Options(str(output), source=str(source), test_source=str(disguised)))
    assert leftovers(output) == []


def test_failure_keeps_the_older_data(
    source: Path, output: Path, pool: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(Options(str(output), source=str(source)))
    before = read_build(output)
    bad = write(source.parent / "bad.csv", [pool[0][:2]])
    with pytest.raises(UserError):
        build(Options(str(output), source=str(bad)))

    def full_disk(self: object, split: str, **arrays: np.ndarray) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(DatasetWriter, "add_set", full_disk)
    with pytest.raises(OSError, match="no space"):
        build(Options(str(output), source=str(source), num_aug=2))
    assert leftovers(output) == ["data"] and read_build(output) == before
    assert len(load(output, "train")["inputs"]) == 20


def test_uniqueness_can_be_left_unproven(
    tmp_path: Path,
    output: Path,
    pool: list[Row],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ambiguous = write(tmp_path / "a.csv", [*pool[:4], ["own", "." * 81, *pool[4][2:]]])
    build(Options(str(output), source=str(ambiguous), check_unique="none"))
    monkeypatch.setattr(sources, "_AUTO_UNIQUE", 3)
    capsys.readouterr()
    build(Options(str(output), source=str(ambiguous)))
    assert "train: 5 puzzles are more than 3" in capsys.readouterr().out
    with pytest.raises(UserError, match="a.csv, row 6: the question has more than one solution"):
        build(Options(str(output), source=str(ambiguous), check_unique="all"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"num_aug": -1}, "--num-aug must be at least 0"),
        ({"seed": -1}, "--seed must be at least 0"),
        ({"subsample_size": 0}, "--subsample-size must be at least 1"),
        ({"generate": 3, "source": "x.csv"}, "--generate makes the puzzles itself"),
        ({"generate_test": 3}, "--generate-test needs --generate"),
        ({"test_source": "x.csv"}, "--test-source needs --source"),
        ({"num_test": 3}, "--num-test holds puzzles out of a single --source file"),
    ],
)
def test_options_that_cannot_be(output: Path, changes: dict, message: str) -> None:
    with pytest.raises(UserError, match=message):
        build(Options(str(output), **changes))
    assert leftovers(output) == []


# ---- hub and command line


@pytest.mark.parametrize("online", [True, False])
def test_hub(tmp_path: Path, output: Path, pool: list[Row], monkeypatch: pytest.MonkeyPatch, online: bool) -> None:
    write(tmp_path / "cache/train.csv", pool[:20])
    write(tmp_path / "cache/test.csv", pool[20:])
    monkeypatch.setitem(sys.modules, "huggingface_hub", Hub(tmp_path / "cache", online))
    build(Options(str(output), subsample_size=4, num_aug=1))
    assert len(load(output, "train")["inputs"]) == 8 and len(load(output, "test")["inputs"]) == 10
    assert set(read_build(output)["options"]["hub"]) == {"train.csv", "test.csv"}
    assert str(tmp_path / "cache") not in (output / "build.json").read_text()


def test_hub_failures_name_the_alternatives(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, message in (
        (None, "needs the package huggingface_hub"),
        (Hub(None, online=False), r"ConnectionError: name or service not known\)"),
        (Hub(None, online=True), "FileNotFoundError: not cached"),
    ):
        monkeypatch.setitem(sys.modules, "huggingface_hub", module)
        with pytest.raises(UserError, match=f"sapientinc/sudoku-extreme.*{message}.*--source.*--generate"):
            build(Options(str(output)))
    assert leftovers(output) == []


@pytest.mark.parametrize("form", [["dataset/build_sudoku_dataset.py"], ["-m", "dataset.build_sudoku_dataset"]])
def test_launch_forms(source: Path, output: Path, form: list[str]) -> None:
    command = [sys.executable, *form, "--output-dir", str(output), "--num-aug", "2"]
    for arguments, status in ((["--source", str(source)], 0), (["--source", "nowhere.csv"], 1)):
        done = subprocess.run(
            [*command, *arguments],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": ""},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == status, done.stderr
    assert done.stderr == "error: no such file: nowhere.csv\n"
    assert read_metadata(output, "train").total_puzzles == 60
