"""benchmarks/tool_behaviour.jsonl: hand-written cases of tool calling, with tools that no training set has.

A line is one case, in OpenAI's form. The last message is the decision that is right:

    {"id": "negation_17", "kind": "negation",
     "messages": [{"role": "user", "content": "i dont want figure skates i want speed skates, size 39"},
                  {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function":
                      {"name": "hire_skates", "arguments": "{\\"size\\": 39, \\"kind\\": \\"speed\\"}"}}]}],
     "tools": [...]}

An optional argument that the user does not mention is absent from the call. A call that gives its default is right,
too. These keys are ours:

    accept     for each call of the last message, all values that count as right, by argument, the call's own first
    may_omit   for each call of the last message, the arguments that a right call may also leave out
    asks       kind `missing`: the required arguments that the answer asks for
    invalid    kind `invalid`: what the user gave for an argument that does not allow it
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "benchmarks/tool_behaviour.jsonl"
KINDS = ("positive", "missing", "irrelevant", "negation", "invalid", "several")
CALLS = {"positive": {1}, "missing": {0}, "irrelevant": {0}, "negation": {0, 1}, "invalid": {0}, "several": {2, 3, 4}}
"""How many calls the last message may hold."""
KEYS = {"id", "kind", "messages", "tools"}
OWN_KEYS = {"missing": {"asks"}, "invalid": {"invalid"}}
"""Keys that cases of a kind must have beside KEYS."""
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
}
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
SMALL = [*UNITS.split(), "eighteen", "nineteen"]
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SPOKEN = {1: ("a", "an", "another"), 2: ("twice", "a couple"), 12: ("a dozen",)}

Row = dict[str, Any]
CASES: list[Row] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


# ---- what a case must be


def tools_of(row: Row) -> dict[str, Row]:
    """The tools of a case by name, each with its name, description and parameters."""
    return {tool["function"]["name"]: tool["function"] for tool in row["tools"]}


def calls_of(message: Row) -> list[tuple[str, Row]]:
    """Name and arguments of the calls in a message."""
    functions = [call["function"] for call in message.get("tool_calls", ())]
    return [(function["name"], json.loads(function["arguments"])) for function in functions]


def fits(value: Any, schema: Row) -> bool:
    """Whether a value is one that the schema of an argument allows."""
    if isinstance(value, bool) != (schema["type"] == "boolean") or not isinstance(value, TYPES[schema["type"]]):
        return False
    if isinstance(value, list):
        return value != [] and all(fits(item, schema["items"]) for item in value)
    if schema["type"] in ("integer", "number"):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return value in schema.get("enum", [value])


def flat(text: str) -> str:
    """A text for comparison: no capitals, hyphens inside words as spaces, single spaces."""
    return " ".join(re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", text.casefold()).split())


def words_of(number: int) -> str:
    """A number from 0 to 999 in words.

    >>> words_of(612)
    'six hundred and twelve'
    """
    if number >= 100:
        rest = f" and {words_of(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    if number >= 20:
        return " ".join([TENS[number // 10 - 2], *([SMALL[number % 10]] if number % 10 else [])])
    return SMALL[number]


def spellings(number: float) -> Iterator[str]:
    """How a person may write a number."""
    yield from (f"{number:g}", f"{number:,}")
    whole = int(number)
    if 0 <= whole < 1000 and number == whole:
        yield from (words_of(whole), *SPOKEN.get(whole, ()))
    if 0 < whole < 1000 and number == whole + 0.5:
        yield f"{words_of(whole)} and a half"


def stands_in(piece: str, text: str) -> bool:
    """Whether whole words of a text are this piece. A number is not part of a longer one."""
    before = r"(?<![\w.,:])" if piece[:1].isdigit() else r"(?<!\w)"
    # Units may touch a number, as in 40% and 12cm, other digits may not.
    after = r"(?!\d|[.,:]\d)" if piece[-1:].isdigit() else r"(?!\w)"
    return re.search(before + re.escape(flat(piece)) + after, flat(text)) is not None


def can_be_read(value: Any, schema: Row, text: str) -> bool:
    """Whether a reader of the conversation finds the value in it. Booleans and enum members are in the tool."""
    if "enum" in schema or isinstance(value, bool):
        return True
    if isinstance(value, list):
        return all(can_be_read(item, schema.get("items", {}), text) for item in value)
    return any(stands_in(piece, text) for piece in ([value] if isinstance(value, str) else spellings(value)))


def tool_problems(tool: Row) -> Iterator[str]:
    """What is wrong with the definition of a tool."""
    function = tool["function"]
    parameters = function["parameters"]
    properties = parameters["properties"]
    if tool["type"] != "function" or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", function["name"]):
        yield "not a function with a name"
    if not function["description"] or parameters["type"] != "object":
        yield "no description, or parameters that are no object"
    if not set(parameters.get("required", ())) <= set(properties):
        yield "an unknown argument is required"
    for name, schema in properties.items():
        if schema["type"] not in TYPES or (schema["type"] == "array") != ("items" in schema):
            yield f"{name} has no valid type"
        elif "default" in schema and (name in parameters["required"] or not fits(schema["default"], schema)):
            yield f"{name} has an impossible default"
        if len(set(schema.get("enum", ()))) != len(schema.get("enum", ())):
            yield f"{name} has a member twice"


def call_problems(row: Row, message: Row, text: str) -> Iterator[str]:
    """What is wrong with the calls of a message, before which `text` was said."""
    last = message is row["messages"][-1]
    calls = calls_of(message)
    accepts = row.get("accept", [{}] * len(calls)) if last else [{}] * len(calls)
    omissions = row.get("may_omit", [[]] * len(calls)) if last else [[]] * len(calls)
    if not len(calls) == len(accepts) == len(omissions):
        yield "accept or may_omit are not one a call"
    for (name, arguments), accept, omitted in zip(calls, accepts, omissions, strict=False):
        if name not in tools_of(row):
            yield f"no tool {name}"
            continue
        parameters = tools_of(row)[name]["parameters"]
        required = set(parameters.get("required", ()))
        if not required <= set(arguments) <= set(parameters["properties"]):
            yield f"{name} lacks an argument or has an unknown one"
            continue
        if not set(accept) <= set(arguments) or not set(omitted) <= set(arguments) - required:
            yield f"{name}: accept or may_omit name other arguments"
        for key, value in arguments.items():
            schema = parameters["properties"][key]
            accepted = accept.get(key, [value])
            if accepted[0] != value or not all(fits(one, schema) for one in accepted):
                yield f"{name}.{key} does not fit its schema, or is not the first of those accepted"
            elif not any(can_be_read(one, schema, text) for one in accepted):
                yield f"{name}.{key} cannot be read from the conversation"


def message_problems(row: Row) -> Iterator[str]:
    """What is wrong with the messages: their order, their calls, and the responses of tools."""
    text = ""
    waiting: set[str] = set()  # calls without a response so far
    for message in row["messages"]:
        yield from call_problems(row, message, text)
        response_to = {message["tool_call_id"]} if message["role"] == "tool" else set()
        if not response_to <= waiting or (waiting and not response_to):
            yield "a response without its call, or a call without its response"
        waiting = waiting - response_to | {call["id"] for call in message.get("tool_calls", ())}
        if message["role"] == "assistant" and bool(message["content"]) == bool(message.get("tool_calls")):
            yield "an assistant must either answer or call"
        text += f"{message['content']}\n"
    roles = [message["role"] for message in row["messages"]]
    if roles[0] != "user" or roles[-2:] != ["user", "assistant"]:
        yield "a case begins with a user, and ends with a user and the decision"


def kind_problems(row: Row) -> Iterator[str]:
    """Where a case is not what its kind says."""
    last = row["messages"][-1]
    if len(calls_of(last)) not in CALLS[row["kind"]]:
        yield "wrong number of calls for its kind"
    own = OWN_KEYS.get(row["kind"], set())
    if not KEYS | own <= set(row) <= KEYS | own | ({"accept", "may_omit"} if calls_of(last) else set()):
        yield "wrong keys for its kind"
        return
    said = "\n".join(message["content"] for message in row["messages"][:-1] if message["role"] == "user")
    parameters = [function["parameters"] for function in tools_of(row).values()]
    if row["kind"] == "missing":
        required = (set(each.get("required", ())) for each in parameters)
        if not row["asks"] or not any(set(row["asks"]) <= each for each in required):
            yield "asks names no required arguments of a tool"
        if not last["content"].endswith("?"):
            yield "the answer asks nothing"
    for name, value in row.get("invalid", {}).items():
        schemas = [each["properties"][name] for each in parameters if name in each["properties"]]
        if not schemas or any(fits(value, schema) for schema in schemas):
            yield f"{name} allows {value}"
        if not can_be_read(value, {}, said):
            yield f"nobody says {value}"


def problems(row: Row) -> list[str]:
    """All that is wrong with a case."""
    if not 2 <= len(row["tools"]) <= 6 or len(tools_of(row)) < len(row["tools"]):
        return ["a case has 2 to 6 different tools"]
    found = [problem for tool in row["tools"] for problem in tool_problems(tool)]
    return found or [*message_problems(row), *kind_problems(row)]


# ---- the file


@pytest.mark.parametrize("row", CASES, ids=lambda row: str(row["id"]))
def test_a_case_is_sound(row: Row) -> None:
    assert problems(row) == []


def test_there_are_twenty_cases_of_each_kind() -> None:
    counts = Counter(row["kind"] for row in CASES)
    assert set(counts) == set(KINDS) and min(counts.values()) >= 20
    numbered = [f"{kind}_{number:02d}" for kind in KINDS for number in range(1, counts[kind] + 1)]
    assert [row["id"] for row in CASES] == numbered


def test_no_two_cases_share_a_query() -> None:
    queries = Counter(flat(row["messages"][-2]["content"]) for row in CASES)
    assert max(queries.values()) == 1


def test_there_are_forty_tools_and_each_is_the_same_everywhere() -> None:
    definitions: dict[str, Row] = {}
    for row in CASES:
        for name, function in tools_of(row).items():
            assert definitions.setdefault(name, function) == function
    assert len(definitions) >= 40
    schemas = [schema for each in definitions.values() for schema in each["parameters"]["properties"].values()]
    assert {schema["type"] for schema in schemas} == set(TYPES)
    assert any("enum" in schema for schema in schemas) and any("default" in schema for schema in schemas)
    called = {name for row in CASES for name, _ in calls_of(row["messages"][-1])}
    assert len(called) >= 40


def test_a_third_of_the_questions_for_missing_arguments_follow_earlier_turns() -> None:
    missing = [row for row in CASES if row["kind"] == "missing"]
    assert 3 * sum(len(row["messages"]) > 2 for row in missing) >= len(missing)


def test_negation_asks_for_both_decisions() -> None:
    called = Counter(bool(calls_of(row["messages"][-1])) for row in CASES if row["kind"] == "negation")
    assert min(called[True], called[False]) >= 10


def test_the_place_of_the_right_tool_says_nothing() -> None:
    """Whoever always takes the first tool, or the last, is wrong in at least half of the single calls."""
    places = []
    for row in CASES:
        names = [name for name, _ in calls_of(row["messages"][-1])]
        if len(names) == 1:
            place = list(tools_of(row)).index(names[0])
            places.append((place == 0, place == len(row["tools"]) - 1))
    assert all(2 * sum(column) <= len(places) for column in zip(*places, strict=True))


# ---- the checks above find what they are there for


def case(name: str) -> Row:
    """A copy of a case."""
    return copy.deepcopy(next(row for row in CASES if row["id"] == name))


def set_arguments(row: Row, **changes: Any) -> None:
    """Changes arguments of the last message's first call; None takes one away."""
    function = row["messages"][-1]["tool_calls"][0]["function"]
    arguments = {**json.loads(function["arguments"]), **changes}
    function["arguments"] = json.dumps({key: value for key, value in arguments.items() if value is not None})


