"""The process of one job: `python -I -S worker.py FORM CHANNEL`, where CHANNEL is the descriptor of a socket.

It builds the walls of its form, says that it is ready, and waits for the job: a program, a function to call, code whose
names tests ask for, or the tests.

    job      then                                                  what the parent learns
    run      the channel is closed; the code runs as `__main__`    the exit status, from the system
    call     the code defines a function, which is called once     one answer
    serve    the code defines names, and questions are answered    one answer to each question
    tests    the tests run, and ask what the code makes of data    questions, and how the tests ended

Only the process of the tests is believed, and no code of a model ever runs in it.
"""

from __future__ import annotations

import builtins
import os
import sys

TYPE_CHECKING = False  # typing.TYPE_CHECKING, without an import that takes longer than all others together
if TYPE_CHECKING:
    from typing import Any


def main() -> None:
    """Do one job."""
    package = type(sys)("sandbox")  # without __init__.py, which is the parent's side
    package.__path__ = [os.path.dirname(os.path.abspath(__file__))]
    sys.modules["sandbox"] = package
    from sandbox import answering, asking, restrictions, walls
    from sandbox.channel import Channel

    form, number = sys.argv[1], int(sys.argv[2])
    os.set_inheritable(number, False)
    if form == "namespaces":
        walls.keep_namespaces(number)
    elif form == "plain":
        walls.keep_plain(number)
    channel = Channel(number)
    channel.send(("ready",))
    job = channel.receive()
    restrictions.limit(job["memory"], job["cpu_seconds"], 0 if form == "plain" else job["processes"])
    if form == "plain":
        restrictions.add_hook(os.getcwd())
    channel.send(("started",))
    _look_like_a_program()
    if job["kind"] == "run":
        os.close(number)
        _run(job["code"])
    elif job["kind"] == "tests":
        asking.ask(channel, job["setup"], job["code"], job["names"])
    else:
        answering.answer(channel, job["setup"], job["code"], job.get("names"), job.get("call"))


def _look_like_a_program() -> None:
    """What -S leaves out and this module put in."""
    builtins.exit = builtins.quit = sys.exit  # type: ignore[assignment]
    sys.argv = ["program.py"]
    os.environ.pop("PWD", None)  # bubblewrap sets it
    for name in [name for name in sys.modules if name.partition(".")[0] == "sandbox"]:
        del sys.modules[name]


def _run(code: str) -> None:
    module: Any = type(sys)("__main__")
    sys.modules["__main__"] = module
    try:
        exec(compile(code, "program.py", "exec", dont_inherit=True), module.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        trace = error.__traceback__ and error.__traceback__.tb_next  # without this function
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
