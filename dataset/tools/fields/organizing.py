"""Fields calendar, reminders, tasks, timers, messages, calls, email, contacts and files."""

from __future__ import annotations

import datetime
import re
from typing import Any

from dataset.tools.fields import world
from dataset.tools.fields.clock import WEEKDAYS, read_date, read_time
from dataset.tools.fields.define import array, boolean, builtin, choice, integer, string
from utils.errors import UserError

_MEETINGS = world.words(
    "Budget|Weekly|Project|Team|Design|Sales|Board|Planning", "review|meeting|call|lunch|workshop|update|interview"
)
_FILES = world.words("report|notes|budget|photo|invoice|slides|draft|contract", "_", "2024|2025|final|v2|may|copy")
_ENDINGS = {"document": "docx", "spreadsheet": "xlsx", "image": "jpg", "pdf": "pdf", "any": "txt"}
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def _email(name: str) -> str:
    return ".".join(re.findall(r"\w+", name.lower())) + "@mail.example"


# ---- calendar


@builtin(
    "calendar",
    "Create an event in the calendar.",
    title=string("What the event is called"),
    date=string("The day of the event", format="date"),
    time=string("When it begins", format="time"),
    duration_minutes=integer("How long it takes, in minutes"),
    attendees=array("string", "Names of the people to invite"),
)
def create_event(
    title: str,
    date: str,
    time: str,
    today: datetime.date,
    duration_minutes: int = 60,
    attendees: list[str] | None = None,
) -> dict[str, Any]:
    day, start = read_date(date, today).isoformat(), read_time(time)
    return {
        "event_id": world.number(100, 999, title, day, start),
        "date": day,
        "start": start,
        "invited": attendees or [],
    }


@builtin("calendar", "List the events of a day.", date=string("The day", format="date"))
def list_events(today: datetime.date, date: str = "today") -> dict[str, Any]:
    day = read_date(date, today).isoformat()
    titles = world.several(_MEETINGS, world.number(2, 3, day), day)
    return {"date": day, "events": [{"title": title, "start": f"{world.number(8, 18, title)}:00"} for title in titles]}


@builtin(
    "calendar",
    "Cancel an event in the calendar.",
    title=string("What the event is called"),
    notify=boolean("Whether to tell the people who were invited"),
)
def cancel_event(title: str, notify: bool = True) -> dict[str, Any]:
    return {"cancelled": title, "people_told": world.number(1, 8, title) if notify else 0}


@builtin(
    "calendar",
    "Move an event to another day and time.",
    title=string("What the event is called"),
    new_date=string("The new day", format="date"),
    new_time=string("The new time; unchanged if left out", format="time"),
)
def move_event(title: str, new_date: str, today: datetime.date, new_time: str = "") -> dict[str, Any]:
    start = read_time(new_time) if new_time else f"{world.number(8, 18, title)}:00"
    return {"title": title, "date": read_date(new_date, today).isoformat(), "start": start}


# ---- reminders, tasks, timers


@builtin(
    "reminders",
    "Set a reminder.",
    text=string("What to remind the user of"),
    date=string("On which day", format="date"),
    time=string("At what time", format="time"),
)
def set_reminder(text: str, today: datetime.date, date: str = "today", time: str = "") -> dict[str, Any]:
    return {"text": text, "date": read_date(date, today).isoformat(), "time": read_time(time or "9 am")}


@builtin(
    "tasks",
    "Add a task to the to-do list.",
    task=string("What is to be done"),
    priority=choice("low normal high", "How urgent it is"),
    due=string("The day it is due", format="date"),
)
def add_task(task: str, today: datetime.date, priority: str = "normal", due: str = "") -> dict[str, Any]:
    return {"added": task, "priority": priority, "due": read_date(due, today).isoformat() if due else None}


@builtin("tasks", "Mark a task of the to-do list as done.", task=string("The task"))
def complete_task(task: str) -> dict[str, Any]:
    return {"done": task, "tasks_left": world.number(0, 12, task.lower())}


@builtin(
    "timers",
    "Start a countdown timer.",
    minutes=integer("How many minutes it runs"),
    label=string("A name for the timer"),
)
def set_timer(minutes: int, label: str = "") -> dict[str, Any]:
    if minutes <= 0:
        raise UserError(f"a timer runs for at least 1 minute, not {minutes}")
    return {"rings_after_seconds": 60 * minutes, "label": label}


@builtin(
    "timers",
    "Set an alarm.",
    time=string("When it rings", format="time"),
    days=array(tuple(day.lower() for day in WEEKDAYS), "On which days it rings; only once if left out"),
    label=string("A name for the alarm"),
)
def set_alarm(time: str, days: list[str] | None = None, label: str = "") -> dict[str, Any]:
    return {"time": read_time(time), "days": days or ["once"], "label": label}


