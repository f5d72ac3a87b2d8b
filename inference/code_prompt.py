"""A prompt at which people ask a network for code.

> call the function f with argument x.
f(x)
> :tests tests.py
f(x)

:tests FILE  the first of the last question's answers that passes     :last  the last answer
:help        the commands                                             :quit  end; so does Ctrl-D, and Ctrl-C

A sentence is a line. A function takes several lines; an empty line ends it, and its question is asked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from inference.code_tests import read_tests
from utils.errors import UserError, nearest
from utils.printing import one_line

PROMPT, GOES_ON = "> ", ". "
_COMMANDS = {
    ":tests FILE": "the first of the last question's answers that passes the tests in a file",
    ":last": "the last answer again",
    ":help": "the commands",
    ":quit": "end",
}


class CodePrompt:
    """Questions and commands at a prompt.

    Args:
        answer: gives the answer to a question, or to the last one with other tests: `answer(question, tests)`; it
            raises `UserError` if there is none.
        by_lines: whether each line is a question; else an empty line ends one.
    """

    def __init__(self, answer: Callable[[str, Path | None], str], by_lines: bool) -> None:
        self._answer, self._by_lines = answer, by_lines
        self._question = ""
        self.last = ""

    def talk(self, question: str | None = None) -> None:
        """Read questions and commands until the user ends; Ctrl-C raises `KeyboardInterrupt` after a line break.

        Args:
            question: the first one; None: it is asked for.
        """
        with contextlib.suppress(ImportError):  # arrow keys and a history of lines, where Python has them
            import readline  # noqa: F401
        print("a sentence is a question" if self._by_lines else "an empty line ends a function", end=". ")
        print(f"{', '.join(_COMMANDS)} are commands.")
        try:
            if question is not None:
                print(f"{PROMPT}{question}")
                self.ask(question)
            lines: list[str] = []
            while (line := self._read(GOES_ON if lines else PROMPT)) is not None:
                is_command = line.lstrip().startswith(":")
                if is_command and line.strip() in (":quit", ":exit"):
                    return
                if is_command:
                    self.command(line.strip())
                elif self._by_lines or not line.strip():
                    self.ask("\n".join([*lines, line]))
                    lines = []
                else:
                    lines.append(line)
            if lines:
                self.ask("\n".join(lines))
        except KeyboardInterrupt:
            print()
            raise

    def ask(self, question: str, tests: Path | None = None) -> None:
        """Print the answer to a question, and keep it; an empty question is none."""
        if not question.strip():
            return
        self._question = question
        try:
            self.last = self._answer(question, tests)
            print(self.last)
        except UserError as error:  # the next question may be better
            print(f"error: {one_line(str(error))}")

    def command(self, line: str) -> None:
        """Do what a line with a colon in front says."""
        name, _, rest = line.partition(" ")
        if name == ":tests":
            if not rest.strip():
                print("error: which file? :tests FILE")
            elif not self._question:
                print("error: nothing was asked yet")
            else:
                self._test(Path(rest.strip()))
        elif name == ":last":
            print(self.last or "nothing was answered yet")
        elif name == ":help":
            print("\n".join(f"  {command:<14}{meaning}" for command, meaning in _COMMANDS.items()))
        else:
            commands = [command.partition(" ")[0] for command in _COMMANDS]
            print(f"error: no command {one_line(name)}{nearest(name, commands)}; there are: {', '.join(commands)}")

    def _test(self, file: Path) -> None:
        try:
            read_tests(file)  # a wrong file leaves the last answer alone
        except UserError as error:
            print(f"error: {one_line(str(error))}")
        else:
            self.ask(self._question, file)

    def _read(self, prompt: str) -> str | None:
        """The next line; None at the end."""
        try:
            return input(prompt)
        except EOFError:  # Ctrl-D, or the end of a file
            print()
            return None
        except UnicodeDecodeError:
            print("error: this line is no text in UTF-8")
            return ""