def answer(row: Row) -> None:
    """Replaces the decision by an answer."""
    row["messages"][-1] = {"role": "assistant", "content": "All right."}
    row.pop("accept", None)


BREAKS: dict[str, tuple[str, Callable[[Row], Any], str]] = {
    "required argument": ("negation_17", lambda row: set_arguments(row, size=None), "lacks an argument"),
    "unknown argument": ("negation_17", lambda row: set_arguments(row, colour="red"), "an unknown one"),
    "enum": ("negation_17", lambda row: set_arguments(row, kind="roller"), "does not fit its schema"),
    "type": ("negation_17", lambda row: set_arguments(row, size="39"), "does not fit its schema"),
    "boolean for a number": ("negation_17", lambda row: set_arguments(row, size=True), "does not fit its schema"),
    "value from nowhere": ("negation_17", lambda row: set_arguments(row, size=3), "cannot be read"),
    "text from nowhere": ("negation_21", lambda row: set_arguments(row, member="Ima"), "cannot be read"),
    "no call": ("positive_01", answer, "wrong number of calls"),
    "accept of two": ("positive_01", lambda row: row["accept"].append({}), "one a call"),
    "accept of others": ("positive_01", lambda row: row["accept"][0].update(hive=["a"]), "name other arguments"),
    "omitted": ("positive_01", lambda row: row.update(may_omit=[["tank"]]), "name other arguments"),
    "asks": ("missing_01", lambda row: row.update(asks=["day"]), "no required arguments"),
    "no question": ("missing_01", answer, "asks nothing"),
    "no asks": ("missing_01", lambda row: row.pop("asks"), "wrong keys"),
    "valid": ("invalid_01", lambda row: row.update(invalid={"press": "Albion"}), "allows Albion"),
    "unsaid": ("invalid_01", lambda row: row.update(invalid={"press": "Gutenberg"}), "nobody says"),
    "lost response": ("missing_19", lambda row: row["messages"].pop(2), "without its response"),
    "one tool": ("missing_01", lambda row: row.update(tools=row["tools"][:1]), "2 to 6 different tools"),
    "same tool": ("missing_01", lambda row: row["tools"].append(row["tools"][0]), "2 to 6 different tools"),
    "required twice": (
        "missing_01",
        lambda row: row["tools"][0]["function"]["parameters"]["required"].append("x"),
        "unknown argument",
    ),
}


@pytest.mark.parametrize(("name", "change", "found"), BREAKS.values(), ids=BREAKS)
def test_a_broken_case_is_found(name: str, change: Callable[[Row], Any], found: str) -> None:
    row = case(name)
    change(row)
    assert any(found in problem for problem in problems(row)), problems(row)


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        (12, "a dozen exposures", True),
        (612, "Six hundred and twelve grams", True),
        (2.5, "two and a half litres", True),
        (1250, "1,250 CHF", True),
        (40, "at 40%", True),
        (45, "forty-five minutes", True),
        (3, "13 or 3.5 or 30", False),
        (2, "2:1", False),
        (7, "sevenfold", False),
        ("GRY-118", '{"batch": "gry-118"}', True),
        ("417", "car 0417", False),
        (["q", "&"], "the characters q, x and &", True),
        (["q", "z"], "the characters q, x and &", False),
    ],
)
def test_reading_a_value(value: Any, text: str, expected: bool) -> None:
    assert can_be_read(value, {}, text) is expected