# ---- messages, calls, email, contacts


@builtin(
    "messages",
    "Send a text message to a person.",
    recipient=string("Who gets the message"),
    text=string("What the message says"),
    app=choice("sms whatsapp signal telegram", "The app to send it with"),
)
def send_message(recipient: str, text: str, app: str = "sms") -> dict[str, Any]:
    return {"sent": True, "to": recipient, "app": app, "characters": len(text)}


@builtin(
    "messages",
    "Read the messages of the user.",
    sender=string("Only messages of this person"),
    unread_only=boolean("Whether to leave out messages that were read before"),
)
def read_messages(sender: str = "", unread_only: bool = True) -> dict[str, Any]:
    who = sender or world.made(world.FIRST_NAMES, unread_only)
    text = world.pick(
        ("See you later!", "Can you call me?", "Happy birthday!", "I am on my way.", "Did you get it?"), who
    )
    return {"messages": [{"from": who, "text": text}]}


@builtin(
    "calls",
    "Call a person.",
    name=string("Who to call"),
    speaker=boolean("Whether to use the loudspeaker"),
    video=boolean("Whether to make a video call"),
)
def call_contact(name: str, speaker: bool = False, video: bool = False) -> dict[str, Any]:
    return {"calling": name, "speaker": speaker, "video": video}


@builtin(
    "email",
    "Send an email.",
    to=string("Address of the recipient", format="email"),
    subject=string("The subject line"),
    body=string("The text of the email"),
    urgent=boolean("Whether to mark it as urgent"),
)
def send_email(to: str, subject: str, body: str = "", urgent: bool = False) -> dict[str, Any]:
    if not _ADDRESS.fullmatch(to):
        raise UserError(f"{to!r} is no email address")
    return {"sent": True, "message_id": world.code("M", 6, to, subject, body)}


@builtin(
    "email",
    "Search the emails of the user.",
    sender=string("Only emails of this person"),
    keyword=string("A word that they contain"),
    has_attachment=boolean("Whether they must have an attachment"),
)
def search_emails(sender: str = "", keyword: str = "", has_attachment: bool = False) -> dict[str, Any]:
    key = sender.lower(), keyword.lower(), has_attachment
    names = [sender or world.made(world.FULL_NAMES, *key, place, between="") for place in range(2)]
    subjects = world.several(_MEETINGS, 2, *key)
    return {"emails": [{"from": _email(name), "subject": about} for name, about in zip(names, subjects, strict=True)]}


@builtin("contacts", "Look up the phone number and email address of a person.", name=string("Name of the person"))
def find_contact(name: str) -> dict[str, Any]:
    phone = world.code("555", 6, name.lower())
    return {"name": name, "phone": f"{phone[:3]}-{phone[3:6]}-{phone[6:]}", "email": _email(name)}


@builtin(
    "contacts",
    "Save a new contact.",
    name=string("Name of the person"),
    phone=string("The phone number"),
    email=string("The email address", format="email"),
)
def add_contact(name: str, phone: str, email: str = "") -> dict[str, Any]:
    return {"saved": name, "contacts": world.number(40, 400, name, phone, email)}


# ---- files


@builtin(
    "files",
    "Search for files by name.",
    name=string("A part of the name"),
    kind=choice("document spreadsheet image pdf any", "Only files of this kind"),
)
def find_files(name: str, kind: str = "any") -> dict[str, Any]:
    stem = re.sub(r"\W+", "_", name.lower()).strip("_") or "file"
    names = [f"{stem}_{world.made(_FILES, name.lower(), place, between='')}.{_ENDINGS[kind]}" for place in range(2)]
    return {"files": [{"name": found, "kilobytes": world.number(3, 4000, found)} for found in names]}


@builtin(
    "files", "Rename a file.", old_name=string("The name it has now"), new_name=string("The name that it is to have")
)
def rename_file(old_name: str, new_name: str) -> dict[str, Any]:
    return {"renamed": old_name, "to": new_name}


@builtin(
    "files",
    "Delete a file.",
    name=string("Name of the file"),
    permanently=boolean("Whether to delete it without moving it to the trash"),
)
def delete_file(name: str, permanently: bool = False) -> dict[str, Any]:
    return {"deleted": name, "recoverable": not permanently}


@builtin(
    "files",
    "Share a file with a person.",
    name=string("Name of the file"),
    person=string("Who to share it with"),
    can_edit=boolean("Whether that person may change it"),
)
def share_file(name: str, person: str, can_edit: bool = False) -> dict[str, Any]:
    return {"shared": name, "with": person, "link": f"files.example/{world.code('', 6, name, person, can_edit)}"}
