"""Rewards by hand: forms, decisions, arguments, tricks, hostile texts, and a runner that fails."""

from __future__ import annotations

import json
import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.tools.reward import Reward, best, reward_of
from dataset.tools.tool_json.examples import Example, output_of
from dataset.tools.tool_json.running import UNAVAILABLE, Ran, run

CALCULATOR = Example(1, "t", "calculator", "48 / 2", "Half of 48 clips are sold. How many?", "24")
PERCENT = Example(2, "t", "calculator", "80 - 80 * 15 / 100", "80 dollars with 15% off?", "68")
PYTHON = Example(3, "t", "python_exec", "print(sum(range(1, 20 + 1)))", "Add the numbers up to 20.", "210")
REVERSE = Example(4, "t", "python_exec", "print('lantern'[::-1])", "Spell lantern backwards.", "nretnal")
DIGITS = Example(6, "t", "python_exec", "print(sum(int(d) for d in str(23351)))", "Add the digits of 23351.", "14")
NO_TOOL = Example(5, "t", "no_tool", "", "Ada has a red kite. What colour is it?", "red")

RIGHT, NOT_RIGHT = Reward(1.0, 0.5, 1.0), Reward(1.0, 0.5, 0.0)
WRONG_TOOL = Reward(1.0, -0.5)
NO_FORM, NO_JSON = Reward(), Reward(text=-0.2)


def calculator(expression: str) -> str:
    return json.dumps({"tool": "calculator", "args": {"expression": expression}})


def python(code: str) -> str:
    return json.dumps({"tool": "python", "args": {"code": code}})


def final(text: str) -> str:
    return json.dumps({"final": text})


