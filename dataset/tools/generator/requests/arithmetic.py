"""How people ask for calculations and statistics."""

from __future__ import annotations

from dataset.tools.generator.amounts import decimal, money, percent, whole
from dataset.tools.generator.kinds import choice, list_of
from dataset.tools.generator.things import EXPRESSION
from dataset.tools.generator.wording import Wording

_NUMBERS = list_of(decimal(1, 90, words=False), 3, 6)
_CALCULATORS = "calculate percentage_of split_bill discounted_price"

WORDINGS = (
    Wording(
        "calculate",
        {"expression": EXPRESSION},
        commands="""
            (calculate|compute|evaluate|work out) {expression}
            solve {expression}
            tell me (what {expression} is|the result of {expression})
            figure out {expression}
            do some math for me: {expression}
            do a calculation[: {expression}]
            use the calculator[ on {expression}]
        """,
        sentences="""
            (what's|what is) {expression}?
            how much is {expression}?
            {expression} = ?
            {expression}
            I wonder what {expression} comes to
            what do I get for {expression}?
            (quick math|math question): {expression}
            I need (to calculate something|a calculation)
        """,
        asks={"expression": "What should I calculate?|Which expression?|Sure, what do you want to work out?"},
        answers="That is {value}.|The result is {value}.|{expression} = {value}",
        alike=f"{_CALCULATORS} describe_numbers",
    ),
    Wording(
        "percentage_of",
        {"percent": percent(2, 95), "base": decimal(20, 5000)},
        commands="""
            (calculate|work out) {percent} of {base}
            tell me what {percent} of {base} is
            find {percent} of {base}
            take {percent} of {base}
            give me {percent} of {base}
            calculate a percentage
        """,
        sentences="""
            (what's|what is) {percent} of {base}?
            how much is {percent} of {base}?
            {percent} of {base}?
            if I take {percent} of {base}, what do I get?
            {base}, and {percent} of that is?
            I need {percent} of {base}
            I need a percentage[ of {base}]
        """,
        says={"percent": "with {}|at {}", "base": "of {}"},
        asks={"base": "Of which number?|What number should I take it of?", "percent": "How many percent?"},
        answers="That is {value}.|{percent}% of {base} is {value}.",
        alike=_CALCULATORS,
    ),
    Wording(
        "split_bill",
        {"total": money(20, 600), "people": whole(2, 12), "tip_percent": percent(5, 25)},
        commands="""
            split (the|a) bill[ of {total}]
            split {total} (between|among) {people} people
            divide {total} by the {people} of us
            share a {total} bill
            figure out how to split {total}[ between {people} people]
            split (the check|our dinner)
        """,
        sentences="""
            how much does each of {people} people pay for a {total} bill?
            we are {people} people and the bill is {total}
            dinner was {total}, how much is that for each of us?
            what does everyone owe?
            the {people} of us had dinner for {total}, how much is it each?
            the bill is {total}
            {total} (split|divided) {people} ways
        """,
        says={
            "total": "for a total of {}|, the bill is {}",
            "people": "between {} people|for {} people|among the {} of us",
            "tip_percent": "with a {} tip|including {} tip|plus {} tip",
        },
        asks={
            "total": "How much is the bill?|What is the total?",
            "people": "How many people share it?|How many are you?",
        },
        answers="Everybody pays ${each}.|That is ${each} each, ${total_with_tip} in total.",
        alike=_CALCULATORS,
    ),
    Wording(
        "discounted_price",
        {"price": money(5, 900), "discount_percent": percent(5, 70)},
        commands="""
            (calculate|work out) the price after (a|the) discount
            tell me what {price} minus {discount_percent} is
            take {discount_percent} off {price}
            find the sale price
            apply a discount[ of {discount_percent}] to {price}
            calculate a discount
        """,
        sentences="""
            how much is {price} with {discount_percent} off?
            it costs {price} and there is {discount_percent} off, what do I pay?
            what do I pay after a {discount_percent} discount?
            what's the sale price?
            {price} with a {discount_percent} discount?
            a jacket costs {price} and it's {discount_percent} off
        """,
        says={"price": "for something that costs {}|on {}", "discount_percent": "with {} off|at {} off"},
        asks={
            "price": "What is the price before the discount?|How much does it cost?",
            "discount_percent": "How big is it?",
        },
        answers="You pay ${price}.|After the discount it costs ${price}.",
        alike=_CALCULATORS,
    ),
    Wording(
        "describe_numbers",
        {
            "numbers": _NUMBERS,
            "measure": choice(
                {
                    "mean": "mean|average",
                    "median": "median",
                    "minimum": "minimum|smallest value",
                    "maximum": "maximum|largest value",
                    "sum": "sum|total",
                },
                wrong="mode|variance|standard deviation|range",
            ),
        },
        commands="""
            (calculate|compute|find) the {measure} of {numbers}
            get the {measure} of these numbers: {numbers}
            tell me the {measure} of {numbers}
            work out the {measure} for {numbers}
            take {numbers} and give me the {measure}
            find the {measure}
            look at these numbers: {numbers}
        """,
        sentences="""
            what is the {measure} of {numbers}?
            I have the numbers {numbers}, what's their {measure}?
            {measure} of {numbers}?
            my scores were {numbers}. What is the {measure}?
            given {numbers}, what would the {measure} be?
            I measured {numbers}, and I need the {measure}
            {numbers}: {measure}
        """,
        asks={
            "numbers": "Which numbers?|What are the numbers?",
            "measure": "What do you want to know: mean, median, minimum, maximum or sum?",
        },
        answers="The {measure} is {value}.|It is {value}.",
        alike="calculate",
    ),
    Wording(
        "prime_factors",
        {"number": whole(12, 5000)},
        commands="""
            (factor|factorize) {number}
            find the prime factors[ of {number}]
            break {number} into primes
            list the prime factors[ of {number}]
            decompose {number} into prime numbers
            write {number} as a product of primes
        """,
        sentences="""
            what are the prime factors of {number}?
            which primes divide {number}?
            prime factors of {number}
            which prime numbers multiply to {number}?
            how does {number} split into primes?
            I need the prime factorization of {number}
            is {number} a prime?
        """,
        asks={"number": "Which number?|What number should I factor?"},
        answers="The prime factors are {factors}.|{number} has the prime factors {factors}.",
    ),
    Wording(
        "greatest_common_divisor",
        {"a": whole(6, 400), "b": whole(6, 400)},
        commands="""
            (find|calculate) the (greatest common divisor|gcd) of {a} and {b}
            compute the gcd for {a} and {b}
            work out the highest common factor of {a} and {b}
            get the gcd of {a} and {b}
            tell me the largest number that divides both {a} and {b}
            find the gcd of {a} and another number
        """,
        sentences="""
            what is the (greatest common divisor|gcd|greatest common factor) of {a} and {b}?
            gcd of {a} and {b}?
            which is the largest number that divides {a} and {b}?
            what's the biggest common divisor of {a} and {b}?
            do {a} and {b} share a divisor, and what's the greatest?
            {a} and {b}, what is their gcd?
        """,
        asks={"b": "What is the second number?|And the other number?"},
        answers="It is {divisor}.|The greatest common divisor of {a} and {b} is {divisor}.",
    ),
)
