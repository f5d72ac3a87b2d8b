"""How people ask for calendar events, reminders, tasks and timers."""

from __future__ import annotations

from dataset.tools.fields.clock import WEEKDAYS
from dataset.tools.generator.amounts import DATE, TIME, VAGUE, whole
from dataset.tools.generator.kinds import choice, flag, list_of
from dataset.tools.generator.things import CHORE, EVENT, LABEL, PERSON
from dataset.tools.generator.wording import Wording

_DAY = "on {}|{}|for {}"
_DAYS = list_of(choice({day.lower(): day for day in WEEKDAYS}), 1, 3)
_REMINDERS = "set_reminder add_task create_note create_event set_alarm"

WORDINGS = (
    Wording(
        "create_event",
        {
            "title": EVENT,
            "date": DATE,
            "time": TIME,
            "duration_minutes": whole(15, 120, 15),
            "attendees": list_of(PERSON, 1, 3),
        },
        commands="""
            (create|make|add) (an event|a calendar entry)
            (put|add) {title} (in|to) my calendar
            schedule (a |){title}
            set up a {title}
            block time for {title}
            (make|add) an appointment[ called {title}]
            plan a {title}
            put something in my calendar
        """,
        sentences="""
            I have a {title}
            there's a {title}, put it in my calendar
            I need a calendar entry
            new event: {title}
            we have {title}, please add it
            {title} needs to be in my calendar
        """,
        says={
            "title": "called {}|for {}|titled {}",
            "date": _DAY,
            "time": "at {}",
            "duration_minutes": "for {} minutes|lasting {} minutes",
            "attendees": "with {}|and invite {}",
        },
        asks={
            "title": "What should I call it?|What is the event?|What's it about?",
            "date": "On which day?|What date?|Which day?",
            "time": "At what time?|When does it start?|What time?",
        },
        answers="I added it for {date} at {start}.|It is in your calendar: {date}, {start}.",
        alike=_REMINDERS,
        changes=True,
    ),
    Wording(
        "list_events",
        {"date": DATE},
        commands="""
            (show|list|read) my (events|appointments|calendar)
            check my calendar
            tell me what I have planned
            look at my schedule
            go through my calendar
            show me my agenda
        """,
        sentences="""
            what's on my (calendar|schedule|agenda)?
            what do I have planned?
            do I have any (appointments|meetings)?
            am I free?
            what meetings do I have?
            my schedule
        """,
        says={"date": _DAY},
        answers="You have {events[0][title]} at {events[0][start]} and {events[1][title]} at {events[1][start]}.|"
        "There are {events[0][title]} and {events[1][title]}.",
        offers={"cancel_event.title": "events.*.title", "move_event.title": "events.*.title"},
    ),
    Wording(
        "cancel_event",
        {
            "title": EVENT,
            "notify": flag("and tell everyone|and let people know", "without telling anybody|but don't notify anyone"),
        },
        commands="""
            cancel (the |my |){title}
            (remove|delete) {title} from my calendar
            call off the {title}
            take {title} off my calendar
            drop the {title}
            cancel an event
            cancel my appointment[ {title}]
        """,
        sentences="""
            the {title} is off, please remove it
            I can't make it to the {title}, cancel it
            {title} isn't happening, take it out of my calendar
            I have to cancel (the |){title}
            I don't need the {title} any more, delete it
            I need to cancel something
        """,
        asks={"title": "Which event?|What should I cancel?"},
        answers="I cancelled {title}.|Done, {title} is cancelled.",
        changes=True,
    ),
    Wording(
        "move_event",
        {"title": EVENT, "new_date": DATE, "new_time": TIME},
        commands="""
            (move|reschedule|shift) (the |my |){title}
            push {title} back
            change the date of {title}
            postpone {title}
            move {title} in my calendar
            reschedule an event
        """,
        sentences="""
            {title} has been moved
            can we have {title} another day?
            I need to reschedule {title}
            {title} needs another date
            {title} should be moved
            I have to move my {title}
        """,
        says={"new_date": "to {}", "new_time": "at {}|, at {} then"},
        asks={"new_date": "To which day?|When should it be?", "title": "Which event?"},
        answers="{title} is now on {date} at {start}.|I moved it to {date}, {start}.",
        changes=True,
    ),
    Wording(
        "set_reminder",
        {"text": CHORE, "date": DATE, "time": TIME},
        commands="""
            remind me to {text}
            (set|create|add) a reminder to {text}
            remind me[ {date}] to {text}
            make sure I don't forget to {text}
            set a reminder[ for {date}]: {text}
            give me a reminder[ at {time}] to {text}
            set a reminder
            let me not forget to {text}
        """,
        sentences="""
            I need a reminder to {text}
            don't let me forget to {text}
            I mustn't forget to {text}
            reminder: {text}
            I always forget to {text}, can you remind me?
            I want to be reminded to {text}
            I need a reminder
        """,
        says={"date": "on {}|{}", "time": "at {}"},
        asks={"text": "What should I remind you of?|Of what?|What is it about?"},
        answers="I will remind you on {date} at {time}.|Okay, reminder set for {time} on {date}.",
        alike=_REMINDERS,
        changes=True,
    ),
    Wording(
        "add_task",
        {
            "task": CHORE,
            "priority": choice(
                {
                    "low": "with low priority|low priority",
                    "normal": "with normal priority",
                    "high": "with high priority|high priority|as high priority",
                },
                wrong="with purple priority|with extreme priority|with medium priority|with urgent priority",
            ),
            "due": DATE,
        },
        commands="""
            add "{task}" to my (to-do list|tasks|todo list)
            put {task} on my to-do list
            (create|add) a task to {task}
            add a new task: {task}
            (make|create) a to-do: {task}
            put {task} on the list of things to do
            add a task
        """,
        sentences="""
            I need to {task}, add it to my tasks
            new task: {task}
            todo: {task}
            another thing for my to-do list: {task}
            I have to {task}, put it on my list
            there's one more task
        """,
        says={"priority": "{}", "due": "due {}|by {}"},
        asks={"task": "What is the task?|What should I add?"},
        answers="I added {added}.|It is on your list.",
        alike=_REMINDERS,
        changes=True,
    ),
    Wording(
        "complete_task",
        {"task": CHORE},
        commands="""
            mark {task} as done
            (check|tick|cross) off "{task}"
            complete the task {task}
            cross {task} off my list
            set {task} to done
            mark a task as done
        """,
        sentences="""
            I finished this: {task}
            {task} is done
            done with {task}, take it off my list
            I managed to {task}, check it off
            task finished: {task}
            I've finished a task
        """,
        asks={"task": "Which task?|Which one did you finish?"},
        answers="Great, {tasks_left} tasks left.|Marked as done.",
        changes=True,
    ),
    Wording(
        "set_timer",
        {"minutes": whole(2, 90, wrong=VAGUE), "label": LABEL},
        commands="""
            (set|start) a timer
            set a {minutes} minute timer
            start a {minutes} minute countdown
            count down {minutes} minutes
            (set|start) a timer for {minutes} minutes
            time {minutes} minutes
            let me know when {minutes} minutes (are up|have passed)
            put {minutes} minutes on the clock
        """,
        sentences="""
            I need a timer
            {minutes} minute timer
            timer for {minutes} minutes
            the {label} needs {minutes} minutes, set a timer
            timer
            I need {minutes} minutes on the clock
        """,
        says={"minutes": "for {} minutes|of {} minutes|for {} min", "label": "for the {}|called {}|named {}"},
        asks={"minutes": "For how many minutes?|How long?|How many minutes?"},
        answers="Your timer is running.|Okay, {minutes} minutes from now.|The timer is set.",
        changes=True,
    ),
    Wording(
        "set_alarm",
        {"time": TIME, "days": _DAYS, "label": LABEL},
        commands="""
            (set|create) an alarm
            wake me (up |)at {time}
            set an alarm for {time}
            set the alarm to {time}
            make an alarm clock ring at {time}
            wake me up
        """,
        sentences="""
            I (need|have) to get up at {time}
            I want to be woken at {time}
            alarm at {time}
            I need an alarm
            {time} alarm please
            get me out of bed at {time}
        """,
        says={"time": "for {}|at {}", "days": "on {}", "label": "called {}|labeled {}|for {}"},
        asks={"time": "At what time?|For what time?|When should it ring?"},
        answers="The alarm is set for {time}.|Alarm set: {time}.",
        alike="set_reminder",
        changes=True,
    ),
)
