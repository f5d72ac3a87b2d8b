"""Tools that can be called: what becomes of a Python function, and of whatever it raises."""

from __future__ import annotations

import datetime
import enum
import functools
import json
import math
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from dataset.build_tool_calling_dataset import Options
from dataset.tools.conversations import Argument, Call, Tool
from inference.toolbox import LONGEST_RESPONSE, Toolbox, load_functions, tool_of, tools_of
from tests.tool_data import MUSIC, WEATHER
from utils.errors import UserError


class Size(enum.Enum):
    SMALL = "small"
    LARGE = "large"


def order(
    dish: str,
    day: datetime.date,
    count: int = 1,
    size: Size = Size.SMALL,
    drink: Literal["tea", "beer"] | None = None,
    extras: list[str] | None = None,
    tip: Annotated[float, Field(description="in percent")] = 0.0,
    odd: float = math.inf,
) -> str:
    """Order a dish from
    the kitchen.

    It takes a while.

    Args:
        dish: what to cook,
            as the card names it
        count (int): how many
        unknown: is no argument

    Returns:
        str: what was ordered
    """
    return f"{count} {size.value} {dish} on {day:%A}"


def sphinx(a: int, b: int) -> int:
    """Add.

    :param a: the first
    :param int b: the second
    :return: the sum
    """
    return a + b


def bare(x, y=2):  # type: ignore[no-untyped-def]
    return {"sum": x + y}


def test_a_function_becomes_a_tool() -> None:
    tool = tool_of(order)
    assert (tool.name, tool.description) == ("order", "Order a dish from the kitchen.")
    assert [argument.name for argument in tool.arguments if argument.required] == ["dish", "day"]
    schemas = {argument.name: dict(argument.schema) for argument in tool.arguments}
    assert schemas == {
        "dish": {"type": "string", "description": "what to cook, as the card names it"},
        "day": {"type": "string", "format": "date"},
        "count": {"type": "integer", "description": "how many", "default": 1},
        "size": {"type": "string", "enum": ["small", "large"], "default": "small"},
        "drink": {"type": "string", "enum": ["tea", "beer"], "nullable": True},
        "extras": {"type": "array", "items": {"type": "string"}, "nullable": True},
        "tip": {"type": "number", "description": "in percent", "default": 0.0},
        "odd": {"type": "number"},
    }
    assert [argument.description for argument in tool_of(sphinx).arguments] == ["the first", "the second"]
    assert tool_of(bare) == Tool("bare", "", (Argument("x", {}, True), Argument("y", {"default": 2})))


def test_values_of_json_become_what_the_function_takes() -> None:
    box = Toolbox.of([order, sphinx, bare])
    call = Call("order", {"dish": "soup", "day": "2026-03-02", "count": "3", "size": "large"})
    assert box.execute(call) == "3 large soup on Monday"
    assert box.execute(Call("sphinx", {"a": 1, "b": 2.0})) == "3"
    assert json.loads(box.execute(Call("bare", {"x": 1}))) == {"sum": 3}


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        ({}, "argument 'a': Missing required argument"),
        ({"a": "x", "b": 1}, "argument 'a': Input should be a valid integer"),
        ({"a": 1, "b": 1, "c": 1}, "argument 'c': Unexpected keyword argument"),
    ],
)
def test_arguments_that_do_not_fit_are_named_in_the_response(arguments: dict[str, Any], complaint: str) -> None:
    assert complaint in json.loads(Toolbox.of([sphinx]).execute(Call("sphinx", arguments)))["error"]


def test_whatever_a_function_raises_or_returns_is_a_response() -> None:
    def stop() -> None:
        raise SystemExit(3)

    def fail() -> None:
        raise KeyError("no\nsuch")

    def refuse() -> None:
        raise UserError("not today")

    def deep() -> Any:
        return deep()

    def endless() -> list[Any]:
        loop: list[Any] = []
        loop.append(loop)
        return loop

    def odd() -> Any:
        return {"when": datetime.date(2026, 3, 2), "path": Path("x")}

    def nothing() -> None: ...

    def long() -> str:
        return "x" * 10**6

    box = Toolbox.of([stop, fail, refuse, deep, endless, odd, nothing, long])
    said = {tool.name: box.execute(Call(tool.name)) for tool in box.tools}
    assert json.loads(said["stop"]) == {"error": "SystemExit: 3"}
    assert json.loads(said["fail"]) == {"error": "KeyError: 'no\\nsuch'"}
    assert json.loads(said["refuse"]) == {"error": "not today"}
    assert json.loads(said["deep"])["error"].startswith("RecursionError")
    assert said["endless"] == "[[...]]"
    assert json.loads(said["odd"]) == {"when": "2026-03-02", "path": "x"}
    assert said["nothing"] == "null"
    assert len(said["long"]) <= LONGEST_RESPONSE + 4
    unknown = json.loads(box.execute(Call("fial")))
    assert unknown == {"error": "no function is registered for 'fial' (did you mean 'fail'?)"}


