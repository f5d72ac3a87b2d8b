"""Sessions of infer.py: found by their files, each for a task, and with options of their own."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

import infer
from dataset.tasks import task_names, task_options
from inference.sessions import base

FILES = sorted(path.stem for path in Path(base.__file__).parent.glob("*.py") if path.stem not in ("__init__", "base"))


def test_every_module_of_the_folder_is_the_session_of_a_task() -> None:
    assert sorted(base.sessions()) == FILES
    assert {session.TASK for session in base.sessions().values() if session.TASK is not None} <= set(task_names())


@pytest.mark.parametrize("name", FILES)
def test_a_session_brings_options_that_nobody_else_has(name: str) -> None:
    session = base.sessions()[name]
    shared = [field.name for base_class in (base.Prompted, base.Talks) for field in dataclasses.fields(base_class)]
    own = [field.name for field in dataclasses.fields(session.Options) if field.name not in shared]
    others = {field.name for field in dataclasses.fields(infer.Options)} | task_options().keys()
    others |= {
        field.name
        for another, other in base.sessions().items()
        if another != name
        for field in dataclasses.fields(other.Options)
    } - set(shared)
    assert own and not others & set(own)
    named = re.findall(r"--([\w-]+)", session.USAGE)
    assert named and set(named) <= {*own, *shared, *session.TAKES} and callable(session.run)
    assert base.typed_options(session, session.Options()) == []
    assert base.typed_options(session, dataclasses.replace(session.Options(), **{own[0]: "x"})) == [f"--{own[0]}"]


def test_infer_names_no_task() -> None:
    """The seam: a task is found by its folder, its rules and its session."""
    code = Path(infer.__file__).read_text().partition('"""')[2].partition('"""')[2]
    assert not [task for task in task_names() if f'"{task}"' in code]


def test_sessions_that_share_an_option_say_whose_rows_they_read() -> None:
    """A checkpoint decides between them, so no two may answer the same option for the same rows."""
    for option, brings in (("--prompt", base.Prompted), ("--interactive", base.Talks)):
        sharing = [session for session in base.sessions().values() if issubclass(session.Options, brings)]
        read = [kind for session in sharing for kind in session.READS[option]]
        assert len(sharing) > 1 and len(set(read)) == len(read) >= len(sharing)
