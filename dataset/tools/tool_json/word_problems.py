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
        i had {a} {thing}, lost {b} and gave away {c}, so how many are mine now
        Once {b} passengers have left the ferry at the first pier and {c} at the second, how many of {a} are aboard?
        Account: ${a}. Debits: ${b} and ${c}. Closing balance?
        {other} borrowed {b} of {name}'s {a} {thing}, and thieves took {c}. With how many did {name} end up?
        A disk has room for {a} GB. Films fill {b} GB and games {c} GB. How much space is unused?
        Subtract both {b} and {c} from {a}.
        Without the {b} rotten and the {c} unripe ones, how many of our {a} mangoes (can|may) be sold?
        The marathon had {a} runners; {b} quit with cramps, {c} were disqualified. How many crossed the finish line?
        A balloon hovers at {a} metres, sinks by {b} metres, then sinks again by {c}. At what height is it now?
        Three sisters own {a} {thing} together: the eldest {b}, the middle one {c}. How many has the youngest?
        Deduct ${b} for tax and ${c} for insurance from a salary of ${a}. What reaches my account?
        A list in my program has {a} entries. I pop {b} of them, then another {c}. What is its length afterwards?
        {name} unpicked {b} and later {c} of the {a} rows already knitted. How many rows does the scarf have now?
        In a vote of {a} members, {b} said yes, {c} said no, everyone else abstained. How many abstentions is that?
        {thing} in the jar at breakfast: {a}. Taken by {name}: {b}. Taken by {other}: {c}. In the jar at bedtime?
        The hike is {a} km long. We did {b} km before the rain and {c} km after it. How far is it to the end?
        A car park with {a} spaces has {b} cars and {c} vans standing in it, one per space. How many more can come in?
        Of the tulips I planted, {a} in number, mice ate {b} and frost killed {c}. Figure out how many survived.
        When a candle of {a} mm burns down by {b} mm on one evening and {c} mm on the next, how tall is the stump?
        A fisher catches {a} fish, throws {b} small ones back and feeds {c} to the cats. How many go to the market?
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
        we were {a} people, {b} went home and the others squeezed into {c} vans, equally many in each. how many per van
        {name} dreams of a bike for ${a} and owns ${b}. What must {name} save each month to buy it in {c} months?
        Take the difference of {a} and {b} and cut it into {c} equal parts. How big is one of them?
        A candle of {a} mm is only {b} mm tall after burning for {c} hours. How many mm does it lose per hour?
        {c} identical chairs and a table cost ${a} together. The table alone is ${b}. What is the price of one chair?
        How much chocolate does each of {c} sisters receive if mum first breaks {b} grams off a block of {a} grams?
        Of a book's {a} pages, {b} are pictures. The text makes {c} chapters of the same length. Pages per chapter?
        Having paid ${b} for the hall out of ${a} collected, we hand equal sums to {c} charities. What sum is that?
        The server has {a} GB. The system uses {b} GB and {c} users divide what remains evenly. What is one quota?
        Which number, taken {c} times and then added to {b}, makes {a}?
        Apart from {b} in the cellar, our {a} {thing} fill {c} identical cupboards. How many does a cupboard hold?
        {other} picks {b} {thing} out of {a}; {name} sorts the others into {c} equal heaps. How many lie in a heap?
        With {c} equal melons inside, a crate weighs {a} kilos; empty, it weighs {b}. How heavy is a melon?
        In {c} weeks the price of a coat sank from ${a} to ${b} at a steady rate. How many dollars was that weekly?
        {name} cycled {a} km: {b} on Monday and the same stretch on each of {c} other days. How long was that stretch?
        I typed {b} of {a} words. If I spread the missing ones evenly over {c} evenings, how many is that each time?
        The job takes {a} hours, and {b} are behind us. How long is each of {c} equal shifts for what is left?
        Our teacher puts {b} of the {a} {thing} back and deals out the others fairly to {c} of us. How many do I get?
        Kindly determine the monthly instalment for a laptop of ${a}: deposit ${b}, balance in {c} equal payments.
        Seats: {a}. Reserved: {b}. All other seats go in equal numbers to {c} schools. Seats for one school?
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
        How much turf must I order for a football pitch of {a} by {b} yards[, in square yards]?
        one side is {a} cm, the other {b} cm, all corners are right angles, what's the area
        {name} stretches a net over a bed of peas, {a} feet long and {b} feet across. How many square feet are under it?
        The screen is {a} inches wide and {b} inches tall. What is its surface in square inches?
        A rectangular pond, {a} metres by {b} metres, is frozen over. How many square metres of ice can we skate on?
        For a rectangle with base {a} and height {b}, which value does the area have?
        On a strip {b} metres broad and {a} metres long a farmer sows wheat. How many square metres are sown?
        My Rectangle class is given width {a} and height {b}. What should its area method return?
        Before I order parquet for a studio {a} feet deep and {b} feet wide, I have to know its square feet.
        Paving costs one dollar per square yard. What do I pay for a driveway of {a} by {b} yards?
        Our flag measures {b} cm from top to bottom and {a} cm from left to right. How many square cm of cloth is that?
        Square metres of a stage that is {a} metres wide and {b} metres deep?
        Snow lies on a flat rectangular roof whose edges are {a} and {b} metres long. How many square metres are white?
        The plan says the bedroom is {a} by {b} feet. Give me that in square feet.
        One tomato plant needs one square foot. How many fit into a bed {a} feet long and {b} feet wide?
        An agent lets a shop with a front of {a} metres and a depth of {b} metres. What floor space is on offer?
        Say a tarpaulin is {a} metres one way and {b} metres the other. How many square metres does it keep dry?
        Multiply length by width to get the surface of a desk: {a} inches and {b} inches.
        If the sides of a rectangular poster are {a} and {b} inches, how many square inches of paper were printed on?
        A mosaic of tiny squares, one cm on each side, is {a} cm wide and {b} cm high. How many squares were laid?
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
        How much tape do I need to mark the whole edge of a badminton court, {a} feet long and {b} feet wide?
        rectangle, sides {a} and {b}, how far is it all the way round
        An ant crawls along the rim of a tray, {a} cm by {b} cm, until it is back where it began. How far was that?
        Double the sum of the length {a} and the width {b}. Which perimeter does that give?
        A wire is bent into a rectangle with a height of {a} cm and a width of {b} cm. How long was the wire?
        The guard makes one round along the outer walls of a depot, {a} metres long, {b} metres wide. How far is that?
        A flower bed is {b} feet across and {a} feet deep. Edging stones go around it. How many feet of stones is that?
        The class glues a string along the complete edge of a poster of {a} by {b} cm. What length of string is used up?
        A unit test for perimeter passes in width {a} and height {b}. Which number should it expect?
        {name} pipes cream along the border of a cake that is {a} by {b} inches. How many inches of cream are piped?
        What does it cost to fence in a paddock of {a} by {b} yards at one dollar for every yard of fence?
        A courtyard has walls of {a} and {b} metres, opposite ones being equal. How many metres of wall enclose it?
        Carpenter here: trim for all sides of a window, {a} inches wide and {b} inches high, how many inches do I cut?
        Boundary length of a plot[ of land], {a} yards by {b} yards?
        If one side of a rectangle is {a} and the side next to it {b}, how much do its sides measure in total?
        A rectangular state is {a} miles from north to south and {b} miles from west to east. How long is its border?
        To hem a blanket of {a} by {b} cm, {name} needs thread as long as its four edges together. How many cm is that?
        We are going to plant a hedge, without a gap, around a playground of {a} by {b} metres. State its total length.
        Taking steps of one metre, how many steps must {name} make to go all around a lawn of {a} by {b} metres?
        Imagine the outline of a mirror, {a} cm tall and {b} cm wide, unrolled into a straight line. How long is it?
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
        {name} swims {b} lengths of {a} metres on each of {c} mornings. How many metres does that make?
        hourly pay is ${a}, my shifts are {b} hours, {c} shifts so far, so what's on my paycheck
        A school orders {c} cartons; every carton has {b} packs with {a} crayons. How many crayons arrive?
        What is the product of {a}, {b} and {c}?
        A hotel charges ${a} per person and night. What do {b} people pay for {c} nights?
        If a cleaner wants {a} dollars an hour and comes for {b} hours on {c} mornings, how high will the bill be?
        Every day, {c} trays with {a} rolls each go into the oven. How many rolls are baked in {b} days?
        An aquarium is {a} cm long, {b} cm wide and {c} cm high inside. What is its volume?
        For {c} weeks {other} delivers parcels {b} times a week and gets ${a} each time. How much money is that?
        The outer loop runs {c} times, the inner one {b} times per pass and prints {a} lines each time. Lines in total?
        The stadium has {c} blocks of {b} rows, with {a} seats to a row. How many fans can sit down?
        Work out the cost of {b} musicians for {c} concerts when each musician is paid ${a} per concert.
        {b} times a day the patient takes {a} drops. How many drops are swallowed in {c} days?
        There are {c} trees in the wood, {b} nests in every tree and {a} ants in every nest. How many ants is that?
        How much fuel do {b} generators burn in {c} hours when a single one needs {a} litres an hour?
        Each of our {c} couriers does {b} trips of {a} km. Altogether, how many km do they ride?
        {b} families of {c} people each visit the zoo, where a ticket is ${a}. What do they pay at the gate?
        Teaching {b} lessons a week at ${a} a lesson, what does {name} make in a term of {c} weeks?
        In a game a coin brings {a} points. {name} grabs {b} coins on each of {c} levels. What does the scoreboard show?
        A parking meter takes ${a} an hour. My car stood there for {b} hours on each of {c} days. What did I put in?
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
        how many mins in {a} hrs
        The film crew waited {a} hours for the sun to come out. How many minutes did they stand around?
        A stopwatch shows exactly {a} minutes. What would that be in seconds?
        {a} hours from now the ship leaves. How many minutes do we still have?
        A machine stamps one lid per second. How many lids does it stamp in {a} minutes?
        The timeout field of the config is read as seconds. For a limit of {a} minutes, which value is right?
        If you cut {a} hours into pieces of one minute each, how many pieces are there?
        This battery lasts {a} hours. The label wants it in minutes.
        Children, we have had {a} hours of maths this year. Who can say how many minutes that makes?
        Seconds in {a} minutes?
        Water runs into the basin at {a} litres a minute. How many litres run in during one hour?
        {other} says the flight takes {a} hours, but the form asks for minutes. What does {name} write down?
        Change of unit: from {a} hours to minutes[, please].
        A recording of {a} minutes has a length of how many seconds?
        I lay awake for {a} minutes last night. It felt endless; how many seconds was it really?
        {a} minutes, each of them sixty seconds long, add up to how many seconds?
        Having paid for {a} hours, how many minutes may {name} leave the car in the garage?
        minutes to seconds: {a}
        A copier makes {a} copies a minute. What does it get done in an hour[ without a pause]?
        The dough has to rest for {a} hours and my kitchen clock counts minutes only. To what do I set it?
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
        It takes {a} bricks to build {b} metres of wall. How many bricks does a wall of {c} metres (take|require)?
        At the market ${b} buys {a} {thing}. How many can {name} get for ${c}?
        a snail crept {a} cm in {b} minutes, so how far does it creep in {c} minutes at that speed
        {a} is to {b} as what number is to {c}?
        On a map {b} cm stand for {a} km. Two towns are {c} cm apart on it. What is the real distance in km?
        We were charged ${a} to have {b} shirts ironed. At that price, what does the ironing of {c} shirts come to?
        A nurse counts {a} heartbeats in {b} seconds. How many would that be in {c} seconds?
        Hay for {b} horses comes to {a} kilos a week. The stable now has {c} horses. How much hay must we order a week?
        Find the value that belongs to {c} if {a} belongs to {b} and the two grow in proportion.
        The bank gave me {a} pesos for {b} dollars. How many pesos would {c} dollars have brought?
        A team of {b} pickers brings in {a} baskets a day. How big is the daily harvest with {c} equally fast pickers?
        If {name} burns {a} calories in {b} minutes on the bike, how many (are gone|will go) after {c} minutes?
        {a} dollars got us the tennis court for {b} hours. Now we want it for {c} hours. What will we be charged?
        {other} knitted {b} caps from {a} grams of wool. How much wool should be bought for {c} caps of that kind?
        Download so far: {a} MB in {b} seconds. At constant speed, how many MB after {c} seconds?
        To tint {b} litres of paint you stir in {a} drops of colour. How many drops belong in {c} litres?
        A stack of {b} equal boards is {a} mm high. What height would {c} of these boards reach?
        The first {b} pages took {name} {a} minutes to translate. How long will {c} pages take at that pace, in minutes?
        All workers get the same wage, and {b} of them cost ${a} a day. What would the firm pay daily for {c}?
        My notes say {b} plants drink {a} ml of water. The greenhouse has {c} plants, all alike. How many ml do I pour?
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
        a plane is at {a} metres and sinks {b} metres every second, how high is it after {c} seconds
        {c} times {b} taken away from {a} leaves what?
        The {a} guests leave in {c} vans with {b} seats each, all of them full. How many guests have to wait?
        {name} has to print {a} flyers. So far {c} packs of {b} are done. How many flyers are still to come?
        A counter begins at {a}, and a loop that runs {c} times lowers it by {b} per pass. What is its final value?
        Every lesson uses up {b} sheets of paper. The cupboard held {a}, and {c} lessons have passed. What is in it now?
        Subtract {b} from {a} again and again, {c} times in all. Where do you end up?
        The company has {a} staff and lets {b} of them go per month. {c} months on, how many work there?
        With {c} bouquets of {b} roses sold, how many of {a} roses does the florist still have?
        If it costs ${b} a day to run a stall, what profit is made in {c} days with takings of ${a} in all?
        Our cable drum held {a} metres; {c} rooms needed {b} metres apiece. What length is wound on it now?
        For {c} evenings in a row {name} marked {b} exams per evening. From a pile of {a}, how many are unmarked?
        Bird seed, a bag of {a} grams, and the sparrows eat {b} grams a day. How heavy is the bag {c} days later?
        Minutes in my phone plan: {a}. I made {c} calls of {b} minutes. Minutes not yet used?
        The glacier is {a} metres thick and thins by {b} metres a year. What will its thickness be in {c} years?
        We promised to plant {a} trees. {c} classes planted {b} trees each. How far are we from the goal?
        The grant is ${a}. When {c} students are paid ${b} each from it, what sum goes back to the sponsor?
        {other} lends {b} {thing} to each of {c} friends. Out of {a}, how many does {other} hold on to?
        A page of the magazine fits {a} words, but {c} adverts fill {b} words each. How long can the story be, in words?
        Work out how many sweets the jar still contains: {a} went in and {c} kids grabbed {b} each.
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
        if you throw {a}, {b} and {c} together what number comes out
        A shepherd drives {a} sheep, {b} goats and {c} cows uphill. How many animals are in the herd?
        My savings are in three places: ${a} at the bank, ${b} in a drawer, ${c} in a sock. How rich am I?
        Shelf by shelf we hold {a}, {b} and {c} {thing}. What should the inventory say for the whole rack?
        {other} lent {name} ${a}, then ${b}, later ${c}. Nothing was paid back. How big is the debt?
        In my script x is {a}, y is {b} and z is {c}. What is x + y + z?
        Calls to the help desk: {a} before noon, {b} in the afternoon, {c} overnight. Calls that day?
        How long a row do planks of {a}, {b} and {c} cm make when they are laid end to end?
        Take {a}, raise it by {b}, and raise that by {c}. What comes out?
        With {a} minutes of swimming, {b} of cycling and {c} of running, how long was {name}'s workout?
        An empty bucket gets {a} ml from one tap, {b} ml from the next and {c} ml from the last. How many ml are in it?
        {a} {thing} arrived by post, {b} by van and {c} by train. How large was the delivery overall?
        {name} won {a} votes in the north, {b} in the south and {c} in the west. State the grand total.
        A lorry is loaded with {a} kilos of sand, {b} kilos of gravel and {c} kilos of cement. How heavy is the load?
        When {name}, {other} and I pool our {a}, {b} and {c} {thing}, how big is the pile?
        Could you do the tally: {a} from me, {b} from {name}, {c} from {other}?
        There were {c} unread emails in my inbox. {a} came yesterday, {b} today, I opened none. How many are unread now?
        The plumber asks ${a} for parts, ${b} for labour and ${c} for travel. What amount does the invoice show?
        On a tour of three peaks we climb {a} metres, then {b}, and at last {c}. What is the whole climb in metres?
        A novel has three volumes: the first of {a} pages, the second of {b}, the third of {c}. How many pages in all?
        """,
        numbers(a=(2, 400), b=(2, 400), c=(2, 400)),
        "{a} + {b} + {c}",
    ),
)
