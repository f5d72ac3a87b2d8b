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
        Hello[ there], {name} is my name and {town} is my home.
        Hi, I'm {name}. I (live in|come from) {town}.
        Good day[ to you], people in {town} call me {name}.
        Hey[ hey], it's me, {name}!
        Let me introduce myself: I am {name}, and I come from {town}.
        Hello, {name} speaking, I (write|am calling) from {town}.
        Nice to meet you[ at last], I am {name} from {town}.
        Howdy! You can call me {name}[, everybody does].
        Good to (see|meet) you! I am called {name} and live in {town}.
        A (warm|friendly) hello from {name} in {town}!
        Hi[ hi], {name} from {town} here.
        Hello, my name is {name} and I would like to chat[ with you].
        May I introduce myself? My name is {name}, I am new in {town}.
        Hiya, I just arrived from {town}. The name is {name}.
        I wish you a good day. I am {name}, a new (user|face) from {town}.
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
        Thank you[ very much] for telling {name} about {topic}.
        (Thanks|Cheers) for the (tips|lesson) on {topic}, signed {name}.
        I am grateful for your help with {topic}, and so is {name}.
        {name} says thank you for the (story|facts) about {topic}.
        I owe you my thanks, {name} now understands more of {topic}.
        With your help {name} passed the test on {topic}. Thank you!
        That answer about {topic} helped me[ a lot], thank you. Yours, {name}
        Thx for the info on {topic}! {name}
        How kind of you to help {name} with {topic}, thank you[ so much]!
        Please accept the thanks of {name} for your words on {topic}.
        I (just want|would like) to thank you for explaining {topic} to {name}.
        We thank you, {name} and I, for the (hour|chat) on {topic}.
        Your notes on {topic} were a great help to {name}. Many thanks!
        Thank you, now {name} knows all there is to know about {topic}.
        My friend {name} and I (really|very much) appreciate your help with {topic}.
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
        Bye[ for now], I am going to {town}.
        (Goodbye|Farewell), {name} and I are leaving for {town}.
        See you[ soon], my bus to {town} is about to leave.
        I have to go now, {name} is calling me from {town}.
        Take care[ of yourself], {name} and I are off to {town}!
        Good night, tomorrow I must get up early and go to {town}.
        It is time for me to say goodbye, {name} is here to drive me to {town}.
        So long, we will talk again when I am back from {town}.
        Until next time! {name} and I drive (home|back) to {town}[ now].
        That's it from me, I am (leaving|heading out) to see {name} in {town}.
        Let's stop here, I must (hurry|run) to {town}. Bye!
        Catch you later, {name} wants to go to {town} with me.
        I am leaving you now, {name} and all of {town} are waiting. Farewell!
        Talk to you tomorrow[, I hope], now I travel to {town}.
        All the best to you, I (close this chat|log off) now. {name} in {town} has dinner ready.
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
        (What|Who) am I talking to[ here]? {name} in {town} would like to know.
        Tell {name} from {town} what you are.
        Are you (a human|a real person|alive)? {name} asked me that in {town}.
        {name} wonders whether you are a person or a computer[, and so does all of {town}].
        Can you tell me what kind of thing you are? {name} from {town} has to know.
        Please (introduce yourself|explain who you are) to {name} from {town}.
        My friend {name} in {town} says you are just a machine. Is that (true|so)?
        Is there a human being behind these answers? {name} in {town} doubts it.
        Do you have a body, or are you software? {name} (in|from) {town} asks.
        What should I tell {name} in {town} when I am asked who you are?
        I need to know if you are (an AI|a chatbot|a robot) or a human, writes {name} from {town}.
        Who is it that answers me here? {name} thinks it is a person in {town}.
        Are you a living being, {name} asks from {town}, or only code?
        Say something about yourself: who are you? {name} in {town} is reading this too.
        {name} from {town} bets that you are no human. What are you[ really]?
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
        Tell me (what you think|your thoughts) about {topic}.
        What is your (opinion|view|take) on {topic}? {name} would like to hear it.
        Are you a fan of {topic}, like {name}?
        {name} is (fond of|crazy about) {topic}. How about you?
        Do you find it (exciting|fun) to read about {topic}? {name} does not.
        Where do you stand on {topic}? {name} and I cannot agree.
        Can you tell {name} what you think about {topic}[, please]?
        I (hate|love) {topic}, and so does {name}. What about you?
        {name} and I argue about {topic}. Which side are you on?
        Let {name} know your thoughts on {topic}[, please].
        In your opinion, is it worth learning about {topic}? {name} thinks so.
        Please give {name} your honest opinion of {topic}.
        I wonder how you see {topic}. {name} and I see nothing good there.
        {name} needs a second opinion on {topic}. What do you (say|think)?
        Some people care for {topic}, others do not. What about you, {name} asks.
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
        {name} just got married in {town}!
        We (won|have won) the match in {town}, hooray for {name}!
        Great (news|things) from {town}: {name} has passed the exam!
        I am (delighted|so glad), {name} found a house in {town}.
        You won't believe it, {name} has had a healthy baby in {town}!
        {name} is well again and back in {town}.
        Today {name} opened a (shop|bakery) in {town}, and it is a success!
        Finally I found a (flat|job) in {town}, close to {name}!
        My team came first in {town}, isn't that wonderful? {name} scored twice!
        What a lovely day, {name} and I got engaged in {town}!
        {name} called from {town}: the operation went well!
        I got a raise and can visit {name} in {town}[ at last]!
        All is well in {town}, and {name} smiles again.
        Our lost dog was found[ safe and sound] in {town} by {name}.
        It's a dream come true: {name} will study in {town}!
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
        {name} broke (a leg|an arm) in {town}.
        (Bad|Sad) news from {town}: {name} lost the job.
        I failed my exam in {town}[ today], and so did {name}.
        Unfortunately {name} had an accident on the way to {town}.
        We lost the match in {town}, and {name} is in tears.
        Somebody stole {name}'s (bicycle|car) in {town}.
        I feel awful since {name} moved away to {town}.
        The (house|flat) of {name} in {town} was flooded.
        {name}'s dog died in {town}[ last night].
        What a terrible day, {name} is in hospital in {town}!
        I miss {name} (so much|badly) and feel lonely in {town}.
        The storm destroyed {name}'s garden in {town}.
        {name} and I had a bad fight in {town}, and now we do not speak[ any more].
        My trip to {town} was cancelled, and {name} is very disappointed.
        It hurts me to say that {name} was robbed in {town}.
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
        You are (so|really) good at explaining {topic}, {name} says.
        (Wow|Bravo), you know more about {topic} than {name}!
        {name} and I think that you are the best when it comes to {topic}.
        You are a (wonderful|great) teacher of {topic}, and {name} agrees.
        Nobody I know is as clever about {topic} as you are, not even {name}.
        I (admire|love) the way you talk about {topic}. {name} does too.
        Your answers on {topic} are (brilliant|excellent), {name} and I agree.
        How smart you are! {name} never saw anyone explain {topic} like that.
        {name} is (impressed|amazed) by all that you know about {topic}.
        You have a real gift for {topic}, my friend {name} says.
        What you write about {topic} is (a joy|a pleasure) to read for {name} and me.
        If only {name} knew as much about {topic} as you do!
        You make {topic} sound easy, {name} says, and that is a real talent.
        {name} told me that your knowledge of {topic} is (amazing|astonishing).
        Well done! Your (text|piece) on {topic} was the finest that {name} has read.
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
        I (apologize|apologise) for being rude when we spoke about {topic}. {name}
        (Sorry|So sorry), {name} and I mixed up everything about {topic}.
        Forgive me, I should have told you about {topic} (before|sooner). {name}
        {name} is sorry for the (rude|harsh) words on {topic}.
        It was my fault that we got {topic} wrong, please excuse me and {name}.
        Excuse me for asking about {topic} again and again, {name} made me do it.
        I did not want to bore you with {topic}, I'm sorry. {name}
        Please do not be angry with {name} because of {topic}, I am sorry.
        I feel bad about what I said of {topic}, can you forgive {name} and me?
        We beg your pardon, {name} and I were wrong about {topic}.
        {name} would like to apologize for the (mix-up|mistakes) with {topic}.
        I was wrong about {topic} and {name} was right. My apologies!
        Oops, (sorry|pardon me), I sent you {name}'s text on {topic} by mistake.
        I wasted your time with {topic}. Sorry about that, {name} and I feel bad.
        I hope you can pardon {name} for the silly jokes about {topic}.
        """,
        _TOPIC,
        "No problem at all.",
    ),
)

NO_TOOL = (*FACTS, *SMALL_TALK)
