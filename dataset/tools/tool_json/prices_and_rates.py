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
        every day i pay {p} dollars for parking, how much is that in {a} days
        Our school wants {a} calculators, and the supplier asks ${p} for one. What sum should we set aside?
        We went to {a} film nights, and entry was ${p} every time. What did we spend (by the end|altogether)?
        Suppose a single rose sells for ${p}. What would a bouquet of {a} roses set {name} back?
        Please price up {a} {thing} for me; the going rate is {p} dollars a piece.
        A painter uses {a} tins of paint on a house, and a tin is sold at {p} dollars. What does all the paint cost?
        {name} earns {p} dollars for every dog walked. After walking {a} dogs, how much has {name} earned?
        what's {a} tacos at {p} bucks a pop
        Petrol is at ${p} a gallon today. Filling up takes {a} gallons. What will the pump show?
        Given a unit price of {p} dollars and a quantity of {a}, compute the invoice amount.
        My daughter wants ${p} for each car she washes, and she has washed {a}. How much do I have to give her?
        For the {a} nights of our stay, the campsite takes {p} dollars a night. What will it want from us altogether?
        Fabric is sold by the metre at ${p}. {name} asks for {a} metres. What must be paid at the counter?
        quantity {a}, price per item {p} dollars, total?
        {name} sent {a} parcels, and postage came to ${p} per parcel. What was the postage for all of them?
        A donor gives ${p} for every lap that {name} runs. {name} manages {a} laps. How big is the donation?
        How expensive would it be to hand every one of my {a} colleagues a gift worth ${p}?
        A cookbook is {p} dollars. Our cooking club orders {a} copies, so what should the treasurer transfer?
        Quick question from the till: someone takes {a} {thing}, ${p} for every one. What do I ring up?
        The toll is {p} dollars per crossing, and a lorry crosses {a} times a month. How much toll is due for the month?
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
        i had {note} dollars, bought {a} video games for {p} dollars each, whats left
        Grandma sent {name} ${note}, and {a} {thing} were bought from it at ${p} apiece. How much of the gift is left?
        A purse holds ${note}. If {a} taxi rides at ${p} per ride come out of it, what is in the purse afterwards?
        Each guest costs us {p} dollars, we invite {a}, and the party fund is {note} dollars. What stays in the fund?
        Deduct {a} monthly fees of ${p} each from a balance of ${note}. What is the new balance?
        As a cashier, what do I give back if someone buys {a} {thing} for {p} dollars each and hands me {note} dollars?
        {a} hens at {p} dollars a head come home with {name}, who took {note} dollars to market. What cash is left?
        cash {note} dollars, {a} items, {p} dollars per item, change?
        I had loaded ${note} on my card. Every museum took ${p}, and I saw {a} museums. What is on the card now?
        Buying {a} {thing}, each for ${p}, uses up part of {name}'s ${note}. How big is the part that stays?
        Our class collected {note} dollars. We order {a} pots of paint at {p} dollars a pot. How much have we still got?
        Figure out how much {name} can still spend: it was ${note} at first, then {a} {thing} at ${p} each were paid.
        A gift card is worth ${note}. {name} uses it for {a} films at ${p} per film. What value does it still have?
        For {a} nights in a hostel, {name} pays ${p} per night from savings of ${note}. What are the savings then?
        {other} gave me ${note} to fetch {a} {thing}. They were ${p} each. How much do I have to bring back to {other}?
        Take {a} times {p} away from {note}. What (remains|is the result)?
        A farmer gets ${note} for a goat and buys {a} sacks of feed from that, each sack ${p}. How much is kept?
        A jar has {note} dollars in it. Once {a} kids have each taken {p} dollars out, how many dollars does it contain?
        What will be left of my wage of {note} dollars when {a} bills of {p} dollars each are settled?
        I paid with {note} dollars and got {a} {thing}, {p} dollars for each of them. What does the shop owe me?
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
        we ate {a} burgers for {p} dollars each and {b} hot dogs for {q} dollars each, whats the bill
        {name} plants {a} beds with {p} tulips in each and {b} beds with {q} daisies in each. How many flowers is that?
        My shopping list says {a} {thing}, ${p} per item, and {b} towels, ${q} per towel. How much cash should I bring?
        Every grown dog gets {p} biscuits and every puppy {q}. How many biscuits do {a} grown dogs and {b} puppies get?
        Hard questions give {p} points, easy ones {q}. {name} solves {a} hard and {b} easy ones. What is the score?
        Tot up the order: {a} sacks of cement costing {p} dollars a sack, {b} planks costing {q} dollars a plank.
        If a big van carries {p} parcels and a small one {q}, how many parcels do {a} big vans and {b} small vans carry?
        {other} pays ${p} per washed window and ${q} per washed door. I did {a} windows and {b} doors. What am I owed?
        A room is ${p} on a weekday night, ${q} on a weekend night. What is due for {a} weekday and {b} weekend nights?
        The printer made {a} leaflets of {p} pages each and {b} reports of {q} pages each. How many pages came out?
        for {a} days {name} swims {p} laps a day, then for {b} days {q} laps a day. how many laps altogether
        What would a gardener charge for {a} hedges at {p} dollars per hedge and {b} trees at {q} dollars per tree?
        Roses go for ${p} and lilies for ${q} at this stall. I'd like {a} roses and {b} lilies; what do I have to pay?
        a mouse is {q} dollars and a keyboard {p} dollars, what do {a} keyboards and {b} mice cost
        On a farm, {a} cows give {p} litres a day each and {b} goats {q} litres a day each. How much milk is that a day?
        Delivered: {a} cartons with {p} {thing} in each, and {b} sacks with {q} {thing} in each. Count all the {thing}.
        While {a} pupils donated ${p} each, {b} teachers donated ${q} each. What did the school raise?
        Give me the sum of two products, {a} by {p} and {b} by {q}.
        A mason lays {p} tiles an hour for {a} hours and after lunch {q} an hour for {b} hours. How many tiles are laid?
        {name} sold {a} soups and {b} desserts. A soup is {p} dollars, a dessert {q} dollars. What is the income?
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
        if i go {v} kilometres every hour, how many kilometres will i have gone in {t} hours
        A lorry driver stays at {v} km per hour all night, for {t} hours. How many km does that add to the odometer?
        Over a stretch of {t} hours a drone holds a speed of {v} miles per hour. How many miles does it log?
        A rover crawls across the dust, {v} metres each hour. How many metres lie behind it after {t} hours?
        {name} left {t} hours ago and has been riding at {v} km per hour ever since. How many km is that so far?
        An eagle covers {v} miles in an hour. At that pace, what does it cover in {t} hours?
        How much ground does an express put behind it in {t} hours when it races along at {v} km per hour?
        time {t} hours, speed {v} miles per hour, distance?
        With the cruise control set to {v} miles per hour, a car runs for {t} hours. What is the mileage?
        The journey lasted {t} hours, and on average {name} did {v} km in each of them. How many km was the journey?
        A glacier moves {v} cm in a year. By how many cm does it shift in {t} years?
        Imagine a sled that never slows down: {v} metres every second. How many metres does it slide in {t} seconds?
        By the time {t} hours have passed, how many km has a coach gone that travels {v} km in every hour?
        Our sailing boat manages {v} sea miles a day. What distance can we sail in {t} days?
        {other} asks how far the coast is. It took me {t} hours at {v} miles per hour. What do I answer, in miles?
        A whale swims for {t} days, and each day it gets {v} km further north. How many km north has it come?
        Use speed times time: {v} metres per minute for {t} minutes. What length results?
        A robot rolls along a corridor at {v} cm per second and stops after {t} seconds. How many cm did it roll?
        Our pilot reports {v} km per hour and says we land in {t} hours. How many km are still to be flown?
        A full battery keeps my scooter going for {t} hours at {v} km per hour. What range does that give me?
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
        its {a} km to grandma and we drive {b} km every hour, how many hours do we sit in the car
        Doing {b} miles an hour, {name} sets off on a journey of {a} miles. How many hours later does it end?
        The printer puts out {b} pages a minute. How many minutes must I wait for {a} pages?
        Flying at {b} miles per hour, how long in hours does a goose need to cross a sea {a} miles wide?
        speed {b} km per hour, distance {a} km, hours?
        A typist writes {b} words per minute. In how many minutes is a text of {a} words finished?
        How many days will the bicycle tour of {a} km last when the cyclists put in {b} km a day?
        From the depot to the harbour it is {a} km. For a truck going {b} km per hour, what is the duration in hours?
        A pump lifts {b} litres each minute out of a cellar with {a} litres in it. After how many minutes is it dry?
        I drove {a} miles at a constant {b} miles per hour. For how many hours was the engine running?
        Divide the route of {a} km by our speed of {b} km per hour to get the hours.
        {other} lives {a} km away. When I ride {b} km in an hour, how many hours pass before I can greet {other}?
        A snail creeps {b} cm per hour towards a leaf {a} cm away. How many hours until it can eat?
        The download is {a} megabytes and my line gets {b} megabytes per second. How many seconds does it run?
        Only {b} miles get done per hour in this traffic, and {a} miles lie ahead. How many hours am I stuck in it?
        How many hours did the night train spend on its {a} km, seeing that it made {b} km in each hour?
        A captain has {a} sea miles to go and makes {b} sea miles per hour. In how many hours does the ship dock?
        Reading {b} pages a day, when is {name} through with a trilogy of {a} pages? Give the number of days.
        A satellite must drift {a} km to its place, {b} km being covered per hour. How many hours does that need?
        Crews build {b} metres of road a week, and the whole road is to have {a} metres. How many weeks of work is that?
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
        i have {b} coins, my friend has {a}, how many more does my friend have
        Of two barrels, one weighs {a} kg and the other {b} kg. How many kg heavier is the heavy one?
        {name} wants to save {a} dollars and has put away {b} dollars so far. What does {name} still need?
        A climber rests in a hut at {b} metres; the summit is at {a} metres. How many metres are left to climb?
        Our school has {a} girls and {b} boys. The girls outnumber the boys by how many?
        Last year the club counted {b} members, this year {a}. By how much did it grow?
        Find the gap between {a} and {b}.
        {other} jumped {b} cm and {name} jumped {a} cm. How many cm further did {name} get?
        An old heater draws {a} watts, a new one {b}. How many watts does the swap save?
        This show runs for {a} minutes while that one is over after {b}. How many extra minutes does the long one take?
        A sweater used to cost {a} dollars and is now {b} dollars. How large is the price cut?
        We must seat {a} guests but there are just {b} chairs. How many chairs do we have to borrow?
        If {name} picked {a} {thing} and {other} only {b}, by what number is {name} in front?
        The red team scored {b} points, the blue team {a}. How many points was the red team behind?
        A lift may carry {a} kg, and {b} kg are on board. How many more kg may get in?
        How many {thing} short is {name}, who owns {b} although {a} are required?
        How much larger is {a} than {b}?
        target {a} {thing}, done {b}, still to do?
        The tank of my truck takes {a} litres and has {b} in it. What amount must be added to fill it?
        My watch showed {b} steps at noon and {a} at night. How many steps did I take in between?
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
        there are {b} trays and every tray has {a} {thing} on it, how many in total
        One spider web catches {a} flies in a night. What do {b} such webs catch in a night?
        Multiply {name}'s {a} {thing} by {b}. What number comes out?
        A theatre has {a} seats in a row and {b} rows altogether. How many people can sit down?
        Our teacher gives everybody {a} sheets of paper. With {b} kids in class, how many sheets are handed out?
        {other} can lift {a} kg, but the crane lifts {b} times that weight. How many kg does the crane lift?
        How many eggs do we gather in {b} days when the hens lay {a} eggs daily?
        Each of our {b} songs is practised {a} times. How many run-throughs does that make?
        A bucket takes {a} cups of water, and {b} such buckets fill the tub. How many cups fit into the tub?
        Having {b} drawers with {a} {thing} in each of them, how many {thing} does {name} have?
        {b} crates, {a} {thing} per crate, total?
        A heart beats {a} times in a minute. How often does it beat in {b} minutes?
        For each of the {b} recipes in a book, {a} photos were taken. What was the number of photos?
        Say a bus seats {a} passengers. What is the most that a fleet of {b} such buses can seat?
        A stone weighs {a} pounds, and the boulder next to it weighs {b} times as much. How heavy is the boulder?
        {name} writes {a} lines of code daily. How long is the program, in lines, when {b} days have passed?
        A tower is built of {b} storeys with {a} windows on each storey. How many windows must be cleaned?
        {b} workers each carry {a} {thing} up the stairs. How many {thing} end up at the top?
        Last season {name} sold {a} {thing}. This season sales are {b} times what they were. How many is that now?
        If a single order uses up {a} {thing}, what quantity do {b} orders require?
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
        i have {a} {thing} and {b} cousins and want to be fair, how many go to each cousin
        The chef bakes {a} rolls on {b} trays, with equal numbers on all trays. How many rolls lie on a tray?
        Rent for the flat is {a} dollars, and {b} flatmates bear it in equal parts. How much falls to each of them?
        A relay of {a} km is run by {b} runners, all over the same distance. How many km does each one run?
        Deal {a} cards out to {b} players so that everybody holds equally many. How large is one hand?
        {b} identical parcels together weigh {a} kg. What does a single parcel weigh?
        Given {a} {thing} and {b} shelves, how many belong on every shelf if all are to hold the same number?
        {name} drives the same route {b} times and covers {a} km in all. How many km is the route?
        A farmer sets {a} seedlings in {b} rows that are all alike. How many seedlings make up a row?
        What is the fair share when {b} pirates divide a chest of {a} coins?
        total {a} {thing}, {b} equal bags, how many per bag?
        Over {b} days the same amount of rain fell every day, {a} mm in all. How much was that a day?
        A meeting has {a} minutes for {b} speakers, who all get equal time. How many minutes does each have?
        A loan of ${a} is paid back in {b} equal instalments. How high is one instalment?
        From {a} beads {name} makes {b} necklaces, all with the same number of beads. How many beads are in a necklace?
        Break {a} down into {b} equal parts. What is one part?
        {other} earns ${a} for {b} hours of work. What is the pay per hour?
        The coach spreads {a} players over {b} teams, none larger than another. How many players form a team?
        If {b} workers assemble {a} {thing} in a shift and all are equally fast, how many does one worker assemble?
        Each box takes {b} {thing}. How many boxes does {name} fill with {a} {thing}?
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
        got {a} full albums, {b} photos in each, and {c} photos in a drawer, how many photos do i have
        Renting a boat costs ${c} as a base fee and ${b} for every hour. What will {name} pay for {a} hours?
        {name} walked {c} km before the holiday and then {b} km on each of its {a} days. How many km is that by the end?
        On the lawn there are {a} groups of {b} children, and {c} children play alone. How many children are out there?
        We put down {c} dollars for a sofa and pay {b} dollars in each of {a} months. What do we pay for it altogether?
        Besides {c} standing guests, there are {a} benches with {b} guests on each. How many guests came?
        {c} pages of a book are introduction, then come {a} chapters of {b} pages each. How thick is the book in pages?
        An archer hits the inner ring {a} times for {b} points each and gets a bonus of {c} points. What is the result?
        If a full shelf has {b} {thing}, {a} shelves are full, and {c} {thing} lie elsewhere, what is my whole stock?
        Begin at {c} and go up by {b} exactly {a} times. Which number do you reach?
        packs {a}, pieces per pack {b}, loose pieces {c}, total pieces?
        An electrician wants {b} dollars per hour as well as {c} dollars for material. What is the bill for {a} hours?
        Each of {a} trays bakes {b} cookies, while {c} are left over from yesterday. How many cookies can {name} serve?
        An empty crate weighs {c} kg. It is filled with {a} stones of {b} kg each. How heavy is it now?
        {other} lent me {c} {thing}, and I own {a} bags with {b} {thing} in each. How many {thing} can I use?
        There were already {c} birds in a tree when {a} flocks of {b} birds landed in it. How many birds sit there now?
        How much does the class trip cost if the coach is ${c} and entry is ${b} for each of the {a} pupils?
        {name} knits {a} rows of {b} stitches and then {c} further stitches. How many stitches is that?
        A car park has {a} floors of {b} spaces and {c} spaces outdoors. What number of cars fits?
        For {a} days {name} earned {b} points a day on top of a welcome gift of {c} points. What does the account show?
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
        i had {a} followers, got {b} new ones, {c} left me, how many now
        A lake holds {a} fish. The ranger releases {b} more and anglers catch {c}. How many swim in it then?
        A full pallet weighs {a} kg. We load {b} kg onto it and unload {c} kg. What does it weigh afterwards?
        The hotel was host to {a} guests. Today {c} checked out and {b} checked in. How many are staying tonight?
        {other} hands {name} {b} {thing}, and {name}, who had {a}, passes {c} on. How many does {name} have now?
        The price used to be {a} dollars, rose by {b} dollars and later fell by {c} dollars. What is it today?
        A balloon hovers at {a} metres, climbs {b} metres and sinks {c} metres. At what height is it?
        stock {a}, in {b}, out {c}, new stock?
        Once {b} pupils have joined and {c} have left, how big is a school that began the year with {a} pupils?
        Of the {a} trees in a wood, {c} fall in a storm, but {b} new ones are planted. How many trees has the wood then?
        {name}'s collection of {a} {thing} gains {b} at a fair and shrinks by {c} in a trade. What is its size then?
        What do you get by increasing {a} by {b} and then reducing it by {c}?
        A file had {a} lines. Then {b} were added and {c} of the old ones deleted. How many lines has it now?
        We printed {a} leaflets, had to print another {b}, and {c} of them all were never taken. How many were taken?
        My game character has {a} coins, picks up {b} in a cave and pays {c} for a sword. How many coins are in the bag?
        A flight had {a} seats sold. Then came {c} cancellations and {b} late bookings. How many seats are sold now?
        A bakery begins the day with {a} rolls, bakes {b} more and sells {c}. How many are unsold in the evening?
        {a} dollars were in the till. Sales brought in {b} dollars, a refund took {c} out. What should the till contain?
        A river stood at {a} cm. It went up {b} cm overnight and dropped {c} cm by noon. How high was it at noon?
        Please update a list of {a} names: {b} are to be added and {c} crossed out. How many names does it have then?
        """,
        numbers(a=(100, 900), b=(2, 90), c=(2, 90)),
        "{a} + {b} - {c}",
    ),
)
