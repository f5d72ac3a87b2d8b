"""The converter as people call it: both forms of its command line, bad files, and its data set read back."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.raw import process_raw_conversation
from dataset.tools.sources.finding import read_conversations
from tests.dataset.tools.raw_logs import TOOLS, conversation
from tests.harness import ROOT, Ended, call, refused


def convert(*arguments: str, cwd: Path) -> Ended:
    return call("dataset.convert_raw_to_dataset", *arguments, cwd=cwd)


def written(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A working folder with `raw/`, two good files in it and one in a folder below, and `tools.json`."""
    (tmp_path / "raw/below").mkdir(parents=True)
    for name in ("raw/a.json", "raw/below/c.json"):
        (tmp_path / name).write_text(json.dumps(conversation(), ensure_ascii=False))
    (tmp_path / "raw/b.json.gz").write_bytes(gzip.compress(json.dumps(conversation()).encode()))
    (tmp_path / "raw/notes.txt").write_text("no log")
    (tmp_path / "tools.json").write_text(json.dumps(TOOLS))
    return tmp_path


def test_both_forms_of_the_command_line(logs: Path) -> None:
    ended = convert("raw", "out/a.jsonl", "--tools", "tools.json", cwd=logs)
    assert ended.status == 0 and ended.out == "2 files, 8 decisions -> out/a.jsonl\n" and not ended.err
    assert convert("--input", "raw", "--output", "b.jsonl", "--tools", "tools.json", cwd=logs).status == 0
    assert (logs / "out/a.jsonl").read_bytes() == (logs / "b.jsonl").read_bytes()
    assert written(logs / "b.jsonl") == process_raw_conversation(conversation(), TOOLS) * 2
    assert "Münster" in (logs / "b.jsonl").read_text()


def test_options(logs: Path) -> None:
    fields = ("--slot-fields", "address", "colour")
    assert convert("raw", "a.jsonl", "--recursive", "--system", "Be kind.", *fields, cwd=logs).status == 0
    samples = written(logs / "a.jsonl")
    assert len(samples) == 12 and samples[0]["slots"] == {"address": "Münster", "colour": ""}
    assert [turn["content"] for turn in samples[0]["history"][:2]] == ["Be kind.", "Be brief."]
    assert samples[0]["tools"] == []
    (logs / "prompt.txt").write_text("From a file.\n")
    assert convert("raw/a.json", "b.jsonl", "--system", "prompt.txt", cwd=logs).status == 0
    assert written(logs / "b.jsonl")[0]["history"][0] == {"role": "system", "content": "From a file."}
    assert convert("raw", "c.jsonl", "--num-input-files", "1", cwd=logs).out.startswith("1 files, 4 decisions")


def test_its_data_set_is_read_back(logs: Path) -> None:
    assert convert("raw", "a.jsonl", "--tools", "tools.json", "--recursive", cwd=logs).status == 0
    skipped = Skipped()
    read = list(read_conversations(f"auto:{logs / 'a.jsonl'}", (), skipped, say=lambda line: None))
    assert len(read) == 3 and not skipped.reasons
    assert [len(list(found.decision_points())) for found in read] == [4, 4, 4]


def test_several_conversations_in_a_file(logs: Path) -> None:
    (logs / "many.json").write_text(json.dumps([conversation(), conversation()]))
    assert convert("many.json", "a.jsonl", cwd=logs).out.startswith("1 files, 8 decisions")


BAD = {
    "empty.json": ("", 1),
    "broken.json": ('[\n {"role": "user", "content": "Hi"},\n {"role": ]', 3),
    "object.json": ('{"role": "user"}', 1),
    "nothing.json": ("[]", 1),
    "number.json": ("3", 1),
    "turn.json": ('[{"role": "user", "content": "Hi"}, 3]', 2),
    "role.json": ('[{"role": "user", "content": "Hi"}, {"role": "boss", "content": "x"}]', 2),
    "call.json": ('[{"role": "user", "content": "Hi"}, {"role": "tool_call", "content": {"response": "x"}}]', 2),
    "nan.json": ('[{"role": "user", "content": NaN}]', 1),
    "deep.json": ("[" * 100_000, 1),
    "digits.json": ('[{"role": "tool_response", "content": ' + "9" * 10_000 + "}]", 1),
    "half.json": ('[{"role": "user", "content": "\\ud800"}]', 1),
    "packed.json.gz": ("[]", 1),
}


