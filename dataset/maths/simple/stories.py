"""Stories of one step.

fewer   Ana has 50 dollars and spends 18. How many dollars are left?      answer 32      note 50-18
units   How many minutes are in 3 hours?                                  answer 180     note 3*60
"""

from __future__ import annotations

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, two
from dataset.maths.steps import over, plus, rest, times
from dataset.maths.stories import PEOPLE, THINGS

_MORE = ("pens", "eggs", "balls", "cups", "flowers", "sweets", "marbles", "stickers", "cookies", "oranges")
NAMES = (*PEOPLE, *"Sam Lisa Max Anna Paul Nina Jack Omar Kim Sara David Ruth Jake Lea Mary John".split())
"""People of the stories."""
_UNITS = (
    ("minutes", "hours", 60),
    ("seconds", "minutes", 60),
    ("hours", "days", 24),
    ("days", "weeks", 7),
    ("months", "years", 12),
    ("cm", "m", 100),
    ("mm", "cm", 10),
    ("m", "km", 1000),
    ("g", "kg", 1000),
    ("ml", "litres", 1000),
    ("cents", "dollars", 100),
    ("cents", "quarters", 25),
    ("cents", "dimes", 10),
    ("eggs", "dozens", 12),
)
"""Small units, large ones, and how many of the small ones a large one has."""


def told(rng: np.random.Generator, answer: object, equation: str, *notes: str, **fields: object) -> Drawn:
    """A story with people and things; the check is an equation for the unknown u."""
    name, other = (NAMES[place] for place in two(rng, 0, len(NAMES) - 1))
    things = choice(rng, (*THINGS, *_MORE))
    verbs = {"loses": choice(rng, ("loses", "sells", "eats", "uses")), "gets": choice(rng, ("gets", "buys", "finds"))}
    cast = {"name": name, "other": other, "things": things, **verbs}
    return Drawn(cast | fields, str(answer), ("unknown", equation), notes)


def _fewer(rng: np.random.Generator) -> Drawn:
    a = between(rng, 3, 200)
    b = between(rng, 1, min(a - 1, 99))
    return told(rng, a - b, f"u+{b}={a}", plus(a, -b), a=a, b=b)


def _more(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 99), between(rng, 2, 60)
    return told(rng, a + b, f"u-{b}={a}", plus(a, b), a=a, b=b)


def _each(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 30), between(rng, 2, 30)
    return told(rng, a * b, f"u/{a}={b}", times(a, b), a=a, b=b)


def _split(rng: np.random.Generator) -> Drawn:
    b, share = between(rng, 2, 12), between(rng, 2, 20)
    return told(rng, share, f"u*{b}={b * share}", over(b * share, b), a=b * share, b=b)


def _cost(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 30), between(rng, 2, 30)
    thing = choice(rng, ("pen", "book", "card", "coin", "stamp", "cup", "ball", "ticket"))
    return told(rng, a * b, f"{a}*{b}-u=0", times(a, b), a=a, b=b, thing=thing)


def _speed(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 12) * 10, between(rng, 2, 9)
    vehicle = choice(rng, ("train", "car", "bus"))
    return told(rng, a * b, f"u/{b}={a}", times(a, b), a=a, b=b, vehicle=vehicle)


def _before(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 60), between(rng, 2, 40)
    return told(rng, a, f"{a + b}-u={b}", plus(a + b, -b), b=b, total=a + b)


def _times_as(rng: np.random.Generator) -> Drawn:
    a = between(rng, 2, 50)
    b = 2 if rng.random() < 0.4 else between(rng, 2, 9)
    words = {2: "twice", 3: "three times"}
    many = words[b] if b == 2 or b == 3 and rng.random() < 0.5 else f"{b} times"
    return told(rng, a * b, f"u={b}*{a}", times(a, b), a=a, many=many)


def _units(rng: np.random.Generator) -> Drawn:
    small, large, size = choice(rng, _UNITS)
    a = between(rng, 2, 20)
    if rng.random() < 0.7:
        return told(rng, a * size, f"u/{size}={a}", times(a, size), given=f"{a} {large}", wanted=small)
    return told(rng, a, f"{size}*u={a * size}", over(a * size, size), given=f"{a * size} {small}", wanted=large)


def _changes(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, -10, 30), between(rng, 2, 30)
    up = rng.random() < 0.5
    answer = a + b if up else a - b
    fields = {"a": a, "b": b, "changed": choice(rng, ("rose", "went up") if up else ("fell", "dropped", "went down"))}
    return told(rng, answer, f"u{'-' if up else '+'}{b}={a}", plus(a, b if up else -b), **fields)


