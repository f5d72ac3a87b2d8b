"""The kinds of small programs on lists of words and on the letters of words."""

from __future__ import annotations

from dataset.tools.tool_json.small_python import Program, draw_text, draw_word, draw_words

WORD_PROGRAMS = (
    Program(
        "words_joined",
        """
        Join the words {words} with hyphens.
        Connect {words} by hyphens.
        Print {words} as one text with a hyphen between the words.
        Put hyphens between these words: {words}.
        Make one hyphenated word out of {words}.
        I need {words} joined into one string by hyphens.
        Can you (link|connect) the words {words}, with a hyphen between each and the next?
        {name} makes a file name out of {words}, with hyphens between the words. What is it?
        hey, (stick|put) {words} together with hyphens
        Tell me what {words} look like when hyphens (join|connect) them.
        Chain these words together, a hyphen between one and the next: {words}.
        Replace the commas between these words by hyphens and leave no blanks: {words}.
        Please (merge|combine) {words} into a single text, separated by hyphens.
        Write {words} without blanks or commas but with a hyphen between neighbours.
        Glue the words {words} together, using hyphens as the glue.
        Build the end of a web address from {words}: the words in this order, with hyphens between them.
        What do you get if {words} are strung together with hyphens?
        Use a hyphen as the separator and join {words}.
        A compound word consists of {words} in this order, with hyphens in between. How is it written?
        Take these words and put them into one string with hyphens (in between|as separators): {words}.
        """,
        draw_words,
        "print('-'.join({words}))",
        lambda v: str(v["words"])[2:-2].replace("', '", "-"),
    ),
    Program(
        "words_sorted",
        """
        Sort the words {words} by the alphabet.
        Put these words in alphabetical order: {words}.
        Print {words} from A to Z.
        Order {words} alphabetically.
        In which order would a dictionary list {words}?
        I need {words} in alphabetical order.
        Can you (sort|arrange) these words from A to Z: {words}?
        {name} files cards labelled {words} by the alphabet. In what order do they stand?
        hey, (alphabetize|put in abc order): {words}
        Tell me how {words} are ordered in a (dictionary|lexicon).
        Bring the words {words} into the order of the alphabet.
        Which of these comes first in the dictionary, which second, and so on: {words}?
        Please alphabetize this list of words: {words}.
        Line up {words} the way (an index|a phone book) would, from A to Z.
        Arrange the words {words} alphabetically[, please].
        Rank these words by spelling, A before B and so on: {words}.
        What is the (alphabetical|dictionary) order of {words}?
        Here are some unsorted words: {words}. List them in the order of the alphabet.
        Shelve the books titled {words} by their titles, from A on. What is the order?
        Take the list {words} and give it back (sorted as in a dictionary|in dictionary order).
        """,
        draw_words,
        "print(sorted({words}))",
        lambda v: sorted(v["words"]),
    ),
    Program(
        "first_letters",
        """
        Write the first letters of the words {words} in a row.
        Print the initials of {words} as one word.
        Which word do the first letters of {words} make?
        Take the first letter of each of these words and join them: {words}.
        Make an acronym of {words}.
        I need the initials of the words {words}, written together.
        Can you (string together|combine) the first letters of {words}?
        {name} remembers {words} by their first letters. Which letters are that, written as one word?
        hey, whats the (acronym|abbreviation by first letters) for {words}
        Tell me what the initial letters of {words} spell.
        From each of the words {words} keep only the first letter, and (join|glue) these together.
        Abbreviate {words} to their initials, with nothing in between.
        Please (build|form) an abbreviation from the first letter of every word here: {words}.
        Reading only the beginning letter of each word in {words}, what do you get?
        What (string|word) results if you (take|read) just the first letters of {words}?
        The first letters of the lines of a poem form a word. The lines start with {words}. What is the word?
        Cut off everything after the first letter of each word and write what is left as one word: {words}.
        Shorten each of {words} to its first letter and put the letters side by side without blanks.
        What are the first letters of {words}, put together in this order?
        Which abbreviation do the initials of {words} (make|form)?
        """,
        draw_words,
        "print(''.join(w[0] for w in {words}))",
        lambda v: "".join(map(lambda word: word[:1], v["words"])),
    ),
    Program(
        "letters_sorted",
        """
        Sort the letters of {word}.
        Put the letters of "{word}" in alphabetical order.
        Print the word {word} with its letters in order.
        Arrange the letters in {word} from a to z.
        What do you get if the letters of {word} line up like the alphabet?
        I need the letters of {word} in alphabetical order.
        Can you (sort|alphabetize) the letters in the word "{word}"?
        {name} has the letter tiles of {word} and lays them in a row from a to z. What does the row read?
        hey, put the letters of {word} in (abc|alphabetical) order
        Tell me what "{word}" looks like when its letters are (alphabetized|sorted alphabetically).
        Rearrange "{word}" so that its letters follow the order of the alphabet.
        Please order the characters of {word} alphabetically, keeping double letters.
        Write all letters of {word}, those nearest to a first and those nearest to z last.
        Move the letters of "{word}" around until they stand in alphabetical order. What is the result?
        What (string|word) do you get by sorting the letters of "{word}"[ alphabetically]?
        Take {word} apart and put its letters together again from a to z.
        List the letters of {word}, repeats too, in alphabetical order and without gaps.
        The letters in {word} are out of order. Print them as they come in the alphabet.
        To find anagrams, {name} sorts the letters of {word} from a to z. What does {name} get?
        Arrange the characters of the word {word} by (the alphabet|their place in the alphabet).
        """,
        draw_word,
        "print(''.join(sorted({word})))",
        lambda v: "".join(c for c in "abcdefghijklmnopqrstuvwxyz" for _ in range(v["word"].count(c))),
    ),
    Program(
        "different_letters",
        """
        How many different letters does {word} have?
        Count the distinct letters in "{word}".
        Print the number of unique letters of {word}.
        How many letters of the alphabet occur in {word}?
        If each letter counts once, how many are there in {word}?
        I need to know how many distinct letters (there are in|make up) {word}.
        Can you count the letters in "{word}", each letter only once?
        {name} needs one stamp for each different letter in {word}. How many stamps are needed?
        hey, how many (unique|different) letters are in {word}
        Tell me how many different (letters|characters) the word {word} is made of.
        (Ignoring|Without) repeats, how many letters does "{word}" use?
        Read {word} from the left and cross out each letter (that came|you saw) before. How many letters are left?
        What is the size of the set of letters in "{word}"?
        Please work out the number of letters that {word} has if doubles are (skipped|not counted again).
        The word "{word}" uses how many different letters[ of the alphabet]?
        How many different keys of the keyboard do you need to type "{word}"?
        Without counting any letter twice, how many letters are there in {word}?
        Make a set of the letters of {word} and print how many (members|elements) it has.
        Put equal letters of "{word}" on the same heap. How many heaps are there?
        Determine (the number|the count) of distinct letters in the word {word}.
        """,
        draw_word,
        "print(len(set({word})))",
        lambda v: len(dict.fromkeys(v["word"])),
    ),
    Program(
        "letter_replaced",
        """
        Replace every {letter} in "{text}" by a star.
        Print "{text}" with * in the place of {letter}.
        Change each letter {letter} of "{text}" to *.
        Put a * wherever "{text}" has the letter {letter}.
        Hide the letter {letter} in "{text}" behind stars.
        I need "{text}" with each {letter} replaced by an asterisk.
        Can you (swap|exchange) all the {letter}'s in "{text}" for stars?
        The key for {letter} is broken and types a star instead. What does "{text}" look like?
        hey, (turn|change) every {letter} in "{text}" into a *
        Tell me how "{text}" looks when stars stand for the letter {letter}.
        (Censor|Blot out) the letter {letter} in "{text}" with asterisks.
        Please print "{text}", but where there is the letter {letter}, print * instead.
        Wherever {letter} occurs in "{text}", write an asterisk in its place.
        Mask all occurrences of {letter} in "{text}" with the star sign[, one for each].
        Substitute * for the letter {letter} throughout "{text}".
        Copy "{text}", but with an asterisk for {letter} every time.
        Go through "{text}" and overwrite each {letter} with *[, leaving the rest as it is].
        What becomes of "{text}" if stars take the place of every {letter}?
        The letter {letter} is secret. Show "{text}" with a * for every secret letter.
        In the text "{text}", (write|put) stars instead of the letter {letter}.
        """,
        draw_text,
        "print({text}.replace({letter}, '*'))",
        lambda v: "*".join(v["text"].split(v["letter"])),
    ),
)
