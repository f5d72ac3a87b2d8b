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
        hyphenate {words} into one term pls
        The slug of a blog post consists of {words}, with hyphens where blanks would be. What does it read?
        If commas and spaces give way to hyphens, how do you write {words}?
        Between any two neighbours in {words} belongs a hyphen. Show the finished string.
        Imagine {words} as train carriages and hyphens as the couplings. Write down the whole train.
        Call join on the list {words} with a hyphen as the delimiter and (print|return) the result.
        {name} picks a password made from {words}, in this order, the parts split by hyphens. Type it out.
        No spaces please, just hyphens: how would {words} look in a single piece?
        Concatenate {words}. The separator is a hyphen.
        Our box labels are keywords with hyphens in between. What does the label for {words} say?
        Spell {words} in the style of mother-in-law, all linked up by hyphens.
        Could {words} become one long word whose parts are held together by hyphens?
        Convert the words {words} to kebab case.
        Write {words} in one go with - between one word and the next and no spaces at all.
        Weld {words} into one compound, hyphens being the seams.
        I typed the words {words}, hitting only the hyphen key between them and never the space bar. What did I type?
        Turn the list {words} into a text whose items are split by hyphens rather than commas.
        hyphen-joined version of {words}?
        Starting with the first of {words}, append a hyphen and the following word until you run out of words.
        A web designer needs {words} as the name of a style class, with hyphens as the only gaps. What is the name?
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
        {words} - alphabetical pls
        The teacher calls up children by the alphabet. In what order are those nicknamed {words} called?
        With the alphabet as your guide, set {words} in their proper sequence.
        A glossary goes from A to Z. How should {name} order its entries {words}?
        Run a lexicographic sort over the strings {words}.
        Words nearer to A go to the front and words nearer to Z to the back. Print {words} like that.
        How would {words} follow one another in an encyclopedia?
        My music player shows songs by title, from A onwards. In which order does it show {words}?
        Tidy up the spice rack: jars marked {words} ought to stand alphabetically. Give the row of jars.
        Going through the alphabet from its beginning, in what order do you meet the words {words}?
        return the string array {words} in ascending order
        List {words} such that any word comes ahead of those that a dictionary has on later pages.
        Doorbells in our house go by the alphabet. Someone mixed up the bells of {words}; put them right.
        Which of {words} would be at the top of an A to Z list, and how does the list go on?
        kindly alphabetise these jumbled entries for me, {words}
        A library catalogue follows the ABC. {name} enters the keywords {words}; how does the catalogue list them?
        Spelling, not length, decides: the terms {words} should run from A to Z.
        Compare the words {words} letter by letter and place those with earlier letters first.
        If {words} are contacts in a phone, in which order do they scroll by from A to Z?
        The index of a book has to mention {words}. Give them in the order that is usual for an index.
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
        {words}, just the initials, no gaps
        A secret message hides in the beginnings of {words}, one letter in each. What is the message?
        Take one letter from each of {words}, namely the one in front, and write them as a single string.
        An organisation is called {words}. What is it for short, using the opening letters alone?
        Pick the character at index zero of each string in {words} and concatenate them.
        If all letters but the leading one vanish from each of {words}, which letters stay, written side by side?
        {name} stitches the starting letters of {words} on a towel, one after the other. What is on the towel?
        Form an acrostic: what runs down the left edge when {words} are written one below another?
        Collect in one word the letters that {words} (begin|start) with.
        start of every word, one letter each, glued together: {words}
        Which letters open the words {words}? Print them without separators.
        As a memory trick, {words} become one short word made of their initial letters. Which word?
        Chop {words} down to one letter apiece, the first, and fuse these letters.
        Each ship flies a flag with the letter its name starts with. The ships {words} pass by; what do the flags spell?
        Going from left to right through {words}, jot down the initial of each, with no space. What have you written?
        Could you shrink {words} to a monogram of their first letters?
        A tiny screen cuts each word off after one letter and drops the gaps. What does it show for {words}?
        Say I shout {words} but you catch only the first letter of every word. What string did you catch?
        map each word to its first char and join with nothing in between: {words}
        I own boxes for {words} and mark each with its initial. What can be read when they stand in a row like that?
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
        Which alphagram belongs to {word}?
        Someone cut {word} into single letters and filed them by the alphabet. What string do they form now?
        Treat "{word}" as a list of characters, sort it ascending, and join it up again.
        Let the letters of {word} swap seats until none sits to the left of one that comes earlier in the alphabet.
        First all the a's, then all the b's, and so on: rewrite {word} in this manner.
        Fridge magnets spell {word}. {name} lines them up alphabetically; what can be read on the fridge?
        How is {word} written if its letters must follow each other as in the ABC?
        As in a drawer of type, file the letters of "{word}" from a to z and read them as one string.
        {word} spelled in abc order
        Suppose the letters of {word} queue up by the alphabet, twins standing together. Spell the queue.
        Return the characters of the string "{word}" as a sorted string.
        Draw the alphabetically first letter from {word}, then the first of the rest, and so on. What have you spelled?
        My cipher simply puts a word's letters in order from a to z. How is {word} encrypted?
        What results if "{word}" is reshuffled so that its letters only ever move forward through the alphabet?
        Of all ways to arrange the letters of "{word}", which one would a dictionary list before the others?
        In the new spelling of {word}, a letter nearer to a comes before one nearer to z. Print that spelling.
        Would you kindly place the letters that {word} contains in ascending order?
        Two words are anagrams if sorting their letters makes them equal. What does {word} become by this sorting?
        Bring some order into {word}: its letters should rise from a toward z, with none lost.
        The class sings the alphabet, and each letter of {word} lines up when it is sung. What do they spell?
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
        distinct letter count for {word}?
        {name} paints {word}, each kind of letter in a colour of its own. How many colours are used?
        Some letters in {word} may come back. Counting every kind of letter just once, what total do you get?
        Build a dict with the letters of "{word}" as its keys. How many keys does it have?
        From how many kinds of letters is {word} put together?
        In hangman, {word} is the secret word. How many right guesses uncover all of it?
        To print {word}, a child carves one potato for each sort of letter and reuses it. How many potatoes are carved?
        Remove the duplicate letters from {word}; then tell me how long it is.
        On a chart of the alphabet, tick whatever letters {word} has. How many ticks are on the chart?
        How many letters must a child (know|have learnt) to be able to write {word}?
        no repeats counted, letters in {word}?
        The first time a letter appears in "{word}" it costs a dollar; after that it is free. What does the word cost?
        Give the cardinality of the letter set of {word}.
        A secret script has its own symbol for every letter. How many symbols do I have to look up to write "{word}"?
        The letters of {word} come to a party, but of each letter only one gets in. How many are inside?
        If you tally the letters of {word} in a table with one row per letter, how many rows will there be?
        Is {word} made of few letters or of many? Give the number of different ones.
        From a bag with each letter of the alphabet once, how many tiles does {name} find again in {word}?
        Once all repetition in {word} is set aside, the letters that remain number how many?
        len of the deduplicated characters of "{word}" please
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
        "{text}" but every {letter} is now *
        A mouse ate each letter {letter} and left a star in every hole. How does "{text}" read now?
        Call replace on the string "{text}" so that {letter} becomes an asterisk, and (print|return) it.
        If I star out each {letter}, what will "{text}" turn into?
        In our quiz the letter {letter} is shown as * and must be guessed. Show "{text}" to the players.
        By a printing error, * was set for {letter} throughout. What did the newspaper print for "{text}"?
        Where there was {letter}, let there be a star: "{text}".
        {name} never writes the letter {letter} but draws a star for it. How would {name} write "{text}"?
        Run search and replace on "{text}": find {letter}, put * there.
        Map the characters of "{text}" so that {letter} goes to * while all others stay the same.
        What does one see of "{text}" when each letter {letter} is covered by an asterisk?
        Could all the {letter}'s in "{text}" be made invisible with stars, one star apiece?
        Stick a star over each {letter} that appears in "{text}".
        The filter of a chat room turns {letter} into *. I send "{text}"; what arrives?
        Retype "{text}", pressing the star key whenever {letter} comes up.
        {letter} becomes *, rest unchanged, "{text}"
        Delete each {letter} from "{text}" and fill every hole with an asterisk.
        For an exercise, pupils get "{text}" with a star in each spot where {letter} belongs. Print the exercise.
        Everything in "{text}" may stay except {letter}, for which a star steps in.
        Give "{text}" back to me after trading in each {letter} for an asterisk.
        """,
        draw_text,
        "print({text}.replace({letter}, '*'))",
        lambda v: "*".join(v["text"].split(v["letter"])),
    ),
)
