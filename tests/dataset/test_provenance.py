"""Damage is noticed: a flipped bit in any file of a data set, a missing file, one that was added; and meant changes."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from dataset import puzzle_dataset
from dataset.common import read_metadata
from dataset.provenance import read_build
from dataset.puzzle_dataset import PuzzleDataset, fingerprint
from dataset.text.format import read_format
from dataset.text.writer import Example, write_examples
from dataset.verify import accept, verify
from tests.harness import call, change_metadata, pretrain, refused, snapshot, write_toy_data
from tests.hostile import MANY, bounded_memory, damaged_json, survives
from utils.errors import UserError
from utils.files import dump_json

SETS = {
    ("train", "all"): [Example(f"Where is {n}?", f"in {n}", {"kind": "place", "hops": n}) for n in range(6)],
    ("test", "iid"): [Example("Where is 7?", "in 7", {"kind": "place", "hops": 7})],
}
FILES = ["build.json", "identifiers.json", "vocabulary.json", "train/dataset.json", "train/all__meta.jsonl"] + [
    f"train/all__{name}.npy" for name in ("inputs", "labels", "puzzle_identifiers", "puzzle_indices", "group_indices")
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set with a file of every kind; tests put back what they change."""
    folder = tmp_path_factory.mktemp("built") / "text"
    write_examples(folder, SETS, task="qa", seed=0)
    return folder


