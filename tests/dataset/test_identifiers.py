"""Names of puzzles: read within bounds, and found again in another order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.arc.grids import Augmentation
from dataset.common import read_metadata
from dataset.identifiers import Identifiers, find_rows, largest_for, read_identifiers
from tests.harness import write_toy_data
from utils.errors import UserError


def read(data: Path) -> Identifiers:
    found = read_identifiers(data, read_metadata(data, "train"))
    assert found is not None
    return found


def test_rows_are_found_by_name() -> None:
    first = Identifiers(["<blank>", "a", "b"])
    assert find_rows([(0, first)], Identifiers(["<blank>", "b", "a", "c"])).tolist() == [0, 2, 1, -1]
    assert find_rows([(0, first)], Identifiers(["c", "<blank>", "<blank>", "a"])).tolist() == [-1, 0, 0, 1]
    assert find_rows([(0, first)], first).tolist() == [0, 1, 2]


def test_several_parts_are_looked_through_in_their_order() -> None:
    parts = [(10, Identifiers(["<blank>", "a", "b"])), (20, Identifiers(["<blank>", "b", "c"]))]
    assert find_rows(parts, Identifiers(["<blank>", "c", "b", "a", "d"])).tolist() == [10, 22, 12, 11, -1]
    assert find_rows(parts[::-1], Identifiers(["<blank>", "c", "b", "a", "d"])).tolist() == [20, 22, 21, 11, -1]


def test_a_name_of_two_puzzles_tells_neither_but_in_the_same_list() -> None:
    twice = Identifiers(["<blank>", "x", "y", "x"])
    assert find_rows([(0, twice)], Identifiers(["<blank>", "y", "x"])).tolist() == [0, 2, -1]
    assert find_rows([(0, twice)], twice).tolist() == [0, 1, 2, 3]


def test_a_task_that_shares_no_demonstration_is_another_one() -> None:
    changed = Augmentation(turn=3).name("a")
    names = ["<blank>", "a", changed, "b"]
    known = Identifiers(names, {"a": ["1", "2"], "b": ["3"]})
    assert find_rows([(0, known)], Identifiers(names, {"a": ["7"], "b": ["3", "4"]})).tolist() == [0, -1, -1, 3]
    assert find_rows([(0, known)], Identifiers(names)).tolist() == [0, 1, 2, 3], "the name counts"


def test_other_data_than_arc_are_known_by_name_alone(tmp_path: Path) -> None:
    assert read(write_toy_data(tmp_path / "toy")) == Identifiers(["<blank>", "puzzle1", "puzzle2", "puzzle3"])


def test_data_without_names(tmp_path: Path) -> None:
    data = write_toy_data(tmp_path / "toy")
    (data / "identifiers.json").unlink()
    assert read_identifiers(data, read_metadata(data, "train")) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "identifiers.json is not JSON"),
        (b"\xff\xfe\x00", "identifiers.json"),
        (b"[" * 100_000, "nested too deeply"),
        (b'["<blank>", "a", "b", NaN]', "NaN"),
        (b'{"<blank>": 0}', "must hold a JSON list of texts"),
        (b'["<blank>", 1, 2, 3]', "must hold a JSON list of texts"),
        (b'["<blank>", "a", "b"]', "has 3 names, but num_puzzle_identifiers of dataset.json is 4"),
        (b" " * (largest_for(4) + 1), "is larger than"),
    ],
)
def test_a_damaged_list_of_names_is_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    data = write_toy_data(tmp_path / "toy")
    (data / "identifiers.json").write_bytes(content)
    with pytest.raises(UserError) as refused:
        read(data)
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_a_value_that_no_run_has_kept_is_refused() -> None:
    kept = Identifiers(["<blank>", "a"], {"a": ["1"]})
    assert Identifiers.from_json(json.loads(json.dumps(kept.as_json())), "x") == kept
    for value in (None, [], {"names": "a", "contents": {}}, {"names": [1], "contents": {}}, {"names": ["a"]}):
        with pytest.raises(UserError, match="x is damaged"):
            Identifiers.from_json(value, "x")
    with pytest.raises(UserError, match="x is damaged"):
        Identifiers.from_json({"names": ["a"], "contents": {"a": [1]}}, "x")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, derandomize=True)
@given(content=st.binary() | _JSON.map(lambda value: json.dumps(value).encode()) | st.text().map(str.encode))
def test_whatever_the_bytes_names_are_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    data = write_toy_data(tmp_path_factory.mktemp("names") / "toy", test_examples=0)
    (data / "identifiers.json").write_bytes(content)
    try:
        assert len(read(data).names) == 4
    except UserError as error:
        assert "identifiers.json" in str(error)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, derandomize=True)
@given(value=_JSON | st.fixed_dictionaries({"names": st.lists(st.text()) | _JSON, "contents": _JSON}))
def test_whatever_the_value_kept_names_are_read_or_refused_in_one_line(value: object) -> None:
    try:
        found = Identifiers.from_json(value, "x")
    except UserError as error:
        assert str(error).startswith("x is damaged")
    else:
        find_rows([(0, found)], found)
