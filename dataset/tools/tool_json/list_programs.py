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
        {numbers} - which of them top {limit}?
        A shelf carries up to {limit} kg. Of parcels weighing {numbers} kg, list the weights that are too heavy for it.
        Whoever is older than {limit} pays full price. The visitors are {numbers} years old; which ages pay in full?
        Discard each entry of {numbers} unless it surpasses {limit}.
        My teacher wants every number in {numbers} that lies to the right of {limit} on the number line.
        The oven showed {numbers} degrees. An alarm rings when it is hotter than {limit}; at which readings did it ring?
        Could you (write|build) an array holding just the elements x of {numbers} which satisfy x > {limit}?
        Anything in {numbers} not exceeding {limit} should be ignored; return the other values.
        {name} collects only cards worth over {limit} points. Of cards worth {numbers}, which will {name} want?
        A bus has room for {limit} people. Groups of {numbers} want to ride; print the group sizes that do not fit.
        Weed out the small fry: {limit} and anything lower must go, the rest of {numbers} may remain.
        Compare each of {numbers} with {limit} and report the ones that are the larger of the two.
        values bigger than {limit} in {numbers} pls
        Suppose you can spend at most {limit} dollars. Which of the prices {numbers} would be too much for you?
        Every number that beats {limit} gets a gold star. To which of {numbers} do you give one?
        The farthest throw so far was {limit} m. Out of new throws of {numbers} m, which would have broken this record?
        list comprehension wanted, items of {numbers} with a value higher than {limit}
        With the threshold at {limit}, what gets through from {numbers} if equal and lower values are turned away?
        Find those members of {numbers} from which you could take {limit} and still have something left.
        Only what outstrips {limit} in {numbers} matters to me, so show me that and nothing else.
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
        For a dance in couples, which of the group sizes {numbers} leave nobody without a partner?
        evens only from {numbers} thanks
        Leaving aside whatever is odd, what does the collection {numbers} contain?
        Bags hold {numbers} {thing}. Which of these counts can two children share fairly, with none left over?
        Lockers with even numbers are painted blue. Given the lockers {numbers}, (list|name) the blue ones.
        Check every item of {numbers} for parity and return the even items.
        My little cousin is learning about even numbers. Show us the ones hiding in {numbers}.
        If a number in {numbers} leaves a remainder when divided by two, skip it; print the others.
        Here come {numbers}. Say only those you would meet when counting in twos, starting at two.
        Which of {numbers} could be the number of shoes in a (row|closet) of complete pairs?
        Odd entries are a nuisance to me. Could {numbers} be shown without them?
        Of the cards {numbers}, {other} gets the odd ones and {name} the even ones. What does {name} hold?
        Return an array with the elements of {numbers} whose last binary digit is zero.
        Seats {numbers} are free, but only even seats are next to the window. Which free seats are at the window?
        Select from {numbers} such values as are twice some whole number.
        Do {numbers} include any even values? Name them all.
        A pupil wipes all odd numbers off the board, which showed {numbers}. What can still be read?
        parity filter on {numbers}, even stays, odd goes
        The even part of this list is what I am (after|looking for): {numbers}.
        Test one by one whether {numbers} split into two equal whole halves, and write down those that do.
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
        {numbers} but sorted, tiniest first
        {name} shelves books of {numbers} pages, thin ones left, thick ones right. What page counts stand there in turn?
        Runners finished in {numbers} seconds. Write the times as a results sheet has them, the fastest on top.
        Apply a standard ascending sort to the array {numbers} and display the result.
        Beginning with the lowest, name all of {numbers} on your way up.
        If {numbers} were the heights of the steps of a staircase, in which order would you climb them from the bottom?
        These numbers got mixed up: {numbers}. How should they stand, with low values before high ones?
        Which of {numbers} is the least, which is the next, and so on to the top?
        My bills are {numbers} dollars. I pay the cheapest first and the dearest last; print them as I pay them.
        order by value asc: {numbers}
        Could {numbers} be listed again, this time with no number in front of a smaller one?
        A sorted copy of {numbers} is (required|wanted), running from the low end upwards.
        For homework, {name} must write {numbers} in order of size, starting small. What is the right solution?
        Swap neighbours in {numbers} for as long as the left one is bigger than the right one. What is the final row?
        People with lower numbers are served earlier. Tickets {numbers} are waiting; in what order will they be called?
        Parcels of {numbers} kg are loaded lightest to heaviest. Print the weights as they go in.
        Again and again, take the smallest number that is left in {numbers} and write it down, until none remains.
        How would a spreadsheet show {numbers} after someone clicks on sort ascending?
        We measured {numbers} mm of rain. Put the driest result at the front and the wettest at the back.
        Counting upwards from zero, in which order do you come across {numbers}?
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
        biggest to smallest plz {numbers}
        A countdown passes {numbers}. In what order are these numbers heard?
        The prizes are {numbers} dollars. Read them out, beginning with the richest and finishing with the poorest.
        I want the array {numbers} reverse-sorted, highs before lows.
        Stones of {numbers} kg are stacked with the heaviest at the bottom. Name the weights from the bottom up.
        Keep removing the largest number still in {numbers} and note it down each time. What do your notes say?
        Beginning at the top, write the values {numbers} on your way down.
        Which of {numbers} is greatest, which is second greatest, and so forth to the least?
        The shop window has the dearest article first and the cheapest last. Display the prices {numbers} like that.
        desc sort for {numbers}, show the output
        Could you turn {numbers} into a list that never goes up?
        The candidates in a class got {numbers} votes. Print the vote counts from the winner to the one in last place.
        Ropes of {numbers} cm hang in a row, the longest at the left, the shortest at the right. Read off the lengths.
        How would a leaderboard (show|list) the points {numbers}?
        Let the big ones go ahead of the little ones: {numbers}.
        Sort {numbers} upwards, then flip the result around, and give me what you have now.
        On a slide you pass the height marks {numbers} as you go from the top to the ground. In which order?
        For a report the figures {numbers} should appear by size, the smallest coming at the very end.
        No smaller value may stand in front of a larger one. How must {numbers} be placed?
        Candles burn for {numbers} minutes. Sort these times so that the one that goes out last is named first.
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
        need the max, list is {numbers}
        {name} keeps {numbers} {thing} in some boxes. How many are in the fullest box?
        There are rides at {numbers} dollars in the park. How much is the dearest of them?
        When {numbers} have been put in ascending order, what stands at the upper end?
        Players threw {numbers} points, and the most points win. Just give me the winning score.
        Guests of {numbers} years are at the party. What age is the oldest?
        return the max element of the array {numbers}
        Scan {numbers} and always remember the highest value so far. What do you remember at the end?
        I am looking for the height of the tallest tower among towers of {numbers} metres.
        How heavy is the heaviest suitcase if the suitcases weigh {numbers} kg?
        With throws of {numbers} metres by {name}, how far did the best one go?
        You may choose one of these cash prizes: {numbers} dollars. Which gives you the most money?
        Identify the maximal element of the set of numbers {numbers}.
        If size alone decided a contest between {numbers}, who would (take the gold medal|come in first)?
        Our shop sold {numbers} {thing} on different days. How many did it sell on the busiest day?
        Print a single number: the highest that {numbers} (has|have) to offer.
        no idea which of {numbers} is the top one, tell me
        A stock went through the prices {numbers}. At what price was its all-time high?
        Compare {numbers} two at a time and always drop the lesser. With what number do you finish?
        No number in {numbers} may be above my bar, and the bar should be as low as possible. Where do I put it?
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
        spread between min and max in {numbers}
        The houses are {numbers} years old. How many years lie between the building of the oldest and of the newest?
        A river stood at {numbers} cm in different months. What is the swing from its lowest to its highest level?
        In a family aged {numbers}, how many years before the youngest was the oldest born?
        By what amount does the dearest of these prices exceed the cheapest: {numbers}?
        Sort {numbers} in rising order, then subtract the first from the last. What comes out?
        How long is the shortest interval that covers all of {numbers}?
        Let x be the smallest and y the largest of {numbers}; evaluate y - x.
        Two of the numbers {numbers} differ more than any other two. How large is their difference?
        The runners needed {numbers} seconds. How many seconds after the fastest did the slowest arrive?
        stats homework, need the range for {numbers}
        Heaviest against lightest: some parcels weigh {numbers} kg. What is the margin?
        Only the two extremes of {numbers} matter here. (Print|Tell me) how far they are apart.
        Shops sell {thing} for {numbers} dollars. How much do you save at the cheapest shop compared with the dearest?
        The bars of a chart are {numbers} units high. How many units must the lowest bar grow to reach the highest?
        An elevator stopped at the floors {numbers}. How many floors is it up from its lowest stop to its highest?
        Given the readings {numbers}, report the distance from the overall low to the overall peak.
        The teams have {numbers} points. How many points ahead of last place is first place?
        A ruler shall reach exactly from the least to the greatest of {numbers}; how long must it be?
        Once you know the top and the bottom of {numbers}, deduct the latter from the former and say what remains.
        """,
        draw_list,
        "x = {numbers}\nprint(max(x) - min(x))",
        lambda v: sorted(v["numbers"])[-1] - sorted(v["numbers"])[0],
    ),
)
