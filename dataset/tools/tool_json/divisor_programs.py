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
        """,
        numbers(k=(4, 20), n=(21, 99)),
        "print([{n} * i for i in range(1, {k} + 1)])",
        lambda v: list(range(v["n"], v["n"] * v["k"] + 1, v["n"])),
    ),
)
