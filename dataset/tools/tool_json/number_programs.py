"""The kinds of small programs on numbers: sums, primes and sequences, and all those on numbers and lists of numbers."""

from __future__ import annotations

import math

from dataset.tools.tool_json.divisor_programs import DIVISOR_PROGRAMS
from dataset.tools.tool_json.list_programs import LIST_PROGRAMS
from dataset.tools.tool_json.small_python import Program
from dataset.tools.tool_json.templates import Values, numbers


def _primes(last: int) -> list[int]:
    return [p for p in range(2, last + 1) if _is_prime(p)]


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, math.isqrt(number) + 1))


def _fibonacci(values: Values) -> list[int]:
    found = [0, 1]
    while len(found) < values["n"]:
        found.append(found[-2] + found[-1])
    return found


NUMBER_PROGRAMS = (
    Program(
        "sum_of_a_range",
        """
        What is the sum of all (numbers|whole numbers|integers) from {a} to {b}?
        Add up every number from {a} to {b}.
        Sum the integers between {a} and {b}, both included.
        Print the total of the numbers {a} to {b}.
        Count from {a} to {b} and add everything you count.
        I need the (total|sum) of all whole numbers starting at {a} and ending at {b}.
        Can you (add together|total up) the integers {a} through {b} for me?
        {name} writes down every number from {a} up to {b} and adds them all. What total comes out?
        (Tell me|Work out) what {a} plus the next number plus the next, all the way to {b}, makes.
        If I add {a}, then the number after it, and so on until I reach {b}, what do I get?
        Please (compute|calculate) the sum of the consecutive integers {a} to {b}[, ends included].
        hey, (whats the sum|what comes out) if you add up everything from {a} to {b}, including both ends
        (Tickets|Coupons) {a} to {b} lie in a box. What do all the ticket numbers add up to?
        Start at {a}, stop at {b}, and (keep a running total of|add up) each whole number on the way.
        Let a counter run from {a} to {b} inclusive and give the sum of (all its values|the values it takes).
        The first number is {a} and the last is {b}. Total all the integers in that stretch[, please].
        Houses in a street are numbered {a} to {b} without a gap. What is the sum of the house numbers?
        (Determine|Find) the sum of the arithmetic series that runs from {a} to {b} in steps of one.
        Give me one number: the total of all integers no smaller than {a} and no bigger than {b}.
        How much is it altogether when every integer between {a} and {b} is summed, {a} and {b} as well?
        """,
        numbers(a=(2, 60), b=(61, 400)),
        "print(sum(range({a}, {b} + 1)))",
        lambda v: (v["a"] + v["b"]) * (v["b"] - v["a"] + 1) // 2,
    ),
    Program(
        "sum_of_squares",
        """
        What is the sum of the squares of the numbers from 1 to {n}?
        Square every number from 1 to {n} and add the squares.
        Print the sum of the first {n} square numbers.
        Add the squares of all whole numbers up to {n}.
        What do 1, 4, 9 and so on make together, up to the square of {n}?
        I need one squared plus two squared and so on, up to {n} squared.
        (Tell me|Work out) the total when each whole number from one to {n} is squared and all squares are added.
        Can you (compute|calculate) the sum of k squared for k from one to {n}?
        A pyramid of {n} square layers has one ball on top, then two by two, then three by three. How many balls?
        Add up the first {n} perfect squares[, please].
        Multiply each of the numbers one to {n} by itself and (total|sum up) the results.
        hey, can u add all the square numbers from one squared up to {n} squared
        For each positive whole number (not above|up to) {n}, take its square, then give me the sum of the squares.
        What total do you (get|reach) if you square one, two, three and so forth through {n} and add it all up?
        {name} draws squares with sides of one cm, two cm and so on to {n} cm. What is their area in all, in square cm?
        Please find the sum of the (second powers|squares) of the first {n} positive integers.
        Let k run from one to {n} and add k times k each time. What is the final sum?
        From one squared to {n} squared: (what do the squares add up to|what is the sum of the squares)?
        Square all positive integers that are at most {n}. What is the sum of the results?
        (Give|Show) me the sum you get from squaring the integers one through {n} and adding them.
        """,
        numbers(n=(4, 400)),
        "print(sum(i * i for i in range(1, {n} + 1)))",
        lambda v: v["n"] * (v["n"] + 1) * (2 * v["n"] + 1) // 6,
    ),
    Program(
        "primes_up_to",
        """
        List all prime numbers up to {n}.
        Which numbers (from 2 to|not above) {n} are prime?
        Print the primes from 2 to {n}.
        Find every prime that is at most {n}.
        Write a list of the primes that end at {n} or below.
        I need (all|a list of) the primes that are not larger than {n}.
        Can you (show|give) me every prime number that does not exceed {n}?
        Go through the numbers up to {n} and keep only the primes.
        hey, (what are|list) all the primes up to and including {n}
        Tell me each (prime|prime number) from two up to {n}.
        Run the sieve of Eratosthenes up to {n} and (show|print) what is left.
        {name} has to learn the prime numbers through {n}. Write them down[, please].
        Which whole numbers from two to {n} can only be divided by one and by themselves?
        Please (enumerate|name) the primes less than or equal to {n}.
        Starting at two, write out the prime numbers in order and stop before you pass {n}.
        With {n} as the upper limit, what prime numbers are there?
        Cross out every composite number from two to {n}. Which numbers (remain|are left)?
        Collect all numbers between two and {n}, both included, that are prime, in a list.
        (Give|Print) the complete list of primes that do not go beyond {n}.
        Could you look for prime numbers in the range from two to {n} and list (them all|all you find)?
        """,
        numbers(n=(10, 150)),
        "print([p for p in range(2, {n} + 1) if all(p % d for d in range(2, p))])",
        lambda v: _primes(v["n"]),
    ),
    Program(
        "is_prime",
        """
        Is {n} a prime number? Answer True or False.
        Check whether {n} is prime.
        Print True if {n} is a prime and False if not.
        Test if {n} has no divisors but 1 and itself.
        True or False: nothing but 1 and {n} divides {n}.
        Is it true that {n} is (prime|a prime)? Say True or False.
        Tell me, True or False: {n} is a prime number.
        I need to know whether {n} is a prime[ number or not].
        Can you (test|check) if {n} is a prime number[ for me]?
        {name} (claims|says) that {n} is a prime number. True or False?
        Does {n} count among the primes? Reply with True or False.
        (hey|ok), {n}, prime or not? just (say|answer) True or False
        Please (verify|find out) if the number {n} is prime[ and print True or False].
        Print True if only one and {n} itself go into {n}, otherwise print False.
        Would {n} be in a list of all prime numbers? Answer with True or False.
        The number on {name}'s shirt is {n}. Is it a prime? (Answer|Reply with) True or False.
        (Do|Run) a primality test on {n}.
        Say True when {n} is prime and False when it can be split into smaller factors.
        True or False: it is impossible to write {n} as a product of two smaller whole numbers.
        For the number {n}, decide (whether it is|if it is) prime: True or False?
        """,
        numbers(n=(11, 999)),
        "print(all({n} % d for d in range(2, {n})))",
        lambda v: _is_prime(v["n"]),
    ),
    Program(
        "factorial",
        """
        What is the factorial of {n}?
        Print {n} factorial.
        Multiply all whole numbers from 1 to {n}.
        In how many orders can {n} books stand on a shelf?
        What is the product of the first {n} whole numbers?
        I need the value of {n} factorial.
        What is {n}! as a whole number, written out in full?
        Can you multiply (one by two by three|one times two times three) and so on up to {n} for me?
        {name} wants to line up {n} different {thing}. How many (arrangements|orders) are possible?
        Tell me what you get when all integers from one to {n} are multiplied together.
        How many ways are there to seat {n} guests in a row of {n} chairs?
        (hey|hi), whats the factorial of {n}, all digits please
        Start with one, multiply by two, then by three, and go on until you have multiplied by {n}.
        Please work out the product of all positive integers not larger than {n}.
        All {n} runners finish a race, with no ties. How many different (results|rankings) can there be?
        In how many different (ways|orders) can {n} different cards lie in a row?
        Take {n} times the number below it, times the next one below, down to one. What is the (product|result)?
        (Give|Compute) the number of permutations of {n} (distinct|different) objects.
        Let a product run over all whole numbers from one to {n}. What (is its value|does it come to)?
        Could you show me how big {n} factorial is[, exactly]?
        """,
        numbers(n=(4, 60)),
        "import math\nprint(math.factorial({n}))",
        lambda v: math.prod(range(1, v["n"] + 1)),
    ),
    Program(
        "fibonacci",
        """
        Print the first {n} Fibonacci numbers, beginning with 0 and 1.
        List the first {n} numbers of the Fibonacci sequence from 0 on.
        Give me {n} Fibonacci numbers, 0 first.
        Write the Fibonacci sequence 0, 1, 1, 2 up to {n} numbers.
        Begin with 0 and 1 and always add the last two: show the first {n} numbers.
        I need the Fibonacci series, starting at zero, with {n} (terms|numbers) in it.
        Can you list {n} terms of the Fibonacci sequence, the first being zero?
        Write down zero and one, then keep adding the last two numbers until there are {n} numbers in all.
        hey, gimme the first {n} fibonacci numbers pls, start with zero
        Show the Fibonacci sequence from zero onwards, (ending|cut off) after {n} numbers.
        Starting with zero and one, each number is the sum of the two before it. (Print|Give) the first {n}.
        {name} needs a list of Fibonacci numbers that begins with zero and has {n} entries.
        A sequence opens with zero and one and grows the Fibonacci way. (Print|List) its first {n} members.
        How does the Fibonacci sequence begin? Give its first {n} members, zero included.
        Please (produce|generate) a Fibonacci list that is {n} numbers long and opens with zero.
        Make a list of {n} numbers: zero, one, and from there on always the sum of the previous two.
        What are the first {n} terms of Fibonacci's famous sequence if (zero is the first term|it starts at zero)?
        (Tell me|Print) the Fibonacci numbers in order, {n} of them, with zero (in front|at the start).
        Take the sequence zero, one, one, two, three, five that Fibonacci found and give its first {n} terms.
        I want to see {n} Fibonacci numbers in a row, zero being the (first|opening) one.
        """,
        numbers(n=(5, 70)),
        "f = [0, 1]\nwhile len(f) < {n}: f.append(f[-2] + f[-1])\nprint(f)",
        _fibonacci,
    ),
    *DIVISOR_PROGRAMS,
    *LIST_PROGRAMS,
)
