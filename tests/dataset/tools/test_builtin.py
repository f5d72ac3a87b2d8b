"""The built-in tools: what they answer, by hand, and which calls they refuse. Today is Monday, 2 March 2026."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from dataset.tools.builtin import BUILTINS, execute
from dataset.tools.conversations import Call
from utils.errors import UserError

TODAY = date(2026, 3, 2)


def run(tool: str, **arguments: Any) -> dict[str, Any]:
    return execute(Call(tool, arguments), TODAY)


def test_there_are_enough_tools_and_fields() -> None:
    assert len(BUILTINS) >= 60
    assert len({builtin.field for builtin in BUILTINS.values()}) >= 15
    kinds = {argument.schema["type"] for tool in BUILTINS.values() for argument in tool.tool.arguments}
    assert kinds == {"string", "integer", "number", "boolean", "array"}
    assert any("enum" in argument.schema for tool in BUILTINS.values() for argument in tool.tool.arguments)


@pytest.mark.parametrize(
    ("tool", "arguments", "expected"),
    [
        ("calculate", {"expression": "2 * (3 + 4)"}, {"value": 14}),
        ("percentage_of", {"percent": 15, "base": 80}, {"value": 12}),
        ("percentage_of", {"percent": 7.5, "base": 0.2}, {"value": 0.015}),
        ("split_bill", {"total": 90, "people": 4}, {"total_with_tip": 90, "each": 22.5}),
        ("split_bill", {"total": 100, "people": 3, "tip_percent": 20}, {"total_with_tip": 120, "each": 40}),
        ("describe_numbers", {"numbers": [4, 1, 7], "measure": "median"}, {"measure": "median", "value": 4}),
        ("describe_numbers", {"numbers": [1, 2, 6], "measure": "mean"}, {"measure": "mean", "value": 3}),
        ("describe_numbers", {"numbers": [0.1, 0.2], "measure": "sum"}, {"measure": "sum", "value": 0.3}),
        ("describe_numbers", {"numbers": [5, -2], "measure": "minimum"}, {"measure": "minimum", "value": -2}),
        ("prime_factors", {"number": 360}, {"factors": [2, 2, 2, 3, 3, 5]}),
        ("prime_factors", {"number": 97}, {"factors": [97]}),
        ("greatest_common_divisor", {"a": 84, "b": 36}, {"divisor": 12}),
        ("triangle_area", {"base": 6, "height": 2.5}, {"area": 7.5}),
        ("circle_area", {"radius": 1}, {"area": 3.1416, "circumference": 6.2832}),
        ("box_volume", {"length": 2, "width": 3, "height": 4}, {"volume": 24}),
        ("average_speed", {"distance_km": 150, "hours": 2}, {"km_per_hour": 75}),
        ("kinetic_energy", {"mass": 4, "velocity": 3}, {"joules": 18}),
        ("density", {"mass": 45, "volume": 15}, {"kg_per_cubic_meter": 3}),
        (
            "compound_interest",
            {"principal": 1000, "annual_rate": 10, "years": 2},
            {"final_amount": 1210, "interest": 210},
        ),
        (
            "compound_interest",
            {"principal": 1000, "annual_rate": 12, "years": 1, "compounding": "monthly"},
            {"final_amount": 1126.83, "interest": 126.83},
        ),
        (
            "loan_payment",
            {"amount": 1200, "annual_rate": 0, "years": 1},
            {"monthly_payment": 100, "total": 1200},
        ),
        (
            "loan_payment",
            {"amount": 200_000, "annual_rate": 0.06, "years": 30},
            {"monthly_payment": 1199.1, "total": 431676.38},
        ),
        ("discounted_price", {"price": 80, "discount_percent": 25}, {"price": 60}),
        ("convert_length", {"value": 5, "from_unit": "miles", "to_unit": "kilometers"}, {"value": 8.04672}),
        ("convert_length", {"value": 3, "from_unit": "feet", "to_unit": "yards"}, {"value": 1}),
        ("convert_weight", {"value": 2, "from_unit": "kilograms", "to_unit": "grams"}, {"value": 2000}),
        ("convert_volume", {"value": 1, "from_unit": "gallons", "to_unit": "pints"}, {"value": 8}),
        ("convert_temperature", {"degrees": 100, "from_scale": "celsius", "to_scale": "fahrenheit"}, {"degrees": 212}),
        ("convert_temperature", {"degrees": 32, "from_scale": "fahrenheit", "to_scale": "kelvin"}, {"degrees": 273.15}),
        ("days_between", {"start_date": "2026-03-02", "end_date": "2026-12-24"}, {"days": 297}),
        ("days_between", {"start_date": "tomorrow", "end_date": "March 10th"}, {"days": 7}),
        ("add_days", {"date": "2024-02-28", "days": 2}, {"date": "2024-03-01", "weekday": "Friday"}),
        ("day_of_week", {"date": "2000-01-01"}, {"weekday": "Saturday"}),
        ("city_time_zone", {"city": "Tokyo"}, {"hours_from_utc": 9}),
        (
            "convert_time_zone",
            {"time": "9 pm", "from_city": "new york", "to_city": "Berlin"},
            {"time": "03:00", "day": "the next day"},
        ),
        ("convert_time_zone", {"time": "08:30", "from_city": "Delhi", "to_city": "London"}, {"time": "03:00"}),
        ("count_text", {"text": "to be or not"}, {"count": 4, "unit": "words"}),
        ("count_text", {"text": "a b1!", "unit": "letters"}, {"count": 2}),
        ("count_text", {"text": "a b1!", "unit": "characters"}, {"count": 5}),
        ("change_case", {"text": "hello world", "style": "title"}, {"text": "Hello World"}),
        ("sort_items", {"items": ["pears", "Apples", "figs"]}, {"items": ["Apples", "figs", "pears"]}),
        ("sort_items", {"items": ["a", "b"], "descending": True}, {"items": ["b", "a"]}),
        (
            "create_event",
            {"title": "lunch", "date": "friday", "time": "noon"},
            {"date": "2026-03-06", "start": "12:00"},
        ),
        (
            "move_event",
            {"title": "x", "new_date": "tomorrow", "new_time": "5 pm"},
            {"date": "2026-03-03", "start": "17:00"},
        ),
        ("set_reminder", {"text": "pay rent", "time": "8 pm"}, {"date": "2026-03-02", "time": "20:00"}),
        ("add_task", {"task": "x", "due": "Friday"}, {"due": "2026-03-06", "priority": "normal"}),
        ("set_timer", {"minutes": 3}, {"rings_after_seconds": 180}),
        ("set_alarm", {"time": "6:30 am", "days": ["monday"]}, {"time": "06:30", "days": ["monday"]}),
        ("cancel_event", {"title": "x", "notify": False}, {"people_told": 0}),
        ("find_contact", {"name": "Anna Berg"}, {"email": "anna.berg@mail.example"}),
        ("delete_file", {"name": "a.txt"}, {"deleted": "a.txt", "recoverable": True}),
        ("reserve_table", {"restaurant": "X", "date": "tomorrow", "time": "7 pm", "people": 2}, {"time": "19:00"}),
        ("book_hotel", {"hotel": "X", "check_in": "2026-03-30", "nights": 3}, {"check_out": "2026-04-02"}),
        ("rent_car", {"city": "X", "start_date": "2026-03-30", "days": 3, "size": "small"}, {"price": 87}),
        ("switch_light", {"room": "attic", "on": True}, {"light": "on"}),
        ("switch_light", {"room": "attic", "on": False}, {"light": "off"}),
        ("dim_light", {"room": "attic", "brightness": 40}, {"brightness": 40}),
        ("set_door_lock", {"door": "back", "locked": False}, {"state": "unlocked"}),
        ("start_vacuum", {"rooms": ["hall", "study"], "mode": "turbo"}, {"minutes": 16}),
        ("log_workout", {"activity": "running", "minutes": 30}, {"calories": 330}),
        ("body_mass_index", {"weight_kg": 80, "height_cm": 200}, {"index": 20.0, "range": "normal"}),
        ("set_volume", {"level": 30}, {"volume": 30}),
        ("renew_loan", {"title": "X"}, {"due": "2026-03-16"}),
        ("water_garden", {"areas": ["lawn", "pots"], "minutes": 5}, {"liters": 80}),
        ("nutrition_facts", {"food": "rice", "grams": 0}, {"calories": 0}),
    ],
)
def test_results(tool: str, arguments: dict[str, Any], expected: dict[str, Any]) -> None:
    result = run(tool, **arguments)
    assert {name: result[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("get_wether", {}, "no built-in tool 'get_wether'"),
        ("current_wether", {}, "did you mean 'current_weather'?"),
        ("current_weather", {}, "needs the argument 'city'"),
        ("current_weather", {"town": "Oslo"}, "no argument 'town'"),
        ("current_weather", {"city": 3}, "city must be a string"),
        ("current_weather", {"city": "Oslo", "units": "kelvin"}, "must be one of celsius, fahrenheit"),
        ("set_timer", {"minutes": "5"}, "minutes must be an integer"),
        ("set_timer", {"minutes": True}, "minutes must be an integer"),
        ("set_timer", {"minutes": 2.5}, "minutes must be an integer"),
        ("set_timer", {"minutes": 0}, "at least 1 minute"),
        ("set_timer", {"minutes": 10**16}, "at most"),
        ("triangle_area", {"base": float("nan"), "height": 1}, "at most"),
        ("triangle_area", {"base": -1, "height": 1}, "above 0"),
        ("average_speed", {"distance_km": 1e15, "hours": 1e-300}, "too large"),
        ("describe_numbers", {"numbers": [], "measure": "mean"}, "without numbers"),
        ("describe_numbers", {"numbers": [1, "two"], "measure": "mean"}, "an item that must be a number"),
        ("compound_interest", {"principal": 1, "annual_rate": 100, "years": 10**6}, "too large"),
        ("prime_factors", {"number": 1}, "from 2"),
        ("add_days", {"date": "today", "days": 10**9}, "beyond the calendar"),
        ("day_of_week", {"date": "someday"}, "no date"),
        ("set_alarm", {"time": "25:00"}, "no time of day"),
        ("set_alarm", {"time": "noon", "days": ["someday"]}, "an item that must be one of monday"),
        ("calculate", {"expression": "__import__('os').getcwd()"}, "no expression"),
        ("count_text", {"text": "x" * 20_000}, "at most 10000 characters"),
        ("send_email", {"to": "anna", "subject": "x"}, "no email address"),
        ("set_thermostat", {"temperature": 90}, "from 5 to 35"),
        ("set_volume", {"level": 101}, "from 0 to 100"),
        ("find_recipe", {"ingredients": []}, "at least one ingredient"),
    ],
)
def test_what_is_refused(tool: str, arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match=r"^[^\n]+$") as caught:
        run(tool, **arguments)
    assert words in str(caught.value)


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_a_default_of_the_schema_does_what_leaving_it_out_does(name: str) -> None:
    """Every tool is called with the least that it needs, twice: without and with its defaults."""
    least = {argument.name: _simple(argument.schema) for argument in BUILTINS[name].tool.arguments if argument.required}
    defaults = {a.name: a.schema["default"] for a in BUILTINS[name].tool.arguments if "default" in a.schema}
    assert run(name, **least) == run(name, **least, **defaults)
    json.dumps(run(name, **least), allow_nan=False)


def _simple(schema: dict[str, Any]) -> Any:
    """A value that fits a schema."""
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "array":
        return [_simple(schema["items"])]
    texts = {"date": "2026-05-01", "time": "10:00", "email": "a@b.example"}
    by_type = {"string": texts.get(schema.get("format", ""), "12"), "integer": 20, "number": 20, "boolean": True}
    return by_type[schema["type"]]


def test_the_world_answers_the_same_question_the_same_way_and_others_differently() -> None:
    assert run("find_hotels", city="Oslo") == run("find_hotels", city="oslo")
    answers = {json.dumps(run("current_weather", city=f"City {number}")) for number in range(40)}
    assert len(answers) > 20
