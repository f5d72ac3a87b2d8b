"""The kinds of questions that their own prompt answers: facts of small worlds that are made up."""

from __future__ import annotations

from dataset.tools.generator import pools
from dataset.tools.tool_json.no_tool import COLOURS, DAYS, JOBS, LANDS, OBJECTS, TOWNS, Reply, choices, with_numbers

_TWO_COLOURS = choices(object=OBJECTS, colour=COLOURS, second=COLOURS)
_TWO_OBJECTS = choices(object=OBJECTS, second=OBJECTS)
_TOWN = choices(town=TOWNS)

FACTS = (
    Reply(
        "colour_of_one",
        """
        {name} has a {colour} {object}. What colour is it?
        The {object} of {name} is {colour}. What is its colour?
        In the garden stands a {colour} {object}. Which colour does it have?
        {name} bought a {object} and painted it {colour}. What colour is the {object} now?
        What colour is the {object} if {name} says that it is {colour}?
        """,
        choices(object=OBJECTS, colour=COLOURS),
        "{colour}",
    ),
    Reply(
        "colour_of_two",
        """
        {name} has a {second} {object} and {other} has a {colour} one. What colour is {other}'s {object}?
        {other}'s {object} is {colour}, {name}'s is {second}. Which colour does {other}'s have?
        A {colour} {object} is for {other}, a {second} one is for {name}. Which colour is for {other}?
        {name} chose the {second} {object}. {other} took the {colour} one. What colour did {other} take?
        If {other} owns the {colour} {object} and {name} the {second} one, what is the colour of {other}'s?
        """,
        _TWO_COLOURS,
        "{colour}",
    ),
    Reply(
        "where_it_is",
        """
        The {object} is in the {room}. Where is the {object}?
        {name} put the {object} in the {room} and went to the {second}. Where is the {object}?
        The {second} is empty, but there is a {object} in the {room}. Where can {name} find the {object}?
        {name} keeps a {object} in the {room}. In which room is it?
        Somebody left the {object} in the {room} and not in the {second}. Which room has it?
        """,
        choices(object=OBJECTS, room=pools.ROOMS[0], second=pools.ROOMS[0]),
        "{room}",
    ),
    Reply(
        "whose_it_is",
        """
        The {object} belongs to {name} and the {second} to {other}. Whose is the {object}?
        {name} owns a {object}, {other} owns a {second}. Who has the {object}?
        {other} brought the {second}. {name} brought the {object}. Who brought the {object}?
        Who lost the {object} if {name} lost the {object} and {other} the {second}?
        {name} repairs the {object} while {other} repairs the {second}. Who is at work on the {object}?
        """,
        _TWO_OBJECTS,
        "{name}",
    ),
    Reply(
        "count_of_one_person",
        """
        {name} has {a} {thing} and {other} has {b}. How many {thing} does {other} have?
        There are {b} {thing} at {other}'s house and {a} at {name}'s. How many are at {other}'s?
        {other} counted {b} {thing}. {name} counted {a}. What did {other} count?
        {name} found {a} {thing}, {other} found {b}. How many did {other} find?
        How many {thing} are {other}'s if {name} owns {a} and {other} owns {b}?
        """,
        with_numbers(choices(), a=(2, 99), b=(2, 99)),
        "{b}",
    ),
    Reply(
        "price_on_a_label",
        """
        The {object} costs ${a} and the {second} ${b}. What does the {object} cost?
        {name} sees a {object} for ${a}. What is its price?
        A {second} is ${b}, a {object} is ${a}. How much is the {object}?
        The label on the {object} says ${a}. What does it say?
        What is the price of the {object} if it is sold for ${a}?
        """,
        with_numbers(_TWO_OBJECTS, a=(5, 900), b=(5, 900)),
        "${a}",
    ),
    Reply(
        "time_of_leaving",
        """
        The bus to {town} leaves at {a}:{b}. When does it leave?
        {name} takes the train to {town} at {a}:{b}. At what time is that?
        A ship sails to {town} at {a}:{b}. What is the time of its departure?
        The next bus to {town} goes at {a}:{b} from the market. When does the bus go?
        If the coach for {town} is due at {a}:{b}, when is it due?
        """,
        with_numbers(_TOWN, a=(6, 22), b=(10, 58)),
        "{a}:{b}",
    ),
    Reply(
        "day_of_meeting",
        """
        {name} meets {other} on {day} in {town}. On which day do they meet?
        The market in {town} is on {day}. When is the market?
        On {day}, {name} travels to {town}. What day is the trip?
        {name} is free on {second} and visits {town} on {day}. Which day is the visit?
        The play in {town} was moved from {second} to {day}. On what day is it now?
        """,
        choices(town=TOWNS, day=DAYS, second=DAYS),
        "{day}",
    ),
    Reply(
        "work_of_a_person",
        """
        {name} is a {job} in {town}. What is {name}'s job?
        In {town}, {name} works as a {job}. What does {name} do?
        {name} moved to {town} to be a {job}. What is the work of {name}?
        The {job} of {town} is called {name}. What is {name}?
        What does {name} work as, if everybody in {town} knows {name} as the {job}?
        """,
        choices(town=TOWNS, job=JOBS),
        "{job}",
    ),
    Reply(
        "capital_of_a_land",
        """
        The capital of {land} is {town}. What is the capital of {land}?
        {town} is the capital of {land}. Which town is it?
        In the land of {land}, the king lives in the capital, {town}. Name the capital.
        The largest town of {land} is {second}, and its capital is {town}. What is the capital?
        Which town governs {land} if {town} is its capital and {second} its port?
        """,
        choices(land=LANDS, town=TOWNS, second=TOWNS),
        "{town}",
    ),
    Reply(
        "age",
        """
        {name} is {a} years old and lives in {town}. How old is {name}?
        {name} from {town} is {a}. What is the age of {name}?
        {name} turned {a} in {town} last week. How old is {name}?
        {other} is {b} and {name} is {a} years old. What is {name}'s age?
        How old is {name}, who came to {town} at the age of {b} and is {a} now?
        """,
        with_numbers(_TOWN, a=(50, 98), b=(6, 49)),
        "{a}",
    ),
    Reply(
        "larger_thing",
        """
        The {object} is larger than the {second}. Which one is larger?
        The {second} is smaller than the {object}. Which of the two is the larger one?
        In {name}'s room the {object} takes more room than the {second}. What takes more room?
        {name} says the {object} is heavier than the {second}. What is heavier?
        Which is taller if the {object} is taller than the {second}?
        """,
        _TWO_OBJECTS,
        "{object}",
    ),
    Reply(
        "number_of_a_room",
        """
        The meeting is in room {a} on floor {b}. Which room is it?
        {name} lives in flat {a}, {other} in flat {b}. In which flat does {name} live?
        Gate {a} is for {town}, gate {b} for all others. Which gate is for {town}?
        The seat of {name} is {a} and that of {other} is {b}. Where does {name} sit?
        On the way to {town}, line {b} is slow and line {a} is fast. Which line is fast?
        """,
        with_numbers(_TOWN, a=(100, 980), b=(2, 40)),
        "{a}",
    ),
    Reply(
        "favourite_food",
        """
        {name} likes {food} best and {other} likes {second}. What does {name} like best?
        The favourite food of {name} is {food}. What is it?
        {name} eats {food} every day, and never {second}. What does {name} eat every day?
        {other} orders {second}. {name} orders {food}. What does {name} order?
        What is on {name}'s plate if {name} took {food} and left {second} to {other}?
        """,
        choices(food=pools.EDIBLE[0], second=pools.EDIBLE[0]),
        "{food}",
    ),
)
