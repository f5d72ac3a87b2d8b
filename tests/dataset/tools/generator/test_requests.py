"""The wordings of all tools: each argument has a kind of values that fits its schema, and each set a way to be said."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.tools.builtin import BUILTINS
from dataset.tools.fields.define import mismatch
from dataset.tools.generator.dialogue import answer, draw_goal
from dataset.tools.generator.draw import KINDS, UNSEEN_FIELDS, WORDINGS
from dataset.tools.generator.draw import _eligible as eligible
from dataset.tools.generator.patterns import read_lines
from dataset.tools.generator.refusals import leaves_out
from dataset.tools.generator.speaker import draw_speaker
from dataset.tools.generator.wording import Wording, command, request

ALL = sorted(WORDINGS.values(), key=lambda wording: wording.tool)


def test_every_tool_has_a_wording() -> None:
    assert WORDINGS.keys() == BUILTINS.keys()


def test_whole_fields_are_kept_for_the_test_split() -> None:
    unseen = [builtin for builtin in BUILTINS.values() if builtin.field in UNSEEN_FIELDS]
    assert len(unseen) >= 10 and {builtin.field for builtin in unseen} == UNSEEN_FIELDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_conversation_has_seen_and_unseen_tools(kind: str) -> None:
    assert eligible(kind, False) and eligible(kind, True)


@pytest.mark.parametrize("wording", ALL, ids=lambda wording: wording.tool)
def test_a_wording_fits_its_tool(wording: Wording) -> None:
    tool = BUILTINS[wording.tool].tool
    names = {argument.name for argument in tool.arguments}
    assert wording.values.keys() == names
    assert wording.says.keys() <= names and wording.asks.keys() <= names
    assert set(wording.alike.split()) <= WORDINGS.keys()
    patterns = [*read_lines(wording.commands), *read_lines(wording.sentences)]
    assert all(pattern.needs | pattern.takes <= names for pattern in patterns)
    assert sum(not pattern.held_back for pattern in patterns) >= 8
    assert sum(pattern.held_back for pattern in patterns) >= 2
    for argument in tool.arguments:
        options = wording.values[argument.name].options
        if "enum" in argument.schema:
            assert [value for value, _ in options] == argument.schema["enum"]
        wrong = wording.values[argument.name].wrong.split("|")
        assert not {word for _, said in options for word in said.split("|")} & set(wrong)


@pytest.mark.parametrize("wording", ALL, ids=lambda wording: wording.tool)
def test_every_set_of_arguments_can_be_said_and_called(wording: Wording) -> None:
    tool = BUILTINS[wording.tool].tool
    for names in wording.sets(tool):
        assert wording.can_command(names), "requests that are forbidden or joined are commands"
    for argument in tool.arguments:
        assert any(wording.can_say(names | {argument.name}) for names in wording.sets(tool))
    for seed in range(30):
        speaker = draw_speaker(np.random.default_rng(seed), test=bool(seed % 2))
        goal = draw_goal(wording, speaker, extra=0.4)
        assert all(mismatch(value.value, _schema(wording, name)) == "" for name, value in goal.values.items())
        text = request(wording, goal.values, speaker)
        assert all(value.said in text for value in goal.values.values())
        result = BUILTINS[wording.tool].run(goal.call().arguments, speaker.today)
        assert answer(goal, result, speaker)


def _schema(wording: Wording, name: str) -> dict[str, object]:
    argument = BUILTINS[wording.tool].tool.argument(name)
    assert argument is not None
    return dict(argument.schema)


def test_most_required_arguments_can_be_missing() -> None:
    required = [(wording, a.name) for wording in ALL for a in BUILTINS[wording.tool].tool.arguments if a.required]
    missing = [(wording, name) for wording, name in required if any(name in left for left in leaves_out(wording))]
    assert len(missing) > 0.85 * len(required)


def test_results_offer_values_of_required_arguments() -> None:
    for wording in ALL:
        for target, source in wording.offers.items():
            tool, name = target.split(".")
            argument = BUILTINS[tool].tool.argument(name)
            assert argument is not None and argument.required
            speaker = draw_speaker(np.random.default_rng(0), test=False)
            goal = draw_goal(wording, speaker)
            value: object = BUILTINS[wording.tool].run(goal.call().arguments, speaker.today)
            for key in source.partition(": ")[0].split("."):
                value = value[1 if key == "*" else key]  # type: ignore[index]
            assert mismatch(value, argument.schema) == ""


def test_a_command_that_cannot_be_said_is_an_error() -> None:
    speaker = draw_speaker(np.random.default_rng(0), test=False)
    wording = WORDINGS["rename_file"]
    with pytest.raises(ValueError, match="rename_file has no command"):
        command(wording, {"new_name": wording.values["new_name"].draw(speaker)}, speaker)
