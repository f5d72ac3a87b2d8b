"""What users and the assistant say in every conversation, whatever the tools are. Patterns, one a line."""

from __future__ import annotations

THANKS = """
    (thanks|thank you|thx)
    (great|perfect|nice|cool), (thanks|thank you)
    that's all, thanks
    thanks a lot
    wonderful, that's it
    ok (thanks|thank you)
    awesome
    that's (perfect|great)
    good, (bye|see you)
    much appreciated
"""
WELCOME = """
    You're welcome!
    (Any time.|No problem.|My pleasure.)
    Glad I could help.
    Anything else?
    Have a nice day!
"""
AGAIN = """
    and {value}?
    (what|how) about {value}?
    now (the same |){value}
    same (thing|question) {value}
    (and |)once more {value}
    (ok |okay |)and {value}?
    do (that|it|the same) again {value}
    the same {value} please
    and now {value}
    (could|can) you also do it {value}?
"""
AGAIN_BARE = """
    and {value}?
    (what|how) about {value}?
    same for {value}
    and for {value}?
    also for {value} please
    now (do |)the same for {value}
    {value} too please
    (ok |okay |)and {value}?
    now {value}
    do the same for {value}
"""
CORRECTION = """
    (actually|wait|hm), (make it|make that) {value}
    sorry, I meant {value}
    no wait, {value}
    (oops|sorry), {value}
    I'd rather have it {value}
    no, {value}
    (I changed my mind|change of plans), {value}
    it should be {value}
    correction: {value}
    I said it wrong, {value}
"""
CORRECTION_BARE = """
    (actually|wait|hm), (make it|make that) {value}
    sorry, I meant {value}
    no wait, {value}
    change (it|that) to {value}
    I'd prefer {value}
    (I meant|I mean) {value}
    not {old}, {value}
    it should be {value}, not {old}
    {value} instead of {old} please
    (oops|sorry), {value}
"""
TAKEN_BACK = """
    {old}, no, {value}
    {old}, no wait, {value}
    {old}, (sorry|I mean), {value}
    {value}, not {old},
    {old}, I meant {value}
    {old}, actually {value}
    {value} and not {old}
    {old} no sorry {value}
"""
EXCLUDED = """
    {request}, not {old}
    not {old}, {value}: {request}
    {request}. I don't mean {old}, I mean {value}
    {request}, {value} and not {old}
    {request}. Not {old}!
    forget {old}, it's {value}: {request}
"""
GIVEN = """
    {value}
    {value}
    {value} please
    {value}, (thanks|please)
    (oh |)sorry, {value}
    (it's|it is) {value}
    (let's say|let's go with) {value}
    {value} would be good
    (right|sure|yes), {value}
    {value} I think
"""
GIVEN_TWO = """
    {value}
    {value} please
    sorry, {value}
    sure, {value}
    {value}, thanks
"""
GIVEN_UP = """
    (never mind|nevermind|forget it)
    (never mind|forget it), I'll do it (later|myself)
    I don't know, leave it
    oh, then don't bother
    cancel that
    I'm not sure yet, let's do it another time
    no, skip it
"""
GIVEN_UP_ANSWER = """
    Okay, I won't do anything.
    (All right.|No problem.|Okay.) Let me know when you need it.
    Fine, I left everything as it is.
"""
BEFORE_QUESTION = ("", "", "Sure. ", "Okay. ", "Of course. ", "Happy to help. ")
FORBIDDEN = """
    (don't|do not) {command}
    (please |)don't {command}( please|)
    (no need to|you don't need to) {command}
    you don't have to {command}, I'll do it myself
    I don't want you to {command}
    (never mind|forget it), (don't|no need to) {command}
    whatever you do, do not {command}
    (stop|wait), don't {command}
    for now (don't|do not) {command}
    there's no need to {command} any more
    let's not {command}
    I said don't {command}
"""
FORBIDDEN_BUT = """
    don't {command}, {other}
    don't {command}, just {other}
    no need to {command}, (but |)please {other}
    instead of asking you to {command}, I want you to {other}
    you don't have to {command}. {other} instead
    (please |)don't {command}, {other} instead
    {other}, but don't {command}
    {other}. No need to {command}
    I don't want you to {command}, I want you to {other}
    rather than {command}, {other}
"""
OBEYED = """
    Okay, I won't.
    (All right|Okay|Understood), I'm not doing that.
    Fine, I'll leave it.
    Sure, I won't do anything.
    Got it. Anything else?
"""
NOT_POSSIBLE = """
    (Sorry|I'm sorry), I can't do that with the tools I have.
    (Unfortunately|Sorry,) I have no tool for that.
    I can't help with that, (sorry|I'm afraid).
    That is beyond what my tools can do.
    None of my tools can do that.
"""
NOT_ALLOWED = """
    (Sorry, that|That) isn't possible. The {noun} can be {options}.
    I can only (do|offer) {options}. Which one would you like?
    That's not one of the options. Please choose between {options}.
    Only {options} (are|is) possible. Which one?
"""
NO_NUMBER = """
    I need a number for the {noun}. Which one?
    The {noun} must be a number.
    (Sorry, that|That) isn't a number. What should the {noun} be?
"""
BROKEN = """
    (Sorry|I'm sorry), that didn't work. Please try again later.
    The service isn't available at the moment.
    Something went wrong, (sorry|I'm afraid).
"""
TRY_AGAIN = """
    (try|can you try) (again|once more)
    (please |)try (it |)again
    (once more|again) please
    one more time
    do it again
    give it another try
"""
AND_THEN = """
    {one} and (then |){two}
    {one}, then {two}
    {one} and after that {two}
    {one}, and {two}
    first {one} and then {two}
    {one}. Then {two}
    {one} and when you're done {two}
"""
AND_ALSO = """
    {one} and {two}
    {one}. Also, {two}
    {one} and also {two}
    {one}, and {two}
    two things: {one}, and {two}
    {one}. And {two}
    {one} plus {two}
    {one}, oh and {two}
"""
SYSTEM = """
    You are a helpful assistant.
    You are an assistant that can call tools. Answer directly if no tool fits.
    Help the user. Ask if something is missing.
    You are a friendly assistant. Be brief.
    Use a tool where one fits.
"""
SMALL_TALK = """
    (hi|hello|hey)( there|!|)
    (good morning|good evening|good afternoon)
    how are you( doing|)( today|)?
    what's up?
    who are you?
    (what can you do|how can you help me)?
    are you (a robot|human|real)?
    tell me a joke
    do you know a (good |)(joke|riddle|story)?
    I'm (bored|tired|so happy|a bit sad)( today|)
    (I love you|you're great|you are so smart)
    what's your (name|favorite color|favorite food)?
    sing me a song
    (you're wrong|that's not what I asked)
    (ok|okay|hm|alright)
    (yes|no|maybe)
    that's (funny|interesting|strange)
    nice to meet you, I'm {person}
    I (had a long day|slept badly|have a headache)
    do you (like|enjoy) (music|football|cooking)?
    (good night|see you tomorrow|bye)
    what do you think about (love|politics|pineapple on pizza)?
    can you keep a secret?
    my (dog|cat|brother|friend) is (ill|silly|the best)
    it's my birthday
    (lol|haha|wow)
    just testing
    I was in {city} last week
    {person} says hello
    you never (listen|sleep|laugh), do you?
"""
SMALL_TALK_ANSWER = """
    (Hello!|Hi!|Hey!) What can I do for you?
    I'm an assistant, and I'm doing fine. How can I help?
    (Good to hear.|I see.|Interesting.) Is there anything I can do?
    (Ha!|Well.) Let me know if you need something.
    I'm here whenever you need me.
"""
TRIVIA = """
    who (wrote|published) {book}?
    how (tall|high) is (Mount Everest|the Eiffel Tower|a giraffe)?
    (why|since when) is the sky blue?
    what is the capital of {country}?
    who (discovered|invented) (electricity|penicillin|the telephone|gravity)?
    how many (people live|languages are spoken) in {country}?
    what's the meaning of life?
    how does a (fridge|plane|battery|nuclear reactor) work?
    write (me |)a poem about (the sea|autumn|{city})
    what is the (largest|smallest|fastest) animal?
    how (deep|old|big) is the (ocean|universe|Moon)?
    when did {country} become independent?
    explain (gravity|inflation|photosynthesis) to a child
    write a (short |)story about a (dragon|robot|lonely whale)
    how do I (tie a tie|change a tire|boil an egg)?
    what's the (boiling point of water|chemical symbol of gold)?
    who is the (president|king|queen) of {country}?
    give me advice on (my career|learning to swim|my garden)
    is it (healthy|legal|dangerous) to (eat chalk|swim at night|sleep outside)?
    which (book|hobby|sport) should I (start|try)?
"""
