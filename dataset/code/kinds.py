"""The kinds of statements of which small functions are made: in Python, and in English.

    kind "add"        c = a + b                        c is the sum of a and b
    kind "keep_above" ys = [x for x in xs if x > 3]    keep the numbers of xs above 3 as ys

In templates, `{c}` is the new name, `{a}` and `{b}` are names of earlier values, and `{k}` is a constant. A statement
may take several lines. The first template of a kind is its usual one; others mean the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

INT, LIST = "int", "list"


@dataclass(frozen=True)
class Kind:
    """A kind of statement.

    Attributes:
        takes, gives: types of `{a}` and `{b}`, and of `{c}`.
        code: templates in Python, with line breaks where a statement takes several lines.
        words: templates of one clause in English.
        constants: what `{k}` may be; empty if there is none.
    """

    name: str
    takes: tuple[str, ...]
    gives: str
    code: tuple[str, ...]
    words: tuple[str, ...]
    constants: tuple[int, ...] = ()


def _kind(name: str, signature: str, code: Sequence[str], words: Sequence[str], constants: Sequence[int] = ()) -> Kind:
    """A kind whose signature is like "int list -> list"."""
    takes, _, gives = signature.partition(" -> ")
    return Kind(name, tuple(takes.split()), gives, tuple(code), tuple(words), tuple(constants))


_SMALL = range(1, 10)
KINDS = (
    _kind(
        "add",
        "int int -> int",
        ["{c} = {a} + {b}", "{c} = sum([{a}, {b}])"],
        [
            "{c} is the sum of {a} and {b}",
            "add {a} and {b} to get {c}",
            "{a} plus {b} is {c}",
            "let {c} be {a} plus {b}",
        ],
    ),
    _kind(
        "subtract",
        "int int -> int",
        ["{c} = {a} - {b}"],
        ["{c} is {a} minus {b}", "subtract {b} from {a} to get {c}", "take {b} away from {a} and call it {c}"],
    ),
    _kind(
        "larger",
        "int int -> int",
        ["{c} = max({a}, {b})", "{c} = {a} if {a} > {b} else {b}"],
        ["{c} is the larger of {a} and {b}", "let {c} be the maximum of {a} and {b}"],
    ),
    _kind(
        "smaller",
        "int int -> int",
        ["{c} = min({a}, {b})", "{c} = {a} if {a} < {b} else {b}"],
        ["{c} is the smaller of {a} and {b}", "let {c} be the minimum of {a} and {b}"],
    ),
    _kind(
        "distance",
        "int int -> int",
        ["{c} = abs({a} - {b})"],
        ["{c} is how far {a} is from {b}", "let {c} be the distance of {a} and {b}"],
    ),
    _kind(
        "add_constant",
        "int -> int",
        ["{c} = {a} + {k}", "{c} = {k} + {a}"],
        ["{c} is {a} plus {k}", "add {k} to {a} to get {c}", "{c} is {k} more than {a}"],
        _SMALL,
    ),
    _kind(
        "subtract_constant",
        "int -> int",
        ["{c} = {a} - {k}"],
        ["{c} is {a} minus {k}", "subtract {k} from {a} to get {c}", "{c} is {k} less than {a}"],
        _SMALL,
    ),
    _kind(
        "times",
        "int -> int",
        ["{c} = {a} * {k}", "{c} = {k} * {a}"],
        ["{c} is {k} times {a}", "multiply {a} by {k} to get {c}"],
        range(2, 6),
    ),
    _kind(
        "divide",
        "int -> int",
        ["{c} = {a} // {k}"],
        ["{c} is {a} divided by {k} and rounded down", "divide {a} by {k} without rest to get {c}"],
        range(2, 6),
    ),
    _kind(
        "rest",
        "int -> int",
        ["{c} = {a} % {k}"],
        ["{c} is the rest of {a} divided by {k}", "let {c} be {a} modulo {k}"],
        range(2, 8),
    ),
    _kind(
        "raise_if_above",
        "int int -> int",
        ["{c} = {a}\nif {a} > {k}:\n    {c} = {c} + {b}", "{c} = {a} + {b} if {a} > {k} else {a}"],
        [
            "{c} is {a} and if {a} is above {k} then {b} more",
            "{c} is {a} plus {b} when {a} exceeds {k} and {a} otherwise",
        ],
        range(2, 12),
    ),
    _kind(
        "lower_if_below",
        "int int -> int",
        ["{c} = {a}\nif {a} < {k}:\n    {c} = {c} - {b}", "{c} = {a} - {b} if {a} < {k} else {a}"],
        [
            "{c} is {a} and if {a} is below {k} then {b} less",
            "{c} is {a} minus {b} when {a} is under {k} and {a} otherwise",
        ],
        range(2, 12),
    ),
    _kind("length", "list -> int", ["{c} = len({a})"], ["{c} is the length of {a}", "count the numbers of {a} as {c}"]),
    _kind(
        "sum",
        "list -> int",
        ["{c} = sum({a})", "{c} = 0\nfor x in {a}:\n    {c} = {c} + x"],
        ["{c} is the sum of {a}", "add up all numbers of {a} to get {c}"],
    ),
    _kind(
        "largest",
        "list -> int",
        ["{c} = max({a})", "{c} = sorted({a})[-1]"],
        ["{c} is the largest number of {a}", "let {c} be the maximum of {a}"],
    ),
    _kind(
        "smallest",
        "list -> int",
        ["{c} = min({a})", "{c} = sorted({a})[0]"],
        ["{c} is the smallest number of {a}", "let {c} be the minimum of {a}"],
    ),
    _kind("first", "list -> int", ["{c} = {a}[0]"], ["{c} is the first number of {a}", "take the first of {a} as {c}"]),
    _kind("last", "list -> int", ["{c} = {a}[-1]"], ["{c} is the last number of {a}", "take the last of {a} as {c}"]),
    _kind(
        "count_above",
        "list int -> int",
        ["{c} = len([x for x in {a} if x > {b}])", "{c} = 0\nfor x in {a}:\n    if x > {b}:\n        {c} = {c} + 1"],
        ["{c} is how many numbers of {a} are above {b}", "count the numbers of {a} above {b} as {c}"],
    ),
    _kind(
        "count_of",
        "list int -> int",
        ["{c} = {a}.count({b})"],
        ["{c} is how often {b} is in {a}", "count {b} in {a} as {c}"],
    ),
    _kind("sort", "list -> list", ["{c} = sorted({a})"], ["{c} is {a} in order", "sort {a} to get {c}"]),
    _kind(
        "reverse",
        "list -> list",
        ["{c} = {a}[::-1]", "{c} = list(reversed({a}))"],
        ["{c} is {a} backwards", "reverse {a} to get {c}"],
    ),
    _kind(
        "drop_first",
        "list -> list",
        ["{c} = {a}[1:]"],
        ["{c} is {a} without its first number", "drop the first of {a} to get {c}"],
    ),
    _kind(
        "drop_last",
        "list -> list",
        ["{c} = {a}[:-1]"],
        ["{c} is {a} without its last number", "drop the last of {a} to get {c}"],
    ),
    _kind(
        "take",
        "list -> list",
        ["{c} = {a}[:{k}]"],
        ["{c} is the first {k} numbers of {a}", "take {k} numbers from the front of {a} as {c}"],
        range(2, 4),
    ),
    _kind(
        "append",
        "list int -> list",
        ["{c} = {a} + [{b}]"],
        ["{c} is {a} with {b} behind it", "append {b} to {a} to get {c}"],
    ),
    _kind(
        "add_to_all",
        "list int -> list",
        ["{c} = [x + {b} for x in {a}]", "{c} = []\nfor x in {a}:\n    {c} = {c} + [x + {b}]"],
        ["{c} has each number of {a} plus {b}", "add {b} to each number of {a} to get {c}"],
    ),
    _kind(
        "add_constant_to_all",
        "list -> list",
        ["{c} = [x + {k} for x in {a}]", "{c} = [{k} + x for x in {a}]"],
        ["{c} has each number of {a} plus {k}", "add {k} to each number of {a} to get {c}"],
        _SMALL,
    ),
    _kind(
        "times_all",
        "list -> list",
        ["{c} = [x * {k} for x in {a}]", "{c} = [{k} * x for x in {a}]"],
        ["{c} has each number of {a} times {k}", "multiply each number of {a} by {k} to get {c}"],
        range(2, 5),
    ),
    _kind(
        "keep_above",
        "list -> list",
        ["{c} = [x for x in {a} if x > {k}]", "{c} = []\nfor x in {a}:\n    if x > {k}:\n        {c} = {c} + [x]"],
        ["{c} has the numbers of {a} above {k}", "keep the numbers of {a} above {k} as {c}"],
        range(2, 9),
    ),
    _kind(
        "keep_below",
        "list -> list",
        ["{c} = [x for x in {a} if x < {k}]"],
        ["{c} has the numbers of {a} below {k}", "keep the numbers of {a} below {k} as {c}"],
        range(3, 10),
    ),
    _kind(
        "keep_even",
        "list -> list",
        ["{c} = [x for x in {a} if x % 2 == 0]"],
        ["{c} has the even numbers of {a}", "keep the even numbers of {a} as {c}"],
    ),
    _kind(
        "keep_odd",
        "list -> list",
        ["{c} = [x for x in {a} if x % 2 == 1]"],
        ["{c} has the odd numbers of {a}", "keep the odd numbers of {a} as {c}"],
    ),
    _kind(
        "join", "list list -> list", ["{c} = {a} + {b}"], ["{c} is {a} followed by {b}", "join {a} and {b} to get {c}"]
    ),
)
