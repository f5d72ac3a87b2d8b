"""The kinds of small programs on numbers and lists of numbers."""

from __future__ import annotations

import math

from dataset.tools.tool_json.small_python import Program, draw_list
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
        """,
        numbers(n=(5, 70)),
        "f = [0, 1]\nwhile len(f) < {n}: f.append(f[-2] + f[-1])\nprint(f)",
        _fibonacci,
    ),
    Program(
        "divisible_numbers",
        """
        List the numbers from {a} to {b} that can be divided by {k}.
        Which numbers from {a} to {b} are divisible by {k}?
        Print all multiples of {k} between {a} and {b}, both included.
        Find every number from {a} to {b} that {k} divides without a rest.
        From {a} up to {b}, which numbers leave no remainder with {k}?
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
        """,
        numbers(k=(4, 20), n=(21, 99)),
        "print([{n} * i for i in range(1, {k} + 1)])",
        lambda v: list(range(v["n"], v["n"] * v["k"] + 1, v["n"])),
    ),
    Program(
        "larger_than",
        """
        Which of the numbers {numbers} are larger than {limit}?
        Keep the numbers above {limit}: {numbers}.
        Filter this list for values greater than {limit}: {numbers}.
        From {numbers}, print those that are more than {limit}.
        Given {numbers}, leave out whatever is not above {limit}.
        """,
        draw_list,
        "print([x for x in {numbers} if x > {limit}])",
        lambda v: list(filter(lambda x: x > v["limit"], v["numbers"])),
    ),
    Program(
        "even_ones",
        """
        Which of the numbers {numbers} are even?
        Keep the even numbers of this list: {numbers}.
        Print only the even ones of {numbers}.
        Filter {numbers} for even values.
        Given {numbers}, throw out everything odd.
        """,
        draw_list,
        "print([x for x in {numbers} if x % 2 == 0])",
        lambda v: [x for x in v["numbers"] if str(x)[-1] in "02468"],
    ),
    Program(
        "sorted_numbers",
        """
        Sort the numbers {numbers}.
        Put these numbers in order, the smallest first: {numbers}.
        Print {numbers} in ascending order.
        Arrange {numbers} from small to large.
        Which order do {numbers} have if they rise?
        """,
        draw_list,
        "print(sorted({numbers}))",
        lambda v: sorted(v["numbers"]),
    ),
    Program(
        "sorted_downwards",
        """
        Sort the numbers {numbers} from large to small.
        Put these numbers in order, the largest first: {numbers}.
        Print {numbers} in descending order.
        Arrange {numbers} so that they fall.
        List {numbers} beginning with the biggest and ending with the smallest.
        """,
        draw_list,
        "print(sorted({numbers}, reverse=True))",
        lambda v: sorted(v["numbers"])[::-1],
    ),
    Program(
        "largest",
        """
        What is the largest of {numbers}?
        Find the maximum of this list: {numbers}.
        Print the biggest number in {numbers}.
        Which number is the greatest: {numbers}?
        Of {numbers}, which one beats all the others?
        """,
        draw_list,
        "print(max({numbers}))",
        lambda v: sorted(v["numbers"])[-1],
    ),
    Program(
        "range_of_values",
        """
        How far apart are the smallest and the largest of {numbers}?
        Print the difference between the maximum and the minimum of {numbers}.
        What is the range of these values: {numbers}?
        Subtract the smallest of {numbers} from the largest.
        How wide is the spread of {numbers}?
        """,
        draw_list,
        "x = {numbers}\nprint(max(x) - min(x))",
        lambda v: sorted(v["numbers"])[-1] - sorted(v["numbers"])[0],
    ),
)