@pytest.fixture
def text(built: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(built, tmp_path / "text")


def test_the_files_are_all_that_there_are(built: Path) -> None:
    found = [p.relative_to(built).as_posix() for p in built.rglob("*") if p.is_file()]
    assert {name for name in found if not name.startswith("test/")} == set(FILES)
    assert verify(built) == []


def flips(content: bytes, step: int, shift: int) -> list[int]:
    """Numbers of bits, every `step`-th, and those of the first bytes."""
    return sorted({*range(shift, 8 * len(content), step), *range(min(8 * len(content), 24))})


def assert_noticed(file: Path, folder: Path, step: int) -> None:
    content = file.read_bytes()
    for number, bit in enumerate(flips(content, step, 5)):
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        file.write_bytes(changed)
        try:
            with pytest.raises(UserError) as caught:
                PuzzleDataset([folder], "train")
            assert file.name.partition("__")[2] in str(caught.value), (bit, caught.value)
            if number < 3:
                noticed = [str(error)] if (error := _error(folder)) else verify(folder)
                assert noticed and all(file.name in line for line in noticed)
        finally:
            file.write_bytes(content)
    PuzzleDataset([folder], "train")


def _error(folder: Path) -> UserError | None:
    try:
        verify(folder)
    except UserError as error:
        return error
    return None


@pytest.mark.parametrize("name", FILES)
def test_flipped_bits_are_noticed(text: Path, name: str) -> None:
    assert_noticed(text / name, text, step=211)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_every_flipped_bit_is_noticed(text: Path, name: str) -> None:
    assert_noticed(text / name, text, step=1)


def test_a_flipped_bit_stops_a_run_before_it_writes(work: Path) -> None:
    file = work / "data/toy/train/all__inputs.npy"
    content = bytearray(file.read_bytes())
    content[-1] = 3 - content[-1]  # from one token to another
    file.write_bytes(content)
    error = refused(pretrain, cwd=work)
    assert "all__inputs.npy is damaged or was changed" in error and "python -m dataset.verify data/toy" in error


def test_large_arrays_are_compared_when_asked(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = text / "train/all__labels.npy"
    monkeypatch.setattr(puzzle_dataset, "IN_MEMORY_BYTES", file.stat().st_size - 1)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1  # padding becomes the token 1
    file.write_bytes(content)
    PuzzleDataset([text], "train")
    with pytest.raises(UserError, match="all__labels.npy is damaged or was changed"):
        PuzzleDataset([text], "train", verify=True)
    assert verify(text) == [f"{file} is damaged or was changed"]


@pytest.mark.parametrize("name", [name for name in FILES if name != "build.json"])
def test_a_missing_file_is_named(text: Path, name: str) -> None:
    (text / name).unlink()
    with pytest.raises(UserError, match=name.replace(".", r"\.")):
        PuzzleDataset([text], "train")
    if name != "train/dataset.json":
        PuzzleDataset([text], "test") if name.startswith("train/") else None
        assert verify(text) == [f"{text / name} is missing"]


def test_an_added_file_that_would_be_read_is_named(work: Path) -> None:
    data = work / "data/toy"
    (data / "README").write_text("mine")
    PuzzleDataset([data], "train")
    assert verify(data) == [f"{data / 'README'} is not listed in build.json"]
    (data / "train/all__meta.jsonl").write_text("{}\n" * 16)
    with pytest.raises(UserError, match="all__meta.jsonl is not among the files that .*build.json lists"):
        PuzzleDataset([data], "train")


def test_a_change_on_purpose_is_accepted(work: Path) -> None:
    data = work / "data/toy"
    before, build = fingerprint(data), read_build(data)
    labels = data / "train/all__labels.npy"
    np.save(labels, np.load(labels)[:, ::-1])
    (data / "train/all__meta.jsonl").write_text("{}\n" * 16)
    ended = call("dataset.verify", "data/toy", cwd=work)
    assert (
        ended.status == 1
        and not ended.out
        and ended.err.splitlines()[:2]
        == [
            "error: data/toy/train/all__labels.npy is damaged or was changed",
            "error: data/toy/train/all__meta.jsonl is not listed in build.json",
        ]
    )
    ended = call("dataset.verify", "data/toy", "--accept", cwd=work)
    assert ended.status == 0 and ended.out.count("accepted: ") == 2
    PuzzleDataset([data], "train", verify=True)
    assert call("dataset.verify", "data/toy", cwd=work).out == "data/toy: all 14 files are as they were built\n"
    after = read_build(data)
    assert fingerprint(data) != before and after["accepted"] == ["train/all__labels.npy", "train/all__meta.jsonl"]
    assert [after[key] for key in ("task", "command", "seed")] == [build[key] for key in ("task", "command", "seed")]
    unchanged = snapshot(data)
    assert "as it was built" in call("dataset.verify", "data/toy", "--accept", cwd=work).out
    assert snapshot(data) == unchanged


@pytest.mark.parametrize("arguments", [["data/nowhere"], ["data"], ["data/toy", "--accept"]])
def test_nothing_to_verify(work: Path, arguments: list[str]) -> None:
    (work / "data/toy/build.json").write_text("{" if "--accept" in arguments else "{}")
    assert refused(lambda *a, cwd: call("dataset.verify", *a, cwd=cwd), *arguments, cwd=work)


def test_arrays_that_contradict_each_other_are_found_whatever_their_hashes(work: Path) -> None:
    change_metadata(work / "data/toy", "test", vocab_size=3)
    (problem,) = verify(work / "data/toy")
    assert "test/all__inputs.npy" in problem and "0..2" in problem


def test_official_data_have_nothing_to_compare(work: Path) -> None:
    data = work / "data/toy"
    (data / "build.json").unlink()
    (data / "identifiers.json").unlink()
    PuzzleDataset([data], "train", verify=True)
    assert verify(data) == [] and "no hashes" in call("dataset.verify", "data/toy", cwd=work).out
    with pytest.raises(UserError, match="no build.json"):
        accept(data)


def test_a_build_json_of_an_earlier_version_has_no_checksum(work: Path) -> None:
    file = work / "data/toy/build.json"
    build = json.loads(file.read_text())
    del build["checksum"]
    file.write_text(json.dumps(build))
    PuzzleDataset([work / "data/toy"], "train")
    file.write_text(json.dumps(build | {"chacksum": "0"}))
    with pytest.raises(UserError, match="unknown key 'chacksum' .*'checksum'"):
        PuzzleDataset([work / "data/toy"], "train")
    file.write_text('{"task": "sudoku"}')  # written by hand beside official data, for their rules
    assert len(PuzzleDataset([work / "data/toy"], "train").sets[0]) == 16


def test_fingerprint_and_hashes_say_the_same(built: Path) -> None:
    build = read_build(built)
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(build["arrays"].items()))
    assert fingerprint(built) == build["fingerprint"] == hashlib.sha256(lines.encode()).hexdigest()


# ---- JSON files, whatever they hold


def _edited(change: Callable[[dict[str, Any]], Any]) -> Callable[[bytes], bytes]:
    def apply(content: bytes) -> bytes:
        build = json.loads(content)
        change(build)
        return dump_json(build).encode()

    return apply


@pytest.mark.parametrize(
    "change",
    [
        lambda _: b"",
        lambda _: b"[1]",
        lambda _: b"null",
        lambda _: b"\xff{}",
        lambda _: b"[" * 100_000,
        lambda _: b'{"options":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b'"seed": 0', b'"seed": ' + b"9" * 5000),
        lambda content: content.replace(b'"seed": 0', b'"seed": NaN'),
        lambda content: content + b" ",
        _edited(lambda build: build.update(task="maze")),
        _edited(lambda build: build.update(seed=True)),
        _edited(lambda build: build.update(fingerprint=3)),
        _edited(lambda build: build.update(arrays=[])),
        _edited(lambda build: (build.pop("arrays"), build.pop("checksum"))),
        _edited(lambda build: (build.pop("fingerprint"), build.pop("checksum"))),
        _edited(lambda build: (build["arrays"].update({"../x": "0" * 64}), build.pop("checksum"))),
        _edited(lambda build: (build["arrays"].update({"x": 5}), build.pop("checksum"))),
        _edited(lambda build: (build["arrays"].update({"\ud800": "0" * 64}), build.pop("checksum"))),
    ],
)
def test_a_damaged_build_json_is_named(work: Path, change: Callable[[bytes], bytes]) -> None:
    file = work / "data/toy/build.json"
    file.write_bytes(change(file.read_bytes()))
    assert "data/toy/build.json" in refused(pretrain, cwd=work)


METADATA = {
    "pad_id": 0, "ignore_label_id": 0, "blank_identifier_id": 0, "vocab_size": 6, "seq_len": 16,
    "num_puzzle_identifiers": 4, "total_groups": 8, "mean_puzzle_examples": 1.0, "total_puzzles": 16, "sets": ["all"],
}  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [
        {"ignore_label_id": None}, {"ignore_label_id": -100}, {"ignore_label_id": 255}, {"pad_id": 5}, {"more": [1]},
        {"mean_puzzle_examples": 2}, {"sets": ["all", "Größe 4"]}, {"blank_identifier_id": 3},
    ],
)  # fmt: skip
def test_what_official_data_may_say(tmp_path: Path, values: dict[str, Any]) -> None:
    (tmp_path / "train").mkdir()
    for mark in (b"", b"\xef\xbb\xbf"):
        (tmp_path / "train/dataset.json").write_bytes(mark + json.dumps(METADATA | values).encode())
        found = read_metadata(tmp_path, "train").model_dump()
        assert found == found | {name: value for name, value in (METADATA | values).items() if name != "more"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("seq_len", value) for value in (10**12, -4, 0, "16", 16.5, None, True, float("nan"), float("inf"))),
        *(("vocab_size", value) for value in (10**12, -1, 0, 10**400)),
        *(("num_puzzle_identifiers", value) for value in (10**12, -5, 0)),
        *(("total_groups", value) for value in (-1, 10**30, "8")),
        *(("mean_puzzle_examples", value) for value in (float("nan"), -1, float("inf"), 10**300)),
        *(("ignore_label_id", value) for value in (10**20, -(10**20), 1e20, "0", [0])),
        *(("pad_id", value) for value in (-3, 6, 10**20)),
        *(("blank_identifier_id", value) for value in (-1, 4, 10**9)),
        *(("sets", value) for value in ([], "all", [1], ["all", "all"], ["../../etc/x"], ["a/b"], ["a\\b"], [".."])),
        *(("sets", [value]) for value in ("all\x1b[31m", "a\nb", "a" * 5000, "ä" * 150, "", " ", "\ud800", "x\u202e")),
        *(("layout", {"answer_slots": value}) for value in (0, 17, -1)),
        *(("layout", {name: value}) for name in ("digits", "line_names") for value in ([6], [-1], 3)),
        *(("layout", value) for value in ({"note_slots": 3}, {"line_len": 2}, {"lines": 3}, [], None)),
        ("layout", {"answer_slots": 2, "note_slots": 3, "note_len": 2}),
    ],
)
def test_metadata_out_of_any_sense(tmp_path: Path, name: str, value: Any) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train/dataset.json").write_text(json.dumps(METADATA | {name: value}))
    with pytest.raises(UserError, match="dataset.json") as caught:
        read_metadata(tmp_path, "train")
    parts = value if name == "layout" and isinstance(value, dict) else ()
    assert "no JSON number" in str(caught.value) or any(word in str(caught.value) for word in (name, *parts))


