"""Word problems that need a calculator: prices, rates, comparisons, sharing, measures, of one to three operations."""

from __future__ import annotations

from dataset.tools.tool_json.arithmetic import Calculation
from dataset.tools.tool_json.templates import numbers

_FALLING = numbers(falling=("a", "b"), a=(2, 900), b=(2, 900))
_SMALL = numbers(a=(3, 99), b=(3, 60))
_SHARED = numbers(multiple=("a", "b"), a=(2, 60), b=(3, 30))

WORD_PROBLEMS = (
    Calculation(
        "bought_at_a_price",
        """
        {name} buys {a} {thing} at ${p} each. What is the total?
        One of the {thing} costs ${p}. How much are {a} of them?
        What do {a} {thing} cost if each is ${p}?
        The price of a ticket is {p} dollars. {name} needs {a} tickets. How much is that?
        How many dollars does {name} need for {a} {thing} that are {p} dollars apiece?
        """,
        numbers(a=(2, 60), p=(1.05, 30.0)),
        "{a} * {p}",
    ),
    Calculation(
        "change_from_a_note",
        """
        {name} pays {a} {thing} at ${p} each with ${note}. How much change is there?
        From ${note}, {name} buys {a} {thing} for ${p} each. What is left?
        {name} has {note} dollars and buys {a} {thing} at {p} dollars apiece. How much money is left?
        With ${note} in the pocket, {name} takes {a} {thing} that cost ${p} each. What remains?
        What does {name} get back from ${note} for {a} {thing} if one costs ${p}?
        """,
        numbers(a=(2, 9), p=(2, 19), note=(171, 500)),
        "{note} - {a} * {p}",
    ),
    Calculation(
        "two_sorts_bought",
        """
        {name} buys {a} {thing} at ${p} and {b} cakes at ${q}. What is the total?
        What do {a} {thing} for ${p} each and {b} books for ${q} each cost together?
        Tickets are {p} dollars for children and {q} for adults. What do {a} children and {b} adults pay?
        {name} sells {a} {thing} for ${p} each and {b} pies for ${q} each. How much money comes in?
        How much are {a} {thing} at {p} dollars plus {b} jars at {q} dollars?
        """,
        numbers(a=(2, 40), b=(2, 40), p=(2, 30), q=(2, 30)),
        "{a} * {p} + {b} * {q}",
    ),
    Calculation(
        "distance_travelled",
        """
        A train goes {v} km an hour for {t} hours. How far does it get?
        {name} drives {t} hours at {v} miles an hour. How many miles is that?
        How far does a bird fly in {t} hours at {v} km per hour?
        At {v} miles per hour, what distance is covered in {t} hours?
        A ship makes {v} km each hour. Where is it after {t} hours, in km from the port?
        """,
        numbers(v=(12, 240), t=(2, 40)),
        "{v} * {t}",
    ),
    Calculation(
        "time_for_a_distance",
        """
        How many hours does it take to go {a} km at {b} km an hour?
        {name} has {a} miles to drive at {b} miles an hour. How many hours is that?
        A cyclist makes {b} km per hour. When are {a} km done, in hours?
        The way is {a} km long, and the bus does {b} km each hour. How long does it take?
        At a speed of {b} km per hour, how many hours are needed for {a} km?
        """,
        numbers(multiple=("a", "b"), a=(2, 30), b=(8, 120)),
        "{a} / {b}",
    ),
    Calculation(
        "how_many_more",
        """
        {name} has {a} {thing} and {other} has {b}. How many more does {name} have?
        One shelf holds {a} {thing}, another {b}. What is the difference?
        There are {b} red {thing} and {a} blue ones. How many more blue ones are there?
        {other} has {b} {thing}. How many does {other} need to have {a}?
        By how much is a tower of {a} metres higher than one of {b} metres?
        """,
        _FALLING,
        "{a} - {b}",
    ),
    Calculation(
        "times_as_many",
        """
        {name} has {a} {thing}. {other} has {b} times as many. How many does {other} have?
        A box holds {a} {thing}. How many are in {b} boxes?
        There are {b} rows of {a} {thing}. How many {thing} are there?
        Every one of {b} children brings {a} {thing}. How many is that in total?
        {name} packs {a} {thing} a day. How many are packed after {b} days?
        """,
        _SMALL,
        "{a} * {b}",
    ),
    Calculation(
        "shared_evenly",
        """
        {name} shares {a} {thing} evenly between {b} friends. How many does each get?
        {a} {thing} are put into {b} boxes of the same size. How many are in a box?
        {b} people split a bill of ${a}. What does each pay?
        A rope of {a} metres is cut into {b} equal pieces. How long is one?
        How many {thing} does each of {b} classes get if there are {a} for all of them?
        """,
        _SHARED,
        "{a} / {b}",
    ),
    Calculation(
        "boxes_and_loose_ones",
        """
        {name} has {a} boxes of {b} {thing} and {c} loose ones. How many {thing} are there?
        There are {a} bags with {b} {thing} each, and {c} more on the table. How many in all?
        {name} saves ${b} a week for {a} weeks and had ${c} before. How much is it now?
        A taxi costs {c} dollars and {b} dollars for each of {a} miles. What is the fare?
        {c} {thing} stand outside, and {a} rooms hold {b} {thing} each. What is the total?
        """,
        numbers(a=(3, 40), b=(3, 40), c=(2, 90)),
        "{a} * {b} + {c}",
    ),
    Calculation(
        "gained_and_lost",
        """
        {name} had {a} {thing}, found {b} and lost {c}. How many are left?
        A bus has {a} people. {b} get on and {c} get off. How many are on the bus?
        There were {a} {thing} in the shop. {b} came in and {c} were sold. How many are there now?
        An account holds ${a}. ${b} is paid in and ${c} is taken out. What is in it?
        Start with {a} {thing}, add {b}, give away {c}. What is the number then?
        """,
        numbers(a=(100, 900), b=(2, 90), c=(2, 90)),
        "{a} + {b} - {c}",
    ),
    Calculation(
        "used_twice",
        """
        {name} has {a} {thing}, gives {b} to {other} and {c} to a neighbour. How many remain?
        From {a} litres of water, {b} are drunk and {c} are spilled. How many litres are left?
        Of {a} {thing}, {b} were sold in the morning and {c} in the evening. How many are still there?
        {name} starts with ${a} and spends ${b} and ${c}. How much is left?
        A book has {a} pages. {name} reads {b} today and {c} tomorrow. How many pages are still to read?
        """,
        numbers(a=(200, 900), b=(2, 95), c=(2, 95)),
        "{a} - {b} - {c}",
    ),
    Calculation(
        "removed_then_shared",
        """
        {name} takes {b} of {a} {thing} and shares the rest between {c} friends. How many does each get?
        Of {a} {thing}, {b} are broken. The others go into {c} boxes. How many are in each?
        A prize of ${a} is paid after ${b} of tax, split between {c} winners. What does each get?
        From {a} metres of cloth, {b} are kept and the rest is cut into {c} equal pieces. How long is one?
        {b} of {a} pages are read. How many pages a day are needed to end in {c} days?
        """,
        numbers(falling=("a", "b"), a=(20, 400), b=(20, 400), c=(2, 20)),
        "({a} - {b}) / {c}",
    ),
    Calculation(
        "area",
        """
        A garden is {a} metres long and {b} metres wide. What is its area?
        What is the area of a rectangle of {a} by {b}?
        How many square metres does a room of {a} by {b} metres have?
        {name} paints a wall that is {a} feet wide and {b} feet high. How many square feet is that?
        A field measures {a} metres along one side and {b} along the other. How big is it?
        """,
        _SMALL,
        "{a} * {b}",
    ),
    Calculation(
        "perimeter",
        """
        A garden is {a} metres long and {b} metres wide. How long is the fence around it?
        What is the perimeter of a rectangle of {a} by {b}?
        How far is it once around a field of {a} by {b} metres?
        {name} sews a border around a cloth of {a} by {b} inches. How long is the border?
        A picture is {a} cm high and {b} cm wide. How many cm of frame does it need?
        """,
        _SMALL,
        "2 * ({a} + {b})",
    ),
    Calculation(
        "wages",
        """
        {name} earns ${a} an hour and works {b} hours a day for {c} days. How much is that?
        What does {name} earn in {c} days of {b} hours at {a} dollars an hour?
        {c} workers work {b} hours each at ${a} an hour. What do they cost together?
        A machine makes {a} {thing} an hour and runs {b} hours on each of {c} days. How many {thing} is that?
        For {c} days, {b} hours each, {name} gets {a} dollars per hour. What is the pay in total?
        """,
        numbers(a=(9, 60), b=(3, 12), c=(3, 30)),
        "{a} * {b} * {c}",
    ),
    Calculation(
        "units",
        """
        How many minutes are {a} hours?
        {name} sleeps {a} hours. How many minutes is that?
        Convert {a} hours to minutes.
        How many seconds are {a} minutes?
        {a} minutes are how many seconds?
        """,
        numbers(a=(2, 980)),
        "{a} * 60",
    ),
    Calculation(
        "recipe",
        """
        A recipe for {b} people needs {a} grams of flour. How many grams do {c} people need?
        {b} {thing} cost {a} dollars. What do {c} cost?
        With {b} litres a car goes {a} km. How far does it go with {c} litres?
        {name} reads {a} pages in {b} hours. How many pages are that in {c} hours?
        If {b} machines make {a} {thing}, how many do {c} machines make?
        """,
        numbers(multiple=("a", "b"), a=(5, 80), b=(3, 12), c=(13, 40)),
        "{a} / {b} * {c}",
    ),
    Calculation(
        "left_after_sales",
        """
        {name} has {a} {thing} and sells {b} on each of {c} days. How many are left?
        A tank holds {a} litres and loses {b} litres a day. What is in it after {c} days?
        From a loan of ${a}, {name} pays back ${b} in each of {c} months. What is still owed?
        There are {a} seats. {c} groups of {b} people sit down. How many seats are free?
        {name} must pack {a} {thing} and packs {b} an hour. How many are not packed after {c} hours?
        """,
        numbers(a=(500, 2000), b=(3, 20), c=(3, 20)),
        "{a} - {b} * {c}",
    ),
    Calculation(
        "three_together",
        """
        {name} has {a} {thing}, {other} has {b} and their teacher has {c}. How many are there in all?
        What is {a} plus {b} plus {c}?
        A trip has parts of {a}, {b} and {c} km. How long is it?
        {name} paid ${a}, ${b} and ${c}. What is the total?
        Add up {a}, {b} and {c}.
        """,
        numbers(a=(2, 400), b=(2, 400), c=(2, 400)),
        "{a} + {b} + {c}",
    ),
)
