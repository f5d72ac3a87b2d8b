"""How people ask for restaurants, food, recipes, music, movies, events and sports."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, TIME, VAGUE, percent, whole
from dataset.tools.generator.kinds import choice, flag, list_of
from dataset.tools.generator.things import (
    ADDRESS,
    ARTIST,
    CITY,
    CUISINE,
    DISH,
    FILM,
    FOOD,
    ORDER_NUMBER,
    PLAYLIST,
    RESTAURANT,
    SONG,
    TEAM,
)
from dataset.tools.generator.wording import Wording

_ASK_CITY = {"city": "In which city?|Which city?|Where?|Where should I look?"}
_ASK_TEAM = {"team": "Which team?|Of which team?"}
_DAY = "on {}|{}|for {}"

WORDINGS = (
    Wording(
        "find_restaurants",
        {
            "city": CITY,
            "cuisine": CUISINE,
            "price": choice(
                {
                    "cheap": "cheap|inexpensive|low-cost",
                    "moderate": "moderate|mid-priced|moderately priced",
                    "expensive": "expensive|fancy|high-end",
                },
                wrong="free|half-price|ridiculous",
            ),
            "outdoor_seating": flag("with outdoor seating|with tables outside|where we can sit outside", "indoors"),
        },
        commands="""
            (find|search for|look for|show me) (restaurants|a restaurant)
            find a[ {price}][ {cuisine}] restaurant
            recommend a place to eat
            find me somewhere to eat
            search for {cuisine} food
            suggest a[ {cuisine}] place for dinner
        """,
        sentences="""
            where can I eat?
            I'm hungry, where can I get {cuisine} food?
            are there any good[ {cuisine}] restaurants?
            I'm in the mood for {cuisine}
            what's a good restaurant?
            I'm looking for a[ {price}] restaurant
            {cuisine} restaurants in {city}
            where's a good place for {cuisine} food?
        """,
        says={"city": "in {}", "cuisine": "serving {} food|with {} cuisine", "price": "in the {} range|, something {}"},
        asks=_ASK_CITY,
        answers="How about {restaurants[0][name]} or {restaurants[1][name]}?|"
        "I found {restaurants[0][name]}, {restaurants[1][name]} and {restaurants[2][name]}.",
        offers={"reserve_table.restaurant": "restaurants.*.name", "order_food.restaurant": "restaurants.*.name"},
        alike="find_places",
    ),
    Wording(
        "reserve_table",
        {"restaurant": RESTAURANT, "date": DATE, "time": TIME, "people": whole(2, 12, wrong=VAGUE)},
        commands="""
            (book|reserve|get) (us |me |)a table
            book a table at {restaurant}
            make a (reservation|booking)
            reserve a table for {people}
            make a dinner reservation
            get us a table at {restaurant}
            book {restaurant}
        """,
        sentences="""
            I'd like to (book|reserve) a table
            we want to eat at {restaurant}
            can we get a table?
            a table for {people} please
            we are {people} people and want to eat at {restaurant}
            I need a table
            do they have a table at {restaurant}?
        """,
        says={
            "restaurant": "at {}",
            "date": _DAY,
            "time": "at {}",
            "people": "for {} people|for {}|for a party of {}",
        },
        asks={
            "restaurant": "At which restaurant?|Which restaurant?|Where would you like to eat?",
            "date": "On which day?|Which day?|What date?",
            "time": "At what time?|What time?",
            "people": "For how many people?|How many are you?|How many people?",
        },
        answers="Your table is reserved, confirmation {confirmation}.|Booked for {date} at {time}.",
        changes=True,
    ),
    Wording(
        "order_food",
        {
            "restaurant": RESTAURANT,
            "items": list_of(DISH, 1, 3),
            "address": ADDRESS,
            "tip_percent": percent(5, 25, halves=False),
        },
        commands="""
            order {items}
            order (some |)food
            get me {items}
            order takeout
            have {items} delivered
            order dinner from {restaurant}
            place an order at {restaurant}
        """,
        sentences="""
            I'd like {items}
            I want to order {items}
            we're hungry, get us {items}
            can I have {items}?
            let's get delivery
            we'd love {items}
        """,
        says={
            "restaurant": "from {}",
            "items": ": {}|, namely {}",
            "address": "to {}|delivered to {}",
            "tip_percent": "with a {} tip|and tip {}",
        },
        asks={
            "restaurant": "From which restaurant?|Where should I order?",
            "items": "What would you like?|Which dishes?",
        },
        answers="Ordered, it takes {minutes} minutes. The order number is {order_number}.|That is ${total}, order {order_number}.",
        offers={"track_order.order_number": "order_number"},
        changes=True,
    ),
    Wording(
        "track_order",
        {"order_number": ORDER_NUMBER},
        commands="""
            track (my |)order {order_number}
            check on my food order[ {order_number}]
            tell me where order {order_number} is
            see how far my delivery {order_number} is
            look up food order {order_number}
            check my delivery
            track my food
        """,
        sentences="""
            where's my food?
            where is order {order_number}?
            how long until order {order_number} gets here?
            what's the status of food order {order_number}?
            my order number is {order_number}, where is my dinner?
            is {order_number} on its way?
        """,
        says={"order_number": ", order {}|, the number is {}"},
        asks={"order_number": "What is the order number?|Which order?"},
        answers="It is {status}.|{status}, {minutes_left} minutes left.",
        alike="return_order track_parcel",
    ),
    Wording(
        "find_recipe",
        {
            "ingredients": list_of(FOOD, 1, 3),
            "diet": choice(
                {
                    "any": "for any diet",
                    "vegetarian": "that is vegetarian|, vegetarian please",
                    "vegan": "that is vegan|, vegan please",
                    "gluten_free": "that is gluten free|without gluten",
                },
                wrong="that is paleo|that is keto|that is kosher",
            ),
            "max_minutes": whole(10, 60, 5),
        },
        commands="""
            find (me |)a recipe
            suggest a dish with {ingredients}
            give me a recipe with {ingredients}
            show me what to cook with {ingredients}
            look for a recipe
            find something to cook with {ingredients}
        """,
        sentences="""
            what can I (cook|make) with {ingredients}?
            I have {ingredients}, what can I cook?
            recipe with {ingredients}
            any ideas what to do with {ingredients}?
            I want to cook something
            is there a dish with {ingredients}?
        """,
        says={
            "ingredients": "with {}|using {}",
            "diet": "{}",
            "max_minutes": "in {} minutes at most|that takes at most {} minutes|in under {} minutes",
        },
        asks={"ingredients": "With which ingredients?|What do you have at home?|What do you want to use?"},
        answers="How about {recipe}? It takes {minutes} minutes.|{recipe}, {minutes} minutes.",
    ),
    Wording(
        "nutrition_facts",
        {"food": FOOD, "grams": whole(20, 500, 10)},
        commands="""
            look up the (calories|nutrition facts) (of|for) {food}
            tell me how many calories {food} has
            check the protein in {food}
            get nutrition facts for {food}
            give me the nutrients of {food}
            look up calories
        """,
        sentences="""
            how many calories (are in|does) {food}?
            how many calories do {grams} grams of {food} have?
            calories in {food}
            how much protein is in {food}?
            is {food} healthy? I need the nutrition facts
            nutrition facts {food}
        """,
        says={"grams": "in {} grams|for {} g"},
        asks={"food": "Of which food?|Which food?"},
        answers="{calories} calories and {protein_grams} g protein.|It has {calories} calories.",
    ),
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
            I feel like {genre} music
            I'd love to hear {song}
            some {genre} music please
        """,
        says={"song": "and play {}", "artist": "by {}|from {}"},
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
        answers="It was directed by {director} in {year} and takes {minutes} minutes.|{director}, {year}, {minutes} minutes.",
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
    Wording(
        "match_result",
        {"team": TEAM},
        commands="""
            (check|look up|tell me) the score of the {team} (game|match)
            tell me how {team} did
            get the last result of {team}
            find out if {team} won
            look up {team}'s last match
            check a score
        """,
        sentences="""
            did {team} win?
            how did {team} (do|play)?
            what was the score of the last {team} game?
            {team} result
            who won, {team} or the others?
            what's the result of {team}'s last match?
            who won the match?
        """,
        asks=_ASK_TEAM,
        answers="{team} against {opponent}: {score}.|It ended {score} against {opponent}.",
    ),
    Wording(
        "next_match",
        {"team": TEAM},
        commands="""
            (find out|tell me|check) when {team} plays next
            look up the next {team} game
            show me {team}'s next match
            get the date of the next {team} match
            check who {team} plays next
            look up the next game
        """,
        sentences="""
            when does {team} play next?
            when is the next {team} (game|match)?
            who does {team} play next?
            next {team} match?
            against whom does {team} play?
            is there a {team} game soon?
            when's the next game?
        """,
        asks=_ASK_TEAM,
        answers="They play {opponent} on {date}.|{date}, against {opponent}.",
    ),
    Wording(
        "league_table",
        {
            "sport": choice(
                {
                    "football": "football|soccer",
                    "basketball": "basketball",
                    "handball": "handball",
                    "hockey": "hockey|ice hockey",
                    "volleyball": "volleyball",
                },
                wrong="chess|curling|golf|cricket|table tennis",
            ),
            "top": whole(3, 12),
        },
        commands="""
            show me the {sport} (table|standings)
            (get|check) the standings in {sport}
            tell me who leads the {sport} league
            look up the {sport} league table
            show the top {top} in {sport}
            show me the standings
            check the league table
        """,
        sentences="""
            who's (first|leading) in the {sport} league?
            how does the {sport} table look?
            {sport} standings
            which teams are on top in {sport}?
            who is at the top of the {sport} table?
            how does the league look?
        """,
        says={"top": ", top {} only|, only the first {}", "sport": "in {}"},
        asks={"sport": "In which sport?|Which sport?"},
        answers="{teams[0]} leads.|{teams[0]} is first, then {teams[1]}.",
    ),
)
