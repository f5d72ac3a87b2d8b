"""The kinds of small talk, each with one short reply, and all prompts that need no tool."""

from __future__ import annotations

from dataset.tools.fields.world import FIRST_NAMES
from dataset.tools.tool_json.facts import FACTS
from dataset.tools.tool_json.no_tool import TALK_TOPICS, TOWNS, Reply, choices

_PERSON = choices(name=FIRST_NAMES[0], town=TOWNS)
_TOPIC = choices(topic=TALK_TOPICS, name=FIRST_NAMES[0])

SMALL_TALK = (
    Reply(
        "greeting",
        """
        Hello, I am {name} from {town}.
        Hi there, my name is {name}!
        Good (morning|afternoon|evening), {name} here.
        Hey, this is {name} from {town}[, nice to meet you].
        Greetings from {town}, I go by {name}.
        """,
        _PERSON,
        "Hello {name}!",
    ),
    Reply(
        "thanks",
        """
        Thank you[ so much] for the help with {topic}, says {name}.
        Thanks[ a lot], now I know more about {topic}. {name}
        {name} and I thank you for the words about {topic}.
        Many thanks from {name} for the notes on {topic}.
        What you told {name} about {topic} was very kind of you.
        """,
        _TOPIC,
        "You are welcome!",
    ),
    Reply(
        "goodbye",
        """
        Goodbye, I have to leave for {town} now.
        Bye[ bye], {name} is waiting for me in {town}.
        See you later, I go to {town} with {name}.
        That was all[ for today], the train to {town} is here.
        I must be off, {name} and {town} will not wait.
        """,
        _PERSON,
        "Goodbye!",
    ),
    Reply(
        "who_are_you",
        """
        Who are you? {name} from {town} wants to know.
        Are you a person[ like {name}] or a machine? I ask from {town}.
        {name} in {town} asks whether you are a robot.
        What are you[, a program]? My friend {name} is curious. Best from {town}.
        Somebody called {name} in {town} thinks that you are human. Are you?
        """,
        _PERSON,
        "I am a small program.",
    ),
    Reply(
        "opinion",
        """
        What do you think (about|of) {topic}?
        Do you like {topic}? {name} does.
        {name} asks for your opinion on {topic}.
        Is {topic} (interesting|boring) to you? {name} says no.
        How do you feel when {name} talks of {topic}?
        """,
        _TOPIC,
        "I have no opinion on {topic}.",
    ),
    Reply(
        "good_news",
        """
        Good news: {name} moved to {town}!
        {name} won a prize in {town}[ today]!
        I am so happy, {name} is coming to {town}!
        We found the lost cat of {name} in {town}!
        Guess what, {name} got the job in {town}!
        """,
        _PERSON,
        "That is good to hear!",
    ),
    Reply(
        "bad_news",
        """
        {name} is ill and cannot come to {town}.
        I am sad, {name} left {town}[ today].
        The shop of {name} in {town} burned down.
        {name} lost the keys in {town}[ again].
        Things are not well in {town}, and {name} cries a lot.
        """,
        _PERSON,
        "I am sorry to hear that.",
    ),
    Reply(
        "compliment",
        """
        You know a lot about {topic}, says {name}.
        {name} thinks you are great at {topic}.
        Nobody explains {topic} as well as you[, {name} says].
        I like how you speak of {topic}, and so does {name}.
        With you even {topic} is fun for {name}.
        """,
        _TOPIC,
        "That is kind of you!",
    ),
    Reply(
        "apology",
        """
        Sorry[, {name} here], I did not mean to speak ill of {topic}.
        I am sorry that {name} and I forgot about {topic}.
        Please forgive {name} for the mistake about {topic}.
        My apologies for all the talk about {topic}[, yours {name}].
        {name} regrets what was said here about {topic}.
        """,
        _TOPIC,
        "No problem at all.",
    ),
)

NO_TOOL = (*FACTS, *SMALL_TALK)
