"""How people ask for texts, translations, searches and news."""

from __future__ import annotations

from dataset.tools.generator.amounts import whole
from dataset.tools.generator.kinds import choice, flag, list_of
from dataset.tools.generator.things import ARTICLE, COUNTRY, GROCERY, LANGUAGE, NEWS, PHRASE, QUERY, WORD
from dataset.tools.generator.wording import Wording

_COUNTS = whole(2, 10)

WORDINGS = (
    Wording(
        "count_text",
        {
            "text": PHRASE,
            "unit": choice(
                {"words": "words", "characters": "characters|signs", "letters": "letters"},
                wrong="syllables|vowels|lines",
            ),
        },
        commands="""
            count the {unit} (in|of) "{text}"
            tell me how many {unit} "{text}" has
            count how many {unit} are in '{text}'
            check the length of "{text}"[ in {unit}]
            give me the number of {unit} in "{text}"
            count the words of a sentence
            measure how long this is: {text}
            tell me how long the text "{text}" is[ in {unit}]
        """,
        sentences="""
            how many {unit} (are|are there) in "{text}"?
            how long is "{text}"?
            how many {unit} does "{text}" have?
            number of {unit}: "{text}"
            length of "{text}"
            "{text}" has how many {unit}?
            what's the length of this text: {text}
        """,
        says={"unit": "in {}|measured in {}"},
        asks={"text": "Which text?|What is the text?"},
        answers="It has {count} {unit}.|{count} {unit}.",
    ),
    Wording(
        "change_case",
        {
            "text": PHRASE,
            "style": choice(
                {"upper": "upper case|capitals|uppercase", "lower": "lower case|small letters", "title": "title case"},
                wrong="camel case|snake case|italics|bold",
            ),
        },
        commands="""
            (write|put) "{text}" in {style}
            convert "{text}" to {style}
            change "{text}" to {style}
            turn this into {style}: {text}
            make it {style}: "{text}"
            change a text to {style}
            change the case of "{text}"
            rewrite "{text}"[ in {style}]
        """,
        sentences="""
            what's "{text}" in {style}?
            I need "{text}" in {style}
            how does "{text}" look in {style}?
            "{text}" in {style}
            {style} for this: {text}
            this should be in {style}: "{text}"
        """,
        says={"style": "to {}|in {}"},
        asks={"style": "Upper, lower or title case?|Which case?", "text": "Which text?|What should I convert?"},
        answers="{text}|Here you are: {text}",
    ),
    Wording(
        "sort_items",
        {
            "items": list_of(GROCERY, 3, 5),
            "descending": flag("from z to a|in reverse order|descending", "from a to z|ascending"),
        },
        commands="""
            sort {items}
            (sort|order) (these|this list): {items}
            put {items} in alphabetical order
            alphabetize {items}
            arrange {items} alphabetically
            sort my list
        """,
        sentences="""
            here's a list: {items}. Please sort it
            I have {items}, can you sort them?
            what is the alphabetical order of {items}?
            how would you order {items} by name?
            these need sorting: {items}
            {items}: sorted please
        """,
        asks={"items": "Which items?|What is on the list?"},
        answers="Sorted: {items}.|Here is the list: {items}",
    ),
    Wording(
        "translate",
        {"text": PHRASE, "target_language": LANGUAGE, "source_language": LANGUAGE},
        commands="""
            translate "{text}" (to|into) {target_language}
            translate {text} to {target_language}
            say "{text}" in {target_language}
            tell me how to say "{text}" in {target_language}
            put this into {target_language}: {text}
            translate "{text}"
            translate something into {target_language}
            write '{text}' in {target_language}
        """,
        sentences="""
            how do (you|I) say "{text}" in {target_language}?
            what is "{text}" in {target_language}?
            what does "{text}" mean in {target_language}?
            I need "{text}" in {target_language}
            "{text}" in {target_language}?
            what's the {target_language} for "{text}"?
            I need a translation (into|to) {target_language}
        """,
        says={"source_language": "from {}", "target_language": "to {}|into {}"},
        asks={
            "text": "What should I translate?|Which text?",
            "target_language": "Into which language?|To which language?|Which language would you like?",
        },
        answers="In {language}: {translation}|{translation}",
    ),
    Wording(
        "define_word",
        {"word": WORD},
        commands="""
            define (the word |){word}
            look up {word}[ in the dictionary]
            tell me what {word} means
            explain the word "{word}"
            give me the definition of {word}
            check the meaning of {word}
            look up a word
        """,
        sentences="""
            what does {word} mean?
            what's the meaning of {word}?
            definition of {word}
            {word} meaning?
            what is meant by "{word}"?
            I don't know the word {word}
        """,
        asks={"word": "Which word?|What is the word?"},
        answers="It means {meaning}.|{word}: {meaning}.",
    ),
    Wording(
        "find_synonyms",
        {"word": WORD, "count": _COUNTS},
        commands="""
            find (synonyms|a synonym) for {word}
            give me {count} synonyms for {word}
            list other words for {word}
            suggest (words like|alternatives to) {word}
            show me {count} words that mean the same as {word}
            look up synonyms
        """,
        sentences="""
            what's another word for {word}?
            synonyms for {word}?
            which words mean the same as {word}?
            what can I say instead of {word}?
            I keep writing {word}, what else could I use?
            are there other words for {word}?
        """,
        says={"count": "and show me {}|, {} of them"},
        asks={"word": "For which word?|Which word?"},
        answers="Try {synonyms}.|Some synonyms: {synonyms}",
    ),
    Wording(
        "search_web",
        {"query": QUERY, "results": _COUNTS},
        commands="""
            search (the web |online |)for {query}
            google {query}
            look up {query}
            find something (online about|on the web about) {query}
            do a web search for {query}
            show me {results} results for {query}
            search the web
            search for something online
        """,
        sentences="""
            what does the internet say about {query}?
            I want to search for {query}
            web search: {query}
            can you find anything about {query}?
            what comes up when you search for {query}?
            I'm looking for information on {query}
        """,
        says={"results": "with {} results|and give me {} results"},
        asks={"query": "What should I search for?|What are you looking for?"},
        answers="I found {results[0][title]}.|The first result is {results[0][title]} on {results[0][site]}.",
        alike="encyclopedia get_news search_products find_recipe translate define_word",
    ),
    Wording(
        "encyclopedia",
        {"topic": ARTICLE},
        commands="""
            look up {topic} in the encyclopedia
            show me the (wiki|encyclopedia) article (on|about) {topic}
            read me the article about {topic}
            get the encyclopedia summary of {topic}
            give me background on {topic}
            look something up in the encyclopedia
        """,
        sentences="""
            what does the encyclopedia say about {topic}?
            is there an article about {topic}?
            I'd like to read about {topic}
            summary of the article on {topic}
            encyclopedia entry for {topic}
            what is written about {topic}?
        """,
        asks={"topic": "Which article?|About what?"},
        answers="{summary}|The article says: {summary}",
        alike="search_web get_news",
    ),
    Wording(
        "get_news",
        {"topic": NEWS, "country": COUNTRY, "count": _COUNTS},
        commands="""
            (show|give|get) me the (latest |)news (about|on) {topic}
            read me the headlines about {topic}
            find news about {topic}
            get {count} headlines on {topic}
            tell me what's new in {topic}
            check the news
            show me the news
        """,
        sentences="""
            what's (new|happening) in {topic}?
            any news (about|on) {topic}?
            {topic} news
            what are the headlines on {topic}?
            is there anything new about {topic}?
            what's in the news?
        """,
        says={"topic": "about {}|on {}", "country": "from {}|in {}", "count": "but only {} of them|, {} headlines"},
        asks={"topic": "On which topic?|About what?|Which topic are you interested in?"},
        answers="The top headline is {headlines[0]}.|{headlines[0]}",
        alike="search_web encyclopedia",
    ),
)
