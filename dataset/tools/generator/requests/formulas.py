"""How people ask for geometry, physics and finance."""

from __future__ import annotations

from dataset.tools.generator.amounts import decimal, money, percent, whole
from dataset.tools.generator.kinds import choice
from dataset.tools.generator.wording import Wording

WORDINGS = (
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
        says={"base": "with base {}|with a base of {}", "height": "with height {}|with a height of {}|that is {} high"},
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
        {"distance_km": whole(5, 900, 5), "hours": decimal(2, 12)},
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
        answers="After {years} years you have ${final_amount}.|"
        "You earn ${interest} in interest, so the total is ${final_amount}.",
        alike="calculate",
    ),
    Wording(
        "loan_payment",
        {"amount": money(1000, 2_000_000), "annual_rate": percent(1, 11, fraction=True), "years": whole(2, 30)},
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
)
