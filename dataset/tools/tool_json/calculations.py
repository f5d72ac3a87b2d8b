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
        Simplify {expression} down to one number.
        calc {expression} pls
        My calculator is broken, so could you run {expression} for me?
        How does {expression} turn out?
        ok so {expression} is how much
        Which number belongs after the equals sign here: {expression} =
        A pupil (wrote|put) {expression} on the board. Which value is correct for it?
        The cell in my spreadsheet holds ={expression} but stays empty. What should it show?
        Mind the order of operations: {expression}
        I keep getting different answers for {expression}. What is the right one?
        Let x = {expression}. (Give|State) x as a plain number.
        Before I hand in my worksheet, check for me what {expression} amounts to.
        Only the final figure counts in this exercise: {expression}
        Does anyone here know the (answer|solution) to {expression}?
        {expression}, what's that?
        The quiz master asks for {expression}. What do we (shout|write down)?
        Do the arithmetic in {expression} and report the outcome.
        I can't manage {expression} in my head. Help me out[, please]!
        Which value does the formula {expression} have?
        our teacher wants {expression} solved by tomorrow and i have no idea
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
        {name} has {a} {thing} and {other} has {b}. How many do the two of them own together?
        There are {a} beans in one jar and {b} in another. Pour both into a bowl: how many beans is that?
        whats {a} and {b} all in all
        To the number {a} another {b} is added. Which number results?
        The first chapter of my story has {a} words, the second {b}. How many words (is that|are both)?
        A shop took in ${a} before lunch and ${b} after it. What were the day's takings?
        My token stands on square {a} of a long board game and moves {b} squares forward. Where does it land?
        Holding {a} cards, I pick up {b} more. How big is my hand now?
        When {b} litres are poured into a tank that already holds {a}, how many litres are in it afterwards?
        x = {a}, y = {b}. What is x plus y?
        Two lists with {a} and {b} entries are joined end to end. How many entries has the new list?
        My receipt has just two lines, ${a} and ${b}. What should the bottom line say?
        Tally {a} and {b} up for me, would you?
        If I take {b} away from a number, {a} is left. What was the number?
        {name} walked {a} steps to the park and {b} steps on to the lake. How many steps were walked altogether?
        How old is a castle today that was {a} years old when a king bought it {b} years ago?
        What's the grand total if the only two parts are {a} and {b}?
        {a} people voted yes, {b} voted no, and nobody else voted. How many votes were cast?
        A (riddle|puzzle) for kids: {a} frogs sit by a pond and {b} others hop along to join them. How many frogs now?
        i'm bad at adding. {b} and {a}, what's the sum
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
        There were {a} {thing} in the basket until {name} took out {b}. How many are in there now?
        How many of {a} dots must I erase so that exactly {b} stay?
        what do i have left of {a} if i give away {b}
        {b} plus an unknown number is {a}. Solve for the unknown.
        Deduct {b} from {a} and tell me what you have then.
        A candle of {a} mm has burned down by {b} mm. How tall is the stump?
        How many units apart are {b} and {a} on the number line?
        My hero has {a} health points and a dragon's bite costs {b} of them. How many points are left?
        By what amount does {b} fall short of {a}?
        x = {a}, y = {b}. What is x minus y?
        In a written subtraction with {a} on top and {b} below it, what goes under the line?
        If you owe {a} dollars and pay back {b}, what is your debt (then|now)?
        The hall has {a} seats, {b} of them taken. How many are free?
        Two numbers add up to {a}, and one of them is {b}. Which is the other?
        We've watched {b} minutes of a film that lasts {a} minutes. How many minutes are still to come?
        whats {a} without {b}
        {name} has answered {b} out of {a} emails. How many are waiting for a reply?
        A stall took in ${a} and had costs of ${b}. What was its profit?
        The value {a} is to be diminished by {b}. Determine what results.
        A file of {a} lines loses {b} of them in a clean-up. How many lines does it have afterwards?
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
        {name} fills {b} albums with {a} {thing} apiece. How many {thing} are in the albums?
        With {a} and {b} on either side of a times sign, what comes after the equals sign?
        whats {a} x {b}
        x = {a}, y = {b}. What is x times y?
        I divided my secret number by {b} and got {a}. What's the secret?
        On a number line, make {b} jumps of {a} units each, starting at zero. Where do you arrive?
        A coin is worth {a} cents. What are {b} such coins worth[, in cents]?
        Type {a}, press the times key, type {b}. Which number does the calculator display?
        An outer loop runs {a} times, and its inner loop {b} times per pass. How often does the inner body run?
        A cinema has {b} rows with {a} seats in each row. How many people can sit down?
        In a big times table, what stands in the row of {a} and the column of {b}?
        {a} is enlarged {b}-fold. Name the new value.
        Choosing from {a} shirts and {b} pairs of trousers, how many different outfits can one put together?
        i forgot my tables, {b} times {a} was what again
        A heart beats {a} times a minute. How many beats does it make in {b} minutes?
        {name} rows {b} laps of {a} metres. How many metres does {name} row?
        We must order {a} {thing} for every one of our {b} branches. How many go on the order?
        One page fills one sheet, a report has {a} pages, and {b} copies are printed. How many sheets come out?
        What's the weight of {b} crates at {a} kilos a crate?
        Dad says {a} multiplied with {b} is easy. So what is it?
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
        x = {a}, y = {b}. What is x divided by y?
        how often can i take {b} away from {a} until nothing is left
        A show of {a} minutes has {b} acts of the same length. How many minutes does one act last?
        What does the fraction with numerator {a} and denominator {b} come to as a plain number?
        A rectangle has an area of {a} square cm, and one side is {b} cm. How long is the other side?
        I paid ${a} for {b} nights in a hostel. What was the price of a night?
        How many strips of {b} cm can be cut from a ribbon of {a} cm?
        {b} times what is {a}?
        If every taxi takes {b} people, how many taxis carry {a} people?
        Let's undo a multiplication: {b} was one factor and {a} the product. What was the other factor?
        I've typed {a}, then the division key, then {b}. What will I see?
        At a steady pace, {name} typed {a} words in {b} minutes. How many words a minute was that?
        Give me the ratio of {a} to {b} as a single number.
        One dose is {b} ml of syrup, and the bottle holds {a} ml. How many doses are in it?
        For my {b} cats there are {a} grams of food. If all eat the same, how much is it for one cat?
        Long division homework: {b} into {a}. What's the answer?
        With {b} photos on a page, how many pages does an album need for {a} photos?
        A loop counts up from zero in steps of {b}. After how many steps is it at {a}?
        By what factor must {b} grow to become {a}?
        {a} split {b} ways is how much
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
        open bracket {a} plus {b} close bracket times {c}
        Let x be {a} plus {b}. What is {c} times x?
        My way to work is {a} km by train and then {b} km by bus. How many km do {c} such trips make?
        Take the number that is {a} more than {b} and make it {c} times as big. What is it then?
        {c} workers each get ${a} in wages and a bonus of ${b}. How much does the boss pay out?
        After adding {b} to {a}, scale the total {c}-fold. What's the final value?
        A rectangle is {c} cm high, and its base consists of two parts, {a} cm and {b} cm. What's its area in square cm?
        By {c} I want to multiply not just {a}, but {a} plus {b}. What do I get?
        Sum first, product second: {a} and {b} go into the sum, {c} is the factor. What's the outcome?
        Every week our server logs {a} warnings and {b} errors. How many entries does it log in {c} weeks?
        The main dish is ${a} and dessert is ${b}. We are {c} people and everyone takes both. How much is the bill?
        {name} had {a} {thing} and found {b} more. {other} has {c} times as many as {name} has now. How many is that?
        how much do we need if {c} kids each get {a} dollars for the bus and {b} dollars for lunch
        In each of {c} rows there are {a} desks left of the aisle and {b} right of it. How many desks are in the room?
        A chain is made of {c} equal sections, each with {a} white beads and {b} black ones. How many beads are on it?
        Training plan: {c} sessions, in each {a} minutes of running and {b} minutes of swimming. Minutes in all?
        A mug used to cost ${a} and is ${b} dearer now. What do {c} mugs cost (today|at the new price)?
        I write down {a} and {b} over and over, {c} times each, and add up everything. Which number do I arrive at?
        How many tons do {c} lorries carry, each loaded with {a} tons of sand and {b} tons of gravel?
        An unknown number divided by {c} equals {a} plus {b}. Which number is it?
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
        open bracket {a} minus {b} close bracket divided by {c}
        Let x be {a} minus {b}. What is x divided by {c}?
        A tank leaked from {a} litres down to {b} in {c} hours. How many litres did it lose per hour?
        Before dividing by {c}, knock {b} off {a}. What's the final value?
        In {c} months my savings rose from ${b} to ${a}. How much did I put aside a month on average?
        how much is one share if {c} of us split ${a} but ${b} of it goes to the landlord first
        Multiplying my number by {c} and then adding {b} gives {a}. What's my number?
        A straight line climbs from height {b} to height {a} over a run of {c}. What's its slope?
        Empty, a crate weighs {b} kg. With {c} equal stones inside it weighs {a} kg. How heavy is one stone?
        The meter stood at {b} km before and {a} km after a ride of {c} hours. What was the mean speed in km an hour?
        The divisor is {c}, and the dividend is {a} less {b}. What is the quotient?
        {name} wants to have ${a} and has ${b} so far. How much must be saved a week to get there in {c} weeks?
        A gym billed me ${a}: ${b} for joining and the rest for {c} months. What's the price of one month?
        Difference first, quotient second: {a} take away {b}, and the divisor is {c}. What's the outcome?
        Which number must be added {c} times to {b} in order to reach {a}?
        After {c} passes of a compressor, a file shrank from {a} MB to {b} MB. How many MB per pass did that save?
        A taxi ride of {c} miles cost ${a}, ${b} of it as a basic fee. Without that fee, what was the price per mile?
        How many times does {c} fit into {a} minus {b}?
        A wire of {a} cm loses {b} cm and is then bent into a shape with {c} equal sides. How long is one side?
        {name} pays ${b} of a ${a} gift, and {c} friends chip in equally for the rest. What does one friend give?
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
        mean of {a} {b} {c} pls
        x = {a}, y = {b}, z = {c}. What's the mean of x, y and z?
        The bus was {a} seconds late today, {b} yesterday and {c} the day before. What's the average delay?
        Which number could replace each of {a}, {b} and {c} without changing their total?
        It rained {a} mm in May, {b} in June and {c} in July. How many mm a month is that on average?
        Put {a}, {b} and {c} into one pot and divide by three. What do you get?
        The three judges gave {a}, {b} and {c}. If the final mark is their mean, what is it?
        darts: first round {a}, second {b}, third {c}. average per round?
        Our sunflowers have grown {a}, {b} and {c} cm tall. What height do the three have on average?
        On average, how large are the values {a}, {b} and {c}?
        A data set consists of {a}, {b} and {c}. Compute the sample mean.
        Identical batteries lasted {a}, {b} and {c} minutes. How long does such a battery run on average?
        A ping took {a} ms, the next {b} ms, the last {c} ms. What was the mean response time?
        {name}, {other} and I caught {a}, {b} and {c} fish. How many is that per person on average?
        Offers for my old sofa came in at ${a}, ${b} and ${c}. What was the mean offer?
        Level out three stacks of {a}, {b} and {c} {thing} until all are the same height. How many does a stack have?
        Total up {a}, {b} and {c} and take a third of it.
        The arithmetic mean is wanted, and the observations are {a}, {b} and {c}.
        I own three books with {a}, {b} and {c} pages. How thick, in pages, is the average one?
        A lap in {a} seconds, one in {b}, one in {c}: what does {name} need per lap on average?
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
        {p}% out of {a} makes how many
        A cheese is {p}% fat. How many grams of fat are in {a} grams of it?
        Only {p}% of my {a} emails are important. How many important ones is that?
        {name} has finished {p}% of a {a} km race. How many km is that?
        When full, a battery stores {a} mAh. It is at {p}% now. How many mAh are in it?
        what is {p} hundredths of {a}
        I multiply {a} by {p} and divide by one hundred. What do I get?
        A download of {a} MB has reached {p}%. How many MB have arrived?
        Count the oaks: a forest has {a} trees, and {p}% of them are oaks.
        How many dollars does the state get if it takes {p}% of an income of ${a}?
        {other} owns {p} percent of a company worth {a} dollars. What is this share worth?
        The boat costs ${a}, and a deposit of {p}% is due on booking. How big is the deposit?
        One needs {p}% of the {a} points to pass the exam. How many points are needed?
        Base value {a}, rate {p} percent. Which amount does this rate stand for?
        The kids ate {p}% of {a} {thing}. How many did they eat?
        The sign says {p}% off. How many dollars do I save on a tent of ${a}?
        A wage of ${a} rises by {p}%. How many dollars is the rise alone?
        Our log shows that {p} percent of {a} test runs failed. How many failures is that?
        The road to the sea is {a} km long, {p}% of it motorway. How many km of motorway is that?
        While I had ${a}, I lent {p}% of the money to {other}. How much did I lend?
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
        everything is {p}% off today!! my basket is ${a}, what do i pay
        A phone battery stored {a} mAh and has used up {p}% of that. How many mAh does it still have?
        The pool held {a} litres. How many litres were in it after {p}% had evaporated?
        A race of {a} km is {p}% done. How many km are still ahead?
        The wallet of {name} held ${a}, and {p} percent of that has been spent. How much is in it now?
        If {p}% of {a} seeds fail to sprout, how many do sprout?
        Tax takes {p}% of a gross wage of ${a}. What's the net pay?
        What do I have once I strip {p}% from {a}?
        Members pay {p}% less than the normal fee of ${a}. What's the fee for members?
        Which number is {p} percent smaller than {a}?
        As it dries, a log of {a} kg loses {p}% of its weight. How heavy is it then?
        I've read {p}% of a book with {a} pages. How many pages are still unread?
        In a test with {a} questions, {name} got {p}% wrong and all the others right. How many were right?
        A file of {a} MB is compressed, which saves {p}% of the space. How many MB does it need now?
        Begin with {a}, deduct {p}% of it, and state the rest.
        The seller let me have the ${a} guitar {p} percent cheaper. What did I spend on it?
        Last month our site had {a} visits. This month they fell by {p}%. How many were there this month?
        Except for {p}% of them, all {a} {thing} were sold. How many were sold?
        How much does the singer keep if a {p}% share of the ${a} earned goes to the manager?
        On the new line, a train ride of {a} minutes takes {p}% less time. How many minutes is it now?
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
        The invoice is ${a} net, and VAT is {p}%. What's the gross amount?
        A photo {a} pixels wide is made {p}% wider. What's its new width?
        A puppy of {a} grams put on {p}% in a week. What does it weigh now?
        {p}% on top of {a} makes how much
        Take {p}% of {a} and add it to {a}. What's the total?
        Tickets at the door cost {p}% more than the ${a} charged online. What's the door price?
        {other} collected {a} {thing}, and {name} collected {p}% more than that. How many did {name} collect?
        Sales of {thing} were {a} in June and climbed by {p}% in July. How many were sold in July?
        The library puts a late fee of {p}% on my debt of ${a}. How much do I have to hand over now?
        Because of the wind, a flight of {a} minutes takes {p}% longer. How many minutes is the plane in the air?
        {p}% growth on a base of {a} leads to what figure?
        Our club of {a} people wants to become {p}% larger. How many members is the target?
        I want to earn {p}% on top of the ${a} that a bag costs me. At what price must I sell it?
        The usual {a} grams of rice are too little, so I'll cook {p}% more. How many grams do I take?
        A server gets {a} requests an hour and should be ready for {p}% more. For how many requests is that?
        A painting was bought for ${a}, and its value has risen by {p} percent. What would it sell for today?
        A rocket flies {a} km an hour and then gets {p} percent faster. How fast is it now[, in km an hour]?
        Old price ${a}, price rise {p}%, new price?
        i used to pay {a} cents for milk, it's {p} percent dearer now, so how much
        What must I pay if {p}% customs duty comes on top of goods worth ${a}?
        """,
        _PERCENT,
        "{a} + {a} * {p} / 100",
    ),
    *WORD_PROBLEMS,
)
