"""The kinds of prompts that need a calculator, each with its expression and templates."""

from __future__ import annotations

from dataset.tools.tool_json.arithmetic import Calculation, draw_expression
from dataset.tools.tool_json.templates import numbers
from dataset.tools.tool_json.word_problems import WORD_PROBLEMS

_PERCENT = numbers(p=(3, 95), a=(20, 3000))

CALCULATIONS = (
    Calculation(
        "bare_expression",
        """
        (What is|What's) {expression}?
        (Calculate|Compute|Evaluate) {expression}[.]
        {expression}
        How much is {expression}?
        (Work out|Find) the value of {expression}.
        {expression} = ?
        Please (solve|calculate) {expression} for me.
        I need the result of {expression}.
        (Quick question|Math question): {expression}?
        Could you tell me what {expression} comes to?
        """,
        draw_expression,
    ),
    Calculation(
        "sum_in_words",
        """
        What is {a} plus {b}?
        Add {a} and {b}.
        What do {a} and {b} make together?
        (Find|Give me) the sum of {a} and {b}.
        If you put {a} on top of {b}, what do you get?
        """,
        numbers(a=(2, 980), b=(2, 980)),
        "{a} + {b}",
    ),
    Calculation(
        "difference_in_words",
        """
        What is {a} minus {b}?
        Subtract {b} from {a}.
        (Take|Take away) {b} from {a}. What is left?
        What is the difference between {a} and {b}?
        How far is it from {b} up to {a}?
        """,
        numbers(falling=("a", "b"), a=(2, 900), b=(2, 900)),
        "{a} - {b}",
    ),
    Calculation(
        "product_in_words",
        """
        What is {a} times {b}?
        Multiply {a} by {b}.
        (Find|Give me) the product of {a} and {b}.
        How much is {a} multiplied by {b}?
        Take {a} and do that {b} times over. What is the total?
        """,
        numbers(a=(3, 99), b=(3, 60)),
        "{a} * {b}",
    ),
    Calculation(
        "quotient_in_words",
        """
        What is {a} divided by {b}?
        Divide {a} by {b}.
        How many times does {b} go into {a}?
        (Find|Give me) the quotient of {a} and {b}.
        Split {a} into {b} equal parts. How big is one part?
        """,
        numbers(multiple=("a", "b"), a=(2, 60), b=(3, 30)),
        "{a} / {b}",
    ),
    Calculation(
        "brackets_sum_first",
        """
        Add {a} and {b}, then multiply the result by {c}.
        What is the sum of {a} and {b}, multiplied by {c}?
        Multiply the sum of {a} and {b} by {c}.
        Put {a} and {b} together and take that {c} times.
        First {a} plus {b}, then all of it times {c}: what is it?
        """,
        numbers(a=(2, 90), b=(2, 90), c=(3, 30)),
        "({a} + {b}) * {c}",
    ),
    Calculation(
        "brackets_difference_first",
        """
        Subtract {b} from {a}, then divide the result by {c}.
        What is the difference of {a} and {b}, divided by {c}?
        Divide the difference of {a} and {b} by {c}.
        Take {b} away from {a} and share the rest by {c}.
        First {a} minus {b}, then all of it over {c}: what is it?
        """,
        numbers(falling=("a", "b"), a=(10, 500), b=(10, 500), c=(3, 25)),
        "({a} - {b}) / {c}",
    ),
    Calculation(
        "average_of_three",
        """
        What is the (average|mean) of {a}, {b} and {c}?
        (Find|Calculate) the average of {a}, {b} and {c}.
        {name} scored {a}, {b} and {c} points. What is the average?
        Three days brought {a}, {b} and {c} visitors. How many is that on average?
        If {a}, {b} and {c} were evened out, what would each of them be?
        """,
        numbers(a=(2, 400), b=(2, 400), c=(2, 400)),
        "({a} + {b} + {c}) / 3",
    ),
    Calculation(
        "percent_of",
        """
        What is {p}% of {a}?
        (Find|Calculate) {p} percent of {a}.
        {p}% of the {a} {thing} are old. How many are that?
        {name} gives {p}% of {a} dollars to a school. How many dollars is that?
        Of {a} people, {p} percent came by bus. How many came by bus?
        """,
        _PERCENT,
        "{a} * {p} / 100",
    ),
    Calculation(
        "percent_off",
        """
        A coat costs ${a} and is reduced by {p}%. What does it cost now?
        What is ${a} with {p}% off?
        There is a discount of {p}% on a price of ${a}. What is left to pay?
        {name} gets {p} percent off a bill of {a} dollars. How much does {name} pay?
        A {a} dollar lamp is sold for {p}% less. What is the new price?
        """,
        _PERCENT,
        "{a} - {a} * {p} / 100",
    ),
    Calculation(
        "percent_more",
        """
        A rent of ${a} goes up by {p}%. What is the new rent?
        What is {a} plus {p}%?
        A meal costs ${a} without the tip of {p}%. What is it with the tip?
        The town had {a} people and grew by {p} percent. How many people are there now?
        {name} earns {a} dollars and gets a raise of {p}%. What does {name} earn then?
        """,
        _PERCENT,
        "{a} + {a} * {p} / 100",
    ),
    *WORD_PROBLEMS,
)