def test_bad_files_are_named_with_their_row_and_left_out(logs: Path) -> None:
    for name, (content, _) in BAD.items():
        (logs / "raw" / name).write_text(content)
    (logs / "raw/latin.json").write_bytes('[{"role": "user", "content": "Mün"}]'.encode("latin-1"))
    ended = convert("raw", "a.jsonl", cwd=logs)
    assert ended.status == 0 and not ended.err
    expected = {**{name: row for name, (_, row) in BAD.items()}, "latin.json": 1}
    lines = ended.out.splitlines()
    named = lines[: lines.index("2 files, 8 decisions -> a.jsonl")]
    assert sorted(line.split(": ")[0] for line in named) == sorted(f"{name}:{row}" for name, row in expected.items())
    counted = [re.fullmatch(r"skipped (\d+): .*", line) for line in lines[len(named) + 1 :]]
    assert sum(int(line[1]) for line in counted if line) == len(expected)


def test_calls_of_unlisted_tools_are_said(logs: Path) -> None:
    (logs / "tools.json").write_text(json.dumps(TOOLS[1:]))
    ended = convert("raw", "a.jsonl", "--tools", "tools.json", cwd=logs)
    assert ended.status == 0 and "2 calls of tools that --tools does not list: get_weather" in ended.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "no input folder is given"),
        (("raw",), "no output file is given"),
        (("raw", "a.jsonl", "--input", "raw"), "the input folder is given twice"),
        (("raw", "a.jsonl", "--output", "b.jsonl"), "the output file is given twice"),
        (("raw", "raw"), "raw is a folder"),
        (("missing", "a.jsonl"), "no such file: missing"),
        (("empty", "a.jsonl"), "holds no files .*--recursive also"),
        (("bad", "a.jsonl"), "none of 1 files could be read .skipped 1: a file that cannot be read .first: x.json:1"),
        (("silent", "a.jsonl"), "none of 1 files could be read .the assistant neither calls nor answers"),
        (("raw", "a.jsonl", "--tools", "missing.json"), "no such file: missing.json"),
        (("raw", "a.jsonl", "--tools", "bad/x.json"), "bad/x.json: tools is not JSON"),
        (("raw", "a.jsonl", "--system", "prompts/missing.txt"), "no such file: prompts/missing.txt"),
        (("raw", "a.jsonl", "--num-input-files", "0"), "must be at least 1"),
        (("raw", "tools.json/a.jsonl"), "cannot write"),
        (("raw", "a.jsonl", "--tool", "tools.json"), "did you mean '--tools'"),
    ],
)
def test_mistakes_are_one_line_and_change_nothing(logs: Path, arguments: tuple[str, ...], complaint: str) -> None:
    for folder, content in (("bad", "[{]"), ("silent", '[{"role": "user", "content": "Hi"}]')):
        (logs / folder).mkdir()
        (logs / folder / "x.json").write_text(content)
    (logs / "empty/below").mkdir(parents=True)
    (logs / "empty/below/x.json").write_text("[]")
    assert re.search(complaint, refused(convert, *arguments, cwd=logs))


def test_exit_status_of_the_script(logs: Path) -> None:
    script = [sys.executable, str(ROOT / "dataset/convert_raw_to_dataset.py")]
    (logs / "bad.json").write_text("[{]")
    ended = subprocess.run([*script, "bad.json", "a.jsonl"], cwd=logs, capture_output=True, text=True)
    assert ended.returncode == 1 and ended.stderr.splitlines()[-1].startswith("error: bad.json: none of 1 files")
    assert not (logs / "a.jsonl").exists()
