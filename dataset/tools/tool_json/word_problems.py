"""Word problems that need a calculator, of one to three operations: what is left, measures, wages and scaling."""

from __future__ import annotations

from dataset.tools.tool_json.arithmetic import Calculation
from dataset.tools.tool_json.prices_and_rates import PRICES_AND_RATES
from dataset.tools.tool_json.templates import numbers

_SMALL = numbers(a=(3, 99), b=(3, 60))

WORD_PROBLEMS = (
    *PRICES_AND_RATES,
    Calculation(
        "used_twice",
        """
        {name} has {a} {thing}, gives {b} to {other} and {c} to a neighbour. How many remain?
        From {a} litres of water, {b} are drunk and {c} are spilled. How many litres are left?
        Of {a} {thing}, {b} were sold in the morning and {c} in the evening. How many are still there?
        {name} starts with ${a} and spends ${b} and ${c}. How much is left?
        A book has {a} pages. {name} reads {b} today and {c} tomorrow. How many pages are still to read?
        Out of {a} {thing}, {b} got lost and (another|a further) {c} broke. How many are still whole?
        I (had|started with) ${a}, then paid {b} dollars for shoes and {c} for lunch. How much do I still have?
        Can you tell me how many {thing} {name} still has after using {b} and then {c} of the {a}?
        {a} guests came to the party. {b} left early and {c} more[ of them] an hour later. How many stayed?
        The (warehouse|store room) held {a} {thing}. A van took {b} away, the next one {c}. What remains in it?
        (Tell me|Work out) the rest: {a} kilos of flour, minus {b} for bread and minus {c} for cakes.
        I need the number of free beds on a ship of {a} beds when {b} are booked by a school and {c} by a club.
        My phone had {a} photos. Yesterday I deleted {b}, today {c}. How many are still on it?
        {name} owned {a} {thing}, sold {b}[ at the fair] and mailed {c} to {other}. How many did {name} keep?
        We have a budget of {a} dollars. Rent takes ${b} and food takes ${c}. What is still (available|there to spend)?
        Two storms felled {b} and {c} of the {a} trees in a park. How many are still standing?
        How long is the rest of a {a} metre rope once {b} metres and then {c} metres have been cut off?
        Please work out what is left in the bank if I hold ${a} and withdraw first ${b}, then ${c}.
        {a} students began the course. {b} (dropped out|gave up) in spring, {c} in summer. How many finished it?
        The school got {a} {thing}: {b} went to one class and {c} to another. How many does it (keep|still have)?
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
        {name} had {a} {thing}, (kept|set aside) {b} and shared the rest equally among {c} cousins. How many for each?
        After {b} of {a} litres leaked out, the remaining water fills {c} equal tanks. How many litres fill one tank?
        We made ${a}[ at the fair]. ${b} goes to the school and the {c} of us share the rest equally. What is my share?
        {b} of {a} {thing} are thrown away, the rest is spread evenly over {c} shelves. How many are on each shelf?
        A (farmer|baker) has {a} eggs, {b} break, the good ones go evenly into {c} baskets. How many eggs per basket?
        Remove {b} from {a} {thing} and deal the rest out (evenly|equally) to {c} players. How many per player?
        A sofa costs {a} dollars, ${b} is paid (at once|up front), the rest in {c} equal parts. How much is one part?
        The trip is {a} km. We have done {b} km and want to do the rest in {c} equal days. How many km a day is that?
        {b} of {a} pupils are ill. The healthy ones form {c} teams of the same size. How many are in a team?
        Take a bill of ${a}, use a voucher for ${b}, and split the rest between {c} friends. What does each pay?
        {other} sent {name} {a} {thing}. {b} got lost, {c} children got equal shares of the others. How big is a share?
        What does each of {c} heirs receive when a debt of ${b} is paid out of ${a} and the rest is shared fairly?
        From {a} metres of wool I lost {b}. What is left makes {c} (equal|identical) scarves. How much wool per scarf?
        Please calculate: {a} tickets, {b} already sold, the rest shared equally by {c} shops. How many per shop?
        How many {thing} can we sell per day if {b} of {a} are spoiled and the good ones must last exactly {c} days?
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
        Find the area of a (rectangle|rectangular plot) with sides of {a} and {b} metres.
        (I want to|We must) (tile|carpet) a floor, {a} feet long and {b} feet wide. How many square feet is it?
        Can you (compute|work out) how many square cm the top of a table of {a} by {b} cm has?
        The lawn is {b} metres wide and {a} metres long. How many square metres of grass must (I|{name}) mow?
        How much wallpaper in square metres covers a wall with a width of {a} metres and a height of {b} metres?
        length {a} (m|feet), width {b}, area?
        {name} spreads out a carpet, {a} feet along one edge and {b} feet along the other. What area does it cover?
        Tell me the size in square miles of a rectangular park, {a} miles from west to east and {b} from north to south.
        I need to know how many square inches of glass a window of {a} by {b} inches takes.
        {name} buys a plot of land, {a} metres by {b} metres. How (large|big) is it in square metres?
        Only one side of a fence, {a} feet long and {b} feet high, is painted. How many square feet get paint?
        A sheet of paper has sides of {a} and {b} cm. (Give|State) its area.
        Please find the floor space of a hall: {a} metres in length, {b} metres in breadth.
        A kitchen is {a} feet by {b} feet. How many tiles of one square foot (fill|cover) its floor?
        The base of a box measures {a} cm by {b} cm. What area does the box take up[ on the shelf]?
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
        (Find|Compute) the perimeter of a rectangle with sides {a} and {b}.
        (I need|We want) a fence all around a yard of {a} by {b} feet. How many feet of fence should (I|we) buy?
        {name} jogs once around a rectangular park, {a} metres long and {b} metres wide. How far is the run?
        How much (ribbon|lace) goes along all four edges of a tablecloth of {a} by {b} cm?
        Can you tell me the total length of the four sides of a plot that is {a} metres by {b} metres?
        length {a} (m|feet), width {b}, perimeter?
        A rectangular pool has sides of {a} and {b} metres. What distance is one lap around its edge?
        A room is {a} feet long and {b} feet wide. How many feet of skirting board run along its four walls?
        Tell me what all sides of a rectangle, {a} inches wide and {b} inches high, come to[ when added up].
        {name} walks along the whole border of a field, {a} metres by {b} metres. How many metres (is that|are walked)?
        Lights hang along every side of a (roof|terrace) of {a} by {b} metres. How long is the string of lights?
        Please work out how long the outline of a {a} by {b} cm card is[, all four sides together].
        What is the circumference of a rectangular (stamp|tile) with a length of {a} mm and a width of {b} mm?
        A farmer encloses a {a} by {b} metre pasture with one strand of wire. How much wire (is used|does it take)?
        Once round the block means two streets of {a} metres and two of {b} metres. How many metres is that?
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
        I (get|make) ${a} per hour and work {b} hours a day. How much have I earned after {c} days?
        {name} tutors {b} hours every day at a rate of ${a} per hour. (Find|Calculate) the income for {c} days.
        What is the rent of a boat for {c} days if it is used {b} hours a day at {a} dollars an hour?
        A pump moves {a} litres an hour. It runs {b} hours (daily|a day). How many litres is that in {c} days?
        Can you compute the total (wages|pay) of {c} waiters who each worked {b} hours for {a} dollars an hour?
        Each of {c} floors has {b} rooms, and a room holds {a} {thing}. How many {thing} is that (altogether|in all)?
        {a} pages an hour, {b} hours a day, {c} days: how many pages does {name} read?
        The (pay|rate) is ${a} hourly. With {b} hours per shift and {c} shifts, what does {name} take home?
        {b} boxes stand on each of {c} trucks, and every box holds {a} {thing}. How many {thing} are on the trucks?
        Tell me the labour cost[, please]: {c} days on site, {b} hours a day, ${a} for each hour.
        A teacher gives {c} classes {b} tests each, and every test has {a} questions. How many questions is that?
        My boss pays {a} dollars for an hour. I worked on {c} days, {b} hours each[ time]. What should I (get|be paid)?
        Please find how many km {name} cycles in {c} days, riding {b} hours a day at {a} km an hour.
        I need the number of {thing} that {b} workers make in {c} days if each worker makes {a} a day.
        {name} babysits for ${a} an hour. After {c} evenings of {b} hours each, how much (has {name} earned|is it)?
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
        (Express|Write) {a} hours in minutes.
        (Turn|Change) {a} minutes into seconds[, please].
        The trip (took|lasted) {a} hours. What is that in minutes?
        How long are {a} minutes if you count the time in seconds?
        Can you tell me how many seconds (pass|there are) in {a} minutes?
        {a} hours = how many minutes?
        {a} min in seconds[, please]
        Building the shed took {name} {a} hours. Give the time in minutes.
        I need {a} hours as a number of minutes.
        My timer only takes seconds. What (do I type in|must I enter) for {a} minutes?
        One hour has sixty minutes. How many minutes do {a} hours have?
        {name} practised for {a} minutes. For how many seconds did {name} (practise|play)?
        Please convert a time of {a} minutes to seconds.
        Work out the number of minutes in {a} (full|whole) hours.
        {name} spent {a} hours on a plane this year. State this in minutes, not in hours.
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
        {b} {thing} (together weigh|weigh) {a} grams. How heavy are {c} such {thing}?
        If {b} tickets cost ${a}, how much (are|must I pay for) {c} tickets?
        {name} earns {a} dollars for {b} hours of work. What would {c} hours bring[ at the same rate]?
        For {c} guests, how many grams of rice should I cook when {a} grams are right for {b}?
        A printer needs {b} minutes for {a} pages. How many pages does it print in {c} minutes?
        Can you scale this up: {a} ml of milk for {b} pancakes. How many ml for {c} pancakes?
        {b} boxes hold {a} {thing} in total. How many (fit|go) into {c} boxes of the same kind?
        I pay ${a} for {b} metres of cloth. (Tell me|Give me) the price of {c} metres.
        At a steady pace a train covers {a} km in {b} hours. What distance does it cover in {c} hours?
        When {b} equal rows have {a} {thing} in all, how many {thing} are in {c} such rows?
        The soup recipe serves {b} and asks for {a} grams of beans. We are {c}[ at table]. How many grams do we need?
        How many {thing} can {name} make in {c} days, if it took {b} days to make {a}?
        With {b} cans of paint you can paint {a} square metres[ of wall]. What area do {c} cans cover?
        Please work out the rent for {c} days, given that {b} days cost {a} dollars.
        {b} hens lay {a} eggs a month. How many eggs a month (should|would) {c} hens lay?
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
        We had {a} {thing} in stock and used up {b} (every|each) day. What is the stock after {c} days?
        A ship carries {a} tons of coal and burns {b} tons a day. How much coal is left after {c} days?
        {c} weeks ago I had ${a}[ in my account]. Since then I have spent ${b} every week. What do I have now?
        How many of {a} pages does {name} still have to read after reading {b} a night for {c} nights?
        From {a} {thing}, {b} are put into each of {c} boxes. How many (do not go into a box|are left over)?
        Each of {c} children took {b} of the {a} {thing}. How many (remained|did they leave)?
        Can you tell me what I still owe on {a} dollars after paying back {b} dollars a month for {c} months?
        A (truck|van) with {a} bricks drops off {b} at each of {c} houses. How many bricks are still on it?
        {name} cuts pieces of {b} cm from a wire of {a} cm, {c} of them. How long is the rest of the wire?
        A road will be {a} km long. We finish {b} km (a|each) month. After {c} months, how many km are still to build?
        Please find the free seats in a theatre of {a} seats when {b} pupils from each of {c} schools have come.
        I need to know how much water stays in a pool of {a} litres when {b} litres drain away in each of {c} hours.
        The library owns {a} books. {c} readers have borrowed {b} books each. How many are on the shelves?
        Starting at {a} points, {name} loses {b} points in each of {c} rounds. What is the score (then|at the end)?
        An essay needs {a} words. {name} has typed {b} words a minute for {c} minutes. How many words are missing?
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
        (Find|Give me) the sum of {a}, {b} and {c}.
        I (found|counted) {a} {thing} on Monday, {b} on Tuesday and {c} on Friday. How many were that in total?
        {a} men, {b} women and {c} children are on board. How many people is that?
        How much are ${a}, ${b} and ${c} (together|in total)?
        Put {a}, {b} and {c} {thing} in one box. How many {thing} does it hold[ then]?
        Can you total these[ for me]: {a}, {b}, {c}?
        {name} drove {a} km before lunch, {b} km after it and {c} km at night. What distance was that overall?
        Three bills came today, for {a}, {b} and {c} dollars. What do I owe (altogether|for all three)?
        The first class has {a} {thing}, the second {b}, the third {c}. Tell me the number of {thing} in all three.
        {name} scored {a} points[ in the first round], then {b} more, then {c} more. What is the final score?
        A museum had {a} visitors in May, {b} in June and {c} in July. How many came in these months[ together]?
        I need the total weight of three parcels of {a}, {b} and {c} grams.
        Red {thing}: {a}. Blue {thing}: {b}. Green {thing}: {c}. How many are there of all colours?
        Please sum up the costs: ${a} for the hotel, ${b} for the flight, ${c} for food.
        {name} gives {a} {thing} to a museum, {other} gives {b} and the town {c}. How many does it (get|receive)?
        """,
        numbers(a=(2, 400), b=(2, 400), c=(2, 400)),
        "{a} + {b} + {c}",
    ),
)
