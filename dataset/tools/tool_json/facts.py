"""The kinds of questions that their own prompt answers: facts of small worlds that are made up."""

from __future__ import annotations

from dataset.tools.generator import pools
from dataset.tools.tool_json.facts_of_things import FACTS_OF_THINGS
from dataset.tools.tool_json.no_tool import DAYS, JOBS, LANDS, OBJECTS, TOWNS, Reply, choices, with_numbers

_TWO_OBJECTS = choices(object=OBJECTS, second=OBJECTS)
_TOWN = choices(town=TOWNS)

FACTS = (
    *FACTS_OF_THINGS,
    Reply(
        "time_of_leaving",
        """
        The bus to {town} leaves at {a}:{b}. When does it leave?
        {name} takes the train to {town} at {a}:{b}. At what time is that?
        A ship sails to {town} at {a}:{b}. What is the time of its departure?
        The next bus to {town} goes at {a}:{b} from the market. When does the bus go?
        If the coach for {town} is due at {a}:{b}, when is it due?
        My train to {town} leaves at {a}:{b}. (Tell me|Say) when it leaves.
        I have to catch the {a}:{b} bus to {town}. (When|At what time) does it go?
        Departure to {town}: {a}:{b}. What time is the departure?
        {name} says that the ferry to {town} departs at {a}:{b}. When does (the ferry|it) depart?
        (Can|Could) you tell me when the coach sets off for {town}? The board shows {a}:{b}.
        The tram for {town} is late today and will start at {a}:{b}. At what time will it start?
        At {a}:{b} {name} gets on a plane to {town}. What time does the clock show[ at that moment]?
        The timetable lists just one train to {town}, at {a}:{b}. When is that train?
        {name} and {other} set out for {town} at {a}:{b} (sharp|on the dot). What time did they leave?
        Only one bus goes to {town} today, at {a}:{b}. When can {name} take it?
        Please remind {name} when the taxi to {town} comes[ tomorrow]. It is ordered for {a}:{b}.
        The express to {town} pulls out of the station at {a}:{b}. (Name|Give) the time.
        I need the (starting time|start) of the tour to {town}. The flyer says: {a}:{b}.
        We want to be off to {town} by {a}:{b}, no later. By what time do we want to be off?
        When will the boat sail for {town}? {name} (heard|read) that it sails at {a}:{b}.
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
        My appointment in {town} is on {day}. (Tell me|Say) which day it is on.
        {name} has a (meeting|job interview) in {town} on {day}. When is it?
        The shop in {town} is closed on {second} and has a sale on {day}. (On which day|When) is the sale?
        We fly to {town} on {day} and come back on {second}. (What|On which) day do we fly out?
        (Can|Could) you tell me when the concert in {town} takes place? The poster says {day}.
        {name} wanted to see {town} on {second}, but now the visit will be on {day}. Which day (was chosen|is it now)?
        Every {day}, {name} plays chess in {town}. On what day of the week is that?
        The party in {town} is not on {second} but on {day}. (When|On which day) is the party?
        The letter from {town} came on {day}. What day did it (arrive|come)?
        Which day has {name} picked for the trip to {town}, if {second} was too early and the choice fell on {day}?
        From {town}, {other} will call {name} on {day}. (Name|Give) the day of the call.
        Please note that the doctor in {town} can see {name} on {day}. Which day (is that|does the doctor have time)?
        On {second} {name} stays at home, on {day} {name} drives to {town}. When does {name} drive?
        I (need|want) to know the day of the wedding in {town}. {name} wrote that it will be on a {day}.
        It was a {day} when {name} first came to {town}. Which day of the week was it?
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
        My friend {name} in {town} is a {job}. (Tell me|Say) what {name} does for a living.
        {name} earns money as a {job} in {town}. What is {name}'s (profession|job)?
        They needed a {job} in {town}, so {name} (took|got) the job. What is {name} now?
        I met {name}, a {job} from {town}. What is {name}'s (line of work|trade)?
        (Can|Could) you tell me the occupation of {name}? People in {town} say that {name} is a {job}.
        After school {name} went to {town} and became a {job}. What did {name} become?
        {name} has been the {job} of a firm in {town} for years. As what (is {name} employed|does {name} work)?
        What trade did {name} learn, if {name} was trained in {town} as a {job}?
        {name} and {other} live in {town}. {name} is a {job}. (Name|State) {name}'s job.
        A firm in {town} is looking for a {job} and hires {name}. What will {name} (be|work as) there?
        On the door of {name}'s office in {town} it says: {job}. What does {name} do there?
        (Please|Kindly) fill in the form for {name} of {town}, who is a {job}. What goes into the field for the job?
        Ask anyone in {town}: {name} is the best {job} around. What does {name} work as?
        {other} went to {town} because {name} is a good {job} there. What is {name}'s (occupation|job)?
        {name} always wanted to be a {job}, and in {town} the wish came true. What career did {name} take up?
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
        In {land} the (government|parliament) sits in the capital, which is {town}. What is the capital called?
        (Tell me|Say) the capital of {land}, given that it is {town} and not {second}.
        {name} travels to {town}, the capital of {land}. To which capital does {name} travel?
        {land} has two big towns, {second} and {town}, and {town} is the capital. Which (is|one is) the capital?
        Can you name the capital of {land}? (My atlas|{name}) says that it is {town}.
        The capital of {land} was {second} once, but today it is {town}. What is the capital today?
        I live in {land}. Our capital is {town}. What is (the name of our|our) capital?
        {second} lies in the north of {land}, and the capital, {town}, in the south. Which town is the capital?
        All roads of {land} lead to its capital, {town}. (Where|To which town) do they lead?
        If the queen of {land} rules from the capital, {town}, what is the capital of {land}?
        {name} comes from {second}, {other} from the capital of {land}, {town}. What is the name of the capital?
        (Please|Kindly) write down the capital of {land}. In school {name} learned that it is {town}.
        I need the name of the capital of {land}. {name} told me: {town}[, of course].
        People often think that {second} is the capital of {land}, yet it is {town}. Which is the real capital?
        Of all towns in {land}, {town} is the seat of the government and the capital. Which town has this rank?
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
        My neighbour {name} in {town} is {a} years old. (Tell me|Say) how old {name} is.
        {name} celebrated a birthday in {town} and is {a} now. What age is {name}?
        {other} from {town} is {b}, and {name} is {a}. How old is {name}[ now]?
        I am {a} and live in {town}. How old am I[ now]?
        Can you tell me {name}'s age? In {town} they say that {name} is {a}[ years old].
        At {a}, {name} is the oldest teacher in {town}. What is {name}'s age?
        {name}, aged {a}, and {other}, aged {b}, are on the way to {town}. What is (the age of {name}|{name}'s age)?
        How many years old is {name}, when the papers from {town} say {a}?
        {name} is {a} and has a (child|friend) of {b} in {town}. How old is {name}?
        The paper of {town} writes about {name}, aged {a}, who won a race. What is the (age of the winner|winner's age)?
        {name} retired to {town} at the age of {a}. (How old|Of what age) was {name} at that time?
        (Please|Kindly) write down the age of {name}: born in {town}, {a} years old.
        In {town} lives {name}, who is {a}. {other} is only {b}. (Name|Give) the age of {name}.
        Nobody in {town} believes that {name} is (already|really) {a}. How old is {name}?
        The form asks for the age of {name} from {town}, who is {a} years of age. What number goes in?
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
        The {object} is bigger than the {second}. (Tell me|Say) which is the bigger one.
        The {second} costs less than the {object}. Which of them costs more?
        Compared with the {second}, the {object} is huge. What is the larger thing of the two?
        If the {second} (fits|can be put) inside the {object}, which one is bigger?
        (Can|Could) you name the heavier thing? {name} found that the {object} weighs more than the {second}.
        The {object} is longer than the {second}. Which (is the longer of the two|one is longer)?
        {other} can lift the {second} but not the {object}, as the {second} is lighter. Which one is heavier?
        The {second} is (shorter|lower) than the {object}. Which one is taller?
        I have a {object} and a {second}. The {object} is the wider one. Which (one|of them) is wider?
        Of the {second} and the {object}, {name} says, the {object} is the larger. What is larger?
        The {second} is not as big as the {object}. (Name|Tell me) the bigger thing.
        My {second} is small, but my {object} is (large|big). Which of them is large?
        (Please|Kindly) compare: the {object} is older than the {second}. Which one is older?
        {name} needs a larger box for the {object} than for the {second}. What needs the larger box?
        Next to the {object}, the {second} looks tiny. Which of these two things has the greater size?
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
        My (room|office) in {town} has the number {a}. What is its number?
        {name} waits on platform {a}, {other} on platform {b}. On (which|what) platform does {name} wait?
        (Tell me|Say) which bus goes to {town}: bus {a} does, bus {b} does not.
        The key for room {a} is {name}'s and the key for room {b} is {other}'s. (Which|What) room is {name}'s?
        (Can|Could) you tell me the house number of {name} in {town}? The letter is addressed to number {a}.
        {name} parks in space {a} and {other} in space {b}. In which space is the car of {name}?
        Page {a} of the guide shows {town}, and page {b} shows a map. On what page is {town}?
        Locker {b} is empty. {name}'s bag is in locker {a}. (Which|What) locker holds the bag?
        {other} (drew|has) number {b} and {name} number {a}. What number (is {name}'s|belongs to {name})?
        The flight to {town} has the number {a}, the flight home has {b}. Which number is on {name}'s ticket to {town}?
        Take road {a} to {town}, never road {b}. (Which|What) road leads to {town}?
        Please tell {name} which table is booked. The note says table {a}[, by the window].
        I live at number {a} and my friend {name} at number {b}. (What is my house number|At what number do I live)?
        In the race {name} wears number {a} and {other} wears {b}. What number is on {name}'s shirt?
        Which counter serves {name}, if {other} is called to counter {b} and {name} to counter {a}?
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
        I (love|adore) {food} but cannot stand {second}. What do I love?
        (Tell me|Say) what {name} bought: {name} came home with {food}, while {other} got {second}.
        {name} would choose {food} over {second} any day. (Which|What) food does {name} choose?
        For breakfast {name} has {food}, and {other} has {second}. What (does {name} have|is there for {name})?
        (Can|Could) you tell me {name}'s favourite food? {other} told me that it is {food}.
        {name} is allergic to {second} and so takes {food}. What does {name} take?
        There is nothing that {name} likes more than {food}. What does {name} like (most|best)?
        The cook puts {food} on {name}'s plate and {second} on {other}'s. What (does {name} get|is on {name}'s plate)?
        {other} hates {food}, but {name} loves it. What does {name} love?
        If {name} could eat (just|only) one thing, it would be {food} and not {second}. What would it be?
        {name} brought {food} to the picnic. {other} brought {second}. (Name|Tell me) the food that {name} brought.
        What should we cook for {name}, who (asked for|wants) {food} and said no to {second}?
        (Please|Kindly) buy {food} for {name} and {second} for {other}. What is to be bought for {name}?
        I need to know what {name} wants for (dinner|lunch). {name} wrote: {food}, please.
        As a child {name} ate {second}, but these days {name} prefers {food}. What does {name} prefer now?
        """,
        choices(food=pools.EDIBLE[0], second=pools.EDIBLE[0]),
        "{food}",
    ),
)
