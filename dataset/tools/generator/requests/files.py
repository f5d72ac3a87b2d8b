"""How people ask for files and notes."""

from __future__ import annotations

from dataset.tools.generator.kinds import choice, flag
from dataset.tools.generator.things import FILE, FILE_STEM, KEYWORD, LABEL, NOTE, PERSON
from dataset.tools.generator.wording import Wording

_ASK_FILE = {"name": "Which file?|What is the file called?"}

WORDINGS = (
    Wording(
        "find_files",
        {
            "name": FILE_STEM,
            "kind": choice(
                {
                    "document": "documents only|but only documents",
                    "spreadsheet": "spreadsheets only|only spreadsheets",
                    "image": "images only|only images",
                    "pdf": "pdf only|as pdf|but only pdfs",
                    "any": "of any kind",
                },
                wrong="videos only|only audio files|only presentations|zip archives only",
            ),
        },
        commands="""
            (find|search for|look for) (files|my files) called {name}
            find the {name} file
            locate the file {name}
            search my computer for {name}
            look for {name} in my files
            find all files with {name} in the name
            find a file
        """,
        sentences="""
            where's (the file|my file) {name}?
            where did I save the {name}?
            do I have a file called {name}?
            I can't find the {name} file
            which files have {name} in their name?
            I'm looking for a file
        """,
        says={"kind": "{}|, {}"},
        asks={"name": "What is it called?|What is in the name?"},
        answers="I found {files[0][name]} and {files[1][name]}.|There are {files[0][name]} and {files[1][name]}.",
        alike="search_notes",
        offers={
            "delete_file.name": "files.*.name",
            "share_file.name": "files.*.name",
            "rename_file.old_name": "files.*.name",
        },
    ),
    Wording(
        "rename_file",
        {"old_name": FILE, "new_name": FILE},
        commands="""
            rename {old_name} (to|as|into) {new_name}
            change the name of {old_name} to {new_name}
            call the file {old_name} {new_name} from now on
            give {old_name} the name {new_name}
            rename the file {old_name} to {new_name}
            rename {old_name}
        """,
        sentences="""
            {old_name} should be called {new_name}
            I want {old_name} to be named {new_name}
            the new name of {old_name} is {new_name}
            {old_name} has the wrong name, it should be {new_name}
            can {old_name} be renamed to {new_name}?
            {old_name} needs a new name
        """,
        says={"new_name": "to {}"},
        asks={"new_name": "What should it be called?|What is the new name?", "old_name": "Which file?"},
        answers="Renamed to {to}.|It is called {to} now.",
        changes=True,
    ),
    Wording(
        "delete_file",
        {"name": FILE, "permanently": flag("permanently|for good|forever", "but keep it in the trash|into the trash")},
        commands="""
            delete {name}
            (remove|erase) (the file |){name}
            get rid of {name}
            throw {name} away
            trash {name}
            delete a file
        """,
        sentences="""
            I don't need {name} any more, delete it
            {name} can go
            {name} should be deleted
            we can delete {name}
            {name} has to go
            there's a file I want to delete
        """,
        asks=_ASK_FILE,
        answers="I deleted {deleted}.|{deleted} is gone.",
        changes=True,
    ),
    Wording(
        "share_file",
        {
            "name": FILE,
            "person": PERSON,
            "can_edit": flag(
                "with edit rights|so they can edit it|with permission to edit", "read only|without edit rights"
            ),
        },
        commands="""
            share {name} with {person}
            give {person} access to {name}
            share {name}
            let {person} see {name}
            send {person} a link to {name}
            make {name} available to {person}
            share a file with {person}
        """,
        sentences="""
            {person} needs (access to |){name}
            {person} should be able to open {name}
            I want to share {name} with {person}
            can {person} get {name}?
            {name} is for {person}, share it
            I'd like to share {name}
        """,
        says={"person": "with {}"},
        asks={"person": "With whom?|Who should get it?", "name": "Which file?|What is the file called?"},
        answers="Shared with {with}: {link}|{with} can open it now.",
        changes=True,
    ),
    Wording(
        "create_note",
        {"text": NOTE, "title": LABEL},
        commands="""
            (take|make|write) a note: {text}
            note (down |)that {text}
            save a note[ called {title}]: {text}
            write down "{text}"
            jot down {text}
            add a note saying "{text}"
            take a note
        """,
        sentences="""
            note: {text}
            I need to write something down
            new note: {text}
            for my notes: {text}
            I have to remember this: {text}
            put this in my notes: {text}
        """,
        says={"title": "under the title {}|with the title {}"},
        asks={"text": "What should the note say?|What should I write down?"},
        answers="Saved.|I saved your note.|Noted.",
        alike="set_reminder add_task create_event",
        changes=True,
    ),
    Wording(
        "search_notes",
        {"keyword": KEYWORD},
        commands="""
            search my notes for {keyword}
            find (my|the) note about {keyword}
            look in my notes for {keyword}
            show me all notes about {keyword}
            look up the note with the word {keyword}
            search my notes
        """,
        sentences="""
            where's my note about {keyword}?
            do I have any notes (on|about) {keyword}?
            which notes mention {keyword}?
            I wrote something down about {keyword}
            notes about {keyword}
            did I make a note about {keyword}?
        """,
        asks={"keyword": "What should I look for?|Which word?"},
        answers="I found the note {notes[0][title]}.|There is a note called {notes[0][title]}.",
        alike="search_emails find_files",
    ),
)
