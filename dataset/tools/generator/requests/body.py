"""How people ask for sports and health."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, TIME, decimal, whole
from dataset.tools.generator.kinds import choice
from dataset.tools.generator.things import TEAM
from dataset.tools.generator.wording import Wording

_ASK_TEAM = {"team": "Which team?|Of which team?"}

WORDINGS = (
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
    Wording(
        "log_workout",
        {
            "activity": choice(
                {
                    "running": "running|a run|jogging",
                    "cycling": "cycling|a bike ride",
                    "swimming": "swimming|a swim",
                    "walking": "walking|a walk",
                    "yoga": "yoga",
                },
                wrong="boxing|skydiving|rock climbing|tennis|rowing",
            ),
            "minutes": whole(10, 120, 5),
            "distance_km": decimal(2, 30),
        },
        commands="""
            (log|save|record) {minutes} minutes of {activity}
            log {activity}
            add a workout: {activity}
            save my workout
            enter {activity} in my training diary
            record {activity}
        """,
        sentences="""
            I did {minutes} minutes of {activity}
            {minutes} minutes of {activity}, please log it
            my workout today was {activity}
            I just finished {activity}, log it
            workout: {activity}
            I worked out
        """,
        says={
            "minutes": "for {} minutes|, {} minutes",
            "distance_km": "over {} km|, {} kilometers",
            "activity": ", {}",
        },
        asks={"activity": "What did you do?|Which activity?", "minutes": "For how many minutes?|How long?"},
        answers="Saved, you burned {calories} calories.|Nice, {calories} calories.",
        changes=True,
    ),
    Wording(
        "body_mass_index",
        {"weight_kg": decimal(45, 120), "height_cm": whole(148, 205)},
        commands="""
            (calculate|compute) my (bmi|body mass index)
            work out my bmi
            figure out the bmi of a person
            check if my weight is okay
            tell me my body mass index
            get the bmi for {weight_kg} kg and {height_cm} cm
        """,
        sentences="""
            what's my (bmi|body mass index)?
            I weigh {weight_kg} kg and am {height_cm} cm tall, what's my bmi?
            bmi for {weight_kg} kg at {height_cm} cm
            I'm {height_cm} cm tall and weigh {weight_kg} kilos, is that healthy?
            do I weigh too much?
            I am {height_cm} cm, am I too heavy at {weight_kg} kg?
        """,
        says={
            "weight_kg": "with {} kg|at {} kilos|, I weigh {} kg",
            "height_cm": "with a height of {} cm|, I am {} cm tall",
        },
        asks={
            "weight_kg": "How much do you weigh?|What is your weight in kilograms?",
            "height_cm": "How tall are you?|What is your height?",
        },
        answers="Your index is {index}, which is {range}.|It is {index}.",
    ),
    Wording(
        "book_doctor",
        {
            "specialty": choice(
                {
                    "dentist": "dentist",
                    "dermatologist": "dermatologist|skin doctor",
                    "cardiologist": "cardiologist|heart specialist",
                    "pediatrician": "pediatrician|children's doctor",
                    "optician": "optician|eye doctor",
                },
                wrong="vet|psychic|podiatrist|urologist|surgeon",
            ),
            "date": DATE,
            "time": TIME,
        },
        commands="""
            (book|make|get) an appointment (with|at) (a|the) {specialty}
            book a {specialty}
            get me in to see a {specialty}
            make a doctor's appointment
            find me a {specialty} appointment
            schedule a visit to the {specialty}
        """,
        sentences="""
            I (need|have) to see a {specialty}
            I'd like to see a {specialty}
            I need an appointment with a {specialty}
            can I see a {specialty}?
            my son needs to go to the {specialty}
            I need a doctor
        """,
        says={"date": "on {}|{}|for {}", "time": "at {}|around {}"},
        asks={
            "specialty": "Which kind of doctor?|What kind of doctor do you need?",
            "date": "On which day?|When?|Which day suits you?",
        },
        answers="{doctor} sees you on {date} at {time}.|Your appointment is on {date} at {time}.",
        changes=True,
    ),
)
