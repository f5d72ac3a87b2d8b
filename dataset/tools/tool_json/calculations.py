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
        (Hey|Hi), what does {expression} (equal|give)[, please]?
        Can you (do|work out|crunch) {expression}[ for me]?
        Tell me the (answer|value) of {expression}[.]
        {expression} equals what?
        (My homework asks this|I'm stuck on this one): what is {expression}?
        (The result of|Answer to) {expression}[, please]
        Would you kindly determine the numerical value of {expression}?
        Put {expression} into a calculator and tell me what it (shows|says).
        I'd like to know what {expression} works out to[.]
        Turn this into a single number: {expression}
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
        {a} and {b} added together (is|makes) what?
        Can you (add up|total|sum) {a} and {b}[ for me]?
        (Increase|Raise) {a} by {b}. What number do you get?
        Tell me the total of {a} and {b}[, please].
        What number is {b} more than {a}?
        I need {a} and {b} combined into (one|a single) total.
        (What's|How much is) {a} with {b} added to it?
        Start at {a} and go up {b} more. Where do you (end up|land)?
        Please (work out|calculate) what adding {b} to {a} gives.
        A number exceeds {a} by exactly {b}. (What number is it?|Determine it.)
        (Hey|Hi), quick one: what do I get when I add {b} to {a}?
        My two numbers are {a} and {b}. What do they (sum|add up) to?
        {a} plus {b} (is|equals) what?
        Suppose the first addend is {a} and the second is {b}. State the (sum|total).
        The numbers {a} and {b} are to be (added|summed). (What|How much) does that come to?
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
        {a} minus {b} (is|equals) what?
        (Reduce|Lower|Decrease) {a} by {b}. What do you get?
        What number is {b} less than {a}?
        Can you (subtract|take away) {b} from {a}[ for me]?
        By how much does {a} exceed {b}?
        Tell me what remains (when|if) {b} is (removed|taken) from {a}[, please].
        I need to know what must be added to {b} to (reach|get) {a}.
        Start at {a} and go down by {b}. Where do you (end up|land)?
        (Hey|Hi), if I have {a} and knock off {b}, what's left?
        How (large|big) is the gap between {b} and {a}?
        How much (bigger|larger|greater) is {a} than {b}?
        (What's|How much is) {a} less {b}?
        The minuend is {a} and the subtrahend is {b}. (State|Give) the difference.
        Please (work out|calculate) {a} with {b} taken off.
        Find the (result|outcome) of subtracting {b} from {a}.
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
        {a} times {b} (is|equals) what?
        Can you multiply {a} and {b} (together|with each other)[ for me]?
        (What's|How much is) {b} lots of {a}?
        Tell me the product when {a} and {b} are multiplied[, please].
        What number is {b} times as (large|big) as {a}?
        Add up {b} copies of {a}. What (is the result|do you get)?
        I need {a} and {b} multiplied.
        The factors are {a} and {b}. (State|Give) their product.
        (Hey|Hi), what do I get if I multiply {b} by {a}?
        {b} groups of {a} make how many (altogether|in total)?
        Please (work out|calculate|determine) {a} multiplied by {b}.
        If every one of {b} terms is {a}, what is their sum?
        Scale {a} up by a factor of {b}. What does it (become|grow to)?
        What is the (result|outcome) of multiplying {a} by {b}?
        How (large|big) is {a} once it has been made {b} times as large?
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
        {a} divided by {b} (is|equals) what?
        Can you divide {a} by {b}[ for me]?
        (What's|How much is) {a} over {b}?
        Which number, multiplied by {b}, gives {a}?
        Tell me how (often|many times) {b} fits into {a}[, please].
        The dividend is {a} and the divisor is {b}. (State|Give) the quotient.
        I need {a} (divided|split) into {b} equal shares. How (large|big) is each share?
        How many groups of {b} (are there in|can be made from) {a}?
        Break {a} down into {b} equal pieces and tell me the size of one.
        Please (work out|calculate) the result of dividing {a} by {b}.
        (Hey|Hi), what do I get if I divide {a} by {b}?
        Suppose {b} equal numbers add up to {a}. What is each of them?
        Multiplying {b} by a mystery number makes {a}. What is the mystery number?
        (Share|Distribute) {a} equally among {b}. What does each one (get|receive)?
        How many times as (large|big) as {b} is {a}?
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
        What do you get if you add {a} to {b} and then multiply by {c}?
        How much is {c} times the total of {a} and {b}?
        (Start|Begin) with {a}, add {b}, and multiply what you have by {c}. What is the (result|answer)?
        Each (bag|box) holds {a} red and {b} blue marbles. How many marbles do {c} of them hold?
        Can you (add up|total) {a} and {b} and multiply that total by {c}[ for me]?
        Tell me the (product|result) when {c} is multiplied by the sum of {a} and {b}[, please].
        (Increase|Raise) {a} by {b}, then take the new number {c} times. What is that?
        I need the sum of {a} and {b}, scaled up by a factor of {c}.
        {name} finds {a} {thing} each morning and {b} each night. How many is that in {c} days?
        Let the sum of {a} and {b} be multiplied by {c}. (State|Give) the result.
        (Hey|Hi), if I combine {a} with {b} and then multiply the (lot|whole thing) by {c}, what comes out?
        A ticket costs {a} dollars plus a fee of {b} dollars. What do {c} such tickets cost, fees included?
        {c} families bring {a} cakes and {b} pies each. How many (desserts|baked goods) are there in total?
        Please (work out|calculate) {a} plus {b}, and after that multiply everything by {c}.
        {c} times the sum of {a} and {b} (is|equals) what?
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
        What do you get if you subtract {b} from {a} and then divide by {c}?
        Can you take {b} off {a} and divide what is left by {c}[ for me]?
        (Reduce|Lower) {a} by {b}, then divide the new number by {c}. What is the result?
        Let {b} be subtracted from {a}, and let the difference be divided by {c}. (State|Give) the result.
        (Start|Begin) with {a}, subtract {b}, and divide what you have by {c}. What is the (result|answer)?
        How much is {a} less {b}, all of it divided by {c}?
        The gap between {b} and {a} is split into {c} equal steps. How (big|large) is each step?
        Tell me the quotient when the difference of {a} and {b} is divided by {c}[, please].
        A plant grew from {b} to {a} cm in {c} weeks. How many cm (was that|did it grow) per week on average?
        (Hey|Hi), if I knock {b} off {a} and cut the rest into {c} equal parts, how big is one part?
        I need {a} minus {b} first, and then that difference over {c}.
        Divide by {c} what remains of {a} after {b} (is|has been) taken away.
        {c} equal numbers together make the difference between {a} and {b}. What is each of them?
        What is left of {a} without {b} has to be divided by {c}. What comes out?
        Please (work out|calculate) {a} minus {b}, and after that divide everything by {c}.
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
        {a}, {b}, {c}: what is their (mean|average)?
        Can you average {a}, {b} and {c}[ for me]?
        {name} ran {a}, {b} and {c} metres on three days. What is the average (distance|per day)?
        (Hey|Hi), what do {a}, {b} and {c} average out to?
        Tell me the arithmetic mean of the numbers {a}, {b} and {c}[, please].
        (Add|Sum) {a}, {b} and {c}, then divide by how many numbers there are.
        My last three bills were ${a}, ${b} and ${c}. (What do I pay|How much is that) on average?
        Three friends have {a}, {b} and {c} {thing}. If the three share all equally, how many does each get?
        Please (work out|calculate|determine) the mean when the values are {a}, {b} and {c}.
        Three parcels weigh {a}, {b} and {c} grams. What is the mean weight[ of a parcel]?
        I need the average of three (numbers|values): {a}, {b} and {c}.
        On three nights the hotel had {a}, {b} and {c} guests. What was the mean number per night?
        Three measurements gave {a}, {b} and {c}. (State|Report) their arithmetic mean.
        Our test results are {a}, {b} and {c}. What's our average (result|score)?
        {name} sold {a} {thing} on Monday, {b} on Tuesday and {c} on Wednesday. What is the daily average?
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
        How much is {p}% of {a}?
        Can you (tell me|work out) what {p} percent of {a} comes to?
        Out of {a} {thing}, {p}% are (red|broken|new). How many is that?
        The sales tax is {p}%. How much tax is (due|paid) on ${a}?
        I need {p}% of {a}. What (number|amount) is that?
        A school has {a} pupils, and {p}% of them (walk|cycle) there. How many pupils do so?
        (Hey|Hi), what's {p} percent of ${a}?
        {name} earned {a} dollars and saved {p}% of it. How much (did {name} save|was saved)?
        If {a} is the whole, how (much|large) is {p} percent of it?
        My bill is ${a} and I want to tip {p}%. How (big|much) is the tip?
        Tell me the (amount|number) that is {p} percent of {a}[, please].
        An agent keeps {p}% of a sale of ${a} as commission. How many dollars is the commission?
        A bank pays {p}% interest a year on ${a}. How much interest is earned in one year?
        Determine the part of {a} that makes up {p}% of it.
        There were {a} votes, and {p} percent of them were for {name}. How many votes did {name} get?
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
        (What's|How much is) {a} minus {p}%?
        (Reduce|Lower|Decrease) {a} by {p} percent.[ What is the result?]
        Can you take {p}% off ${a} and tell me the final price?
        {name} has {a} {thing} and gives away {p}% of them. How many does {name} keep?
        Everything is {p}% cheaper now. What do I pay for (a bag|a jacket) that was ${a} before?
        A town of {a} people lost {p} percent of them. How many people (are left|still live there)?
        I need the sale price: ${a} before, {p}% discount.
        (Hey|Hi), a ${a} watch with {p}% knocked off: how much is that now?
        Tell me what remains of {a} after {p}% (is|has been) taken away[, please].
        A car worth ${a} has lost {p}% of its value. What is it worth now?
        With a coupon for {p} percent off, how much is a (phone|bike) priced at ${a}?
        A salary of ${a} is cut by {p}%. How (much|large) is it after the cut?
        Please (work out|calculate) the price after a markdown of {p} percent on ${a}.
        If {a} shrinks by {p} percent, what number do you (get|end up with)?
        {p}% of the {a} guests went home early. How many (guests|of them) stayed?
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
        (Increase|Raise) {a} by {p} percent.[ What is the result?]
        How much is ${a} with {p}% tax added?
        Can you add {p}% to {a}[ for me]?
        Prices rose by {p}%. What does a (bed|bike) cost now that was ${a} before?
        (Hey|Hi), my ${a} (bill|order) gets a service charge of {p}% on top. What do I pay in total?
        A loan of ${a} has {p}% interest for one year. What is owed in all at the end of the year?
        Tell me what {a} becomes after growing by {p}%[, please].
        I need the price with tax: ${a} before tax, and the tax is {p}%.
        What number is {p} percent (larger|greater|higher) than {a}?
        {name} puts ${a} in a bank at {p}% interest a year. What is in the account after one year?
        A shop buys a (chair|table) for ${a} and adds a markup of {p}%. What is the selling price?
        Last year there were {a} members; now there are {p}% more. How many are there now?
        Please (work out|calculate) the total when {p} percent is added to {a} dollars.
        If {a} goes up by {p}%, what number do you (get|end up with)?
        {name} ran {a} metres yesterday and {p}% further today. How many metres was it today?
        """,
        _PERCENT,
        "{a} + {a} * {p} / 100",
    ),
    *WORD_PROBLEMS,
)
