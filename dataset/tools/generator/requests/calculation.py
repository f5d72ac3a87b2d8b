"""How people ask for calculations."""

from __future__ import annotations

from dataset.tools.generator.amounts import decimal, money, percent, whole
from dataset.tools.generator.kinds import choice, list_of
from dataset.tools.generator.things import EXPRESSION
from dataset.tools.generator.wording import Wording

_NUMBERS = list_of(decimal(1, 90), 3, 6)
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
            "total": "for a total of {}|the bill is {}",
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
            compute gcd({a}, {b})
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
    Wording(
        "triangle_area",
        {"base": decimal(2, 60), "height": decimal(2, 60)},
        commands="""
            (calculate|find|compute) the area of a triangle
            work out the area of a triangle with base {base} and height {height}
            get the triangle's area
            tell me how big a triangle is
            find the area of a {base} by {height} triangle
            calculate the surface of my triangular garden
        """,
        sentences="""
            what is the area of a triangle?
            how large is a triangle with a base of {base} and a height of {height}?
            a triangle has base {base} and height {height}, what is its area?
            I need the area of a triangle
            if a triangle is {height} high and {base} wide at the bottom, what's its area?
            triangle area
        """,
        says={"base": "with base {}|with a base of {}", "height": "with height {}|and a height of {}|that is {} high"},
        asks={"base": "How long is the base?|What is the base?", "height": "How high is it?|What is the height?"},
        answers="The area is {area}.|The triangle has an area of {area}.",
    ),
    Wording(
        "circle_area",
        {"radius": decimal(1, 80)},
        commands="""
            (calculate|find) the area of a circle[ with radius {radius}]
            compute the circumference of a circle[ with a radius of {radius}]
            work out how big a circle with radius {radius} is
            get area and circumference of a circle[ of radius {radius}]
            measure a circle of radius {radius} for me
            tell me the area of a circle
        """,
        sentences="""
            what is the area of a circle with (radius {radius}|a radius of {radius})?
            how large is a circle of radius {radius}?
            the radius of a round table is {radius}, what's its area?
            what's the circumference of a circle with radius {radius}?
            my pond is round with a radius of {radius}, how big is it?
            circle with radius {radius}: area?
        """,
        asks={"radius": "What is its radius?|Which radius does it have?"},
        answers="The area is {area}.|Area {area}, circumference {circumference}.",
    ),
    Wording(
        "box_volume",
        {"length": decimal(2, 50), "width": decimal(2, 50), "height": decimal(2, 50)},
        commands="""
            (calculate|find|compute) the volume of a box
            work out the volume of a {length} by {width} by {height} box
            tell me how much fits in a box
            get the volume of a crate
            find the volume of a {length} x {width} x {height} box
            calculate how much space a cupboard takes
        """,
        sentences="""
            what is the volume of a box?
            how much fits into a box that is {length} long, {width} wide and {height} high?
            a box measures {length} x {width} x {height}, what is its volume?
            a crate is {length} by {width} by {height}. How big is it?
            if a box is {height} high, {width} wide and {length} long, what's its volume?
            I have a box and need its volume
        """,
        says={
            "length": "with length {}|that is {} long",
            "width": "with width {}|that is {} wide",
            "height": "with height {}|that is {} high",
        },
        asks={"length": "How long is it?", "width": "How wide is it?", "height": "How high is it?"},
        answers="The volume is {volume}.|It has a volume of {volume}.",
    ),
    Wording(
        "average_speed",
        {"distance_km": whole(5, 900, 5), "hours": decimal(1, 12)},
        commands="""
            (calculate|find) my average speed
            work out the speed for {distance_km} km in {hours} hours
            compute the average speed of a trip
            tell me how fast I was
            figure out how fast {distance_km} kilometers in {hours} hours is
            calculate the average speed of the train
        """,
        sentences="""
            how fast is {distance_km} km in {hours} hours?
            I drove {distance_km} kilometers in {hours} hours, what was my average speed?
            what is the average speed of a trip?
            what speed do I need for {distance_km} km in {hours} hours?
            it took us {hours} hours for {distance_km} kilometers, how fast were we?
            what was my speed?
        """,
        says={"distance_km": "over {} km|for {} kilometers", "hours": "in {} hours|taking {} hours"},
        asks={"distance_km": "How far was it?|How many kilometers?", "hours": "How long did it take?|How many hours?"},
        answers="That is {km_per_hour} km/h.|The average speed is {km_per_hour} kilometers per hour.",
        alike="calculate",
    ),
    Wording(
        "kinetic_energy",
        {"mass": decimal(1, 900), "velocity": decimal(1, 90)},
        commands="""
            (calculate|compute|find) the kinetic energy of an object
            work out the kinetic energy of {mass} kg moving at {velocity} m/s
            get the kinetic energy
            tell me how much energy a {mass} kg object has at {velocity} meters per second
            find the energy of a {mass} kg car that drives {velocity} m/s
            determine the kinetic energy of a ball
        """,
        sentences="""
            what is the kinetic energy of a {mass} kg object[ at {velocity} m/s]?
            a body of {mass} kg moves at {velocity} m/s, what's its kinetic energy?
            how much kinetic energy does it have?
            kinetic energy of {mass} kilograms at {velocity} m/s
            an object has a velocity of {velocity} m/s and a mass of {mass} kg. What is its kinetic energy?
            how many joules does a moving object have?
        """,
        says={
            "mass": "with a mass of {} kg|with mass {} kg|weighing {} kilograms",
            "velocity": "at {} m/s|with a velocity of {} m/s|moving {} meters per second",
        },
        asks={"mass": "How heavy is it?|What is its mass?", "velocity": "How fast does it move?|What is its velocity?"},
        answers="It is {joules} joules.|The kinetic energy is {joules} J.",
    ),
    Wording(
        "density",
        {"mass": decimal(2, 900), "volume": decimal(1, 40)},
        commands="""
            (calculate|find|compute) the density of a substance
            work out the density of {mass} kg in {volume} cubic meters
            get the density
            tell me how dense something is
            determine the density of a {mass} kg block
            find the density of the material
        """,
        sentences="""
            what is the density of a substance?
            how dense is a block?
            a tank of {volume} cubic meters holds {mass} kg, what's the density?
            {mass} kilograms fill {volume} m3, how dense is that?
            the volume is {volume} cubic meters and the mass is {mass} kg: what is the density?
            what density does a material have?
        """,
        says={
            "mass": "with a mass of {} kg|with mass {} kg|weighing {} kilograms",
            "volume": "with a volume of {} cubic meters|with volume {} m3|filling {} cubic meters",
        },
        asks={
            "mass": "What is its mass?|How heavy is it?",
            "volume": "What is its volume?|How much space does it take?",
        },
        answers="The density is {kg_per_cubic_meter} kg per cubic meter.|It is {kg_per_cubic_meter} kg/m3.",
    ),
    Wording(
        "compound_interest",
        {
            "principal": money(500, 90000),
            "annual_rate": percent(1, 12),
            "years": whole(2, 30),
            "compounding": choice(
                {
                    "annually": "annually|yearly",
                    "quarterly": "quarterly|every quarter",
                    "monthly": "monthly|every month",
                },
                wrong="daily|weekly|every hour",
            ),
        },
        commands="""
            (calculate|compute) the compound interest on {principal}
            work out what {principal} grows to
            find the compound interest for an investment of {principal}
            tell me how much {principal} is worth after {years} years at {annual_rate}
            see what my savings of {principal} will grow to
            calculate compound interest
        """,
        sentences="""
            how much will {principal} be in {years} years at {annual_rate}?
            if I invest {principal} at {annual_rate} for {years} years, what do I get?
            what does an investment of {principal} grow to?
            I put {principal} into an account that pays {annual_rate}
            with {annual_rate} interest, what becomes of {principal} in {years} years?
            what's the interest on {principal}?
        """,
        says={
            "principal": "on {}|for an investment of {}",
            "annual_rate": "at {}|at an annual rate of {}|with {} interest",
            "years": "over {} years|for {} years|after {} years",
            "compounding": "compounded {}",
        },
        asks={
            "principal": "How much do you invest?",
            "annual_rate": "At what interest rate?|What is the annual rate?",
            "years": "For how many years?",
        },
        answers="After {years} years you have ${final_amount}.|You earn ${interest} in interest, so the total is ${final_amount}.",
        alike="calculate",
    ),
    Wording(
        "loan_payment",
        {"amount": money(1000, 400000), "annual_rate": percent(1, 11, fraction=True), "years": whole(2, 30)},
        commands="""
            (calculate|find) the monthly payment (of|for) a loan
            work out what a {amount} loan costs per month
            compute my mortgage payment
            tell me the monthly rate for a {amount} mortgage
            see if I can afford a {amount} loan
            calculate the payments for a {years} year loan
        """,
        sentences="""
            what would I pay per month for a loan?
            how much is the monthly payment on {amount} at {annual_rate} over {years} years?
            I want to borrow {amount}, what does it cost each month?
            what's the monthly payment on a {amount} mortgage?
            if I borrow {amount} for {years} years at {annual_rate}, what do I pay a month?
            how expensive is a car loan?
        """,
        says={
            "amount": "of {}|for {}",
            "annual_rate": "at {}|with {} interest|at a rate of {}",
            "years": "over {} years|for {} years|with a {} year term",
        },
        asks={
            "amount": "How much do you want to borrow?|What is the amount of the loan?",
            "annual_rate": "What is the interest rate?|At which annual rate?",
            "years": "Over how many years?|What is the term of the loan?",
        },
        answers="You would pay ${monthly_payment} per month.|${monthly_payment} a month, ${total} in total.",
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
)