TABLE = [
    # ---- the right call, in several ways
    (CALCULATOR, calculator("48 / 2"), RIGHT),
    (CALCULATOR, calculator("48/2"), RIGHT),
    (CALCULATOR, calculator("48 * 0.5"), RIGHT),
    (CALCULATOR, calculator("(48 ÷ 2)"), RIGHT),
    (PERCENT, calculator("80*(1-15/100)"), RIGHT),
    (PERCENT, calculator("80 * 0.85"), RIGHT),
    (PERCENT, calculator("80 - 0.15 * 80"), RIGHT),
    (PYTHON, python("print(sum(range(1, 20 + 1)))"), RIGHT),
    (PYTHON, python("print( sum(range(1,20+1)) ) # all"), RIGHT),
    (PYTHON, python("n = 20\nprint(n * (n + 1) // 2)"), RIGHT),
    (PYTHON, python("t = 0\nfor i in range(21): t += i\nprint(t)"), RIGHT),
    (REVERSE, python("print(''.join(reversed('lantern')))"), RIGHT),
    (REVERSE, python('w = "lantern"\nprint(w[::-1])'), RIGHT),
    # ---- the right tool, other arguments
    (CALCULATOR, calculator("48 * 2"), NOT_RIGHT),
    (CALCULATOR, calculator("48 / 3"), NOT_RIGHT),
    (CALCULATOR, calculator("half of 48"), NOT_RIGHT),
    (CALCULATOR, calculator(""), NOT_RIGHT),
    (PERCENT, calculator("80 * 15 / 100"), NOT_RIGHT),
    (PERCENT, calculator("80 - 15"), NOT_RIGHT),
    (PYTHON, python("print(sum(range(1, 20)))"), NOT_RIGHT),
    (PYTHON, python("sum(range(21))"), NOT_RIGHT),
    (PYTHON, python("print(sum(range(21))"), NOT_RIGHT),
    (PYTHON, python(""), NOT_RIGHT),
    (REVERSE, python("print('lantern')"), NOT_RIGHT),
    (REVERSE, python("print(lantern[::-1])"), NOT_RIGHT),
    # ---- another decision
    (CALCULATOR, final("24"), WRONG_TOOL),
    (CALCULATOR, python("print(48 / 2)"), WRONG_TOOL),
    (PYTHON, final("210"), WRONG_TOOL),
    (PYTHON, calculator("20 * 21 / 2"), WRONG_TOOL),
    (NO_TOOL, calculator("1 + 1"), WRONG_TOOL),
    (NO_TOOL, python("print('red')"), WRONG_TOOL),
    # ---- no tool: the text of the answer has no reward of its own
    (NO_TOOL, final("red"), NOT_RIGHT),
    (NO_TOOL, final("blue"), NOT_RIGHT),
    (NO_TOOL, final(""), NOT_RIGHT),
    # ---- the answer in the place of its calculation
    (CALCULATOR, calculator("24"), NOT_RIGHT),
    (CALCULATOR, calculator("(24)"), NOT_RIGHT),
    (CALCULATOR, calculator("24+0"), NOT_RIGHT),
    (CALCULATOR, calculator("24*1"), NOT_RIGHT),
    (CALCULATOR, calculator("--24"), NOT_RIGHT),
    (CALCULATOR, calculator("48-24"), NOT_RIGHT),
    (CALCULATOR, calculator("20 + 4"), NOT_RIGHT),
    (CALCULATOR, calculator("48 * 0 + 24"), NOT_RIGHT),
    (PERCENT, calculator("68"), NOT_RIGHT),
    (PERCENT, calculator("80 - 12"), NOT_RIGHT),  # 12 is 15% of 80, and of no other price
    (PERCENT, calculator("68 * 80 / 80"), NOT_RIGHT),
    (PYTHON, python("print(210)"), NOT_RIGHT),
    (PYTHON, python("print('210')"), NOT_RIGHT),
    (PYTHON, python("print(200 + 10)"), NOT_RIGHT),
    (PYTHON, python("print(210 + 0 * 20)"), NOT_RIGHT),
    (PYTHON, python("print(sum([210]))"), NOT_RIGHT),
    (DIGITS, python("n = '23351'\nprint(sum(map(int, str(23351))))"), RIGHT),
    (DIGITS, python("print(23351 - 23337)"), NOT_RIGHT),
    (DIGITS, python("print(23351 % 100 - 37)"), NOT_RIGHT),
    (REVERSE, python("print('nretnal')"), NOT_RIGHT),
    (REVERSE, python("print('nret' + 'nal')"), NOT_RIGHT),
    (REVERSE, python("print('lantern' and 'nretnal')"), NOT_RIGHT),
    # ---- JSON without a form
    (CALCULATOR, "{}", NO_FORM),
    (CALCULATOR, "[]", NO_FORM),
    (CALCULATOR, "24", NO_FORM),
    (CALCULATOR, "null", NO_FORM),
    (CALCULATOR, '"24"', NO_FORM),
    (CALCULATOR, '{"tool": {}}', NO_FORM),
    (CALCULATOR, '{"tool": null}', NO_FORM),
    (CALCULATOR, '{"tool": "calculator"}', NO_FORM),
    (CALCULATOR, '{"tool": "calculator", "args": []}', NO_FORM),
    (CALCULATOR, '{"tool": "calculator", "args": {"expression": 24}}', NO_FORM),
    (CALCULATOR, '{"tool": "calculator", "tool": "calculator", "args": {"expression": "48/2"}}', NO_FORM),
    (CALCULATOR, '{"expression": "48/2"}', NO_FORM),
    (CALCULATOR, '{"final": 24}', NO_FORM),
    (NO_TOOL, '{"final": "red", "why": "kite"}', NO_FORM),
    (NO_TOOL, '{"tool": null, "args": null}', NO_FORM),
    # ---- text that is no JSON
    (CALCULATOR, "", NO_JSON),
    (CALCULATOR, "24", NO_FORM),
    (CALCULATOR, "The answer is 24.", NO_JSON),
    (CALCULATOR, calculator("48/2")[:-1], NO_JSON),
    (CALCULATOR, calculator("48/2") + "</s>", NO_JSON),
    (CALCULATOR, calculator("48/2") * 2, NO_JSON),
    (CALCULATOR, "{'final': '24'}", NO_JSON),
    (CALCULATOR, '{"final": NaN}', NO_JSON),
    (CALCULATOR, "Infinity", NO_JSON),
]


