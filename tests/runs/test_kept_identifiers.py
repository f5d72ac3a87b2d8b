"""A manifest and the names beside it are read, or refused in one line, whatever their bytes."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runs.manifest import KEPT_IDENTIFIERS, read_manifest, trained_puzzles
from tests.harness import RUN
from utils.errors import UserError
from utils.files import sha256_of

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)

_PROPERTY = settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example overwrites the files of the last
)


def _read(run: Path) -> None:
    """All that is read of a run's manifest: it succeeds, or the error is one for users."""
    try:
        read_manifest(run)
        table = trained_puzzles(run)
        if table is not None:
            assert len(table.read()) == len(table.parts)
    except UserError as error:
        assert str(error)


def _keys(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths to all values in nested dictionaries."""
    if not isinstance(value, dict):
        return [path]
    return [path, *(found for key, inner in value.items() for found in _keys(inner, (*path, key)))]


def _replaced(value: Any, path: tuple[str, ...], new: Any) -> Any:
    return new if not path else value | {path[0]: _replaced(value[path[0]], path[1:], new)}


@pytest.mark.slow
@_PROPERTY
@given(content=st.binary() | _JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_its_bytes(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    _read(tmp_path)


@pytest.mark.slow
@_PROPERTY
@given(data=st.data())
def test_whatever_one_of_its_values(trained_once: Path, tmp_path: Path, data: st.DataObject) -> None:
    manifest = read_manifest(trained_once / RUN)
    path = data.draw(st.sampled_from(_keys(manifest)))
    shutil.copy(trained_once / RUN / KEPT_IDENTIFIERS, tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(_replaced(manifest, path, data.draw(_JSON))))
    _read(tmp_path)


@pytest.mark.slow
@_PROPERTY
@given(content=st.binary(), packed=st.booleans(), agrees=st.booleans())
def test_whatever_the_bytes_of_the_names(
    trained_once: Path, tmp_path: Path, content: bytes, packed: bool, agrees: bool
) -> None:
    file = tmp_path / KEPT_IDENTIFIERS
    file.write_bytes(gzip.compress(content) if packed else content)
    manifest = read_manifest(trained_once / RUN)
    if agrees:
        manifest["identifiers"]["sha256"] = sha256_of(file)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    _read(tmp_path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (("data",), {}),
        (("data", "data/toy", "fingerprint"), None),
        (("metadata", "num_puzzle_identifiers"), float("nan")),
        (("metadata", "seq_len"), "x"),
        (("identifiers", "paths"), []),
        (("identifiers", "paths"), [{"path": "x"}]),
        (("identifiers", "sha256"), 3),
        (("identifiers",), "x"),
        (("commands",), [1]),
    ],
)
def test_a_value_of_another_kind_is_one_line(trained: Path, key: tuple[str, ...], value: Any) -> None:
    file = trained / RUN / "manifest.json"
    file.write_text(json.dumps(_replaced(read_manifest(trained / RUN), key, value)))
    with pytest.raises(UserError, match="manifest.json") as refused:
        read_manifest(trained / RUN)
    assert "\n" not in str(refused.value)
