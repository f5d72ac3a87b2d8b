"""Schema-Guided Dialogue: turns, states and accepted forms, the tools beside the dialogues, and damaged rows."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.sources import sgd
from utils.errors import UserError

FIND = "Media_2.FindMovies"
TOOLS = {
    FIND: {
        "type": "function",
        "function": {
            "name": FIND,
            "description": "Find movies (Rent movies)",
            "parameters": {
                "type": "object",
                "properties": {
                    "genre": {"type": "string", "enum": ["Romance", "War"]},
                    "director": {"type": "string", "default": "dontcare"},
                },
                "required": ["genre"],
            },
        },
    }
}
STATE = {"Media_2": {"genre": ["Romantic", "Romance"]}}
TURNS: list[dict[str, Any]] = [
    {"role": "user", "content": "A Romantic film, please.", "intent": FIND, "slots": STATE},
    {
        "role": "tool_call",
        "content": {"name": FIND, "arguments": {"genre": "Romance"}},
        "accept": {"genre": ["Romantic", "Romance"]},
    },
    {"role": "tool_response", "content": [{"movie_name": "Noël"}], "results": 3},
    {"role": "assistant", "content": "I found 3, such as Noël."},
    {"role": "user", "content": "Thanks.", "intent": None, "slots": STATE},
    {"role": "assistant", "content": "Goodbye."},
]


def dialogue(**changes: Any) -> dict[str, Any]:
    return {"id": "dev/1", "services": ["Media_2"], "tools": [FIND], "turns": TURNS} | changes


def with_turn(place: int, **changes: Any) -> dict[str, Any]:
    """The dialogue with one turn changed."""
    return dialogue(turns=[turn | changes if place == index else turn for index, turn in enumerate(TURNS)])


def split(folder: Path, rows: list[Any], name: str = "dev.jsonl") -> Path:
    """A folder with the dialogues and the tools of a split."""
    text = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (folder / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    (folder / f"tools_{name.partition('.')[0]}.json").write_text(json.dumps(TOOLS))
    return folder


def read(path: Path) -> tuple[list[Conversation], Skipped]:
    skipped = Skipped()
    return list(sgd.read_folder(path, skipped)), skipped


def test_a_dialogue(tmp_path: Path) -> None:
    (found,), skipped = read(split(tmp_path, [dialogue()]))
    state = {"Media_2": {"genre": ("Romantic", "Romance")}}
    assert found.turns == (
        Turn("user", "A Romantic film, please.", slots=state, intent=FIND),
        Turn("tool_call", call=Call(FIND, {"genre": "Romance"}, {"genre": ("Romance", "Romantic")})),
        Turn("tool_response", '{"results": 3, "first": {"movie_name": "Noël"}}'),
        Turn("assistant", "I found 3, such as Noël."),
        Turn("user", "Thanks.", slots=state),
        Turn("assistant", "Goodbye."),
    )
    assert list(found.decision_points()) == [1, 3, 5]
    assert (found.name, found.facts) == ("dev.jsonl:1", {"services": ["Media_2"]})
    assert [(tool.name, tool.service) for tool in found.tools] == [(FIND, "Media_2")]
    assert found.tools[0].arguments[1].schema["default"] == "dontcare"
    assert not skipped.reasons


def test_a_search_without_results_says_so(tmp_path: Path) -> None:
    (found,), _ = read(split(tmp_path, [with_turn(2, content=[], results=0)]))
    assert found.turns[2].text == '{"results": 0}'


def test_a_dialogue_that_ends_with_a_call_ends_with_an_answer_without_text(tmp_path: Path) -> None:
    (found,), _ = read(split(tmp_path, [dialogue(turns=TURNS[:2])]))
    assert found.turns[-1] == Turn("assistant")


def test_a_folder_has_all_splits_with_tools_and_a_file_is_one_of_them(tmp_path: Path) -> None:
    split(tmp_path, [dialogue()], "train.jsonl.gz")
    split(tmp_path, [dialogue()], "dev.jsonl")
    (tmp_path / "notes.jsonl").write_text("{}\n")
    assert [found.name for found in read(tmp_path)[0]] == ["dev.jsonl:1", "train.jsonl.gz:1"]
    assert [found.name for found in read(tmp_path / "train.jsonl.gz")[0]] == ["train.jsonl.gz:1"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (dialogue(turns="none"), "not a dialogue"),
        (["a list"], "not a dialogue"),
        (dialogue(tools=["Media_2.Rent"]), "a tool of the dialogue is not in"),
        (dialogue(tools=[{}]), "a tool of the dialogue is not in"),
        (dialogue(services=[1]), "services must be names"),
        (dialogue(turns=["hello"]), "a turn must have one of the roles"),
        (dialogue(turns=TURNS[:1]), "neither calls nor answers"),
        (with_turn(0, role="bot"), "a turn must have one of the roles"),
        (with_turn(0, role=["user"]), "a turn must have one of the roles"),
        (with_turn(0, content=None), "must be text"),
        (with_turn(0, slots=None), "slots of a user turn"),
        (with_turn(0, slots={"Media_2": {"genre": "War"}}), "list of its surface forms"),
        (with_turn(0, intent="Media_2.Rent"), "the intent of a user turn"),
        (with_turn(1, content="FindMovies"), "the content of a call"),
        (with_turn(1, content={"name": FIND, "arguments": '{"genre": "War"}'}), "the content of a call"),
        (with_turn(1, content={"name": "Media_2.Rent", "arguments": {}}), "a call of a tool that is not listed"),
        (with_turn(1, content={"name": FIND, "arguments": {"year": 2}}), "an argument that its tool does not have"),
        (with_turn(1, accept=["War"]), "accept must hold"),
        (with_turn(1, accept={"genre": "War"}), "accept must hold"),
        (with_turn(2, content={"a": 1}), "a response must hold"),
        (with_turn(2, results="many"), "a response must hold"),
    ],
)
def test_a_damaged_dialogue_is_skipped_and_the_next_one_read(row: Any, reason: str, tmp_path: Path) -> None:
    found, skipped = read(split(tmp_path, [row, dialogue()]))
    assert [conversation.name for conversation in found] == ["dev.jsonl:2"]
    (line,) = skipped.lines()
    assert reason in line and "dev.jsonl:1" in line


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no <split>.jsonl"):
        read(tmp_path)
    with pytest.raises(UserError, match="no such file"):
        read(tmp_path / "dev.jsonl")
    (tmp_path / "dev.jsonl").write_text(json.dumps(dialogue()))
    with pytest.raises(UserError, match=r"needs its tools beside it, in tools_dev\.json"):
        read(tmp_path / "dev.jsonl")
    (tmp_path / "tools_dev.json").write_text("{")
    with pytest.raises(UserError, match=r"tools_dev\.json"):
        read(tmp_path / "dev.jsonl")


def test_claims() -> None:
    assert sgd.claims(dialogue()) == 2
    assert [sgd.claims(row) for row in ({}, [], None, {"turns": []}, {"messages": []})] == [0] * 5