def _twice_the_way(rng: np.random.Generator) -> Drawn:
    a = between(rng, 3, 90)
    place = choice(rng, ("school", "work", "the shop", "the station", "the park", "the lake"))
    unit = choice(rng, ("minutes", "minutes", "km"))
    verb = "takes" if unit == "minutes" else "is"
    return told(rng, 2 * a, f"u-{a}={a}", times(2, a), a=a, place=place, unit=unit, verb=verb)


def _how_long(rng: np.random.Generator) -> Drawn:
    b, answer = between(rng, 2, 25), between(rng, 2, 20)
    return told(rng, answer, f"{b}*u={b * answer}", over(b * answer, b), a=b * answer, b=b)


def _pace(rng: np.random.Generator) -> Drawn:
    speed, hours = between(rng, 2, 12) * 10, between(rng, 2, 9)
    vehicle = choice(rng, ("train", "car", "bus"))
    way = speed * hours
    return told(rng, speed, f"u*{hours}={way}", over(way, hours), a=way, b=hours, vehicle=vehicle)


def _how_many_more(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 3, 99), between(rng, 2, 98)
    a, b = max(a, b) + 1, min(a, b)
    return told(rng, a - b, f"{b}+u={a}", plus(a, -b), a=a, b=b)


def _left_over(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 5, 60), between(rng, 2, 9)
    return told(rng, a % b, f"u={a}-{a // b * b}", rest(a, b), a=a, b=b)


def _part(rng: np.random.Generator) -> Drawn:
    b, share = between(rng, 2, 6), between(rng, 2, 25)
    word = {2: "Half", 3: "One third", 4: "A quarter", 5: "One fifth", 6: "One sixth"}[b]
    return told(rng, share, f"{b}*u={b * share}", over(b * share, b), a=b * share, part=word, lower=word.lower())