@pytest.mark.parametrize(("example", "output", "reward"), TABLE)
def test_rewards_by_hand(example: Example, output: str, reward: Reward) -> None:
    assert reward_of(output, example, run) == reward


def test_the_table_is_long() -> None:
    assert len({(example.id, output) for example, output, _ in TABLE}) >= 60


@pytest.mark.parametrize(("example", "total"), [(CALCULATOR, 2.5), (PYTHON, 2.5), (NO_TOOL, 1.5)])
def test_the_right_output_has_the_best_reward(example: Example, total: float) -> None:
    found = reward_of(output_of(example), example)
    assert found.total == best(example) == total and not found.unknown


def test_parts_add_up() -> None:
    assert RIGHT.total == 2.5 and NOT_RIGHT.total == 1.5 and WRONG_TOOL.total == 0.5 and NO_JSON.total == -0.2


@pytest.mark.parametrize(
    "output",
    [
        "[" * 60_000,
        '{"tool":' * 4000,
        '{"a": ' * 200 + "1" + "}" * 200,
        "9" * 60_000,
        "1e99999",
        "\x00",
        "\ud800",
        calculator("9**9**9"),
        calculator("9^9^9^9"),
        calculator("9!!!!!!"),
        calculator("(" * 5000 + "1" + ")" * 5000),
        calculator("1" * 60_000),
        calculator("\ud800"),
        python("(" * 5000),
        python("-" * 1900 + "1"),
        python("x" * 60_000),
        python("\0"),
        python("\ud800"),
        python("print(" + "9" * 1900 + ")"),
    ],
    ids=range(19),
)
def test_hostile_texts_crash_nothing_and_take_no_time(output: str) -> None:
    began = time.monotonic()
    for example in (CALCULATOR, PYTHON, NO_TOOL):
        assert reward_of(output, example).arguments == 0
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "code", ["while True: pass", "print(9**9**9)", "import time; time.sleep(99)", "print('20' * 10**8)"]
)
def test_code_without_an_end_is_wrong(code: str) -> None:
    began = time.monotonic()
    assert reward_of(python(code + " # 20"), PYTHON, lambda code: run(code, wall_seconds=1)) == NOT_RIGHT
    assert time.monotonic() - began < 20


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["python", "final"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["final", "tool", "args", "expression", "code", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.text() | JSON.map(json.dumps) | st.text(alphabet="0123456789+-*/^%!(). e", max_size=40).map(calculator))
def test_any_text_has_rewards_of_the_table(output: str) -> None:
    for example in (CALCULATOR, NO_TOOL):
        assert reward_of(output, example) in {RIGHT, NOT_RIGHT, WRONG_TOOL, NO_FORM, NO_JSON}


def test_a_failure_of_the_runner_is_no_reward_of_0() -> None:
    def unavailable(code: str) -> Ran:
        return Ran(UNAVAILABLE)

    found = reward_of(python("n = 20\nprint(n * (n + 1) // 2)"), PYTHON, unavailable)
    assert found.unknown and math.isnan(found.total)
    assert (found.format, found.tool, found.text) == (1.0, 0.5, 0.0)
    for example, output in ((PYTHON, output_of(PYTHON)), (CALCULATOR, calculator("48*0.5")), (NO_TOOL, final("red"))):
        assert not reward_of(output, example, unavailable).unknown, "nothing needs to be run for these"


def test_policies_that_do_not_read_the_prompt_earn_less_than_right_calls() -> None:
    examples = [CALCULATOR, PERCENT, PYTHON, REVERSE, NO_TOOL]
    policies = {
        "right": output_of,
        "always final": lambda example: final(example.expected_answer),
        "always calculator": lambda example: calculator(example.expected_answer),
        "the answer itself": lambda example: {
            "calculator": calculator(example.expected_answer),
            "python": python(f"print({example.expected_answer!r})"),
        }.get(example.tool or "", final("red")),
    }
    totals = {name: sum(reward_of(policy(e), e).total for e in examples) for name, policy in policies.items()}
    assert totals == {"right": 11.5, "always final": 3.5, "always calculator": 4.5, "the answer itself": 7.5}
