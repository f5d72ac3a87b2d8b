"""Word problems that need a calculator: prices, rates, comparisons, sharing, and what comes and goes."""

from __future__ import annotations

from dataset.tools.tool_json.arithmetic import Calculation
from dataset.tools.tool_json.templates import numbers

_FALLING = numbers(falling=("a", "b"), a=(2, 900), b=(2, 900))
_SMALL = numbers(a=(3, 99), b=(3, 60))
_SHARED = numbers(multiple=("a", "b"), a=(2, 60), b=(3, 30))

PRICES_AND_RATES = (
    Calculation(
        "bought_at_a_price",
        """
        {name} buys {a} {thing} at ${p} each. What is the total?
        One of the {thing} costs ${p}. How much are {a} of them?
        What do {a} {thing} cost if each is ${p}?
        The price of a ticket is {p} dollars. {name} needs {a} tickets. How much is that?
        How many dollars does {name} need for {a} {thing} that are {p} dollars apiece?
        I need {a} {thing} at ${p} (each|apiece). What will that cost me?
        Total price of {a} {thing}, ${p} each[, please]?
        (If|When) a cup of tea is ${p}, how much are {a} cups?
        {name} sells {a} {thing} for ${p} each. How much money does {name} take in?
        Can you (tell me|work out) the bill for {a} {thing} at a unit price of {p} dollars?
        (Hey|Hi), I'm getting {a} {thing} and each one is {p} dollars. How much do I owe?
        One kilo of rice costs {p} dollars, and the cook needs {a} kilos. How much does the cook spend?
        An order lists {a} {thing} at {p} dollars per piece. (Determine|Find) the amount due.
        Everyone in a group of {a} pays ${p}. How much money is collected in all?
        Tell me the cost of {a} (bus|cinema) tickets if every ticket costs ${p}[, please].
        Multiply it out for me: {a} {thing}, each priced at ${p}.
        A (bar|shop) charges ${p} for a sandwich. {name} orders {a} of them. What does {name} pay?
        {name} wants {a} {thing}. At ${p} per item, what is the total (cost|price)?
        A litre of (milk|juice) is ${p}. What do {a} litres come to?
        The subscription is {p} dollars a month. How much has {name} paid after {a} months?
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
        I hand over ${note} for {a} {thing} at ${p} each. (How much|What) change do I get?
        {a} {thing}, ${p} each, paid with ${note}. (What|How much) is the change?
        Each of the {thing} is ${p}, and {name} buys {a}. How much is left of the {note} dollars {name} had?
        A customer gives the cashier ${note}. The {a} {thing} cost ${p} each. How much must be returned?
        (Hey|Hi), I've got ${note} and want {a} {thing} at {p} dollars (each|apiece). What will I have left?
        {name}'s budget is ${note}. After buying {a} lamps at ${p} each, how much is (unspent|still there)?
        Can you (tell me|work out) my change from {note} dollars if I buy {a} {thing} at ${p} each?
        The tickets are ${p} each. If {name} buys {a} and pays with ${note}, how much comes back?
        I need to know my change: {a} coffees for ${p} each, and I gave ${note}.
        Tell me what remains of {note} dollars after paying for {a} {thing} at {p} dollars each[, please].
        {name} was given ${note} and used it to buy {a} {thing} at ${p} each. How much is not yet spent?
        Starting with {note} dollars, {name} purchases {a} {thing}, each priced at {p} dollars. What sum is left?
        At ${p} each, {a} {thing} are paid for out of ${note}. How much of the money (is left|remains)?
        Out of ${note} in the till, {a} helpers get {p} dollars each. (State|Find) the remaining sum.
        If I give ${p} to each of {a} (friends|children), how much of my {note} dollars do I keep?
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
        I need {a} pens at ${p} each and {b} rulers at ${q} each. What will it all cost?
        Total for {a} {thing} at ${p} apiece and {b} mugs at ${q} apiece[, please]?
        {name} works {a} hours for ${p} an hour and {b} hours for ${q} an hour. What is the total pay?
        A cap costs ${p} and a shirt ${q}. How much do {a} caps and {b} shirts cost (together|in total)?
        Can you (add up|work out) the bill: {a} coffees at {p} dollars each and {b} teas at {q} dollars each?
        {a} baskets hold {p} {thing} each and {b} crates hold {q} each. How many {thing} are there (in all|altogether)?
        (Hey|Hi), we had {a} pizzas at ${p} each and {b} salads at ${q} each. How much do we owe?
        {name} buys {b} cakes for ${q} each and also {a} {thing} for ${p} each. What is spent in all?
        An invoice lists {a} desks at ${p} each and {b} stools at ${q} each. (Determine|Find) the amount due.
        Tell me the combined price of {a} {thing} at {p} dollars each and {b} lamps at {q} dollars each[, please].
        Add {a} times {p} to {b} times {q}. What (is the result|do you get)?
        A hall has {a} rows of {p} seats and {b} rows of {q} seats. How many seats does it have?
        {name} cycles {a} hours at {p} km an hour and then {b} hours at {q} km an hour. How many km is that in all?
        A child pays ${p} and a grown-up ${q}. How much is (admission|entry) for {a} children and {b} grown-ups?
        The kiosk sold {a} (newspapers|magazines) at ${p} each and {b} maps at ${q} each. What were the takings?
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
        I (drive|travel) for {t} hours at a steady {v} km per hour. How far do I get?
        Distance after {t} hours at {v} miles an hour[, please]?
        Speed: {v} km per hour. Time: {t} hours. (Find|Give me) the distance.
        A bus needs {t} hours from one city to the next at {v} km an hour. How far apart are the cities?
        Can you (tell me|work out) how far a plane gets in {t} hours if it does {v} miles each hour?
        (Hey|Hi), how many miles (can|will) I cover in {t} hours doing {v} miles per hour?
        {name} keeps up {v} km an hour for {t} hours. How long is the (route|trip), in km?
        A body moves at a constant speed of {v} km per hour. (Determine|Find) the distance it covers in {t} hours.
        The ferry goes at {v} km per hour, and the crossing takes {t} hours. How many km is the crossing?
        Tell me the distance that a truck (covers|travels) in {t} hours when its speed is {v} km per hour[, please].
        The wind carries a balloon {v} km further every hour. How far has it gone after {t} hours?
        For {t} hours {name} sails at {v} miles an hour. What distance is that?
        We were on the road for {t} hours and averaged {v} km an hour. How many km did we (do|cover)?
        I need the length in miles of a flight that lasts {t} hours at {v} miles per hour.
        If a storm moves {v} miles in one hour, how many miles does it (move|travel) in {t} hours?
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
        I have to (drive|travel) {a} km and do {b} km an hour. How many hours will that take?
        Hours needed for {a} miles at {b} miles per hour[, please]?
        Distance: {a} km. Speed: {b} km per hour. (Find|Give me) the time in hours.
        Two cities lie {a} km apart. How many hours does a train between them take at {b} km an hour?
        Can you (tell me|work out) how many hours a trip of {a} km lasts at {b} km per hour?
        (Hey|Hi), how many hours until I'm there if it's {a} miles and I go {b} miles an hour?
        A ship sails at {b} km an hour. After how many hours has it (covered|gone) {a} km?
        A hose delivers {b} litres an hour. How many hours does it need to fill a tank of {a} litres?
        A vehicle goes {a} km at a constant {b} km per hour. (Determine|Find) the travel time in hours.
        {name} is {a} miles from home and rides {b} miles each hour. In how many hours is {name} home?
        Tell me how many hours a flight of {a} km takes at an average speed of {b} km per hour[, please].
        We average {b} km an hour on a road of {a} km. How many hours are we (on the way|driving)?
        I need the driving time for {a} miles if the speed is {b} miles per hour.
        If {name} (does|walks) {b} miles every day, after how many days are {a} miles done?
        The storm is {a} miles away and comes {b} miles closer each hour. In how many hours is it here?
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
        I've got {a} {thing} and my (brother|sister) has {b}. How many more do I have?
        {other} owns {b} {thing} and {name} owns {a}. How many fewer does {other} own?
        One plank is {a} cm long and another {b} cm. How much longer is the first?
        The goal is ${a}, and ${b} has been (raised|collected). How much is still missing?
        {name} got {a} votes and {other} got {b}. By how many votes did {name} win?
        There were {a} visitors on Sunday but only {b} on Monday. How many fewer came on Monday?
        (Hey|Hi), I need {a} {thing} but only have {b}. How many are missing?
        A phone costs ${a} in one shop and ${b} in another. How much do I save in the cheaper shop?
        Tell me how much older a wall of {a} years is than one of {b} years[, please].
        {name} read {b} pages and {other} read {a}. How many pages is {other} ahead?
        Compare {a} {thing} with {b} {thing}. How many more are in the larger (group|pile)?
        The red chest holds {a} {thing}, the green chest {b}. How many more are in the red one?
        A river is {a} km long and another {b} km. (Determine|Find) by how many km the first is longer.
        Can you (tell me|work out) how many more {thing} {name} needs to get from {b} to {a}?
        Class one sold {b} {thing}, class two {a}. By how many did class two (beat class one|do better)?
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
        If every basket has {a} {thing} in it, how many {thing} do {b} baskets hold?
        I (walk|run) {a} km every week. How many km is that in {b} weeks?
        {b} packs with {a} {thing} in each (make|are) how many {thing}?
        {name} is {a} years old, and a tree is {b} times as old. How old is the tree?
        Can you (tell me|work out) how many {thing} are on {b} shelves of {a} each?
        (Hey|Hi), we need {a} {thing} per table and there are {b} tables. How many is that[ in total]?
        A machine turns out {a} {thing} per hour. How many will it have made (after|in) {b} hours?
        {b} teams of {a} players each take part. How many players are there (in all|altogether)?
        A page holds {a} lines. (Determine|Find) the number of lines on {b} such pages.
        Tell me how many {thing} {name} has if {other} has {a} and {name} has {b} times that many[, please].
        I need {a} screws for one shelf. How many screws go into {b} such shelves?
        There are {a} {thing} in a set, and {name} (orders|owns) {b} sets. How many {thing} is that?
        In each of {b} weeks, {name} wins {a} points. How many points is that in the end?
        {other} collected {a} {thing}; {name} collected {b} times that number. What is {name}'s count?
        A wall has {b} layers with {a} bricks in every layer. How many bricks (were used|are in it)?
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
        {b} (kids|children) get {a} {thing} in equal shares. How many does one child get?
        I want to (divide|split) {a} {thing} equally among {b} people. How many does each get?
        {a} {thing} are packed into cartons of {b}. How many cartons are (filled|needed)?
        {name} reads a book of {a} pages in {b} days, the same number every day. How many pages a day is that?
        Can you (tell me|work out) what each of {b} friends pays if the dinner was ${a} and all pay the same?
        (Hey|Hi), there are {b} of us and the taxi was ${a}. What is one equal share?
        {a} students are placed in {b} groups of equal size. How many are in (a|each) group?
        A cook pours {a} ml of soup into {b} bowls, the same into each. How many ml are in one bowl?
        An inheritance of ${a} goes to {b} heirs in equal parts. How much does each heir (receive|get)?
        Tell me how many {thing} go on each of {b} tables if {a} are spread evenly[, please].
        {b} equally priced {thing} cost ${a} in total. (Determine|Find) the price of one.
        I need {a} {thing} (sorted|divided) into {b} equal piles. What is the size of one pile?
        {name} has ${a} to last {b} weeks. How much is that per week?
        A teacher hands out {a} {thing}, the same number to each of {b} pupils. How many does a pupil get?
        {a} chairs stand in {b} rows of the same length. How many chairs are in one row?
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
        I have {a} packs of {b} {thing} plus {c} single ones. How many {thing} is that (in all|altogether)?
        {a} rows of {b} chairs and {c} extra chairs make how many chairs?
        A plumber charges ${c} for coming and ${b} per hour. What does a job of {a} hours (cost|come to)?
        {name} already has {c} {thing} and gets {b} more on each of {a} days. How many does {name} have then?
        Can you (tell me|work out) how many {thing} there are in {a} crates of {b} if {c} more lie beside them?
        (Hey|Hi), I bought {a} (shirts|books) at ${b} each and paid ${c} for delivery. What did it cost in all?
        Multiply {a} by {b}, then add {c}. What (is the result|do you get)?
        A plant is {c} cm tall and grows {b} cm a week. How tall is it after {a} weeks?
        A gym takes ${c} once to join and ${b} every month. How much has a member paid after {a} months?
        Tell me the total price of {a} {thing} at {b} dollars each with a shipping fee of {c} dollars[, please].
        {a} buses with {b} people each and {c} people on foot arrive. How many people arrive (in all|altogether)?
        I need {b} {thing} for each of {a} guests and {c} spare ones. How many must I (buy|get)?
        A tank has {c} litres in it, and {b} a minute flow in. How many litres are in it after {a} minutes?
        Add the product of {a} and {b} to {c}.
        {name} has {c} points and wins {a} rounds of {b} points each. What is the (final|new) score?
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
        I had ${a}, earned ${b} and spent ${c}. How much do I have now?
        {a} plus {b} minus {c} (is|equals) what?
        A library owns {a} books. It buys {b} new ones and throws {c} away. How many does it own then?
        The score was {a}. {name} won {b} points and then lost {c}. What is the score now?
        Can you (tell me|work out) how many {thing} I have if I start with {a}, get {b} more and sell {c}?
        Add {b} to {a}, then (take away|remove) {c}. What remains?
        (Hey|Hi), there were {a} people at the party, {b} more came and {c} went home. How many are there now?
        A town had {a} people. {b} moved in and {c} moved away. How many live there now?
        A tank has {a} litres in it. First {b} litres flow in, then {c} flow out. How many litres are in it now?
        Tell me the new balance: {a} dollars, then a deposit of {b} dollars and a withdrawal of {c} dollars[, please].
        {name} loses {c} of {a} {thing} and later finds {b} others. How many does {name} have in the end?
        A farm with {a} (sheep|hens) sells {c} and buys {b}. How many animals does it have then?
        From the sum of {a} and {b}, subtract {c}.
        I need the stock count: {a} {thing} at first, {b} delivered, {c} sold.
        A train leaves with {a} passengers. At the next stop {c} get off and {b} get on. How many are on board then?
        """,
        numbers(a=(100, 900), b=(2, 90), c=(2, 90)),
        "{a} + {b} - {c}",
    ),
)