LAYOUT = {"answer_slots": 2, "note_slots": 2, "note_len": 2, "line_len": None, "digits": []}
VOCABULARY = {
    "kind": "words", "seq_len": 9, "layout": LAYOUT,
    "exchangeable": [[3, 4]], "tokens": ["<pad>", "<blank>", "<end>", " Ann", " Bob"],
}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[1, 2]", b"null", b"\xff", b"[" * 100_000, b'{"tokens":' + b"[" * 5000, b"{}",
        *(
            json.dumps(VOCABULARY | values).encode()
            for values in (
                {"kind": "syllables"}, {"kind": None}, {"tokens": []}, {"tokens": "abc"}, {"tokens": [[]]},
                {"tokens": ["<pad>", "<blank>", "<end>", "a", "a"]}, {"tokens": ["<pad>", "<blank>", "<end>", ""]},
                {"tokens": ["<pad>", "<end>", "<blank>"]}, {"tokens": ["<pad>", "<blank>", "<end>", 5]},
                {"exchangeable": [[3, 5]]}, {"exchangeable": [[2, 3]]}, {"exchangeable": [[-1, 3]]},
                {"exchangeable": [[3, 3]]}, {"exchangeable": [["a"]]}, {"exchangeable": 3},
                {"seq_len": 10**12}, {"seq_len": "9"}, {"layout": {}}, {"layout": None}, {"layout": {"line_len": 3}},
            )
        ),
        *(
            json.dumps(VOCABULARY | {"layout": LAYOUT | values}).encode()
            for values in (
                {"answer_slots": 0}, {"answer_slots": 8}, {"answer_slots": 10**12}, {"answer_slots": None},
                {"note_slots": -1}, {"note_slots": 3}, {"note_slots": 10**9}, {"note_len": 10**9}, {"line_len": 0},
                {"line_len": 10}, {"digits": [-1]}, {"line_names": [-1]}, {"notes": 1},
            )
        ),
    ],
)  # fmt: skip
def test_a_damaged_vocabulary_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vocabulary.json").write_bytes(json.dumps(VOCABULARY).encode())
    assert read_format(tmp_path) is not None
    (tmp_path / "vocabulary.json").write_bytes(content)
    with pytest.raises(UserError, match="vocabulary.json is no vocabulary"):
        read_format(tmp_path)


