"""How people ask for music, movies and events."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, TIME, VAGUE, whole
from dataset.tools.generator.kinds import choice, flag, list_of
from dataset.tools.generator.things import ARTIST, CITY, FILM, PLAYLIST, SONG
from dataset.tools.generator.wording import Wording

_DAY = "on {}|{}|for {}"

_ASK_CITY = {"city": "In which city?|Which city?|For which city?|Where?"}

WORDINGS = (
    Wording(
        "play_music",
        {
            "song": SONG,
            "artist": ARTIST,
            "genre": choice(
                {
                    "rock": "rock",
                    "pop": "pop",
                    "jazz": "jazz",
                    "classical": "classical",
                    "electronic": "electronic",
                    "folk": "folk",
                },
                wrong="polka|reggae|death metal|country|opera",
            ),
            "shuffle": flag("on shuffle|in random order|shuffled", "in order|without shuffle"),
        },
        commands="""
            play {song}[ by {artist}]
            (play|put on) some {genre} music
            put on {song}
            play something by {artist}
            start playing {artist}
            play {genre}
            play the song {song}
            put {artist} on
            start some {genre}
            play a song by {artist}
        """,
        sentences="""
            I want to (hear|listen to) {song}[ by {artist}]
            I'm in the mood for {genre} music
            can I hear {artist}?
            let's listen to {artist}
            music by {artist}
            I feel like {genre} music
            I'd love to hear {song}
            some {genre} music please
        """,
        says={"artist": "by {}|from {}"},
        shapes="song|artist|genre|song artist",
        answers="Playing {playing} by {by}.|Here is {playing}.|Enjoy {playing}.",
        changes=True,
    ),
    Wording(
        "create_playlist",
        {
            "name": PLAYLIST,
            "songs": list_of(SONG, 1, 3),
            "public": flag("and make it public|that everyone can see", "and keep it private|just for me"),
        },
        commands="""
            (create|make) a (new |)playlist
            create a playlist called {name}
            start a new playlist[ named {name}]
            make me a {name} playlist
            build a playlist with the name {name}
            set up a playlist
        """,
        sentences="""
            I (need|want) a (new |)playlist
            I want a playlist called {name}
            new playlist: {name}
            can I have a playlist named {name}?
            there should be a playlist called {name}
            a playlist named {name}, please
        """,
        says={"name": "called {}|named {}", "songs": "with {}|with the songs {}|containing {}"},
        asks={"name": "What should it be called?|What is its name?"},
        answers="I created {playlist} with {songs} songs.|The playlist {playlist} is ready.",
        changes=True,
    ),
    Wording(
        "set_volume",
        {"level": whole(1, 100, wrong="loud|purple|very quiet")},
        commands="""
            set the volume (to|at) {level}
            turn the (volume|sound|music) (up |down |)to {level}
            change the volume
            make it {level} percent loud
            put the volume on {level}
            adjust the volume
        """,
        sentences="""
            volume {level}
            volume to {level} please
            I'd like the volume at {level}
            the volume should be {level}
            it should be at volume {level}
            the volume isn't right
        """,
        says={"level": "to {}"},
        asks={"level": "To which level?|How loud should it be?"},
        answers="The volume is {volume} now.|Volume {volume}.",
        changes=True,
    ),
    Wording(
        "find_movies",
        {
            "genre": choice(
                {
                    "comedy": "comedy",
                    "drama": "drama",
                    "action": "action",
                    "horror": "horror",
                    "romance": "romance|romantic",
                    "animation": "animation|animated",
                },
                wrong="western|musical|film noir|documentary",
            ),
            "city": CITY,
        },
        commands="""
            find a[ {genre}] (movie|film)
            show me what's on in the cinemas
            look for {genre} movies
            suggest a {genre} film
            search for movies that are on
            check which[ {genre}] movies are showing
        """,
        sentences="""
            what {genre} (movies|films) are on?
            which movies are showing?
            what's on at the cinema?
            I feel like watching a {genre} movie
            are there any good {genre} films?
            what's in the cinemas?
        """,
        says={"city": "in {}", "genre": "of the genre {}"},
        shapes="genre|city|genre city",
        answers="They show {movies[0][title]} and {movies[1][title]}.|"
        "{movies[0][title]}, {movies[1][title]} and {movies[2][title]} are on.",
        offers={"buy_movie_tickets.movie": "movies.*.title", "movie_details.title": "movies.*.title"},
        alike="find_events",
    ),
    Wording(
        "buy_movie_tickets",
        {
            "movie": FILM,
            "date": DATE,
            "time": TIME,
            "tickets": whole(2, 8, wrong=VAGUE),
            "subtitles": flag("with subtitles|subtitled", "without subtitles|no subtitles please"),
        },
        commands="""
            (buy|get|book) (me |us |)tickets for {movie}
            book seats for {movie}
            buy cinema tickets
            get {tickets} tickets for {movie}
            reserve seats for {movie}
            get movie tickets[ for {movie}]
        """,
        sentences="""
            I want to see {movie}
            we'd like to watch {movie}
            {tickets} tickets for {movie} please
            I need tickets for {movie}
            can I get tickets for {movie}?
            I want to go to the cinema
        """,
        says={
            "movie": "for {}|to see {}",
            "date": _DAY,
            "time": "at {}",
            "tickets": ", {} tickets|for {} people",
        },
        asks={"movie": "Which movie?|For which movie?", "date": "On which day?|For when?|Which day?"},
        answers="Your seats are {seats}. It begins at {start}.|That costs ${price} and starts at {start}.",
        changes=True,
    ),
    Wording(
        "movie_details",
        {"title": FILM},
        commands="""
            tell me (about|more about) the movie {title}
            look up {title}
            find out who directed {title}
            check how long {title} is
            get details on the film {title}
            look up a movie
        """,
        sentences="""
            who directed {title}?
            how long is {title}?
            when did {title} come out?
            who's the director of {title}?
            what year is {title} from?
            what is {title} about, and how long is it?
        """,
        asks={"title": "Which movie?|What is its title?"},
        answers="It was directed by {director} in {year} and takes {minutes} minutes.|"
        "{director}, {year}, {minutes} minutes.",
    ),
    Wording(
        "find_events",
        {
            "city": CITY,
            "kind": choice(
                {
                    "concert": "concert",
                    "theater": "theater|theatre",
                    "exhibition": "exhibition|art exhibition",
                    "festival": "festival",
                },
                wrong="flea market|circus|fireworks|lecture|marathon",
            ),
            "date": DATE,
        },
        commands="""
            find (events|something to do)
            look for a {kind}
            show me what's going on
            search for events
            check what's happening
            find a {kind} we can go to
        """,
        sentences="""
            what's (going on|happening)?
            is there a {kind}?
            are there any events?
            I want to go to a {kind}
            what can we do?
            any {kind} coming up?
        """,
        says={"city": "in {}", "kind": ", maybe a {}", "date": "on {}|{}"},
        asks=_ASK_CITY,
        answers="{events[0][name]} is at the {events[0][venue]}.|There is {events[0][name]} on {events[0][date]}.",
        alike="find_movies",
    ),
)
