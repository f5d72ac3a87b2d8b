"""Stories of two steps.

change      Ana buys 4 pens at 3 dollars each and pays with 20 dollars. How much change does she get?
            answer 8, notes 4*3, 20-12
proportion  If 3 pens cost 6 dollars, what do 7 pens cost?                  answer 14, notes 6/3, 7*2
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice
from dataset.maths.simple.stories import told
from dataset.maths.steps import keep, over, plus, times
from dataset.maths.writing import decimal

_GOODS = ("apples", "bananas", "pens", "books", "cups", "tickets", "coffees", "cakes", "cards", "eggs")
_NAMED = {2: ("doubles it", "double it"), 3: ("triples it", "triple it")}
_LEGS = (("cows", 4), ("sheep", 4), ("hens", 2), ("ducks", 2), ("dogs", 4), ("ants", 6), ("spiders", 8))
_BOUGHT = ("a hat", "a scarf", "a book", "a ball", "a shirt", "a ticket", "lunch", "a toy")


def _two_of(rng: np.random.Generator, names: tuple[str, ...]) -> tuple[str, str]:
    first, second = rng.permutation(len(names))[:2].tolist()
    return names[first], names[second]


def _spends_twice(rng: np.random.Generator) -> Drawn:
    b, c = between(rng, 2, 30), between(rng, 2, 30)
    a = b + c + between(rng, 1, 60)
    first, second = _two_of(rng, _BOUGHT)
    notes = plus(a, -b), plus(a - b, -c)
    return told(rng, a - b - c, f"u+{b}+{c}={a}", *notes, a=a, b=b, c=c, first_thing=first, second_thing=second)


def _change(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 12), between(rng, 2, 12)
    c = choice(rng, [note for note in (10, 20, 50, 100, 200) if note > a * b])
    return told(rng, c - a * b, f"u+{a}*{b}={c}", times(a, b), plus(c, -a * b), a=a, b=b, c=c)


def _off_and_on(rng: np.random.Generator) -> Drawn:
    a, c = between(rng, 5, 60), between(rng, 2, 20)
    b = between(rng, 2, min(a - 1, 25))
    return told(rng, a - b + c, f"u-{c}={a}-{b}", plus(a, -b), plus(a - b, c), a=a, b=b, c=c)


def _runs_out(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 20), between(rng, 2, 9)
    c = a * b + between(rng, 1, 100)
    return told(rng, c - a * b, f"{c}-u={a}*{b}", times(a, b), plus(c, -a * b), a=a, b=b, c=c)


def _weeks(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 12), between(rng, 2, 6)
    every, spans, size = choice(rng, (("day", "weeks", 7), ("month", "years", 12), ("hour", "days", 24)))
    notes = times(b, size), times(b * size, a)
    return told(rng, a * b * size, f"u/{a}={b}*{size}", *notes, a=a, b=b, every=every, spans=spans)


def _proportion(rng: np.random.Generator) -> Drawn:
    a, each, c = between(rng, 2, 9), between(rng, 2, 12), between(rng, 2, 12)
    goods = choice(rng, _GOODS)
    return told(
        rng, each * c, f"u/{c}={a * each}/{a}", over(a * each, a), times(each, c), a=a, b=a * each, c=c, goods=goods
    )


def _usage(rng: np.random.Generator) -> Drawn:
    a, hundreds = between(rng, 2, 12), Fraction(between(rng, 3, 16), 2)
    way = int(hundreds * 100)
    notes = times(a, way), over(a * way, 100)
    return told(rng, decimal(a * hundreds), f"100*u={a}*{way}", *notes, a=a, c=way)


def _thought_of(rng: np.random.Generator) -> Drawn:
    factor, b, x = between(rng, 2, 5), between(rng, 1, 20), between(rng, 1, 20)
    by_name = factor in _NAMED and rng.random() < 0.7
    does, do = _NAMED[factor] if by_name else (f"multiplies it by {factor}", f"multiply it by {factor}")
    down = rng.random() < 0.3
    result = factor * x + (-b if down else b)
    notes = plus(result, b if down else -b), over(factor * x, factor)
    fields = {"does": does, "do": do, "b": b, "c": result}
    fields |= {"then": "subtracts" if down else "adds", "verb": "subtract" if down else "add"}
    return told(rng, x, f"{factor}*u{'-' if down else '+'}{b}={result}", *notes, **fields)


def _two_kinds(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 1, 9), between(rng, 1, 9)
    c, d = between(rng, 2, 9), between(rng, 2, 9)
    first, second = _two_of(rng, _GOODS)
    notes = times(c, a), keep(a * c, times(d, b)), plus(a * c, b * d)
    fields = {"a": a, "b": b, "c": c, "d": d, "these": first, "those": second}
    return told(rng, a * c + b * d, f"u={c}*{a}+{d}*{b}", *notes, **fields)


def _both_have(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 40), between(rng, 2, 6)
    many = "twice" if b == 2 else f"{b} times"
    return told(rng, a + a * b, f"u-{a}={a}*{b}", times(a, b), plus(a, a * b), a=a, many=many)


def _cents(rng: np.random.Generator) -> Drawn:
    price, b = Fraction(between(rng, 2, 40), choice(rng, (2, 4, 10))), between(rng, 2, 9)
    a = decimal(price)
    return told(rng, decimal(price * b), f"u={b}*{price}", f"{a}*{b}", a=a, b=b, goods=choice(rng, _GOODS))


def _other_part(rng: np.random.Generator) -> Drawn:
    b, share = between(rng, 3, 6), between(rng, 2, 20)
    a = b * share
    word = {3: "One third", 4: "A quarter", 5: "One fifth", 6: "One sixth"}[b]
    notes = over(a, b), plus(a, -share)
    return told(rng, a - share, f"u+{share}={a}", *notes, a=a, part=word, lower=word.lower())


def _together_they_are(rng: np.random.Generator) -> Drawn:
    k, x = between(rng, 2, 5), between(rng, 2, 30)
    many = "twice" if k == 2 else f"{k} times"
    total = (k + 1) * x
    return told(rng, x, f"{k + 1}*u={total}", plus(1, k), over(total, k + 1), many=many, total=total)


def _animals(rng: np.random.Generator) -> Drawn:
    (first, legs), (second, more) = (_LEGS[place] for place in rng.permutation(len(_LEGS))[:2])
    a, b = between(rng, 2, 25), between(rng, 2, 25)
    notes = times(legs, a), keep(legs * a, times(more, b)), plus(legs * a, more * b)
    fields = {"a": a, "b": b, "these": first, "those": second}
    return told(rng, legs * a + more * b, f"u={legs}*{a}+{more}*{b}", *notes, **fields)


def _saves(rng: np.random.Generator) -> Drawn:
    a, b, c = between(rng, 2, 50), between(rng, 2, 12), between(rng, 5, 150)
    span = choice(rng, ("day", "week", "month"))
    return told(rng, c + a * b, f"u-{a}*{b}={c}", times(a, b), plus(c, a * b), a=a, b=b, c=c, span=span)


def _three_changes(rng: np.random.Generator) -> Drawn:
    a = between(rng, 20, 60)
    b, c, d = between(rng, 2, 15), between(rng, 2, 15), between(rng, 2, 15)
    d = min(d, a - b + c)
    notes = plus(a, -b), plus(a - b, c), plus(a - b + c, -d)
    return told(rng, a - b + c - d, f"u={a}-{b}+{c}-{d}", *notes, a=a, b=b, c=c, d=d)


LONGER_STORIES = (
    Form(
        "spends_twice",
        _spends_twice,
        (
            "{name} has {a} dollars and buys {first_thing} for {b} and {second_thing} for {c}. How much is left?",
            "{name} has {a} dollars. {name} spends {b} dollars on {first_thing} and {c} on {second_thing}. "
            "How much money is left?",
            "I had {a} {things}, lost {b} and gave away {c}. How many do I have left?",
            "{name} has {a} {things}, {loses} {b} and gives {c} to {other}. How many {things} has {name} left?",
        ),
    ),
    Form(
        "change",
        _change,
        (
            "{name} buys {a} {things} at {b} dollars each and pays with {c} dollars. How much change is there?",
            "{a} {things} cost {b} dollars each. {name} pays with a {c} dollar note. How much change does {name} get?",
            "I have {c} dollars and buy {a} {things} for {b} dollars each. How much do I have left?",
            "I pay for {a} {things} of {b} dollars with {c} dollars. How much do I get back?",
        ),
    ),
    Form(
        "off_and_on",
        _off_and_on,
        (
            "A bus has {a} people, {b} get off and {c} get on. How many are on it now?",
            "There are {a} people in a room. {b} leave and {c} come in. How many are there now?",
            "{name} had {a} {things}, {loses} {b} and then {gets} {c}. How many {things} has {name} now?",
        ),
    ),
    Form(
        "runs_out",
        _runs_out,
        (
            "A tank holds {c} litres and loses {a} litres a day. How much is in it after {b} days?",
            "{name} has {c} dollars and spends {a} dollars a day. How much is left after {b} days?",
            "A book has {c} pages and {name} reads {a} pages a day. How many pages are left after {b} days?",
            "{name} reads {a} pages a day. A book has {c} pages. How many pages are left after {b} days?",
            "My book has {c} pages and I read {a} a day for {b} days. How many pages are left?",
            "A rope is {c} m long. {name} cuts off {b} pieces of {a} m. How many m are left?",
            "{name} has {c} {things} and gives {a} to each of {b} friends. How many are left?",
        ),
    ),
    Form(
        "weeks",
        _weeks,
        (
            "{name} runs {a} km every {every}. How many km does {name} run in {b} {spans}?",
            "{name} saves {a} dollars each {every}. How many dollars are that in {b} {spans}?",
            "A machine makes {a} {things} an {every}. How many does it make in {b} {spans}?",
        ),
    ),
    Form(
        "proportion",
        _proportion,
        (
            "If {a} {goods} cost {b} dollars, what do {c} {goods} cost?",
            "{a} {goods} cost {b} dollars. How much are {c} {goods}?",
            "{name} pays {b} dollars for {a} {goods}. What would {c} {goods} cost?",
            "A recipe for {a} people needs {b} g of flour. How many g are needed for {c} people?",
            "A machine makes {b} {things} in {a} hours. How many does it make in {c} hours?",
            "{name} runs {a} km in {b} minutes. How many minutes does {name} need for {c} km?",
        ),
    ),
    Form(
        "usage",
        _usage,
        (
            "A car uses {a} litres for 100 km. How many litres does it need for {c} km?",
            "A car needs {a} litres on 100 km. How much does it use on {c} km?",
            "With {a} litres for 100 km, how many litres are used for {c} km?",
        ),
    ),
    Form(
        "thought_of",
        _thought_of,
        (
            "{name} thinks of a number, {does} and {then} {b}. The result is {c}. What is the number?",
            "Somebody takes a number, {does}, {then} {b} and gets {c}. What was the number?",
            "I think of a number, {do} and {verb} {b}. The result is {c}. What is my number?",
            "{name} thinks of a number. {name} {does}, then {then} {b}. The result is {c}. What is the number?",
        ),
    ),
    Form(
        "two_kinds",
        _two_kinds,
        (
            "{these} cost {a} dollars each and {those} {b}. What do {c} {these} and {d} {those} cost?",
            "{name} buys {c} {these} for {a} dollars each and {d} {those} for {b} dollars each. What does {name} pay?",
            "What do {c} {these} at {a} dollars and {d} {those} at {b} dollars cost together?",
        ),
    ),
    Form(
        "both_have",
        _both_have,
        (
            "{name} has {a} {things} and {other} has {many} as many. How many {things} have they together?",
            "{name} is {a} and {other} is {many} as old. How old are they together?",
            "{name} reads {a} pages, {other} reads {many} as many. How many pages is that in total?",
        ),
    ),
    Form(
        "cents",
        _cents,
        (
            "What is the total price of {b} {goods} at {a} dollars each?",
            "{b} {goods} cost {a} dollars each. What is the price of all?",
            "{name} buys {b} {goods} for {a} dollars each. What does {name} pay?",
        ),
    ),
    Form(
        "other_part",
        _other_part,
        (
            "{part} of {a} {things} are red. How many are not red?",
            "{name} has {a} {things} and gives away {lower} of them. How many are left?",
            "There are {a} children. {part} of them are boys. How many girls are there?",
        ),
    ),
    Form(
        "together_they_are",
        _together_they_are,
        (
            "{name} is {many} as old as {other}. Together they are {total}. How old is {other}?",
            "{name} has {many} as many {things} as {other}. Together they have {total}. How many has {other}?",
            "{name} and {other} have {total} {things}, {name} {many} as many as {other}. How many has {other}?",
        ),
    ),
    Form(
        "animals",
        _animals,
        (
            "A farmer has {a} {these} and {b} {those}. How many legs have they in all?",
            "How many legs have {a} {these} and {b} {those} together?",
            "There are {a} {these} and {b} {those}. How many legs are there?",
        ),
    ),
    Form(
        "saves",
        _saves,
        (
            "{name} has {c} dollars and saves {a} dollars a {span}. How much does {name} have after {b} {span}s?",
            "{name} saves {a} dollars every {span} and started with {c}. How much has {name} after {b} {span}s?",
            "A plant is {c} cm high and grows {a} cm a {span}. How high is it after {b} {span}s?",
        ),
    ),
    Form(
        "three_changes",
        _three_changes,
        (
            "There are {a} people on a bus. {b} get off, {c} get on, then {d} get off. How many are on it now?",
            "{name} has {a} {things}, gives {b} to {other}, {gets} {c} and {loses} {d}. How many are left?",
            "A bus has {a} people. First {b} leave, then {c} come in and {d} leave. How many are there now?",
        ),
    ),
)
