"""The kinds of small programs on texts, and all those on numbers, words and texts."""

from __future__ import annotations

from dataset.tools.tool_json.number_programs import NUMBER_PROGRAMS
from dataset.tools.tool_json.small_python import Program, draw_text, draw_word
from dataset.tools.tool_json.word_programs import WORD_PROGRAMS

TEXT_PROGRAMS = (
    Program(
        "count_of_a_letter",
        """
        How many times does the letter {letter} occur in {word}?
        Count the letter {letter} in "{word}".
        How often do you see {letter} in the word {word}?
        Print how many {letter}'s there are in "{word}".
        In {word}, what is the number of letters that are {letter}?
        I need the number of {letter}'s in the word {word}.
        Can you (count|tell me) how often the letter {letter} (appears|turns up) in "{word}"?
        {name} spells {word} aloud. How often does {name} say the letter {letter}?
        hey, how (many times|often) is {letter} in {word}
        Go through "{word}" letter by letter and count each {letter}.
        What is the (frequency|count) of {letter} in the word "{word}"?
        Tell me how many of the letters in {word} are {letter}.
        The word is {word} and the letter is {letter}. How many times is the letter in the word?
        Please find out how (frequently|often) {letter} occurs in "{word}".
        If you underline each {letter} in {word}, how many letters are underlined?
        To lay {word} with letter tiles, how many tiles of the letter {letter} does {name} need?
        For the letter {letter}, count its (occurrences|appearances) in "{word}".
        Someone crosses out all the {letter}'s in {word}. How many letters are crossed out?
        Does {word} have the letter {letter} once, twice or more often? Give the exact number.
        Look at the word {word}. In how many places do you find the letter {letter}?
        """,
        draw_word,
        "print({word}.count({letter}))",
        lambda v: len([c for c in v["word"] if c == v["letter"]]),
    ),
    Program(
        "word_reversed",
        """
        Reverse the word {word}.
        Write "{word}" backwards.
        Print the letters of {word} in reverse order.
        Spell {word} from back to front.
        What does {word} become if its last letter comes first and so on?
        I need {word} (spelled|written) backwards[, please].
        Can you (flip|turn around) the letters of the word {word}[ for me]?
        {name} reads the word {word} from right to left. What does {name} read?
        hey, whats {word} backwards
        Tell me how "{word}" reads from its last letter to its first.
        Begin with the final letter of {word} and (write|print) all letters back to the first one.
        Please print "{word}" the other way round.
        In a secret language each word is said backwards. What is "{word}" in that language?
        Mirror the word {word}, so that its letters stand in the opposite order.
        What do you get when the order of the letters in "{word}" is (reversed|turned around)?
        Put the letters of {word} in the opposite order, the last one first.
        Give me the (reverse|reversed) spelling of the word "{word}".
        To see if {word} is a palindrome, {name} writes it in reverse. What does {name} write?
        (Read|Give me) the letters of {word} from the end to the start.
        How is "{word}" spelled if you go from the (end|last letter) to the beginning?
        """,
        draw_word,
        "print({word}[::-1])",
        lambda v: "".join(reversed(v["word"])),
    ),
    Program(
        "text_reversed",
        """
        Reverse the text "{text}".
        Write "{text}" backwards, letter by letter.
        Print the text "{text}" from its last character to its first.
        Turn the string "{text}" around.
        How does "{text}" read from right to left?
        I need the (phrase|text) "{text}" spelled backwards.
        Can you (flip|mirror) the string "{text}" so that its last character comes first?
        Every key that {name} hits puts its letter in front of the others. What does typing "{text}" give?
        hey, whats "{text}" backwards, the whole thing letter by letter
        Take the characters of "{text}" in reverse order, (blanks|spaces) too.
        Print "{text}" beginning with the last character and ending with the first.
        Please give me the text "{text}" with all (characters|letters and blanks) in the opposite order.
        What does the line "{text}" look like when it is (reversed|spelled from the end)?
        Tell me how the sentence "{text}" reads from the end to the start, character by character.
        Write the whole of "{text}" from back to front, not word by word but letter by letter.
        Read "{text}" from its end. Which characters do you (see|meet), in that order?
        The last letter of "{text}" should come first, the one before it second, and so on. Print that.
        Return the (reverse|reversed form) of this string: "{text}".
        A secret note is made by writing "{text}" from right to left. What does the note say?
        Could you reverse all the characters in "{text}"[ for me]?
        """,
        draw_text,
        "print({text}[::-1])",
        lambda v: "".join(reversed(v["text"])),
    ),
    Program(
        "upper_case",
        """
        Write "{text}" in capital letters.
        Convert "{text}" to upper case.
        Print "{text}" with all letters as capitals.
        Make "{text}" uppercase.
        Shout "{text}", which means in big letters only.
        I need "{text}" in all caps.
        Can you (change|turn) every letter of "{text}" into a capital?
        {name} wants "{text}" on a sign in capital letters only. What should be on the sign?
        hey, put "{text}" in (caps|all capitals)
        Tell me how "{text}" looks if all its letters are upper case.
        Raise all the small letters in "{text}" to capitals.
        Please (rewrite|retype) "{text}" with the caps lock key on.
        Replace (each|every) lower case letter of "{text}" by its upper case form.
        The words "{text}" should be in block capitals. Write them like that.
        Give me the upper case version of "{text}"[, please].
        Type the text "{text}" while (holding|pressing) the shift key all the time. What comes out?
        What is "{text}" in capitals?
        No small letters, please: (print|write) "{text}" with big ones throughout.
        A newspaper sets its headlines in capital letters throughout. How does it set "{text}"?
        Transform "{text}" so that (every letter|each letter) is uppercase.
        """,
        draw_text,
        "print({text}.upper())",
        lambda v: "".join(chr(ord(c) - 32) if c.isalpha() else c for c in v["text"]),
    ),
    Program(
        "title_case",
        """
        Begin each word of "{text}" with a capital letter.
        Convert "{text}" to title case.
        Print "{text}" as a title, every word with a big first letter.
        Capitalize the words of "{text}".
        Write "{text}" so that it looks like the name of a book.
        I need "{text}" with the first letter of each word capitalized.
        Can you make the first letter of every word in "{text}" (a capital|upper case)?
        {name} calls a song "{text}". Write the title with a capital at the start of every word.
        hey, (put|write) "{text}" in title case
        Give each word in "{text}" a big (initial|first letter)[ and leave the rest small].
        Format "{text}" as a (heading|headline) in which each word starts with an upper case letter.
        Please raise only the first letter of each word in "{text}" to upper case.
        Tell me how "{text}" would be written as a title, each word with a capital first letter.
        Treat every word of "{text}" like a name, with a capital letter at its start.
        Turn "{text}" into title case[, please].
        Only the letter at the start of each word in "{text}" should be a capital. Print the result.
        Go through "{text}" and capitalize the initial of every single word.
        How does "{text}" look when each word begins with an upper case letter?
        What is "{text}" in title case, as on the cover of a (novel|magazine)?
        Change the first letter of each word to a capital, the (others|remaining letters) stay small: "{text}".
        """,
        draw_text,
        "print({text}.title())",
        lambda v: " ".join(word[0].upper() + word[1:] for word in v["text"].split()),
    ),
    Program(
        "length_of_a_text",
        """
        How many characters does "{text}" have, blanks included?
        Print the length of the text "{text}".
        Count all characters of "{text}", also the blanks.
        How long is the string "{text}"?
        How many keys must be pressed to type "{text}"?
        I need the number of characters in "{text}", (spaces|blanks) included.
        Can you (work out|tell me) how many letters and spaces "{text}" has in all?
        {name} pays one cent per character, blank or not, to print "{text}". How many cents is that?
        hey, how long is "{text}" in characters, (spaces|blanks) count too
        Tell me the length of "{text}", counting (each letter and each blank|letters as well as blanks).
        Letters and blanks together, how many characters are there in "{text}"?
        Please give the total (character count|number of characters) of "{text}", with the spaces.
        Each letter and each space of "{text}" takes up one square. How many squares are (filled|needed)?
        A form has one box for each character. How many boxes does "{text}" take, blanks too?
        Measure the string "{text}": how many characters long is it?
        Find out how many characters make up the text "{text}", not leaving out the spaces.
        What is the size of the string "{text}" in characters?
        A message must be short. How many characters, blanks too, does "{text}" use?
        Go through "{text}" from start to end and count each character, spaces as well.
        If blanks count like letters, how long is the text "{text}"?
        """,
        draw_text,
        "print(len({text}))",
        lambda v: sum(1 for _ in v["text"]),
    ),
    Program(
        "count_of_vowels",
        """
        How many vowels are in "{text}"?
        Count the vowels of "{text}".
        Print the number of vowels in the text "{text}".
        How often does one of a, e, i, o, u stand in "{text}"?
        What is the number of letters of "{text}" that are no consonants?
        I need the number of vowels in "{text}".
        Can you tell me how many (letters of|letters in) "{text}" are vowels?
        {name} circles every vowel in "{text}". How many circles does {name} draw?
        hey, how many vowels (does "{text}" have|are there in "{text}")
        Go through "{text}" and count every a, e, i, o and u, all (together|in one number).
        Leave out the consonants and the blanks of "{text}". How many letters remain?
        What is the vowel count of "{text}"?
        Please (work out|find out) how many times a vowel (occurs|appears) in "{text}".
        Add up how often the letters a, e, i, o and u appear in "{text}".
        Tell me how many vowels stand in the (phrase|text) "{text}" altogether.
        In the text "{text}", what is the total number of vowels?
        If all the vowels were wiped out of "{text}", how many letters would be lost?
        Each vowel in "{text}" earns one point. How many points (does the text earn|are earned)?
        Look at the letters of "{text}": how many of them are a, e, i, o or u?
        Count up the vowels that you find in "{text}"[, please].
        """,
        draw_text,
        "print(sum(c in 'aeiou' for c in {text}))",
        lambda v: len([c for c in v["text"] if c in "aeiou"]),
    ),
    Program(
        "longest_word",
        """
        Which word of "{text}" is the longest?
        Find the longest word in "{text}".
        Print the word with the most letters in "{text}".
        What is the longest word of the text "{text}"?
        In "{text}", which word takes the most room?
        I need the longest (of the words|word there is) in "{text}".
        Can you (pick|find) the word of "{text}" that has the most letters?
        {name} counts the letters of each word in "{text}". Which word has the most?
        hey, (whats|which is) the longest word in "{text}"
        Tell me which word in "{text}" is made of the most (letters|characters).
        Split "{text}" into words and (print|show) the longest one.
        Compare the lengths of the words in "{text}" and name the longest[ word].
        Which word in the text "{text}" has the greatest number of letters to spell?
        Please give me the word with the greatest length from "{text}".
        Of the words in "{text}", which (one is|is) longer than all the others?
        Look at "{text}" and find the word with the highest number of letters.
        No word in "{text}" is longer than this one. Which word is meant?
        By number of letters, what is the biggest word in "{text}"?
        What word of "{text}" comes first if the words are ordered by length, long ones at the front?
        From "{text}", keep only the longest word.
        """,
        draw_text,
        "print(max({text}.split(), key=len))",
        lambda v: sorted(v["text"].split(), key=lambda word: -len(word))[0],
    ),
    *WORD_PROGRAMS,
)

PROGRAMS = (*NUMBER_PROGRAMS, *TEXT_PROGRAMS)
