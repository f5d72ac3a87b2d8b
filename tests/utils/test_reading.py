"""Whatever the bytes of a file: its text or its value, or one line that says what is wrong."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.errors import UserError
from utils.reading import bounded_lines, open_text, parse_json, read_json, read_object, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_encodings(tmp_path: Path, encoding: str, ending: str) -> None:
    file = tmp_path / f"text{ending}"
    content = "3..4 é\n½\n".encode(encoding)
    file.write_bytes(gzip.compress(content) if ending else content)
    assert read_text(file) == "3..4 é\n½\n"


def _folder(path: Path) -> None:
    path.mkdir()


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "no such file: "),
        (_folder, "is a folder"),
        (os.mkfifo, "is a pipe or a device"),
        (_loop, "cannot read "),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "no text in UTF-8"),
        (lambda path: path.write_bytes(b"a\xffb"), "no text in UTF-8"),
        (lambda path: path.write_text("x" * 101), "larger than 100 characters"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, make: object, said: str) -> None:
    make(tmp_path / "file")  # type: ignore[operator]
    with pytest.raises(UserError, match=said) as caught:
        read_text(tmp_path / "file", 100)
    assert str(tmp_path / "file") in str(caught.value)


def test_names_that_cannot_be(tmp_path: Path) -> None:
    for name in ("a\0b", "x" * 300, "file/below"):
        (tmp_path / "file").touch()
        with pytest.raises(UserError):
            read_text(tmp_path / name)


@pytest.mark.parametrize("cut", [3, 10, -3])
def test_damaged_gzip(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(bytes(1000))[:cut])
    with pytest.raises(UserError, match="a.gz"):
        read_text(tmp_path / "a.gz")


def test_a_long_line(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("short\n" + "x" * 50 + "\n")
    with open_text(tmp_path / "a") as file:
        lines = bounded_lines(file, tmp_path / "a", longest=20)
        assert next(lines) == "short\n"
        with pytest.raises(UserError, match="a, line 2: longer than 20 characters"):
            next(lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[NaN]", "NaN is no JSON number"),
        ("-Infinity", "-Infinity is no JSON number"),
        ("9" * 5000, "is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_json(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        parse_json(text, "here")


def test_objects(tmp_path: Path) -> None:
    for value, kind in (([], "list"), ("x", "string"), (True, "truth value"), (None, "null"), (1.5, "number")):
        (tmp_path / "a").write_text(json.dumps(value))
        assert read_json(tmp_path / "a") == value
        with pytest.raises(UserError, match=f"holds a JSON {kind}"):
            read_object(tmp_path / "a")


@pytest.mark.slow
@settings(max_examples=500, deadline=None, derandomize=True)
@given(content=st.binary(max_size=300) | st.text(alphabet='[]{}",:0123456789.eNaIfity \n\\u', max_size=200))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes | str) -> None:
    file = tmp_path_factory.getbasetemp() / "any"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        read_json(file)
    except UserError as error:
        assert str(file) in str(error)
