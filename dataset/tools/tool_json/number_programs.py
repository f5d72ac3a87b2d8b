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
        Our teacher wants us to add all the numbers beginning with {a} and finishing with {b}. What is the answer?
        integers {a} to {b} inclusive, (sum|total) please
        {name} puts {a} {thing} in box one, one more in each further box, {b} in the last. How many is that in all?
        For every integer i with lower bound {a} and upper bound {b}, add i to a total, then output the total.
        The front row has {a} seats, each row behind has one more, the last has {b}. How many seats are there?
        On day one {name} does {a} push-ups, then one more every day, until the day with {b}. How many push-ups is that?
        We climb from {a} to {b} by ones. (Sum|Add) the numbers on our way, the first and the last one too.
        Write a loop over {a} through {b}, last value included, that adds up the loop variable, and print the result.
        what do u get by adding {a} and all the whole numbers after it up to and including {b}
        Pages {a} to {b} fell out of a book. What do their page numbers (come to|make) when added up?
        The upper limit is {b}, the lower limit is {a}, and both count. What do the integers in this interval sum to?
        Down from {b} to {a}, one at a time: how (large|big) is the sum of all those numbers?
        Every whole number in the closed interval from {a} to {b} is to be added. Output the grand total.
        My calculator is broken. How much is {a} to {b} added up, each whole number once?
        It takes forever to add all the numbers from {a} up to {b} by hand, so please do it for me.
        Raffle balls carry the numbers {a} to {b}, one each. Someone adds up all the balls. Which figure results?
        If a list holds each integer from {a} to {b} exactly once, what is its sum?
        total of {a} up to {b}, every whole number counted, both ends too
        No whole number from {a} to {b} may be forgotten when you add them up. What is the (sum|result)?
        Until {b} is reached, keep adding one to {a}, and sum up all the numbers you have seen, {a} and {b} too.
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
        sigma of i squared with i running from one up to {n}, as a plain number
        On a grid of {n} by {n} fields, how many squares of all sizes, along the grid lines, can be found?
        {name} stacks square layers of bricks, {n} by {n} below, then one less a side, a single one on top. How many?
        Our class is learning square numbers. How much are they all together, from one squared through to {n} squared?
        for i in one to {n}: add i times i to the result. (What is|Print) the result at the end
        Day one brings one coin, day two four, day three nine, always the day squared. How many coins in {n} days?
        Before you add the numbers one to {n}, square each of them. What (comes out|do you end up with)?
        square numbers 1, 4, 9 and on, the first {n} of them, summed up please
        Tiles lie in {n} patches: one by one, two by two, and so on to {n} by {n}. How many tiles is that in total?
        Take the list of integers from one to {n}, map every element to its square, and reduce the list by addition.
        one times one plus two times two plus three times three, on to {n} times {n}, makes how much?
        The last term is {n} squared and the first is one squared. Find the value of this sum of consecutive squares.
        I am after the total of x to the power of two, where x takes every integer value from one to {n}.
        Raise each natural number up to {n} to the second power, then tot up the powers.
        {name} plants square beds, one of each size, from one tulip a side to {n} a side. How many tulips in all?
        Give the square pyramidal number with index {n}, that is, all the squares from one to {n} squared added.
        quick one: squares of one to {n}, all added, how much is that
        My program should square i for every i from one through {n} and report (only|nothing but) the total at the end.
        You need not list the squares. Just say what all {n} of them, from one squared upwards, sum to.
        The squares of {n} and of every positive integer below it are added. How (big|large) a number is that?
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
        My homework asks for every prime no (larger|greater) than {n}. Which are they?
        primes p with p <= {n}, as a python list
        (Throw|Take) all non-primes out of the numbers two to {n} and show me the rest.
        {name} paints each door with a prime number red. Which of the doors from one to {n} turn red?
        How does the sequence of primes run from two as far as {n}, with {n} itself if that is prime?
        From the number line between zero and {n}, ends included, pick out the (primes|prime numbers).
        Nothing above {n}, please: just the prime numbers, smallest first.
        Which positive integers up to and including {n} have exactly two divisors?
        need primes till {n}, with {n} too if it is one
        For each integer i from two to {n}, put i in a list if no smaller number but one divides it. Print the list.
        A lottery has balls from one to {n}, and only those with a prime on them win. List the winning numbers.
        Two is the first prime. List it and all the later ones for as long as they do not get bigger than {n}.
        What would a table of prime numbers contain if it went as far as {n}?
        Our maths club wants a poster of the prime numbers up to {n}. Which numbers (go|belong) on it?
        (Locate|Spot) the primes among the first {n} positive integers.
        A whole number above one that is no product of smaller ones is prime. Which such numbers are at most {n}?
        return all primes in the closed interval from two to {n}
        If I look at each number from one up to {n}, where do I meet a prime?
        Stones are numbered one to {n}, and a child hops on those with a prime number only. Which ones are they?
        Let {n} be the maximum. I would like to see every prime within it, in ascending order.
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
        Does {n} have any divisor besides one and itself? Say True if it has none and False if it has.
        The teacher asks if {n} is prime. What should I (answer|say), True or False?
        Return a boolean that (says|states) if {n} belongs to the prime numbers.
        Say True if {n} {thing} cannot be split into two or more equal piles of at least two, and False if they can.
        i bet {n} is prime, am i right? True or False
        Search from two to one less than {n} for a number that divides {n}: print True if none exists, otherwise False.
        Would the sieve of Eratosthenes leave {n} standing? True or False.
        {name} and {other} argue about {n}. {name} calls it prime, {other} does not. Is {name} right, True or False?
        Has {n} got exactly two divisors? (Reply|Answer) True or False.
        Set a flag to True if {n} is prime, to False if it is composite, and (print|output) the flag.
        Someone told me that {n} is not a composite number. Is that correct? True or False, please.
        Primality of {n}, yes or no? Use True for yes and False for no.
        For my cipher I need a prime. Will {n} do? I expect True or False.
        Try to divide {n} by all smaller numbers from two on. If it never works out evenly, say True, else False.
        Apart from one and itself, a prime has no factors. Is {n} a number of that sort, True or False?
        {n}, is that one of the primes or not, just True or False
        When I break {n} into prime factors, is {n} itself the only one? True means yes, False means no.
        Bus {n} comes along. {name} only rides buses with a prime number. Does {name} get on? True or False.
        Evaluate the statement that the integer {n} is prime, and print its truth value.
        Among primes or among composite numbers, where does {n} belong? Print True for prime, False for composite.
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
        How many different queues can {n} children form at the ice cream van if all of them stand in it?
        write out {n} factorial in full, no rounding
        Count down from {n} to one and multiply all the numbers you say. Which product (results|do you reach)?
        Set a result to one, then for every i from two to {n} multiply it by i. Print the result.
        A playlist has {n} songs. In how many orders can they be played, each song once?
        {name} visits {n} cities, each exactly once, starting anywhere. How many different orders are there?
        How many letter sequences come from shuffling {n} different letters, every letter used once?
        in maths, what is the value of {n} with an exclamation mark behind it
        {n} keys go on {n} hooks, one key on each hook. In how many ways can all the keys be hung up?
        evaluate {n}! please, i need the exact integer
        If you shuffle a pack of {n} cards, no two alike, how many different stacks could (result|come out)?
        My result should be the product of the integers one through {n}. What is it?
        {n} guests get {n} different {thing}, one for each guest. In how many ways can they be handed out?
        The photographer puts a family of {n} side by side. How many line-ups from left to right could there be?
        In how many sequences can a teacher call up {n} pupils, one after another, until all have had a turn?
        Permute the numbers one to {n} in every possible way. How many permutations do you count?
        Recursively, the factorial of a number is the number times the factorial of one less. What does {n} give?
        {name} has {n} chores today and may do them in any order. How many different schedules are possible?
        hi, how many permutations does a list of {n} unique elements have
        Exactly how large is the product you get by multiplying {n} with every smaller positive integer?
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
        fib seq, {n} numbers, starts with 0, as a list
        Fibonacci counted rabbits: zero pairs, one, one, two, three and so on. List the first {n} counts, zero included.
        x is zero, y is one. Do this {n} times: record x, then set x and y to y and x plus y. Print the record.
        For a spiral our teacher needs the first {n} numbers of Fibonacci's series, from zero on. Which are they?
        How do the {n} earliest Fibonacci numbers read, if zero counts as the first of them?
        Fill an array of length {n}: zero, one, then every entry adds up its two predecessors. Print the array.
        {name} notes zero, then one, then always the sum of the last two, and stops at {n} numbers. What is on the page?
        F of zero is zero and F of one is one. Print the Fibonacci numbers from F of zero on, {n} values in total.
        My poster has room for {n} Fibonacci numbers and should open with zero. Which numbers go on it?
        zero one one two, carry on the fibonacci way till the list has {n} numbers, these four included
        Could I have the start of the Fibonacci series, {n} terms of it, with zero leading?
        Not from one but from zero: the opening {n} numbers in the Fibonacci sequence[, please].
        A generator yields Fibonacci numbers, zero first. Call it {n} times and (collect|put) what it yields in a list.
        Each step adds the two latest numbers. With zero and one given, how does the list look once it has {n} numbers?
        In nature one finds Fibonacci numbers everywhere. List {n} of them in order, without gaps, and open with zero.
        I forgot how the Fibonacci numbers go. Remind me of the first {n}, where zero is the very first.
        Of the endless Fibonacci sequence that opens with zero and one, keep only the leading {n} members.
        On {n} cards stand the Fibonacci numbers in order, zero on the first card. What do the cards say?
        Run the recurrence where a term sums the two before it, seeds zero and one, for {n} terms, seeds included.
        At first there are zero and one. The newest two added make the next. Stop at {n} numbers and list them all.
        """,
        numbers(n=(5, 70)),
        "f = [0, 1]\nwhile len(f) < {n}: f.append(f[-2] + f[-1])\nprint(f)",
        _fibonacci,
    ),
    *DIVISOR_PROGRAMS,
    *LIST_PROGRAMS,
)
