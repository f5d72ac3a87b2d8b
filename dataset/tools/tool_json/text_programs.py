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
        {name} and {other} play hangman with the word {word}. How many gaps does the guess {letter} fill?
        letter {letter} in {word}, how many
        I practise spelling with my class. How many times have we got {letter} in "{word}"?
        Given the string "{word}", return the number of characters equal to {letter}.
        When I type {word} on my keyboard, how many times do I hit the {letter} key?
        My pen skips each {letter}. How many letters will be missing when I write {word}?
        Is there a lot of the letter {letter} in "{word}"? Say exactly how many there are.
        For a door sign with {word} on it, how many stickers of the letter {letter} must I buy?
        Scan {word} and keep a tally of every {letter} you (come across|meet). What is the tally at the end?
        Could you check {word} for me and say how many of the letter {letter} it contains?
        Take a string, "{word}", and a character, {letter}. Compute how often the second is found in the first.
        Within "{word}", {letter} is used how many times?
        A neon sign reads {word}, and every {letter} in it is broken. How many letters need repair?
        Number of {letter}'s in the spelling of {word}, please.
        While you read "{word}", clap whenever the letter {letter} comes. How many claps are heard?
        We paint each {letter} of the word {word} red and all else black. What number of letters will be red?
        "{word}" holds some copies of the letter {letter}; how many exactly?
        {name} wipes everything off {word} except the letter {letter}. How many letters are still on the board?
        count {letter} for me, the word is {word}
        Children, how many {letter}'s does it take to spell {word}?
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
        {word} backwards pls
        Looking in a mirror, {name} sees the word {word} the wrong way round. Which letters appear, left to right?
        Swap the first letter with the last, the second with the last but one, and so on, in the word {word}.
        Given the string "{word}", return its reverse.
        Someone comes from the wrong side and reads {word} from its final letter on. What does this person read?
        My dog's name is {word} spelled backwards. What is my dog called?
        "{word}", but the other way around: what would that be?
        Stack up the letters of {word} one by one, then take them off from the top. What do you get?
        I write {word} in my diary in code, starting at its end and finishing at its start. What should I put down?
        Show me {word} as it reads in reverse.
        Each carriage of a train bears one letter of {word}, in order. What do they spell from the rear to the front?
        Last letter first, first letter last: how is "{word}" written then?
        For homework, {name} has to spell words in reverse. If the word is {word}, what is the solution?
        Pop the letters off the end of "{word}" one at a time and line them up as they come.
        By mistake, a shop sign with the word {word} was put up in reverse. What did people see on it?
        reverse string "{word}" and output it
        Is it hard to say {word} backwards? Please spell it that way for me.
        Rearrange the word {word} so that its whole spelling runs in the opposite direction.
        Invert the spelling of {word}.
        If English ran from right to left, how would {word} look on paper?
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
        backwards please, every character: {text}
        A tape of someone spelling "{text}" is played in reverse. Which letters and blanks come now, in order?
        Given s = "{text}", return s with its characters in inverted order.
        My printer puts out each line from its end to its beginning. What will it make of "{text}"?
        Deleting "{text}" with the backspace key, which characters vanish? Write them in a row as they go.
        For a mirror message to {other}, {name} needs "{text}" spelled from its end. What is the message?
        Invert "{text}" as a whole, so that the words and their letters both run the opposite way.
        "{text}" reversed character by character is what?
        Push every character of "{text}" on a stack, pop them all and print what comes out.
        Can the computer say "{text}" from tail to head? Print all its letters and blanks that way.
        Our banner "{text}" was printed in reverse, the last character at the far left. What does it say now?
        Loop over the string "{text}" from the highest index down to the lowest and join what you find.
        i want this line in reverse, spaces and all: {text}
        Our teacher lets us spell "{text}" with the final letter first and the initial letter last. What is right?
        Exchange the first character of "{text}" with the last, the second with the last but one, and so forth.
        To hide a password hint, {name} stores "{text}" with its characters in reverse. What is stored?
        When the string "{text}" is turned end to end, what is the outcome?
        Start at the right edge of "{text}", walk to the left and note each letter or space that you pass.
        Beads with the characters of "{text}" hang on a thread. Read them off, but start at the other end.
        Would you be so kind as to reproduce "{text}" in back to front spelling, blanks included?
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
        caps lock version of: {text}
        {name} fills in a form that accepts only capitals. How must "{text}" be entered?
        Given the string "{text}", return it with all characters uppercased.
        My keyboard is stuck on capitals. If I type "{text}", what shows up on the screen?
        For our poster, could "{text}" be set in nothing but capitals?
        Loud people on the internet write in big letters only. How would they post "{text}"?
        "{text}" is too quiet like that; make each letter a big one.
        Which text do you get once the small letters in "{text}" have all been swapped for large ones?
        A comic book prints all speech entirely in capitals. What does the bubble for "{text}" say?
        i'd like this uppercased: {text}
        This machine engraves upper case letters only. What will be engraved if {name} asks for "{text}"?
        From start to end, put the text "{text}" into upper case.
        Since {other} finds lower case hard to read, show "{text}" in capitals from the first letter to the last.
        Does "{text}" look better when every single letter is a capital? Let me see it.
        Set "{text}" in upper case type, none of the letters small.
        Our teacher wants "{text}" copied with big letters alone. What goes into the notebook?
        Old telegrams knew only capitals. How does "{text}" read as such a telegram?
        Normalize the label "{text}" by upper-casing all of it.
        All caps is the style for warnings. Turn "{text}" into such a warning.
        Apart from the blanks, there should be nothing but capitals. How is "{text}" spelled then?
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
        title case please: {text}
        {name} names a painting "{text}". On the label, every word starts with a capital. What does it say?
        Given "{text}", return a string in which each word is capitalized.
        Suppose "{text}" were a film. How would a poster show it, with a capital for the first letter of each word?
        Uppercase the beginnings of the words in "{text}", and nothing else.
        Our library enters books with a big letter at the front of every word. How is "{text}" entered?
        Wherever a word begins in "{text}", swap the small letter for its capital.
        "{text}" is the heading of my essay, but I forgot the capitals that open the words. Fix it, please.
        What would "{text}" look like if all its words were proper nouns?
        i need capitals at the start of all the words here: {text}
        On a menu, each word of a dish is capitalized. How does "{text}" appear there?
        Word by word, lift the opening letter of "{text}" to upper case.
        Can "{text}" get headline style capitals, one at the head of each word?
        Every word in "{text}" deserves a capital to begin with, while its other letters remain lower case. Show me.
        A street is named "{text}". On its sign, the words open with capitals and go on in small letters. What is there?
        Make a proper title from "{text}" by capitalizing the leading letter of each word.
        At the very start and after each blank, the letter in "{text}" must become a capital. Do that.
        Rewrite the team name "{text}" the way names are written, all of its words with a capital in front.
        {name} forgot the shift key in "{text}". How should it read with an upper case letter to start each word?
        Only initials big, everything else small: how do you write "{text}" like that?
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
        char count of this, spaces too: {text}
        {name} carves "{text}" into wood, one minute for every letter or gap. How many minutes does the work take?
        Given s = "{text}", what is the length of s?
        I have to fit "{text}" on a display. How many places do its letters and spaces take up?
        By how many characters does the cursor move while "{text}" is typed?
        Suppose "{text}" is stored with one byte for each character. How many bytes does it need?
        Blanks are characters as well. With that in mind, give the size of "{text}".
        From in front of "{text}" to its end, how often do I press the right arrow key?
        An old typewriter moves on one step for each letter or space. How many steps does it make for "{text}"?
        the text is "{text}", whats its length with blanks
        Add the number of letters in "{text}" to the number of its spaces. What is the sum?
        If {name} erases "{text}" one character at a time, how many times is the delete key hit?
        "{text}" contains how many characters if you omit nothing, not even the gaps between the words?
        Let me know how big the string "{text}" is, each blank counted as a character.
        Before sending "{text}", {other} wants to know how many characters that makes, the gaps between words too.
        Determine the string length of "{text}".
        Not just the letters but the spaces as well: how many are in "{text}" together?
        Could you add up all the characters in "{text}", be they letters or spaces?
        A bracelet says "{text}", one bead a letter and a plain bead for every blank. How many beads are on it?
        Our shop prints mugs with a limit on characters, spaces too. How many would "{text}" use up?
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
        vowels in "{text}", how many
        {name} teaches reading and colours all the vowels of "{text}" red. How many red letters are there?
        Given the string "{text}", return how many of its characters belong to the set of vowels.
        From "{text}", pick out every a, e, i, o and u. How many letters have you picked?
        If {name} claps at each vowel while spelling "{text}", how many claps are there?
        In a game, each vowel tile costs one coin, consonants are free. How many coins does it take to lay "{text}"?
        Some letters in "{text}" are vowels and the rest are consonants. Give me the number of the former.
        Let me know how many vowels, repeated ones too, there are within "{text}".
        "{text}" consists of consonants, blanks and how many vowels?
        my homework is to count all the vowels of "{text}" together, what do i write
        Starting from zero, loop over "{text}" and raise a counter by one at each vowel. Where does it end?
        A robot can't pronounce vowels and beeps instead. How many beeps come when it spells "{text}"?
        Besides its consonants, "{text}" has vowels in it. What is their number?
        Do a vowel tally for "{text}", please, a single total.
        Someone rubs out each letter of "{text}" that isn't a vowel. What number of letters is still there?
        How rich in vowels is "{text}"? I want the plain number of them.
        When all vowels of "{text}" are set in bold, how many bold letters does the page show?
        Total up the a's, e's, i's, o's and u's of "{text}".
        For a linguistics class, {name} needs the vowel total for "{text}". What is it?
        Check each character in "{text}": is it a vowel or not? Report how many times the answer is yes.
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
        longest word here? {text}
        On squared paper, with one square per letter, which word of "{text}" fills the most squares?
        Given a string of words, "{text}", return the one whose length is greatest.
        Whoever holds the word with the most letters wins. The cards say "{text}". Which word wins?
        Among the words that make up "{text}", show me the lengthiest.
        {name} forgot all of "{text}" but the word that takes the most letters to write. What is it?
        Throw out the shorter words of "{text}" until only the longest is left.
        Which part of "{text}", split at the blanks, has the maximum length?
        "{text}": among these, what word has the largest letter count?
        i must learn to spell "{text}", which word has the most letters in it
        Maximum by length over the words of "{text}", please.
        When the words of "{text}" are typed below each other, which one reaches farthest to the right?
        A spelling bee uses the words "{text}", and the one with the most letters goes to {name}. Which is that?
        Would you say which word in "{text}" beats the rest in length?
        For which word in "{text}" do you have to press the most keys?
        Search "{text}" for its longest item and output that word alone.
        My crossword has room for a really long entry. Which of the words "{text}" is the longest?
        Walk through the words in "{text}", always remembering the longest so far. Which do you end up with?
        Let the words of "{text}" compete in length. Which one is the champion?
        The column must be wide enough for every word of "{text}". Which word, having the most letters, decides that?
        """,
        draw_text,
        "print(max({text}.split(), key=len))",
        lambda v: sorted(v["text"].split(), key=lambda word: -len(word))[0],
    ),
    *WORD_PROGRAMS,
)

PROGRAMS = (*NUMBER_PROGRAMS, *TEXT_PROGRAMS)
