"""The kinds of small programs on divisors, multiples and digits of numbers."""

from __future__ import annotations

from dataset.tools.tool_json.small_python import Program
from dataset.tools.tool_json.templates import numbers

DIVISOR_PROGRAMS = (
    Program(
        "divisible_numbers",
        """
        List the numbers from {a} to {b} that can be divided by {k}.
        Which numbers from {a} to {b} are divisible by {k}?
        Print all multiples of {k} between {a} and {b}, both included.
        Find every number from {a} to {b} that {k} divides without a rest.
        From {a} up to {b}, which numbers leave no remainder with {k}?
        I need all numbers from {a} to {b} that are multiples of {k}.
        Can you (find|show me) the multiples of {k} that lie between {a} and {b}, ends included?
        Go from {a} to {b} and keep only (what|those numbers that) {k} goes into evenly.
        {name} counts from {a} to {b} and claps at each multiple of {k}. At which numbers does {name} clap?
        Tell me (which|what) numbers in the range from {a} to {b} are evenly divisible by {k}.
        With {k} as the divisor, which integers from {a} through {b} (give|leave) a remainder of zero?
        hey, what numbers from {a} to {b} can i divide by {k} without remainder
        Test each number from {a} to {b} for division by {k} and list those that leave nothing over.
        Please (list|write down) each integer that is at least {a}, at most {b}, and a multiple of {k}.
        Which members of the {k} times table (lie|fall) in the range from {a} to {b}, both ends included?
        A postman stops at every house whose number {k} divides. At which houses from {a} to {b} does he stop?
        Filter the integers {a} to {b}: only those that {k} divides exactly should (stay|remain).
        Print what is left of the numbers {a} to {b} after removing everything that is not divisible by {k}.
        Boxes hold {k} eggs. Which numbers of eggs from {a} to {b} fill boxes with no egg left over?
        Between {a} and {b} inclusive, (name|list) all the numbers that have {k} as a (factor|divisor).
        A baker sells rolls only in bags of {k}. Which numbers of rolls from {a} to {b} can one buy?
        for x from {a} through {b}: keep x if x mod {k} is zero. Which ones are kept?
        Lower bound {a}, upper bound {b}, both allowed. Which multiples of {k} are in there?
        Every number that can be divided by {k} is a lucky one. (Name|Tell me) the lucky numbers from {a} to {b}.
        my kid practises the {k} times table, which results from {a} to {b} should come up, {a} and {b} count too
        Division by {k} must give a whole number. For which of the integers {a} through {b} does it?
        A class of {a} to {b} pupils should split into teams of {k} with nobody left over. Which class sizes work?
        Skip every number that is no multiple of {k}, and list what you find from {a} to {b}, both of them included.
        {name} goes swimming on days whose number is a multiple of {k}. Which of the days {a} to {b} are swimming days?
        Where does {k} fit in a whole number of times? Go through {a} to {b}, last one included, and note those numbers.
        Use a list comprehension with modulo to get the numbers that {k} divides in {a} to {b}, ends included.
        If {k} friends want to share {thing} fairly, with none left, which amounts from {a} to {b} are fine?
        Starting no lower than {a} and ending no higher than {b}, what are the multiples of {k}?
        Of the seats {a} to {b}, each one whose number is a whole number times {k} is taken. Which seats are taken?
        Not all integers from {a} to {b} are divisible by {k}. (Leave|Give) me just those that are.
        A lamp blinks in each second divisible by {k}. In which seconds from {a} up to and including {b} does it blink?
        {k} is a divisor of which of the whole numbers {a} to {b}
        The multiples of {k} are what I am after, but only from {a} onwards and no further than {b}.
        Mark all numbers from {a} to {b} on which division by {k} works without a remainder. Which did you mark?
        In the fizz game you say fizz instead of any multiple of {k}. Which numbers from {a} to {b} are replaced?
        """,
        numbers(a=(11, 50), b=(60, 150), k=(3, 9)),
        "print([i for i in range({a}, {b} + 1) if i % {k} == 0])",
        lambda v: list(range(-(-v["a"] // v["k"]) * v["k"], v["b"] + 1, v["k"])),
    ),
    Program(
        "count_of_divisors",
        """
        How many divisors does {n} have?
        Count the numbers that divide {n}.
        Print the number of divisors of {n}.
        By how many whole numbers can {n} be divided without a rest?
        How many of the numbers from 1 to {n} go into {n} evenly?
        I need the number of (divisors|factors) that {n} has.
        How many factors are there for {n}, one and {n} (included|counted too)?
        Can you (tell me|work out) how many whole numbers divide {n} exactly?
        {name} puts {n} {thing} in equal rows, none left over. How many row lengths from one to {n} are possible?
        Count all (factors|divisors) of {n}, including one and {n} itself.
        Between one and {n}, how many numbers can you divide {n} by with no remainder?
        (hey|ok), how many positive whole numbers is {n} divisible by
        Please give me the count of positive integers that go into {n} without remainder.
        Make the full list of divisors of {n}, but (print|tell me) only how many there are.
        What is the [total ]number of positive divisors of {n}?
        Divide {n} by each number from one to {n}. How often is there no remainder?
        Tell me the size of the set of all factors of {n}.
        A class of {n} forms equal groups, nobody left out. How many group sizes from one to {n} are possible?
        Of how many positive whole numbers is {n} a multiple?
        (Find out|Determine) how many numbers divide evenly into {n}.
        {n} has how many factors, counting one and {n}?
        In how many ways is {n} a product of two positive whole numbers, if their order (matters|counts)?
        {name} cuts {n} cm of ribbon into equal pieces of whole cm, or keeps it uncut. How many piece lengths are there?
        Loop d from one to {n}, count each d for which {n} mod d is zero, and print the count.
        My teacher asks for how many divisors {n} has, both trivial ones included. What do I say?
        divisors of {n}, just the (count|number of them)
        If all the positive numbers that divide {n} stood in a list, how long would that list be?
        A shop packs {n} {thing} in boxes of one size, all full. How many box sizes are there, from one up to {n}?
        Of the whole numbers from one to {n}, how many are (factors|divisors) of {n}?
        For how many group sizes, from one person to {n} people, can {n} coins be shared out evenly?
        Evaluate the function that counts the positive divisors of its argument, at {n}.
        how many whole numbers fit into {n} an exact number of times, one and {n} too
        I need no list of the factors of {n}, only how many it would have.
        For every positive integer up to {n}, ask if it divides {n}. Tell me how often the answer is yes.
        Count one, count {n}, and count whatever lies between and divides {n} without a remainder. What is the count?
        Some numbers have few divisors and some have many. How many are there in the case of {n}?
        A rectangle with whole cm sides covers {n} square cm. How many values from one to {n} could its width have?
        If you divide {n} by one, two, three and so on up to {n}, how many of the results are whole numbers?
        len of the list of all positive divisors of {n} please
        Bell one rings every second, bell two every two seconds, on to bell {n}. How many bells ring in second {n}?
        """,
        numbers(n=(12, 999)),
        "print(sum({n} % d == 0 for d in range(1, {n} + 1)))",
        lambda v: len([d for d in range(1, v["n"] + 1) if not v["n"] % d]),
    ),
    Program(
        "sum_of_digits",
        """
        What is the sum of the digits of {n}?
        Add the digits of {n}.
        Print the digit sum of {n}.
        Take {n} apart into its digits and add them.
        Which number do you get if you add up each digit in {n}?
        I need the digit sum of the number {n}.
        Can you add up the (single|individual) digits that make up {n}?
        {name}'s code is {n}. What do its digits add up to?
        Tell me the total of all the digits in the number {n}[, please].
        Look at {n} digit by digit and (sum|total) them all.
        hey, if i add every digit of {n} together what (comes out|do i get)
        What do you get when the figures of {n} are added (one after another|together)?
        Treat each digit of {n} as a number of its own and compute the sum.
        Please work out the sum of the separate digits in {n}.
        The number {n} is (printed|written) on a ticket. Add its digits and tell me the result.
        Break {n} into single digits. What is their sum?
        From left to right, add the digits of {n}. (What is the total|Which total do you reach)?
        How much do the digits of {n} make altogether?
        Each digit of {n} is worth as many points as it says. How many points are there in all?
        Could you sum all the figures in {n}, I mean its (digits|single digits), for me?
        digit sum for {n} pls
        Split {n} into its figures, put plus signs between them, and work out the result.
        The display shows {n}. If you add what stands in each (place|position), what do you get?
        Convert {n} to a string and sum the integer values of its characters.
        {name} adds the digits of the house number {n}. Which (result|answer) is correct?
        For each digit of {n} I lay down as many {thing} as the digit says. How many {thing} do I need?
        my phone code is {n}, what do its figures come to when added
        Take the ones place, the tens place and all other places of {n}, and add up the digits found there.
        To test for divisibility by three, the digits of {n} are added up once. What is that sum?
        Strip off the last digit of {n} and add it to a total, again and again till none is left. What is the total?
        Reading {n} one figure at a time and adding as you go, what sum do you have after the last one?
        What results from summing the digits that {n} consists of?
        The numerals in {n} are to be added together. State the (sum|total).
        In a numbers game, {n} scores as much as all its digits together. What is the score?
        First digit plus second digit and so on to the last digit: what does that make for {n}?
        Do not multiply the digits of {n}, add them. What is the outcome?
        {n} is on a number plate, and the children add up its digits to pass the time. What do they get?
        Each figure in {n} is a number from zero to nine. How big is the sum of these numbers?
        The receipt number is {n}. As a check, the shop adds up its digits. Which check number (results|comes out)?
        With {n} as its input, a function returns the sum of the decimal digits. What does it return?
        """,
        numbers(n=(123, 99_999)),
        "print(sum(int(d) for d in str({n})))",
        lambda v: sum(map(int, str(v["n"]))),
    ),
    Program(
        "greatest_common_divisor",
        """
        What is the greatest common divisor of {a} and {b}?
        Find the gcd of {a} and {b}.
        Print the largest number that divides both {a} and {b}.
        Compute the highest common factor of {a} and {b}.
        Which is the biggest number that goes into {a} and into {b}?
        I need the greatest number that divides {a} as well as {b}[ without remainder].
        Can you (work out|find) the greatest common factor of {a} and {b}?
        From {a} red and {b} blue {thing}, {name} packs identical bags with none left. How many bags at most?
        Which whole number is the largest (divisor|factor) that {a} and {b} share?
        Tell me the highest number that both {a} and {b} can be divided by[ evenly].
        hey(,|) whats the gcd of {a} and {b}
        A floor is {a} by {b} cm. How many cm wide are the biggest equal square tiles that cover it uncut?
        By which number do you divide {a} and {b} to bring the fraction {a} over {b} to lowest terms at once?
        Please (run Euclid's algorithm on|apply the Euclidean algorithm to) {a} and {b} and print the result.
        Of all the common divisors of {a} and {b}, (print|give me) the greatest.
        Ropes of {a} and {b} metres are cut into equal pieces, as long as can be, nothing wasted. How long is each?
        Take every factor of {a} and every factor of {b}. What is the largest one that is in both lists?
        What is the (gcd|greatest common divisor) when the two numbers are {a} and {b}?
        Compare the divisors of {a} with those of {b} and name the biggest one they have in common.
        (Compute|Determine) the largest integer by which {a} and {b} are both divisible.
        Two numbers, {a} and {b}: how large can a number be that divides the two of them exactly?
        {name} has {a} {thing}, {other} has {b}. All go in piles of one size, nothing mixed. How big is a pile at most?
        My fraction has {a} on top and {b} below. What is the largest number I can cancel by?
        Keep subtracting the smaller of {a} and {b} from the larger until both are equal. Which number do they end at?
        {a} children and {b} adults form as many identically mixed groups as possible, with nobody left out. How many?
        hey i must divide both {a} and {b} evenly by the same number, how high can it be
        Suppose d divides {a} and d divides {b}. What is the largest (value|number) that d can be?
        Posts ring a plot of {a} by {b} metres, one at each corner, equal whole metres apart. How wide is a gap at most?
        call math.gcd on {a} and {b} and show the result
        Look for a common factor of {a} and {b}, and make it as big as you can. What do you end up with?
        Cloth of {a} by {b} cm is cut into equal squares without waste. How many cm long is the largest possible side?
        By which greatest integer can {a} be divided with no remainder, if the same must be true for {b}?
        A grocer puts {a} lemons and {b} oranges in baskets that are all alike. How many at most, with no fruit left?
        The lengths {a} and {b} have a common measure. What is the greatest one in whole units?
        Classes of {a} and {b} pupils both split up into teams of one size, nobody over. How large is a team at most?
        From among the factors that {a} has, give the largest that {b} has as well.
        tell me the top factor {a} and {b} have in common
        One bucket, always filled up, must measure {a} litres and also {b}. How many whole litres can it hold at most?
        Reduce the ratio {a} to {b} to its simplest form. By which number were both sides divided?
        The function gcd gets {a} and {b} as its arguments. What does it return?
        """,
        numbers(a=(12, 400), b=(12, 400)),
        "import math\nprint(math.gcd({a}, {b}))",
        lambda v: max(d for d in range(1, v["a"] + 1) if v["a"] % d == v["b"] % d == 0),
    ),
    Program(
        "in_binary",
        """
        Write {n} in binary.
        What is {n} as a binary number?
        Convert {n} to base two.
        Print the binary digits of {n}.
        How does a computer write {n} with zeros and ones?
        I need {n} (in the binary system|as a binary number)[, please].
        Can you (convert|turn) the decimal number {n} into binary for me?
        What does {n} look like in base two?
        Tell me the (binary form|binary representation) of {n}.
        Express the number {n} with only zeros and ones[, in base two].
        (hey|so), how do u write {n} in binary
        Please change {n} from (decimal|base ten) to (binary|base two).
        Represent {n} as a sum of powers of two and (print|give) the bits from the highest to the lowest.
        Which string of bits, without leading zeros, stands for the number {n}?
        {name} wants to see {n} as ones and zeros. (Print|Show) the binary number.
        Translate {n} into the number system that has just the digits zero and one.
        Keep halving {n} and note the remainders. How is the number written in base two?
        (Show|Give) me the bits of {n}, most significant bit first.
        In a world that counts in base two instead of base ten, how is {n} written?
        Take the decimal number {n} and print it as a binary one.
        bin of {n}, without the zero and b in front
        Our teacher wrote {n} on the board and wants it in base two. What do I write?
        If a lamp that is on means one and a lamp that is off means zero, how is {n} shown in binary?
        Decimal {n} equals which base two number?
        how would {n} be stored as bits, no leading zeros pls
        When just ones and zeros are allowed, what does {n} become in base two?
        Work out the base two notation (for|of) {n}.
        {name} counts in binary. What does {name} write down on reaching {n}?
        Format the integer {n} as a binary string.
        My robot reads base two only. How must I type {n} for it?
        Make {n} from one, two, four, eight and so on, then write a one or zero for each, the highest one used first.
        People write {n}. What does a machine that knows only two symbols, zero and one, write for the same value?
        Encode {n} in base two and output the digits.
        Switch number systems for me: {n} is decimal, I want binary.
        From the highest set bit down to the lowest bit, what are the ones and zeros of {n}?
        decimal to binary: {n}
        Repeated division by two yields binary digits. Do it with {n} and put them in the right order.
        In computer class I have to turn {n} into a binary number. What should come out?
        What sequence of zeros and ones is equal to {n}?
        If a program reads {n} as a decimal number and prints it in base two, what appears on the screen?
        """,
        numbers(n=(9, 5000)),
        "print(bin({n})[2:])",
        lambda v: f"{v['n']:b}",
    ),
    Program(
        "multiples",
        """
        List the first {k} multiples of {n}.
        Print {n} times 1, {n} times 2 and so on, {k} results in all.
        Show the times table of {n} up to {k}.
        Give me {k} multiples of {n}, the number itself first.
        Count in steps of {n}, starting with {n}, for {k} steps.
        I need the first {k} multiples of the number {n}.
        Can you (write out|show me) the {n} times table, {k} rows long?
        {name} saves {n} dollars a week. List what {name} has saved after each of the first {k} weeks.
        Starting from {n}, keep adding {n} until you have {k} numbers. (Print|List) them all.
        Tell me the {k} smallest positive multiples of {n}[, in order].
        hey can you list {n} times one, times two, times three, up to times {k}
        Multiply {n} by each whole number from one to {k} and (list|print) the products.
        (Skip count|Count) by {n}: begin at {n} and give {k} numbers.
        Please make a list with the products of {n} and the numbers one to {k}.
        A box holds {n} {thing}. List how many one box, two boxes and so on up to {k} boxes hold.
        What are the multiples of {n}, from {n} itself up to {k} times {n}?
        (Say|Write) the row of {n} in the multiplication table, from one times {n} to {k} times {n}.
        An arithmetic sequence starts at {n} and grows by {n}. What are its first {k} terms?
        Print {k} numbers in a row. The first is {n}, and each of the others is {n} more than the one before.
        Which {k} numbers do you get by counting up by {n}, beginning with {n}?
        {n}, then twice {n}, then three times {n}: carry on until there are {k} values and list them.
        for i from one up to and including {k}, collect i times {n} in a list
        {name} walks {n} minutes a day. Give the total minutes after day one, day two and so on up to day {k}.
        A ticket costs {n} euros. Make a list of prices for one ticket, two tickets and so on up to {k} tickets.
        Show the multiplication table of {n}, products only, for the factors one to {k}.
        Let us drill the {n} times table. What are its results from once {n} to {k} times {n}?
        A frog starts at zero and jumps {n} cm at a time. At how many cm is it after each of its first {k} jumps?
        Of the positive numbers divisible by {n}, list the {k} lowest.
        make me a list, {k} long, that goes up by {n} each time and has {n} as its first number
        With a step of {n} and a first value of {n}, what does a range of {k} values contain?
        (Scale|Multiply) every integer from one through {k} by {n} and return the list.
        Each row of seats has {n} chairs. List how many chairs there are in one row, in two rows and so on, to {k} rows.
        How do the multiples of {n} begin? I want {k} of them, zero left out.
        {k} times in a row, {n} is added to a sum that starts at zero. List the sum after every addition.
        Take {n} once, twice, three times, up to {k} times. What are the {k} amounts?
        In a table, the first line is one times {n} and the last is {k} times {n}. Write the result of every line.
        A plant starts from nothing and grows {n} mm a week. List its height in mm at the end of weeks one to {k}.
        can u count up for me, {n} at a time, first number {n}, {k} numbers altogether
        Ascending multiples of {n}, please, {k} in number and the smallest one being {n}.
        A trainer asks for {n} squats a round. How many squats is that in all after each of the rounds one to {k}?
        """,
        numbers(k=(4, 20), n=(21, 99)),
        "print([{n} * i for i in range(1, {k} + 1)])",
        lambda v: list(range(v["n"], v["n"] * v["k"] + 1, v["n"])),
    ),
)
