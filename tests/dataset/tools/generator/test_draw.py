"""Generated conversations: reproducible, consistent, of all kinds, and with every value in the text."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from typing import Any

import pytest

from dataset.tools.builtin import BUILTINS
from dataset.tools.conversations import Argument, Conversation, Turn
from dataset.tools.fields.define import mismatch
from dataset.tools.generator import generate
from dataset.tools.generator.draw import KINDS, UNSEEN_FIELDS, WORDINGS
from dataset.tools.generator.numbers import number_forms
from dataset.tools.generator.patterns import CLOSE, OPEN

COUNT = 1000


@pytest.fixture(scope="module")
def train() -> list[Conversation]:
    return list(generate(COUNT, seed=1))


@pytest.fixture(scope="module")
def test() -> list[Conversation]:
    return list(generate(COUNT, seed=1, split="test"))


@pytest.fixture(scope="module")
def both(train: list[Conversation], test: list[Conversation]) -> list[Conversation]:
    return train + test


def calls(conversation: Conversation) -> list[tuple[int, Turn]]:
    return [(index, turn) for index, turn in enumerate(conversation.turns) if turn.call is not None]


# ---- chance


def test_a_conversation_depends_on_seed_split_and_number_alone(train: list[Conversation]) -> None:
    assert list(generate(20, seed=1)) == train[:20]
    assert list(generate(5, seed=1, start=10)) == train[10:15]
    assert list(islice(generate(20, seed=2), 20)) != train[:20]
    assert [c.turns for c in generate(20, seed=1, split="test")] != [c.turns for c in train[:20]]


def test_conversations_hardly_repeat(train: list[Conversation]) -> None:
    requests = Counter(turn.text.lower() for c in train for turn in c.turns if turn.role == "user" and turn.intent)
    assert sum(count for count in requests.values() if count > 1) < 0.1 * requests.total()


# ---- kinds and splits


def test_all_kinds_occur_as_often_as_they_should(both: list[Conversation]) -> None:
    found = Counter(conversation.facts["kind"] for conversation in both)
    assert found.keys() == KINDS.keys() and sum(KINDS.values()) == pytest.approx(1)
    for kind, share in KINDS.items():
        assert found[kind] / len(both) == pytest.approx(share, abs=0.02), kind


def test_all_fields_occur(train: list[Conversation]) -> None:
    fields = {builtin.field for builtin in BUILTINS.values()}
    assert {conversation.facts["field"] for conversation in train} == fields - UNSEEN_FIELDS | {"small_talk"}


def test_training_has_no_tool_and_no_phrase_of_the_test_split(train: list[Conversation]) -> None:
    for conversation in train:
        assert conversation.facts["tools"] == conversation.facts["phrasing"] == "seen"
        if not conversation.facts["renamed"]:
            assert not {BUILTINS[tool.name].field for tool in conversation.tools} & UNSEEN_FIELDS


def test_the_test_split_has_seen_and_unseen_tools_and_phrases(test: list[Conversation]) -> None:
    found = Counter((conversation.facts["tools"], conversation.facts["phrasing"]) for conversation in test)
    assert len(found) == 4 and min(found.values()) > 0.1 * len(test)
    for conversation in test:
        fields = {BUILTINS[tool.name].field for tool in conversation.tools if tool.name in BUILTINS}
        if conversation.facts["tools"] == "seen":
            assert not fields & UNSEEN_FIELDS
        else:
            assert conversation.facts["field"] in UNSEEN_FIELDS


def test_half_of_the_renamed_conversations_call_other_names(both: list[Conversation]) -> None:
    renamed = [conversation for conversation in both if conversation.facts["renamed"]]
    assert 0.15 < len(renamed) / len(both) < 0.25
    assert sum(tool.name not in BUILTINS for c in renamed for tool in c.tools) > sum(len(c.tools) for c in renamed) / 2


# ---- tools, calls and turns


def test_tools_are_listed_once_with_their_distractors(both: list[Conversation]) -> None:
    for conversation in both:
        names = [tool.name for tool in conversation.tools]
        assert 2 <= len(names) == len(set(names)) <= 6
        assert not set(names) & set(conversation.facts["unlisted"])
        if not conversation.facts["renamed"]:
            for _, turn in calls(conversation):
                assert turn.call is not None
                assert not set(names) & set(WORDINGS[turn.call.name].alike.split()) - called(conversation)
    sizes = Counter(len(conversation.tools) for conversation in both)
    assert min(sizes[size] for size in range(2, 7)) > 0.1 * len(both)


def called(conversation: Conversation) -> set[str]:
    return {turn.call.name for _, turn in calls(conversation) if turn.call is not None}


def test_calls_fit_the_schemas_of_their_tools(both: list[Conversation]) -> None:
    for conversation in both:
        for _, turn in calls(conversation):
            assert turn.call is not None
            tool = conversation.tool(turn.call.name)
            assert tool is not None
            assert {a.name for a in tool.arguments if a.required} <= turn.call.arguments.keys()
            assert turn.call.accept.keys() | turn.call.may_omit <= turn.call.arguments.keys()
            for name, value in turn.call.arguments.items():
                argument = tool.argument(name)
                assert argument is not None
                accept = turn.call.accept.get(name, (value,))
                assert accept[0] == value and all(mismatch(form, argument.schema) == "" for form in accept)
                is_default = argument.schema.get("default") == value
                assert (name in turn.call.may_omit) == is_default


def test_turns_follow_each_other_as_in_a_conversation(both: list[Conversation]) -> None:
    for conversation in both:
        roles = [turn.role for turn in conversation.turns]
        assert roles[0] in ("system", "user") and roles[-1] == "assistant" and "system" not in roles[1:]
        for role, after in zip(roles, roles[1:], strict=False):
            allowed = {
                "system": {"user"},
                "user": {"assistant", "tool_call"},
                "assistant": {"user"},
                "tool_call": {"tool_call", "tool_response"},
                "tool_response": {"tool_response", "tool_call", "assistant"},
            }
            assert after in allowed[role]
        assert roles.count("tool_call") == roles.count("tool_response")
        for turn in conversation.turns:
            assert bool(turn.text) == (turn.call is None) and OPEN not in turn.text and CLOSE not in turn.text
            assert (
                "\x03" not in turn.text
                and "  " not in turn.text
                and "{" not in turn.text.replace("{'", "")
                or (turn.role == "tool_response")
            )
            if turn.role == "tool_response":
                json.loads(turn.text)


def test_successive_calls_without_an_order_are_said_to_have_none(both: list[Conversation]) -> None:
    for conversation in both:
        roles = [turn.role for turn in conversation.turns]
        parallel = any(one == two == "tool_call" for one, two in zip(roles, roles[1:], strict=False))
        assert conversation.ordered != (conversation.facts["kind"] == "several") and parallel == (
            not conversation.ordered
        )


def test_what_is_asked_and_meant_belongs_to_listed_tools(both: list[Conversation]) -> None:
    asked = 0
    for conversation in both:
        for turn, after in zip(conversation.turns, [*conversation.turns[1:], None], strict=True):
            if turn.intent is not None:
                tool = conversation.tool(turn.intent)
                assert tool is not None and turn.role in ("user", "assistant")
                assert {argument.name for argument in tool.arguments} >= set(turn.asks)
            if turn.asks:
                asked += 1
                assert turn.role == "assistant" and turn.intent is not None
                assert after is None or after.role == "user"
    assert asked > 0.1 * len(both)


def test_states_accumulate_and_agree_with_calls(both: list[Conversation]) -> None:
    """A state keeps the tools of earlier requests. A call has what is settled, and in chains what a tool answered."""
    with_state = 0
    for conversation in both:
        users = [turn for turn in conversation.turns if turn.role == "user"]
        if any(turn.slots is None for turn in users):
            assert all(turn.slots is None for turn in users) and conversation.facts["kind"] == "several"
            continue
        with_state += 1
        before: set[str] = set()
        for index, turn in enumerate(conversation.turns):
            if turn.slots is not None:
                assert before <= turn.slots.keys() <= {tool.name for tool in conversation.tools}
                before = set(turn.slots)
            if turn.call is not None:
                last = next(t for t in reversed(conversation.turns[:index]) if t.role == "user")
                assert last.slots is not None
                settled = last.slots[turn.call.name]
                accepted = {name: turn.call.accept.get(name, (value,)) for name, value in turn.call.arguments.items()}
                more = accepted.keys() - settled.keys()
                assert settled == {name: forms for name, forms in accepted.items() if name in settled}
                assert not more or len(more) == 1 and conversation.facts["kind"] == "chain"
    assert with_state > 0.9 * len(both)


def test_states_grow_while_the_assistant_asks(both: list[Conversation]) -> None:
    for conversation in of_kind(both, "missing"):
        for before, asking, after in zip(
            conversation.turns, conversation.turns[1:], conversation.turns[2:], strict=False
        ):
            if asking.asks and after.intent:
                assert before.slots is not None and after.slots is not None and asking.intent is not None
                one, two = before.slots[asking.intent], after.slots[asking.intent]
                assert one.items() <= two.items() and two.keys() - one.keys() == set(asking.asks)


# ---- kinds, one by one


def of_kind(conversations: list[Conversation], kind: str) -> list[Conversation]:
    return [conversation for conversation in conversations if conversation.facts["kind"] == kind]


def last_calls(conversation: Conversation) -> list[dict[str, Any]]:
    return [dict(turn.call.arguments) for _, turn in calls(conversation) if turn.call is not None]


def test_follow_ups_and_corrections_change_one_argument_and_keep_the_others(both: list[Conversation]) -> None:
    for conversation in of_kind(both, "follow_up") + of_kind(both, "correction"):
        one, two = last_calls(conversation)[-2:]
        assert one.keys() == two.keys() and sum(one[name] != two[name] for name in one) <= 1
        assert one != two or len(one) == 1


def test_the_tool_wanted_in_vain_is_not_listed(both: list[Conversation]) -> None:
    for conversation in of_kind(both, "irrelevant"):
        vain = [turn for turn in conversation.turns if turn.role == "user" and turn.intent is None]
        assert vain and conversation.facts["unlisted"]
    without = [c for c in both if c.facts["kind"] in ("irrelevant", "small_talk")]
    assert len(without) / len(both) > 1 / 8


def test_missing_information_is_asked_for_before_the_call(both: list[Conversation]) -> None:
    gave_up = 0
    for conversation in of_kind(both, "missing"):
        asks = [(index, turn) for index, turn in enumerate(conversation.turns) if turn.asks]
        later = [turn.call for index, turn in calls(conversation) if index > asks[-1][0]]
        gave_up += not later
        if later:
            assert later[0] is not None and later[0].name == asks[0][1].intent
            assert {name for _, turn in asks for name in turn.asks} <= later[0].arguments.keys()
    assert 0 < gave_up < 0.3 * len(of_kind(both, "missing"))


def test_invalid_values_are_not_called(both: list[Conversation]) -> None:
    """The assistant asks for the argument; its value in a later call is allowed (`test_calls_fit_the_schemas`)."""
    for conversation in of_kind(both, "invalid"):
        place = next(index for index, turn in enumerate(conversation.turns) if turn.asks)
        assert conversation.turns[place - 1].role == "user" and len(conversation.turns[place].asks) == 1
        slots = conversation.turns[place - 1].slots
        assert slots is not None
        intent = conversation.turns[place].intent
        assert conversation.turns[place].asks[0] not in slots[intent or ""]


def test_negations_end_in_answers_and_in_calls(both: list[Conversation]) -> None:
    with_call = Counter(bool(calls(conversation)) for conversation in of_kind(both, "negation"))
    assert min(with_call.values()) > 0.15 * with_call.total()


def test_chains_call_with_a_value_that_the_first_tool_answered(both: list[Conversation]) -> None:
    for conversation in of_kind(both, "chain"):
        index, second = calls(conversation)[-1]
        assert conversation.turns[index - 1].role == "tool_response" and second.call is not None
        response = conversation.turns[index - 1].text
        assert any(str(value) in response for value in second.call.arguments.values())


def test_a_tool_that_failed_is_called_again(both: list[Conversation]) -> None:
    for conversation in of_kind(both, "retry"):
        failed, again = [turn.call for _, turn in calls(conversation)][-2:]
        assert failed == again and sum('"error"' in turn.text for turn in conversation.turns) == 1


# ---- values


def test_every_value_stands_in_the_text_or_is_a_choice(both: list[Conversation]) -> None:
    """So that a model which points at words can say it."""
    found: Counter[str] = Counter()
    for conversation in both:
        for index, turn in calls(conversation):
            assert turn.call is not None
            before = "\n".join(t.text for t in conversation.turns[:index])
            tool = conversation.tool(turn.call.name)
            assert tool is not None
            for name, value in turn.call.arguments.items():
                argument = tool.argument(name)
                assert argument is not None
                if is_choice(argument):
                    found["choice"] += 1
                else:
                    stands = any(stands_in(before, form) for form in turn.call.accept.get(name, (value,)))
                    found["in the text" if stands else "nowhere"] += 1
    assert found["in the text"] > found["choice"] > 0
    assert found["nowhere"] == 0


def is_choice(argument: Argument) -> bool:
    """Whether the value is one of several that the schema names, or true or false."""
    schema = argument.schema
    return "enum" in schema or "enum" in schema.get("items", {}) or schema["type"] == "boolean"


def stands_in(text: str, value: Any) -> bool:
    """Whether a value stands in a text; numbers in any of their forms, fractions as percentages, too."""
    if isinstance(value, str):
        return value in text
    if isinstance(value, list):
        return all(stands_in(text, item) for item in value)
    forms = number_forms(value) + (number_forms(round(100 * value, 4)) if abs(value) < 1 else [])
    return any(form in text.lower() for form in forms)


def test_half_of_the_values_of_the_test_split_are_new(train: list[Conversation], test: list[Conversation]) -> None:
    known = {value for c in train for _, turn in calls(c) for value in texts_of(turn)}
    values = [value for c in test for _, turn in calls(c) for value in texts_of(turn)]
    assert sum(value not in known for value in values) > 0.4 * len(values)


def texts_of(turn: Turn) -> list[str]:
    assert turn.call is not None
    return [value.lower() for value in turn.call.arguments.values() if isinstance(value, str)]
