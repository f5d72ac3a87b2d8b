"""How people ask for libraries, parcels, apartments and jobs: tools that training never has."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, TIME, money, whole
from dataset.tools.generator.kinds import choice, flag
from dataset.tools.generator.things import (
    ADDRESS,
    BOOK,
    CITY,
    COUNTRY,
    FULL_NAME,
    JOB,
    LANGUAGE,
    TOPIC,
    TRACKING_NUMBER,
)
from dataset.tools.generator.wording import Wording

WORDINGS = (
    Wording(
        "find_books",
        {"author": FULL_NAME, "topic": TOPIC, "language": LANGUAGE},
        commands="""
            (find|search for|look for) books
            find me something to read
            see if the library has books
            search the library
            check the catalog for books
            show me books
        """,
        sentences="""
            does the library have books?
            I'm looking for a book
            what books are there?
            I want to borrow a book
            which books do you have?
            is there a good book?
        """,
        says={"author": "by {}|written by {}", "topic": "about {}|on {}", "language": "in {}"},
        shapes="author|topic|author topic",
        answers="There are {books[0][title]} and {books[1][title]}.|I found {books[0][title]}, {books[1][title]} and "
        "{books[2][title]}.",
        offers={"reserve_book.title": "books.*.title"},
        alike="search_web",
    ),
    Wording(
        "reserve_book",
        {
            "title": BOOK,
            "branch": choice(
                {
                    "central": "central|main",
                    "north": "north|northern",
                    "riverside": "riverside",
                    "university": "university",
                },
                wrong="airport|south|harbour|mountain",
            ),
            "large_print": flag("in large print|the large print edition", "in normal print"),
        },
        commands="""
            reserve (the book |){title}
            put {title} on hold
            hold {title} for me
            reserve a copy of {title}
            set {title} aside
            place a hold on {title}
            reserve a book
            hold a book for me
        """,
        sentences="""
            I'd like to reserve {title}
            I want to pick up {title}
            can I get {title}?
            {title}, please reserve it
            is it possible to reserve {title}?
            I want to borrow {title}
        """,
        says={"branch": "at the {} branch|for the {} library"},
        asks={"branch": "At which branch?|Which branch?", "title": "Which book?"},
        answers="{reserved} is ready on {ready_on}.|You can pick it up at the {branch} branch from {ready_on}.",
        changes=True,
    ),
    Wording(
        "renew_loan",
        {"title": BOOK, "weeks": whole(2, 6)},
        commands="""
            renew (my loan of |){title}
            extend the loan of {title}
            keep {title} longer
            renew a book
            prolong {title}
            let me keep {title}
        """,
        sentences="""
            I need {title} longer
            I haven't finished {title}, can you renew it?
            can I keep {title}?
            {title} is due, I need more time
            I'd like to renew {title}
            I want to renew a book
        """,
        says={"weeks": "for {} weeks|for {} more weeks|by {} weeks"},
        asks={"title": "Which book?|What is the title?"},
        answers="It is due on {due} now.|Renewed until {due}.",
        changes=True,
    ),
    Wording(
        "track_parcel",
        {"tracking_number": TRACKING_NUMBER},
        commands="""
            track (my |)(parcel|package) {tracking_number}
            find out where {tracking_number} is
            check the parcel with the number {tracking_number}
            look up tracking number {tracking_number}
            track my package
            see where my parcel is
        """,
        sentences="""
            where is my (parcel|package)?
            where's {tracking_number}?
            my tracking number is {tracking_number}
            when does {tracking_number} arrive?
            has package {tracking_number} been delivered?
            when will parcel {tracking_number} be here?
        """,
        says={"tracking_number": ", the number is {}|, tracking number {}"},
        asks={"tracking_number": "What is the tracking number?|Which number does it have?"},
        answers="It is {status} and arrives on {arrives}.|Your parcel is {status}.",
        alike="track_order",
    ),
    Wording(
        "postage",
        {
            "country": COUNTRY,
            "weight_grams": whole(50, 5000, 50),
            "service": choice(
                {
                    "standard": "standard|standard mail",
                    "express": "express|express mail",
                    "registered": "registered|registered mail",
                },
                wrong="pigeon|overnight|drone|freight",
            ),
        },
        commands="""
            (calculate|check|look up) the postage
            tell me what it costs to send a parcel
            find out what a parcel to {country} costs
            work out the shipping costs
            check the price of a {weight_grams} gram parcel
            get the postage to {country}
        """,
        sentences="""
            how much is a parcel to {country}?
            what does it cost to send {weight_grams} grams to {country}?
            how much is the postage?
            I want to send a parcel to {country}, what does it cost?
            postage to {country}?
            what's the shipping for a {weight_grams} g package?
        """,
        says={
            "country": "to {}",
            "weight_grams": "with {} grams|weighing {} g|of {} grams",
            "service": "by {}|as {}",
        },
        asks={"country": "To which country?|Where does it go?", "weight_grams": "How heavy is it?|How many grams?"},
        answers="It costs ${price} and takes {days} days.|${price}.",
    ),
    Wording(
        "find_apartments",
        {
            "city": CITY,
            "rooms": whole(2, 6),
            "max_rent": money(500, 4000),
            "furnished": flag("furnished|that is furnished", "unfurnished|without furniture"),
        },
        commands="""
            (find|search for|look for|show me) (apartments|an apartment|a flat)
            find me a place to live
            look for a {rooms} room apartment
            search rentals
            show me flats for rent
            check the rental market
        """,
        sentences="""
            I'm looking for an apartment
            I want to rent a flat
            are there any apartments?
            we're moving and need a flat
            I need a new place with {rooms} rooms
            apartments in {city}
        """,
        says={
            "city": "in {}",
            "rooms": "with {} rooms|with at least {} rooms",
            "max_rent": "under {}|for up to {}|for at most {} a month",
        },
        asks={"city": "In which city?|Where?"},
        answers="There is {apartments[0][address]} for ${apartments[0][rent]} and {apartments[1][address]} for "
        "${apartments[1][rent]}.",
        offers={
            "schedule_viewing.address": "apartments.*.address",
            "get_directions.destination": "apartments.*.address",
        },
        alike="find_hotels",
    ),
    Wording(
        "schedule_viewing",
        {"address": ADDRESS, "date": DATE, "time": TIME},
        commands="""
            (arrange|schedule|book) a viewing
            arrange a viewing of {address}
            set up a visit to {address}
            make an appointment to see {address}
            get me a viewing of {address}
            plan an apartment visit
        """,
        sentences="""
            I'd like to see {address}
            can I look at {address}?
            I want to visit the apartment at {address}
            when can I see {address}? I'd like to come
            we want to view {address}
            I want to see the apartment
        """,
        says={"address": "of {}|for {}|at {}", "date": "on {}|{}", "time": "at {}"},
        asks={
            "address": "Which apartment?|Which address?",
            "date": "On which day?|Which day?",
            "time": "At what time?|What time suits you?",
        },
        answers="{agent} expects you on {date} at {time}.|The viewing is on {date} at {time}.",
        alike="create_event",
        changes=True,
    ),
    Wording(
        "search_jobs",
        {
            "position": JOB,
            "city": CITY,
            "min_salary": money(20000, 120000),
            "remote": flag("remote|working from home|that can be done remotely", "on site|in the office"),
        },
        commands="""
            (find|search for|look for) (jobs|a job) as a {position}
            find {position} jobs
            show me openings for a {position}
            look for work as a {position}
            search {position} positions
            find me a job
        """,
        sentences="""
            I'm looking for a job as a {position}
            is anybody hiring a {position}?
            are there any {position} jobs?
            I'm a {position} and need work
            I want to work as a {position}
            {position} vacancies
        """,
        says={"city": "in {}", "min_salary": "paying at least {}|with a salary of {} or more"},
        asks={"position": "As what?|Which position?|What kind of job?"},
        answers="{jobs[0][company]} pays ${jobs[0][salary]}.|{jobs[0][company]} and {jobs[1][company]} are hiring.",
    ),
)
