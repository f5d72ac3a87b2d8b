"""Tools out of everything that people write, and the leaves of their arguments."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from dataset.tools.argument_schema import DEEPEST, MOST_SCHEMAS
from dataset.tools.conversations import Argument, Tool
from dataset.tools.json_text import decode, read_values
from dataset.tools.schema import ToolError, as_openai, flatten, leaves, nest, read_tools, service_of
from utils.errors import UserError
from utils.reading import DEEPEST_VALUE, require_usable

CITY = {"type": "string", "description": "The city"}
FUNCTION = {
    "name": "get_weather",
    "description": "Weather",
    "parameters": {"type": "object", "properties": {"city": CITY}, "required": ["city"]},
}
TOOL = Tool("get_weather", "Weather", (Argument("city", CITY, True),))


def argument(schema: Any, **beside: Any) -> dict[str, Any]:
    """The cleaned schema of one argument."""
    (tool,) = read_tools({"name": "f", "parameters": {"type": "object", "properties": {"a": schema}, **beside}})
    return dict(tool.arguments[0].schema)


@pytest.mark.parametrize(
    "written",
    [
        [{"type": "function", "function": FUNCTION}],
        [FUNCTION],
        FUNCTION,
        json.dumps([FUNCTION]),
        json.dumps(json.dumps([FUNCTION])),
        [json.dumps(FUNCTION)],
        {"get_weather": FUNCTION},
        {"get_weather": {key: FUNCTION[key] for key in ("description", "parameters")}},
        {"tools": [FUNCTION]},
        {"functions": json.dumps([FUNCTION])},
        [{"type": "function", **FUNCTION}],
        [{"name": "get_weather", "description": "Weather", "input_schema": FUNCTION["parameters"]}],
        [{"name": "get_weather", "description": "Weather", "inputSchema": FUNCTION["parameters"]}],
        [{"name": "get_weather", "description": "Weather", "parameters": json.dumps(FUNCTION["parameters"])}],
        [{"name": "get_weather", "description": "Weather", "parameters": {"city": CITY}}],
        [{"name": "get_weather", "description": "Weather", "parameters": [{"name": "city", "required": True, **CITY}]}],
        [{"api_name": "get_weather", "api_description": "Weather", "parameters": {"city": CITY}, "required": ["city"]}],
        [FUNCTION, FUNCTION],
        [FUNCTION, None],
    ],
    ids=range(19),
)
def test_one_tool_in_many_forms(written: Any) -> None:
    assert read_tools(written) == (TOOL,)


@pytest.mark.parametrize("nothing", [None, "", " ", "\n", "[]", "{}", [], {}, "null", '" "', [None], {"tools": []}])
def test_no_tools(nothing: Any) -> None:
    assert read_tools(nothing) == ()


def test_tools_run_together() -> None:
    assert [tool.name for tool in read_tools('{"name": "a"}{"name": "b"}\n{"name": "c"}, {"name": "d"}')] == list(
        "abcd"
    )


@pytest.mark.parametrize(
    "parameters", [None, {}, "", {"type": "object"}, {"properties": {}}, {"properties": None}, {"required": []}, []]
)
def test_parameters_that_say_nothing(parameters: Any) -> None:
    assert read_tools([{"name": "now", "parameters": parameters}]) == (Tool("now"),)
    assert read_tools([{"name": "now"}]) == (Tool("now"),)


def test_a_null_property_is_no_argument_and_takes_nothing_along() -> None:
    (tool,) = read_tools({"name": "f", "parameters": {"properties": {"a": CITY, "b": None}}})
    assert tool.arguments == (Argument("a", CITY),)


def test_xlam_is_flat_and_may_have_a_parameter_called_type() -> None:
    parameters = {
        "type": {"description": "The type", "type": "str, optional", "default": ""},
        "ids": {"type": "List[int]"},
        "properties": {"type": "int", "description": "How many"},
        "required": {"type": "bool", "default": True},
    }
    (tool,) = read_tools([{"name": "f", "parameters": parameters}])
    assert [(found.name, found.required, found.schema.get("type")) for found in tool.arguments] == [
        ("type", False, "string"),
        ("ids", True, "array"),
        ("properties", True, "integer"),
        ("required", False, "boolean"),
    ]
    assert tool.arguments[0].schema == {"type": "string", "description": "The type", "default": ""}


def test_arguments_called_like_keywords_inside_properties() -> None:
    properties = {key: {"type": "string"} for key in ("type", "properties", "required", "enum", "$ref", "name")}
    (tool,) = read_tools([{"name": "f", "parameters": {"type": "object", "properties": properties}}])
    assert [found.name for found in tool.arguments] == list(properties)
    assert read_tools(json.dumps(as_openai(tool))) == (tool,)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *((name, "string") for name in ("str", "string", "String", "str, optional", "Optional[str]", "str | None")),
        *((name, "integer") for name in ("int", "integer", "int32", "long", "int, optional", "integer (optional)")),
        *((name, "number") for name in ("float", "double", "number", "Union[float, str]")),
        *((name, "boolean") for name in ("bool", "boolean")),
        *((name, "array") for name in ("list", "array", "tuple", "Tuple[int, int]", "List[List[str]]", "list of str")),
        *((name, "object") for name in ("dict", "object", "Dict[str, Any]", "map")),
        *(
            (name, None)
            for name in ("any", "Any", "", "null", "Callable[[float], float]", "[" * 10**5, "List[" * 10**4)
        ),
    ],
)
def test_names_of_types(written: str, kind: str | None) -> None:
    assert argument({"type": written}).get("type") == kind


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ({"type": ["null", "integer"]}, {"type": "integer", "nullable": True}),
        ({"anyOf": [{"type": "null"}, {"type": "float"}]}, {"type": "number", "nullable": True}),
        ({"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "integer"}]}, {"type": "string", "enum": ["a"]}),
        ({"anyOf": [{"anyOf": [{"type": "int"}]}], "description": "x"}, {"type": "integer", "description": "x"}),
        ({"anyOf": []}, {}),
        ({"anyOf": [None, 3, {"type": "null"}]}, {"nullable": True}),
        ({"type": "str", "nullable": True}, {"type": "string", "nullable": True}),
        ({"enum": [1, 2, 3]}, {"type": "integer", "enum": [1, 2, 3]}),
        ({"enum": [1, 2.5, True]}, {"enum": [1, 2.5, True]}),
        ({"enum": ["a", None, "a"]}, {"type": "string", "enum": ["a"], "nullable": True}),
        ({"enum": [{"a": 1}, {"a": 2}]}, {"type": "object", "enum": [{"a": 1}, {"a": 2}]}),
        ({"enum": [1, True, 1.0]}, {"enum": [1, True, 1.0]}),
        ({"const": "x"}, {"type": "string", "enum": ["x"]}),
        ({"anyOf": [{"const": "x"}, {"enum": ["y", "z"]}]}, {"type": "string", "enum": ["x", "y", "z"]}),
        ({"type": "string", "enum": []}, {"type": "string"}),
        ({"type": "date"}, {"type": "string", "format": "date"}),
        ({"type": "string", "default": None, "title": "A", "examples": []}, {"type": "string"}),
        ({"type": "integer", "default": 0, "minimum": 0}, {"type": "integer", "default": 0, "minimum": 0}),
        (
            {"type": "tuple", "items": [{"type": "int"}, {"type": "str"}]},
            {"type": "array", "items": {"type": "integer"}},
        ),
        ({"type": "List[float]"}, {"type": "array", "items": {"type": "number"}}),
        (True, {}),
        ("int", {"type": "integer"}),
        ("the name of a city", {"description": "the name of a city"}),
        ({"description": "Stadt: Münster"}, {"description": "Stadt: Münster"}),
    ],
)
def test_schemas_are_cleaned(written: Any, cleaned: dict[str, Any]) -> None:
    assert argument(written) == cleaned
    assert argument(cleaned) == cleaned


def test_definitions_are_followed() -> None:
    place = {"type": "object", "properties": {"city": CITY}, "required": ["city"]}
    assert argument({"$ref": "#/$defs/Place", "description": "Where"}, **{"$defs": {"Place": place}}) == {
        "type": "object",
        "description": "Where",
        "properties": {"city": CITY},
        "required": ["city"],
    }


def test_required_in_all_its_places() -> None:
    properties = {"a": {"type": "str", "required": True}, "b": {"type": "str"}, "c": {"type": "str"}}
    beside = {"name": "f", "parameters": {"type": "dict", "properties": properties}, "required": ["c"]}
    inside = {"name": "f", "parameters": {"type": "dict", "properties": properties, "required": ["b", "z"]}}
    assert [found.name for found in read_tools(beside)[0].arguments if found.required] == ["a", "c"]
    assert [found.name for found in read_tools(inside)[0].arguments if found.required] == ["a", "b", "z"]


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("{", "is not JSON"),
        ("get_weather", "is not JSON"),
        (json.dumps(json.dumps(json.dumps(json.dumps([FUNCTION])))), "text in text"),
        (3, "a list of objects is needed, not int"),
        ([3], "a list of objects is needed, not int"),
        ([{"type": "function"}], "a tool has no name"),
        ([{"name": " "}], "a tool has no name"),
        ([{"name": 3, "api_name": "f"}], "a tool has no name"),
        ({"f": 3}, "'f' is no tool"),
        ([{"name": "f", "description": ["x"]}], "tool 'f': 'description' must be text"),
        ([{"name": "f", "parameters": 3}], "tool 'f': 'parameters' must be an object"),
        ([{"name": "f", "parameters": "{} {}"}], "tool 'f': 'parameters' must be one object"),
        ([{"name": "f", "parameters": [1]}], "tool 'f': 'parameters' must be an object, or a list of objects"),
        ([{"name": "f", "parameters": {"type": "object", "properties": [1]}}], "tool 'f': 'properties' must be"),
        ([{"name": "f", "parameters": {"type": "object", "required": 3}}], "tool 'f': 'required' must be a list"),
        ([{"name": "f", "parameters": {"properties": {"a": 3}}}], "tool 'f', argument 'a': the schema must be an"),
        ([{"name": "f", "parameters": {"a": {"type": 3}}}], "tool 'f', argument 'a': 'type' must be the name"),
        ([{"name": "f", "parameters": {"a": {"enum": 3}}}], "tool 'f', argument 'a': 'enum' must be a list"),
        ([{"name": "f", "parameters": {"a": {"description": 3}}}], "tool 'f', argument 'a': 'description' must be"),
        ([{"name": "f", "parameters": {"a": {"$ref": "#/x"}}}], "tool 'f', argument 'a': nothing is defined as"),
        ([FUNCTION, {"name": "get_weather"}], "two different tools are called 'get_weather'"),
        ('[{"name": "f", "parameters": {"a": {"default": ' + "9" * 10**5 + "}}}]", "is not JSON"),
        ('[{"name": "f\\ud800"}]', "half of a surrogate pair"),
    ],
)
def test_what_has_no_meaning(written: Any, complaint: str) -> None:
    with pytest.raises(ToolError, match="^" + r"(?s:.*)" + complaint.replace("(", "\\(")) as caught:
        read_tools(written)
    assert isinstance(caught.value, UserError)


def nested(levels: int) -> dict[str, Any]:
    """A schema of objects within objects."""
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"a": schema}, "required": ["a"]}
    return schema


@pytest.mark.parametrize("levels", [DEEPEST, 2 * DEEPEST, DEEPEST_VALUE, 3 * sys.getrecursionlimit()])
def test_deep_nesting_is_refused(levels: int) -> None:
    tool = {"name": "f", "parameters": nested(levels)}
    (found,) = leaves(read_tools({"name": "f", "parameters": nested(DEEPEST - 1)})[0])
    assert len(found.path) == DEEPEST - 1 and found.required
    with pytest.raises(ToolError, match="nested deeper than"):
        read_tools([{**tool, "parameters": nested(levels + 2)}])
    with pytest.raises(ToolError, match="nested"):
        read_tools('[{"name": "f", "parameters": ' + '{"a":' * 10**5)


def test_a_schema_that_contains_itself_is_refused() -> None:
    tree = {"type": "object", "properties": {name: {"$ref": "#/$defs/Tree"} for name in "abc"}}
    with pytest.raises(ToolError, match=f"more than {MOST_SCHEMAS} schemas|nested deeper than {DEEPEST}"):
        argument({"$ref": "#/$defs/Tree"}, **{"$defs": {"Tree": tree}})
    with pytest.raises(ToolError, match="references or choices"):
        argument({"$ref": "#/$defs/A"}, **{"$defs": {"A": {"$ref": "#/$defs/A"}}})


ADDRESS = {
    "type": "object",
    "properties": {
        "city": {"type": "string"},
        "street": {"type": "object", "properties": {"name": {"type": "string"}, "number": {"type": "integer"}}},
    },
    "required": ["city", "street"],
}
SEND = read_tools(
    {
        "name": "send",
        "parameters": {
            "type": "object",
            "properties": {
                "to": {**ADDRESS, "properties": {**ADDRESS["properties"]}},
                "back": ADDRESS,
                "options": {"type": "object"},
                "items": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}},
                "mode": {"type": "object", "properties": {"a": {"type": "string"}}, "enum": [{"a": "x"}]},
            },
            "required": ["to", "items"],
        },
    }
)[0]


def test_leaves_are_required_only_with_all_their_parents() -> None:
    assert {leaf.path: leaf.required for leaf in leaves(SEND)} == {
        ("to", "city"): True,
        ("to", "street", "name"): False,
        ("to", "street", "number"): False,
        ("back", "city"): False,
        ("back", "street", "name"): False,
        ("back", "street", "number"): False,
        ("options",): False,
        ("items",): True,
        ("mode",): False,
    }
    assert leaves(SEND)[2].schema == {"type": "integer"}


def test_nest_undoes_flatten() -> None:
    arguments = {
        "to": {"street": {"number": 0}, "city": "Oslo"},
        "items": [{"a": "x"}],
        "options": {},
        "mode": {"a": "x"},
    }
    values = flatten(SEND, arguments)
    assert values[("to", "street", "number")] == 0 and values[("options",)] == {}
    assert nest(values) == arguments
    assert set(values) <= {leaf.path for leaf in leaves(SEND)}


@pytest.mark.parametrize("arguments", [{"x": 1}, {"to": "Oslo"}, {"to": {}}, {"to": {"zip": 1}}, {"to": {"street": 3}}])
def test_values_without_a_place_are_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="has no|needs an object"):
        flatten(SEND, arguments)


@pytest.mark.parametrize("paths", [[("a",), ("a", "b")], [("a", "b"), ("a",)], [("a", "b"), ("a", "b", "c")]])
def test_paths_through_a_value_are_refused(paths: list[tuple[str, ...]]) -> None:
    with pytest.raises(ValueError, match="leads through a value"):
        nest(dict.fromkeys(paths, {}))


def test_services_only_where_a_caller_says_so() -> None:
    tool = {"name": "Media_1.FindMovies"}
    assert read_tools(tool)[0].service == "" and read_tools(tool, services=True)[0].service == "Media_1"
    assert service_of("Media_1.FindMovies") == "Media_1" and service_of("now") == ""


@pytest.mark.parametrize("tool", [TOOL, SEND, Tool("now"), *read_tools([{"name": "f", "parameters": {"a": "str"}}])])
def test_openai_form_reads_back(tool: Tool) -> None:
    assert read_tools(json.loads(json.dumps([as_openai(tool)]))) == (tool,)


def test_values_in_text() -> None:
    assert read_values(' {"a": "}{"} [1]\n"x" ') == [{"a": "}{"}, [1], "x"]
    assert decode(json.dumps(json.dumps({"city": "Paris"}))) == {"city": "Paris"}
    assert decode(" ") is None and decode(3) == 3
    with pytest.raises(UserError, match="is not JSON"):
        read_values('{"a": 1} and {"b": 2}')
    with pytest.raises(UserError, match="string in a string"):
        decode(json.dumps(json.dumps(json.dumps("x"))))


def test_usable_values() -> None:
    deep: Any = 1
    for _ in range(DEEPEST_VALUE):
        deep = [deep]
    require_usable(deep)
    for unusable in ([deep], {"a": "\ud800"}, {"\udfff": 1}):
        with pytest.raises(UserError, match="deeper than|surrogate"):
            require_usable(unusable)
