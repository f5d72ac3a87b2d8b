"""Small conversations with tools, and the format of their rows."""

from __future__ import annotations

from dataset.layout import Layout, ToolSizes
from dataset.text.word_vocabulary import WordVocabulary
from dataset.tools.classes import ARGUMENTS_START
from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.format import ToolFormat
from dataset.tools.rows import row_texts
from dataset.tools.words import split

WEATHER = Tool(
    "get_weather",
    "Weather of a city on a day",
    (
        Argument("city", {"type": "string", "description": "Name of the city"}, required=True),
        Argument("unit", {"type": "string", "enum": ["celsius", "degrees_fahrenheit"], "default": "celsius"}),
        Argument("days", {"type": "integer", "description": "How many days ahead"}),
    ),
)
MUSIC = Tool(
    "playMusic",
    "Play a song",
    (
        Argument("title", {"type": "string", "description": "Name of the song"}, required=True),
        Argument("loud", {"type": "boolean"}),
    ),
)
HOTEL = Tool(
    "Hotels_1.Find",
    "Find a hotel",
    (
        Argument("where", {"type": "string"}, required=True),
        Argument("stars", {"type": "string", "enum": ["1", "2", "3"]}),
    ),
    service="Hotels_1",
)

TALK = Conversation(
    (MUSIC, WEATHER),
    (
        Turn("user", "Is it warm in Ålesund these two days, in Degrees Fahrenheit?"),
        Turn("tool_call", call=Call("get_weather", {"city": "Ålesund", "unit": "degrees_fahrenheit"})),
        Turn("tool_response", '{"temperature": 71, "sky": ["clear", "calm"]}'),
        Turn("assistant", "Yes, 71 degrees."),
        Turn("user", "Then play Here Comes the Sun, not too loud."),
        Turn("tool_call", call=Call("playMusic", {"title": "Here Comes the Sun", "loud": False})),
        Turn("assistant", ""),
    ),
    name="talk",
)
STATES = Conversation(
    (HOTEL, WEATHER),
    (
        Turn("user", "I need a hotel.", slots={"Hotels_1": {}}, intent="Hotels_1.Find"),
        Turn("assistant", "Where?"),
        Turn("user", "In Bergen, any class.", slots={"Hotels_1": {"where": ("Bergen",), "stars": ("dontcare",)}},
             intent="Hotels_1.Find"),
        Turn("tool_call", call=Call("Hotels_1.Find", {"where": "Bergen"})),
        Turn("tool_response", '{"name": "Bergen Inn"}'),
        Turn("assistant", "The Bergen Inn."),
    ),
    name="states",
)  # fmt: skip
TALKS = (TALK, STATES)


def tool_format(
    talks: tuple[Conversation, ...] = TALKS, words: int = 120, tools: int = 3, arguments: int = 7, lines: int = 12
) -> ToolFormat:
    """The format of rows for these conversations; words that occur once are unknown."""
    known = (word.text for talk in talks for text in row_texts(talk) for word in split(text))
    sizes = ToolSizes(tools=tools, arguments=arguments, letters=8, lines=lines)
    front = ARGUMENTS_START + 2 * arguments + sizes.letters
    return ToolFormat(WordVocabulary.of(known, 2, 1000), front + words, Layout(answer_slots=front, tools=sizes))