SIMPLE_STORIES = (
    Form(
        "fewer",
        _fewer,
        (
            "{name} has {a} {things} and {loses} {b}. How many {things} are left?",
            "{name} had {a} {things} and gave {b} to {other}. How many {things} has {name} now?",
            "There are {a} {things} in a box. {name} takes {b}. How many are left?",
            "I had {a} {things} and {b} are gone. How many do I have left?",
            "{name} has {a} dollars and spends {b}. How many dollars are left?",
            "Of {a} {things} {b} are red. How many are not red?",
            "A class has {a} children and {b} of them are boys. How many girls are there?",
            "There are {a} children in a class, {b} are boys. How many girls are there?",
            "I had {a} dollars and spent {b}. How much is left?",
            "A film is {a} minutes long and I have seen {b} minutes of it. How many minutes are left?",
            "{a} {things} minus the {b} that {name} {loses}. How many are left?",
        ),
    ),
    Form(
        "more",
        _more,
        (
            "{name} has {a} {things} and {gets} {b} more. How many {things} has {name} now?",
            "{name} has {a} {things} and {other} has {b}. How many {things} have they together?",
            "There are {a} {things} in a box and {b} in a bag. How many {things} are there in all?",
            "I have {a} {things} and get {b} more. How many do I have now?",
            "{name} is {a} years old. How old will {name} be in {b} years?",
            "{name} is {b} years older than {other}. {other} is {a}. How old is {name}?",
        ),
    ),
    Form(
        "each",
        _each,
        (
            "{name} has {a} boxes of {b} {things}. How many {things} are there?",
            "There are {a} bags with {b} {things} each. How many {things} are there in all?",
            "Each of {a} friends has {b} {things}. How many {things} have they in total?",
            "Each of {a} tables has {b} legs. How many legs have they in total?",
            "One box has {b} {things}. How many {things} are in {a} boxes?",
            "{name} buys {a} packs of {b} {things}. How many {things} is that?",
            "There are {a} cats and each has {b} kittens. How many kittens are there?",
            "A recipe needs {a} eggs for one cake. How many eggs are needed for {b} cakes?",
            "{name} reads {a} pages every day. How many pages does {name} read in {b} days?",
            "There are {a} rows of {b} chairs. How many chairs are there?",
        ),
    ),
    Form(
        "split",
        _split,
        (
            "{b} friends share {a} {things} equally. How many does each get?",
            "{name} puts {a} {things} into {b} boxes. How many {things} are in each box?",
            "{b} tickets cost {a} dollars. How much is one ticket?",
            "A rope of {a} m is cut into {b} equal pieces. How long is each piece?",
            "{b} {things} cost {a} dollars. What does one of them cost?",
            "{b} children share {a} {things}. How many are there for each?",
        ),
    ),
    Form(
        "cost",
        _cost,
        (
            "A {thing} costs {a} dollars. What do {b} of them cost?",
            "One {thing} is {a} dollars. How much are {b}?",
            "{name} buys {b} {things} at {a} dollars each. What does {name} pay?",
            "{name} earns {a} dollars an hour. What does {name} earn in {b} hours?",
            "What is the price of {b} {things} at {a} dollars each?",
            "I pay {a} dollars a month. How much do I pay in {b} months?",
            "I buy {b} {things} for {a} dollars each. How much do I pay?",
        ),
    ),
    Form(
        "speed",
        _speed,
        (
            "A {vehicle} goes {a} km in one hour. How far does it go in {b} hours?",
            "How far does a {vehicle} go in {b} hours at {a} km per hour?",
            "At {a} km an hour, how many km is a {vehicle} driven in {b} hours?",
        ),
    ),
    Form(
        "before",
        _before,
        (
            "{name} had some {things}, got {b} more and now has {total}. How many had {name} at first?",
            "What number plus {b} is {total}?",
            "{name} thinks of a number and adds {b}. The result is {total}. What is the number?",
        ),
    ),
    Form(
        "times_as",
        _times_as,
        (
            "{name} is {a} years old and {other} is {many} as old. How old is {other}?",
            "{name} has {a} {things} and {other} has {many} as many. How many {things} has {other}?",
            "{name} is {a}. {other} is {many} as old as {name}. How old is {other}?",
            "{name} is {a} and has a sister who is {many} as old. How old is the sister?",
            "{other} has {many} as many {things} as {name}, who has {a}. How many has {other}?",
        ),
    ),
    Form(
        "units",
        _units,
        (
            "How many {wanted} are in {given}?",
            "How many {wanted} are {given}?",
            "What is {given} in {wanted}?",
            "Convert {given} to {wanted}.",
            "{name} has {given}. How many {wanted} is that?",
        ),
    ),
    Form(
        "changes",
        _changes,
        (
            "The temperature was {a} degrees and {changed} by {b}. What is it now?",
            "It was {a} degrees. Then the temperature {changed} by {b} degrees. How many degrees is it now?",
            "In the morning it was {a} degrees, then it {changed} by {b}. What is the temperature?",
        ),
    ),
    Form(
        "twice_the_way",
        _twice_the_way,
        (
            "The way to {place} {verb} {a} {unit}. How many {unit} are there and back?",
            "It {verb} {a} {unit} to {place}. How many {unit} is it there and back?",
            "{name} needs {a} minutes to get to {place}. How many minutes for both ways?",
        ),
    ),
    Form(
        "how_long",
        _how_long,
        (
            "A book has {a} pages. {name} reads {b} pages a day. How many days does it take?",
            "{name} saves {b} dollars a week. After how many weeks does {name} have {a} dollars?",
            "How many boxes of {b} does {name} need for {a} {things}?",
            "A box holds {b} {things}. How many boxes are needed for {a} {things}?",
            "A car goes {b} km on one litre. How many litres does it need for {a} km?",
            "How many glasses of {b} ml can be filled from {a} ml?",
        ),
    ),
    Form(
        "pace",
        _pace,
        (
            "A {vehicle} goes {a} km in {b} hours. How many km does it go in one hour?",
            "A {vehicle} drives {a} km in {b} hours. How fast is it in km per hour?",
            "{name} is paid {a} dollars for {b} hours. How much is that for each hour?",
        ),
    ),
    Form(
        "how_many_more",
        _how_many_more,
        (
            "{name} has {a} {things} and {other} has {b}. How many more has {name}?",
            "{name} is {a} and {other} is {b}. How many years older is {name}?",
            "There are {a} {things} and {b} boxes. How many more {things} than boxes are there?",
            "A hat costs {a} dollars and {name} has {b}. How many dollars are missing?",
        ),
    ),
    Form(
        "left_over",
        _left_over,
        (
            "{a} {things} are put into boxes of {b}. How many are left over?",
            "{name} shares {a} {things} equally among {b} friends. How many are left over?",
            "We have {a} chairs and put them into rows of {b}. How many chairs are left over?",
        ),
    ),
    Form(
        "part",
        _part,
        (
            "{part} of {a} {things} are red. How many are red?",
            "{name} has {a} {things} and gives {lower} of them to {other}. How many does {other} get?",
            "{part} of {a} children are boys. How many boys are there?",
        ),
    ),
)
