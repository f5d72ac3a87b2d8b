"""The kinds of small programs on words and texts."""

from __future__ import annotations

from dataset.tools.tool_json.number_programs import NUMBER_PROGRAMS
from dataset.tools.tool_json.small_python import Program, draw_text, draw_word, draw_words

TEXT_PROGRAMS = (
    Program(
        "count_of_a_letter",
        """
        How many times does the letter {letter} occur in {word}?
        Count the letter {letter} in "{word}".
        How often do you see {letter} in the word {word}?
        Print how many {letter}'s there are in "{word}".
        In {word}, what is the number of letters that are {letter}?
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
        """,
        draw_text,
        "print(max({text}.split(), key=len))",
        lambda v: sorted(v["text"].split(), key=lambda word: -len(word))[0],
    ),
    Program(
        "words_joined",
        """
        Join the words {words} with hyphens.
        Connect {words} by hyphens.
        Print {words} as one text with a hyphen between the words.
        Put hyphens between these words: {words}.
        Make one hyphenated word out of {words}.
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
        """,
        draw_text,
        "print({text}.replace({letter}, '*'))",
        lambda v: "*".join(v["text"].split(v["letter"])),
    ),
)

PROGRAMS = (*NUMBER_PROGRAMS, *TEXT_PROGRAMS)