def test_ctrl_c_in_a_function_comes_through() -> None:
    def slow() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Toolbox.of([slow]).execute(Call("slow"))


def test_built_in_tools_are_called_with_todays_date() -> None:
    box = Toolbox.builtin(lambda: datetime.date(2026, 3, 2))
    assert json.loads(box.execute(Call("calculate", {"expression": "2 * (3 + 4)"}))) == {"value": 14}
    assert "division by zero" in json.loads(box.execute(Call("calculate", {"expression": "1 / 0"})))["error"]
    assert "2026-03-03" in box.execute(Call("add_days", {"date": "today", "days": 1}))


def test_what_people_are_offered_fits_into_a_row() -> None:
    box = Toolbox.builtin()
    assert len(box.tools) <= Options().row_tools
    assert sum(len(tool.arguments) for tool in box.tools) <= Options().row_arguments


def test_the_later_toolbox_wins() -> None:
    def calculate(expression: str) -> str:
        """Mine."""
        return "mine"

    box = Toolbox.builtin() | Toolbox.of([calculate])
    assert len(box.tools) == len(Toolbox.builtin().tools)
    assert box.execute(Call("calculate", {"expression": "1"})) == "mine"


async def later() -> None: ...


def positional(a: int, /) -> None: ...


def starred(*values: int) -> None: ...


def strange(value: Path | ToolboxLike) -> None: ...  # type: ignore[name-defined]  # noqa: F821


def socket(value: Toolbox) -> None: ...


@pytest.mark.parametrize(
    "function, complaint",
    [
        (lambda x: x, "is no function with a name"),
        (functools.partial(sphinx, 1), "is no function with a name"),
        (later, "function 'later' is async"),
        (positional, "function 'positional' has arguments without a name"),
        (starred, "function 'starred' has arguments without a name"),
        (strange, "function 'strange' has an argument of a type that JSON does not have"),
        (socket, "function 'socket' has an argument of a type that JSON does not have"),
        (3, "is no function with a name"),
    ],
)
def test_what_cannot_be_a_tool_is_refused_in_one_line(function: Any, complaint: str) -> None:
    with pytest.raises(UserError, match=complaint) as caught:
        tool_of(function)
    assert "\n" not in str(caught.value)


def test_two_functions_of_one_name_are_refused() -> None:
    def order() -> None: ...

    with pytest.raises(UserError, match="two functions are called 'order'"):
        Toolbox.of([order, globals()["order"]])


def test_tools_may_be_mixed() -> None:
    definition = {"name": "now"}
    found = tools_of([WEATHER, sphinx, definition, WEATHER])
    assert [tool.name for tool in found] == ["get_weather", "sphinx", "now"]
    assert tools_of((WEATHER, MUSIC)) == (WEATHER, MUSIC)
    assert tools_of(sphinx) == (tool_of(sphinx),) and tools_of(MUSIC) == (MUSIC,)
    assert tools_of('[{"name": "now"}]') == tools_of({"now": {}}) == (Tool("now"),)
    assert tools_of(None) == tools_of([]) == tools_of(" ") == ()
    assert tools_of(Toolbox.of([sphinx])) == (tool_of(sphinx),)
    with pytest.raises(UserError, match="two different tools are called 'sphinx'"):
        tools_of([sphinx, {"name": "sphinx"}])


def test_functions_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "my_tools.py"
    file.write_text(
        "from __future__ import annotations\n"
        "from datetime import date\nfrom math import sqrt\nfrom textwrap import dedent\n"
        "FACTOR = 2\n"
        "def double(x: float) -> float:\n    '''Twice x.'''\n    return FACTOR * x\n"
        "def weekday(day: date) -> str:\n    return f'{day:%A}'\n"
        "def _hidden(): ...\n"
        "class Thing: ...\n"
    )
    box = Toolbox.of(load_functions(file))
    assert [tool.name for tool in box.tools] == ["double", "weekday"]
    assert box.execute(Call("double", {"x": 4})) == "8.0"
    assert box.execute(Call("weekday", {"day": "2026-03-02"})) == "Monday"


@pytest.mark.parametrize(
    "content, complaint",
    [
        ("def f(:", "cannot be run: SyntaxError"),
        ("1 / 0", "cannot be run: ZeroDivisionError: division by zero"),
        ("import sys; sys.exit(4)", "cannot be run: SystemExit: 4"),
        ("import no_such_module", "cannot be run: ModuleNotFoundError"),
        ("x = 3", "defines no function"),
        ("\0", "cannot be run: "),
    ],
)
def test_a_file_that_gives_no_function_is_refused(content: str, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "my_tools.py"
    file.write_text(content)
    with pytest.raises(UserError, match=complaint) as caught:
        load_functions(file)
    assert str(caught.value).startswith(str(file)) and "\n" not in str(caught.value)
    with pytest.raises(UserError, match="no such file"):
        load_functions(tmp_path / "other.py")
