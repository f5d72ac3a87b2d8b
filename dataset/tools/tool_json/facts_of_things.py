"""The kinds of questions about things that their own prompt answers: colours, places, owners, numbers and prices."""

from __future__ import annotations

from dataset.tools.generator import pools
from dataset.tools.tool_json.no_tool import COLOURS, OBJECTS, Reply, choices, with_numbers

_TWO_COLOURS = choices(object=OBJECTS, colour=COLOURS, second=COLOURS)
_TWO_OBJECTS = choices(object=OBJECTS, second=OBJECTS)

FACTS_OF_THINGS = (
    Reply(
        "colour_of_one",
        """
        {name} has a {colour} {object}. What colour is it?
        The {object} of {name} is {colour}. What is its colour?
        In the garden stands a {colour} {object}. Which colour does it have?
        {name} bought a {object} and painted it {colour}. What colour is the {object} now?
        What colour is the {object} if {name} says that it is {colour}?
        My {object} is {colour}. (Tell me|Say) its colour.
        I (own|have) a {object}, and it is {colour}. (What|Which) colour is my {object}?
        They sell just one {object} here, a {colour} one. What is the colour of that {object}?
        Name the colour of {name}'s {object}, which is {colour}[ all over].
        When {name} got a new {object}, it was {colour}. (What|Which) colour was it?
        Can you tell me which colour the {object} has? (I know that|The label says that) it is {colour}.
        {name} dreams of a {colour} {object}. In the dream, what is the colour of the {object}?
        Everybody knows the {colour} {object} at {name}'s house. (What|Which) colour is that {object}?
        In the photo we see {name} next to a {object}. The {object} is {colour}. Its colour, please?
        A thief took the {colour} {object} of {name}. For a {object} of what colour should the police look?
        The shop painted the {object} {colour} for {name}. (What|Which) colour did it get?
        (Please|Kindly) give the colour of the {object} that {name} describes as {colour}.
        There it is, {name}'s {object}, (shiny and|all) {colour}! Which colour was it again?
        Since the {object} was painted, it is {colour}. What is its colour (these days|today)?
        You see a {object}. Somebody has made it {colour}. How would you name its colour?
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
        {name} got a {second} {object}, {other} got a {colour} one. (Tell me|Say) the colour of {other}'s {object}.
        There are two here: {name}'s {object} is {second} and {other}'s is {colour}. What colour is the one of {other}?
        While {name} prefers the {second} {object}, {other} prefers the {colour} one. Which colour does {other} prefer?
        I gave {other} a {colour} {object} and {name} a {second} one. (What|Which) colour did I give to {other}?
        Can you tell me what colour {other}'s {object} is[, please]? {name}'s is {second}, and {other}'s is {colour}.
        {name} painted a {object} {second}. {other} painted (another|one) in {colour}. What colour did {other} use?
        Not {second} like {name}'s but {colour} is the {object} of {other}. What is the colour of {other}'s {object}?
        Which colour belongs to {other} if the {second} {object} belongs to {name} and the {colour} one to {other}?
        {other} wants a {colour} {object}. {name} would rather have a {second} one. What colour does {other} want?
        They each bought a {object}: {name} a {second} one, {other} a {colour} one. (Name|Give) the colour of {other}'s.
        My list says: {name}, {second} {object}; {other}, {colour} {object}. What colour (is|stands) next to {other}?
        The {second} {object} on the left is {name}'s, the {colour} one is {other}'s. Which colour does {other}'s have?
        {other} lost a {colour} {object} and {name} found a {second} one. What colour is the one that {other} lost?
        I need to know the colour of {other}'s {object}. I know that it is {colour} and that {name}'s is {second}.
        There is a {second} {object} for {name} and a {colour} {object} for {other}. What colour will {other} get?
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
        I left my {object} in the {room}[ yesterday]. Where did I leave it?
        {name} looked for the {object} in the {second} and then found it in the {room}. Where was it?
        (Tell me|Say) where the {object} is now: {other} carried it from the {second} to the {room}.
        The {object} used to be in the {second}, but now it is in the {room}. Where is it (now|today)?
        (Can|Could) you tell {name} which room the {object} is in? {other} saw it in the {room}.
        We moved the {object} out of the {second} and into the {room}. In what room (does it stand|is it) now?
        There is nothing in the {second}. The {object} stands in the {room}. (Name|Tell me) the room with the {object}.
        {name} sleeps in the {second} while the {object} stays in the {room}. Where does the {object} stay?
        If you want the {object}, go to the {room}, not to the {second}. Where should you go for it?
        {other} hid the {object} from {name} in the {room}. (What|Where) was the hiding place?
        Where has my {object} gone? {name} says that it is in the {room}[ again].
        In which part of the house will {name} see the {object}, if it is kept in the {room}?
        Please help: the {object} was taken to the {room}, and {name} forgot this. Which room must {name} search?
        {name} is in the {second} and hears that somebody drops a {object} in the {room}. Where did the {object} fall?
        Every night {name} locks the {object} away in the {room}. Where does it spend the night?
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
        The {second} is {other}'s and the {object} is {name}'s. (Who|Which person) owns the {object}?
        {name} bought a {object} and {other} bought a {second}. Who was the buyer of the {object}?
        I borrowed the {object} from {name} and the {second} from {other}. To whom must I return the {object}?
        (Tell me|Say) who the owner of the {object} is: {name} owns that one, and {other} owns the {second}.
        (Can|Could) you say who won the {object}? In the draw {other} won the {second} and {name} the {object}.
        {name} sits next to a {object}, {other} next to a {second}. Who (sits|is) next to the {object}?
        Grandmother left the {second} to {other}, but the {object} went to {name}. Who (got|has) the {object}?
        Whose {object} is it, when {other} only has a {second} and the {object} is the property of {name}?
        {other} is drawing a {second}. {name} is drawing a {object}. (Name|Tell me) the one who draws the {object}.
        Two people (packed|moved): {other} took along a {second}, {name} a {object}. Which of them took the {object}?
        (Please|Kindly) tell me who sold the {object}. I know that {name} sold a {object} and {other} a {second}.
        {name} loves that {object}. {other} loves that {second}. Who (is fond of|likes) the {object}?
        The {object} was a (gift|present) for {name}, the {second} was one for {other}. For whom was the {object}?
        If the {second} was made by {other} and the {object} by {name}, who made the {object}?
        Someone must clean the {object}, and it is {name}'s turn. {other} cleans the {second}. Who cleans the {object}?
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
        I know that {name} bought {a} {thing} and {other} bought {b}. How many did {other} buy?
        {other} carries {b} {thing}, {name} {a}. (Tell me|Say) how many {other} carries.
        In {name}'s box there are {a} {thing}, in {other}'s box there are {b}. How many (are|lie) in the box of {other}?
        (Can|Could) you tell me how many {thing} {other} sold? {name} sold {a} and {other} sold {b}.
        {name} wanted {a} {thing}, (whereas|while) {other} asked for {b}. How many did {other} ask for?
        The (list|note) says: {name}, {a} {thing}; {other}, {b} {thing}. What number is written for {other}?
        {other} has exactly {b} {thing}, and {name} exactly {a}. (Name|Give) the number of {thing} that {other} has.
        How many did {other} win, if {a} {thing} went to {name} and {b} {thing} to {other}?
        Yesterday {other} drew {b} {thing} and {name} drew {a}. How many were drawn by {other}?
        My friends collect {thing}: {name} owns {a}, and {other} owns {b}. How (large|big) is the collection of {other}?
        {name} lost {a} {thing}[ on the way], {other} lost {b}. What number of {thing} did {other} lose?
        (Please|Kindly) note: {b} {thing} for {other}, {a} for {name}. How many do we need for {other}?
        While {name} packed {a} {thing}, {other} packed {b}. How many were packed by {other}[ alone]?
        A teacher gave {name} {a} {thing} and {other} {b}. How many did {other} get[ from the teacher]?
        {name} and {other} have {a} and {b} {thing}, in that order. How many (belong to|has) {other}?
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
        I paid ${a} for the {object}. How much did I pay[ for it]?
        (Tell me|Say) the price of the {object}: the shop asks ${a} for it and ${b} for the {second}.
        {name} sold a {second} for ${b} and a {object} for ${a}. (What|How much) did the {object} bring?
        You can have the {object} for ${a}. (How much|What) would it cost you?
        How expensive is the {object} if the shop wants ${a} for it, and ${b} for a {second}?
        {name} offers ${b} for the {second} and ${a} for the {object}. What is the offer for the {object}?
        (Can|Could) you tell me what a {object} costs here? The sign says ${a} for a {object}, ${b} for a {second}.
        The bill lists one {object} at ${a} and one {second} at ${b}. What is charged for the {object}?
        In (this|that) shop a {object} is ${a}. Name its price.
        At ${a}, the {object} is too expensive for {name}. How much money does the shop want[ for it]?
        To rent the {object} is ${a}, to rent the {second} is ${b}. How much is the rent of the {object}?
        The {second} was ${b}. The {object} was ${a}. How much was it for the {object}?
        Please read me the price tag of the {object}. {name} wrote ${a} on it[ with a red pen].
        Last year {name} got a {object} for ${a}. At what price did {name} buy it?
        The ad reads: {object} ${a}, {second} ${b}. What must {name} pay for just the {object}?
        """,
        with_numbers(_TWO_OBJECTS, a=(5, 900), b=(5, 900)),
        "${a}",
    ),
)
