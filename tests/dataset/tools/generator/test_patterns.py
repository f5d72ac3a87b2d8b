"""Patterns, number forms, values and what users make of drawn sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dataset.tools.fields.clock import read_date, read_time
from dataset.tools.fields.world import words
from dataset.tools.generator.amounts import DATE, TIME, money, percent, whole
from dataset.tools.generator.kinds import choice, flag, list_of, pool
from dataset.tools.generator.numbers import number_forms
from dataset.tools.generator.patterns import draw, frame, marked, read, read_lines, without_marks
from dataset.tools.generator.speaker import HELD_BACK, Speaker, draw_speaker
from dataset.tools.generator.things import CITY, FOOD
from dataset.tools.generator.typed import typed


def speaker(seed: int = 0, **habits: bool) -> Speaker:
    found = draw_speaker(np.random.default_rng(seed), test=False)
    return replace(found, **{"lower": False, "casual": False, **habits})


# ---- patterns


def test_a_pattern_says_its_arguments_and_leaves_out_what_is_not_said() -> None:
    pattern = read("(book|reserve) a table[ at {restaurant}][ for {people}]")
    assert pattern.needs == frozenset() and pattern.takes == {"restaurant", "people"}
    drawn = {pattern.draw(speaker(seed), {"people": "two"}) for seed in range(20)}
    assert drawn == {
        (f"book a table for {marked('two')}", frozenset({"people"})),
        (f"reserve a table for {marked('two')}", frozenset({"people"})),
    }


def test_ways_and_brackets_may_lie_inside_of_each_other() -> None:
    pattern = read("a(b(c|d)|[e{x}])f")
    assert pattern.needs == frozenset() and pattern.takes == frozenset()
    assert {without_marks(pattern.draw(speaker(seed), {"x": "X"})[0]) for seed in range(40)} == {"abcf", "abdf", "aeXf"}


@pytest.mark.parametrize("text", ["(a|b", "[a", "a)", "a]", "(a]", "[a|b]", "a|b"])
def test_brackets_that_do_not_match_are_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="bracket is missing|not expected"):
        read(text)


def test_the_last_of_every_few_lines_is_said_in_the_test_split_alone() -> None:
    lines = "\n".join(f"line {number}" for number in range(2 * HELD_BACK))
    held_back = {pattern.text for pattern in read_lines(lines) if pattern.held_back}
    assert held_back == {f"line {HELD_BACK - 1}", f"line {2 * HELD_BACK - 1}"}
    assert not held_back & {draw(lines, speaker(seed)) for seed in range(200)}
    test = replace(speaker(), new_phrases=True)
    assert held_back < {draw(lines, test) for _ in range(200)}
    assert set(test.held_back_phrases) == held_back


def test_a_frame_takes_sentences_with_their_values() -> None:
    assert frame("{one} and {two}", speaker(), one=f"a {marked('b')}", two="c") == f"a {marked('b')} and c"


# ---- what is typed


def test_values_survive_typing_errors_and_short_forms() -> None:
    value = "please whatever you don't"
    for seed in range(300):
        text = f"please tell somebody that you are waiting for {marked(value)} and something else?"
        assert value in typed(text, speaker(seed, casual=True, lower=bool(seed % 2)))


def test_a_typing_error_changes_one_word() -> None:
    clean = "Remember something important"
    texts = [typed("remember something important", speaker(seed)).rstrip(".") for seed in range(400)]
    wrong = [text for text in texts if text != clean]
    assert 4 <= len(wrong) <= 40
    for text in wrong:
        assert sum(one != other for one, other in zip(text.split(), clean.split(), strict=True)) == 1


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (f"find a {marked('Italian')} place?", "Find an Italian place?"),
        (f"find a {marked('Thai')} place?", "Find a Thai place?"),
        (f"set a {marked('80')} minute timer?", "Set an 80 minute timer?"),
        (f"wait a {marked('one')} hour?", "Wait a one hour?"),
        (f"free on {marked('tomorrow')}?", "Free tomorrow?"),
        (f"free on {marked('Friday')}?", "Free on Friday?"),
        (f"the weather in {marked('there')}?", "The weather there?"),
        (f"look up {marked('her')}'s number?", "Look up her number?"),
        (f"check flight {marked('the first one')}?", "Check the first one?"),
        (f"{marked('eggs')} please. thanks?", "eggs please. Thanks?"),
        ("a box , large?", "A box, large?"),
    ],
)
def test_grammar_is_mended_when_values_are_known(drawn: str, expected: str) -> None:
    texts = [typed(drawn, speaker(seed)) for seed in range(60)]
    assert max(set(texts), key=texts.count) == expected


def test_users_without_capital_letters_type_none() -> None:
    assert typed(f"I want {marked('oslo')}?", speaker(1, lower=True)).rstrip("?") == "i want oslo"


# ---- values


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        (5, ["5", "five"]),
        (25, ["25", "twenty-five"]),
        (100, ["100", "one hundred"]),
        (250, ["250"]),
        (3000, ["3000", "3,000", "3k", "three thousand"]),
        (1500, ["1500", "1,500", "1.5k"]),
        (1_500_000, ["1500000", "1,500,000", "1.5m", "1.5 million"]),
        (2_000_000, ["2000000", "2,000,000", "2m", "2 million", "two million"]),
        (2.5, ["2.5", "two and a half"]),
        (0.75, ["0.75"]),
        (-20, ["-20", "minus 20", "minus twenty"]),
    ],
)
def test_number_forms(number: float, forms: list[str]) -> None:
    assert number_forms(number) == forms


def test_values_say_what_they_mean() -> None:
    for seed in range(300):
        user = speaker(seed)
        for value in (whole(2, 90).draw(user), money(5, 90_000).draw(user), percent(1, 40).draw(user)):
            assert any(form in value.said for form in number_forms(value.value)), value
        fraction = percent(1, 40, fraction=True).draw(user)
        assert any(form in fraction.said for form in number_forms(round(fraction.value * 100, 4))), fraction
        time = TIME.draw(user)
        assert read_time(time.said) == time.value == time.accept[0]
        day = DATE.draw(user)
        assert day.value == day.accept[0]
        meant = {read_date(str(form), user.today) for form in (*day.accept, day.said)}
        assert len(meant) == 1 and (meant.pop() - user.today).days >= 0


def test_users_without_capital_letters_are_right_in_both_cases() -> None:
    value = pool(words("Oslo")).draw(speaker(lower=True))
    assert (value.value, value.said, value.accept) == ("Oslo", "oslo", ("Oslo", "oslo"))
    values = list_of(pool(words("Anna|Ben")), 2, 2).draw(speaker(lower=True))
    assert values.accept == (values.value, [item.lower() for item in values.value])
    assert pool(words("Report.pdf"), keeps_case=True).draw(speaker(lower=True)).said == "Report.pdf"


def test_lists_have_different_items_and_are_said_in_order() -> None:
    for seed in range(100):
        value = list_of(FOOD, 2, 4).draw(speaker(seed))
        assert 2 <= len(set(value.value)) == len(value.value) <= 4
        places = [value.said.index(item) for item in value.value]
        assert places[0] == 0 and re.search(" and | & |, ", value.said)


def test_choices_and_flags() -> None:
    sizes = {choice({"small": "small|tiny", "large": "large"}).draw(speaker(seed)).said for seed in range(60)}
    assert sizes == {"small", "tiny", "large"}
    flags = {(value.value, value.said) for value in (flag("with", "without").draw(speaker(seed)) for seed in range(60))}
    assert flags == {(True, "with"), (False, "without")}


def test_some_values_occur_in_the_test_split_alone() -> None:
    train = {CITY.draw(speaker(seed)).value for seed in range(2000)}
    users = (draw_speaker(np.random.default_rng(seed), test=True) for seed in range(2000))
    test = {CITY.draw(replace(user, lower=False)).value for user in users}
    assert len(test - train) > len(test) / 3
    new = sorted(test - train)
    assert not any(speaker().allows(city, wanted=False) for city in new[:20] if city[0].isupper() and len(city) < 4)
    assert sum(not speaker().allows(city, wanted=False) for city in new) > len(new) / 2


def test_today_is_a_day_of_recent_years() -> None:
    assert date(2024, 1, 1) <= speaker(3).today <= date(2028, 1, 1)