def test_a_vocabulary_of_other_data_is_refused(text: Path) -> None:
    saved = json.loads((text / "vocabulary.json").read_text())
    (text / "vocabulary.json").write_text(json.dumps(saved | {"seq_len": saved["seq_len"] + 1}))
    accept(text)
    with pytest.raises(UserError, match=r"vocabulary.json is for seq_len \d+, dataset.json says \d+"):
        PuzzleDataset([text], "train")


FACTS = [{"kind": "place", "hops": 1}, {"kind": "place", "hops": 2}]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["train/dataset.json", "build.json", "vocabulary.json", "train/all__meta.jsonl"])
def test_whatever_the_bytes(text: Path, name: str) -> None:
    file = text / name
    valid = file.read_text()
    content_of = damaged_json(json.loads(valid.splitlines()[0] if name.endswith("l") else valid))

    def read() -> None:
        for found in PuzzleDataset([text], "train").sets:
            assert len(found.facts) == len(found)

    @MANY
    @given(content=content_of)
    def check(content: bytes) -> None:
        file.write_bytes(content)
        survives(lambda: read_build(text) if name == "build.json" else read(), file)

    with bounded_memory():
        check()
        if name != "build.json":  # the same where no hash protects the readers
            (text / "build.json").unlink()
            check()


def test_the_toy_data_are_whole(tmp_path: Path) -> None:
    assert verify(write_toy_data(tmp_path / "toy")) == []


@pytest.mark.parametrize("name", ["train/dataset.json", "build.json", "vocabulary.json", "train/all__meta.jsonl"])
def test_files_of_any_size_take_little_memory(text: Path, name: str) -> None:
    """Short JSON can take thirty times its length in memory."""
    lists, objects = b"[" + b"[[]]," * 4_000_000 + b"1]", b'{"tokens":[' + b"{}," * 1_300_000 + b"1]}"
    with bounded_memory():
        for content in (lists, objects, objects.replace(b"tokens", b"digits"), b"\n" * 10**7):
            (text / name).write_bytes(content)
            with pytest.raises(UserError, match=name):
                for found in PuzzleDataset([text], "train").sets:
                    _ = found.facts
    (text / "build.json").unlink()
    (text / "train/all__meta.jsonl").write_bytes(b"{}\n" * 10**7)
    with bounded_memory(), pytest.raises(UserError, match="all__meta.jsonl has more lines for 6 rows|" + name):
        for found in PuzzleDataset([text], "train").sets:
            _ = found.facts
