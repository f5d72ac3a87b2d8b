"""The kinds of small programs on lists of numbers."""

from __future__ import annotations

from dataset.tools.tool_json.small_python import Program, draw_list

LIST_PROGRAMS = (
    Program(
        "larger_than",
        """
        Which of the numbers {numbers} are larger than {limit}?
        Keep the numbers above {limit}: {numbers}.
        Filter this list for values greater than {limit}: {numbers}.
        From {numbers}, print those that are more than {limit}.
        Given {numbers}, leave out whatever is not above {limit}.
        I need only the values over {limit} from this list: {numbers}.
        Can you (pick out|select) the numbers that exceed {limit} from {numbers}?
        {name} scored {numbers} points in some games. List the scores that are higher than {limit}.
        Remove everything that is {limit} or less from {numbers} and (show|print) what is left.
        Of the values {numbers}, tell me (which ones are|those that are) bigger than {limit}.
        hey, which of these are (above|over) {limit}: {numbers}
        The limit is {limit}. Which of {numbers} go (beyond|over) it?
        Go through {numbers} and collect each number that is strictly greater than {limit}.
        Here are some prices: {numbers}. (Show|List) all that are more than {limit}.
        Please drop all numbers up to and including {limit} from this list: {numbers}.
        Some cars drove at speeds of {numbers}. Which of these speeds were higher than the limit of {limit}?
        What remains of {numbers} if you throw away whatever does not exceed {limit}?
        Only numbers past {limit} may stay in the list. The list is {numbers}.
        Look at these measurements and print the ones (exceeding|above) {limit}: {numbers}.
        Take {numbers} and give me a list of those (higher|greater) than {limit}.
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
        I need the even numbers out of {numbers}.
        Can you (pick|select) the even values from this list: {numbers}?
        Remove the odd numbers from {numbers} and (show|print) the rest.
        hey, which of these can (be divided by two|be halved evenly): {numbers}
        Tell me (which|what) numbers in {numbers} are multiples of two.
        {name} only likes even numbers. Which of {numbers} does {name} like?
        Go through {numbers} and keep each one that can be halved without a remainder.
        Out of the house numbers {numbers}, list those on the even side of the street.
        What is left of {numbers} once every odd value is (gone|deleted)?
        Please (list|collect) only those of {numbers} that are not odd.
        Only even numbers may stay in this list, so (drop|delete) the others: {numbers}.
        Print those numbers that end in an even digit: {numbers}.
        From the values {numbers}, make a new list that (holds|has) just the even ones.
        Which (entries|members) of the list {numbers} are divisible by two?
        Take {numbers} and leave me with nothing but even numbers.
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
        I need {numbers} in (increasing|ascending) order[, please].
        Can you (sort|order) this list from the lowest to the highest value: {numbers}?
        {name} drew the tickets {numbers}. Put them in a row with the lowest number first.
        hey, sort these (ascending|low to high): {numbers}
        Tell me how {numbers} (look|line up) when they go from the smallest to the biggest.
        Rank these values upwards, beginning with the least: {numbers}.
        Rearrange {numbers} so that each number is at least as big as the one before it.
        Please bring the numbers {numbers} into rising order.
        The ages in a family are {numbers}. List them from youngest to oldest.
        Order {numbers} by size, small ones (at the start|first).
        Here is a messy list: {numbers}. (Tidy it up|Sort it) so that the values climb.
        What is the ascending order of {numbers}?
        Line up {numbers} from the minimum to the maximum.
        Which sequence do you get if you sort {numbers} from least to greatest?
        Take the list {numbers} and print it again with its values (growing|increasing) from left to right.
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
        I need {numbers} in (decreasing|descending) order[, please].
        Can you (sort|order) this list from the highest to the lowest value: {numbers}?
        The players scored {numbers} points. Make the ranking list, highest score first.
        hey, sort these (descending|high to low): {numbers}
        Bring {numbers} into falling order[, please].
        Rank these values downwards, beginning with the greatest: {numbers}.
        Rearrange {numbers} so that no number is bigger than the one before it.
        Please list {numbers} by size, with the (maximum|top value) at the front and the lowest at the end.
        The ages in the club are {numbers}. List them from oldest to youngest.
        Order {numbers} by size, big ones (at the start|first).
        Do a descending sort of this list: {numbers}.
        Which sequence do you get if you sort {numbers} from greatest to least?
        Line up {numbers} from the maximum down to the minimum.
        Start with the highest of these and work down to the lowest, naming each: {numbers}.
        Take the list {numbers} and print it again with its values (shrinking|decreasing) from left to right.
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
        I need the (highest|largest) value in {numbers}.
        Can you tell me the (maximum|top value) of {numbers}?
        {name} made jumps of {numbers} cm. How many cm was the longest one?
        hey, whats the biggest (one|number) here: {numbers}
        Look through {numbers} and (give|tell) me the highest number.
        Which value in the list {numbers} is not (exceeded|topped) by any other?
        Please (pick|name) the greatest number out of {numbers}.
        The bids are {numbers} dollars and the highest one wins. Which bid is that?
        From this list, print the one number that is bigger than the rest: {numbers}.
        The temperatures of the week were {numbers} degrees. What was the peak?
        Throw away all of {numbers} but the (largest|biggest). What number stays?
        If {numbers} were lined up from small to large, which number would come last?
        How (large|big) is the largest value among {numbers}?
        Find the top score in this list: {numbers}.
        Among the numbers {numbers}, which has the (highest|greatest) value?
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
        I need the gap between the lowest and the highest of {numbers}.
        Can you take the minimum of {numbers} away from the maximum?
        The temperatures were {numbers} degrees. By how much do the warmest and the coldest differ?
        hey, whats the (difference|gap) between the biggest and smallest number in {numbers}
        Tell me how far the top value of {numbers} is above the bottom value.
        Find the largest and the smallest of {numbers} and print (their difference|how much they differ).
        (Compute|State) the statistical range of the sample {numbers}.
        The scores of {name} were {numbers}. How many points is the best score above the worst?
        From the least to the greatest of {numbers}, how big is the distance?
        How much (larger|higher) is the maximum of {numbers} than the minimum?
        Please work out highest minus lowest for these values: {numbers}.
        Some plants are {numbers} cm tall. How many cm taller is the tallest than the shortest?
        Mark {numbers} on a number line. How far is the leftmost mark from the rightmost?
        What is left if the smallest number is taken from the biggest in this list: {numbers}?
        Give me the range of the list {numbers}, that is, the biggest (value|number) minus the smallest.
        """,
        draw_list,
        "x = {numbers}\nprint(max(x) - min(x))",
        lambda v: sorted(v["numbers"])[-1] - sorted(v["numbers"])[0],
    ),
)
