"""What code may try against the sandbox, in each of its forms. After each test, no process and no folder is left."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox import ERROR, FAILED, MEMORY, OUTPUT, PASSED, TIMEOUT, Limits, Pool, Verdict
from sandbox.forms import BUBBLEWRAP, PLAIN

SHORT = Limits(seconds=2)
"""For code that never ends."""
LONG = Limits(seconds=60)
WRONG = (FAILED, ERROR, TIMEOUT, MEMORY, OUTPUT)
"""Verdicts that blame the code."""
SECRET = "1618033988749"


# ---- using up the machine


@pytest.mark.parametrize(
    "code",
    [
        "import os\nwhile True: os.fork()",
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
        "import os\nwhile True:\n    if not os.fork(): os.setsid()",
        "import subprocess, sys\nwhile True: subprocess.Popen([sys.executable, '-c', 'while True: pass'])",
    ],
)
def test_fork_bomb(pool: Pool, code: str) -> None:
    assert pool.run(code, limits=Limits(seconds=5)).kind in WRONG


def test_few_processes_are_allowed_where_they_are_contained(pool: Pool) -> None:
    code = "import os\nchild = os.fork()\nif child: os.waitpid(child, 0)\nprint('child' if not child else 'parent')"
    verdict = pool.run(code, expected="child\nparent")
    assert verdict.kind == (ERROR if pool.form == PLAIN else PASSED), verdict


@pytest.mark.parametrize(
    "code",
    [
        "x = bytearray(10**10)",
        "x = []\nwhile True: x.append(bytearray(10**7))",
        "x = 'a' * 10**9",
        "x = list(range(10**9))",
    ],
)
def test_memory(pool: Pool, code: str) -> None:
    assert pool.run(code).kind == MEMORY
    assert pool.call(f"def f():\n    {code.replace(chr(10), chr(10) + '    ')}", "f", []).kind == MEMORY


def test_memory_of_many_processes(pool: Pool) -> None:
    code = """
import os, time
for _ in range(8):
    if not os.fork():
        x = b"x" * (100 * 2**20)
        time.sleep(60)
time.sleep(60)
"""
    assert pool.run(code, limits=Limits(seconds=50)).kind == (ERROR if pool.form == PLAIN else MEMORY)


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import time; time.sleep(1000)",
        "import signal\nfor s in set(signal.Signals) - {9, 19}: signal.signal(s, signal.SIG_IGN)\nwhile True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import signal; signal.raise_signal(signal.SIGSTOP)",
        "9**9**9",
        "import re; re.match('(a+)+b', 'a' * 100)",
    ],
)
def test_endless_code(pool: Pool, code: str) -> None:
    assert pool.run(code, limits=SHORT).kind == TIMEOUT


def test_endless_function_and_tests(pool: Pool) -> None:
    endless = "def f(x):\n    while True: pass"
    assert pool.call(endless, "f", [1], limits=SHORT).kind == TIMEOUT
    assert pool.check(endless, "assert f(1) == 1", ["f"], limits=SHORT).kind == TIMEOUT
    assert pool.check("def f(x): return x", "while True: f(1)", ["f"], limits=SHORT).kind == TIMEOUT
    assert pool.check("def f(x): return x", "while True: pass", ["f"], limits=SHORT).kind == TIMEOUT


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_huge_output(pool: Pool, stream: str) -> None:
    verdict = pool.run(f"import sys\nwhile True: sys.{stream}.write('x' * 1000)")
    assert verdict.kind == OUTPUT
    assert 0 < len(getattr(verdict, stream)) <= pool.limits.output
    verdict = pool.check(f"import sys\ndef f(x):\n    while True: sys.{stream}.write('x' * 1000)", "f(1)", ["f"])
    assert verdict.kind == OUTPUT


def test_output_of_the_allowed_size(pool: Pool) -> None:
    size = pool.limits.output
    assert pool.run(f"print('x' * {size - 1})", expected="x" * (size - 1)).kind == PASSED
    assert pool.run(f"print('x' * {size})").kind == OUTPUT


def test_large_files(pool: Pool) -> None:
    verdict = pool.run("open('f', 'wb').write(bytes(10**8))")
    assert verdict.kind == ERROR and ("File too large" in verdict.detail or "No space" in verdict.detail), verdict


def test_many_files_fill_no_disk(pool: Pool) -> None:
    if pool.form == PLAIN:
        pytest.skip("plain processes may fill the disk with files of the largest size")
    verdict = pool.run("for n in range(100): open(str(n), 'wb').write(bytes(10**7))")
    assert verdict.kind == ERROR and "No space" in verdict.detail, verdict


def test_recursion(pool: Pool) -> None:
    assert "RecursionError" in pool.run("def f(): f()\nf()").detail
    assert pool.check("def f(x): return f(x)", "f(1)", ["f"]).detail.endswith("maximum recursion depth exceeded")
    endless = "import sys\nsys.setrecursionlimit(2**31 - 1)\ndef f(*x): return f(*x)\n"
    assert pool.run(endless + "f()").kind in WRONG
    assert pool.check(endless, "f(1)", ["f"]).kind in WRONG
    deep = "def f(n):\n    x = []\n    for _ in range(n): x = [x]\n    return x"
    assert pool.call(deep, "f", [10]).kind == PASSED
    assert pool.call(deep, "f", [10**5]).kind == ERROR


def test_threads_that_outlive(pool: Pool) -> None:
    thread = "import threading, time\nthreading.Thread(target=lambda: time.sleep(1000), daemon={}).start()"
    assert pool.run(thread.format(False), limits=SHORT).kind == TIMEOUT
    assert pool.run(thread.format(True)).kind == PASSED
    assert pool.check(thread.format(False) + "\ndef f(x): return x", "assert f(1) == 1", ["f"]).kind == PASSED


CHILDREN = {
    "child": """
if not os.fork():
    time.sleep(1000)
""",
    "child of a child": """
if not os.fork():
    if not os.fork():
        time.sleep(1000)
    os._exit(0)
""",
    "in other sessions": """
if not os.fork():
    os.setsid()
    if not os.fork():
        os.setsid()
        time.sleep(1000)
    os._exit(0)
""",
    "without open files": """
if not os.fork():
    os.closerange(0, 64)
    os.setsid()
    time.sleep(1000)
""",
    "deaf": """
if not os.fork():
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    time.sleep(1000)
""",
    "another program": "subprocess.Popen([sys.executable, '-c', 'input()'], start_new_session=True, stdin=-1)",
}


@pytest.mark.parametrize("child", CHILDREN)
def test_leftover_children(pool: Pool, child: str) -> None:
    code = f"import os, signal, subprocess, sys, time\n{CHILDREN[child]}\nprint('done')"
    verdict = pool.run(code, expected="done")
    assert verdict.kind == (ERROR if pool.form == PLAIN else PASSED), verdict
    verdict = pool.check(code + "\ndef f(x): return x", "assert f(1) == 1", ["f"])
    assert verdict.kind == (ERROR if pool.form == PLAIN else PASSED), verdict


# ---- reaching outside


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A folder with a file, which must stay as they are."""
    folder = tmp_path / "victim"
    folder.mkdir()
    (folder / "file").write_text(SECRET)
    yield folder
    assert [path.name for path in folder.iterdir()] == ["file"]
    assert (folder / "file").read_text() == SECRET


WRITING = """
open(new, "w").write("x")
open(file, "a").write("x")
os.close(os.open(file, os.O_RDWR | os.O_TRUNC))
os.remove(file)
os.rename(file, new)
os.rmdir(folder)
os.mkdir(new)
os.truncate(file, 0)
os.symlink("/", new)
os.link(file, new)
os.chmod(file, 0)
__import__("shutil").rmtree(folder)
assert __import__("ctypes").CDLL(None).unlink(file.encode()) == 0
assert __import__("ctypes").CDLL(None).mount(b"none", b"/", None, 0x1020, None) == 0
__import__("subprocess").run(["rm", "-r", folder], check=True, capture_output=True)
__import__("subprocess").run([sys.executable, "-c", f"import os; os.remove({file!r})"], check=True, capture_output=True)
"""


def test_writing_outside(pool: Pool, victim: Path) -> None:
    lines = WRITING.strip().splitlines()
    if pool.form != PLAIN:  # whose hook does not see these
        lines += [
            "__import__('sqlite3').connect(new).execute('create table x (y)')",
            "os.mkfifo(new)",
            "os.chroot('/')",
        ]
    code = f"import os, sys\nfolder, file, new = {str(victim)!r}, {str(victim / 'file')!r}, {str(victim / 'new')!r}\n"
    for line in lines:
        code += f"try:\n    {line}\n    print({line!r})\nexcept Exception: pass\n"
    verdict = pool.run(code, expected="")
    assert verdict.kind == PASSED, verdict


def test_symlinks_to_the_outside(pool: Pool, victim: Path) -> None:
    code = f"""
import os
try:
    os.symlink({str(victim)!r}, "link")
    open("link/file", "w").write("x")
except OSError as error:
    print("refused")
"""
    assert pool.run(code, expected="refused").kind == PASSED
    pool.run(f"import os\nos.mkdir('a'); os.symlink({str(victim)!r}, 'a/b'); os.chmod('a', 0)")


def test_a_folder_of_its_own(pool: Pool) -> None:
    code = "import os, tempfile\nopen('a', 'w').write('b')\nprint(os.listdir(), tempfile.TemporaryFile().write(b'abc'))"
    for _ in range(2):
        assert pool.run(code, expected="['a'] 3").kind == PASSED


def test_reading_files(pool: Pool) -> None:
    """Only bubblewrap hides them. That the other forms do not is said in the docstring of the package."""
    verdict = pool.run("print(len(open('/etc/passwd').read()) > 0)")
    assert verdict.kind == (ERROR if pool.form == BUBBLEWRAP else PASSED)


def test_bubblewrap_shows_only_the_interpreter(pool: Pool) -> None:
    if pool.form != BUBBLEWRAP:
        pytest.skip("the other forms show the machine's files")
    paths = [str(Path.home() / ".ssh"), str(Path.cwd()), "/etc/passwd", "/var", "/home"]
    code = f"import os\nprint([path for path in {paths} if os.path.exists(path)])"
    assert pool.run(code, expected="[]").kind == PASSED


def test_environment_of_the_parent(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_TEST_SECRET", SECRET)
    verdict = pool.run("import os\nprint(sorted(os.environ.keys() - {'LC_CTYPE'}))", expected="[]")
    assert verdict.kind == PASSED, verdict
    code = f"""
import os
for name in ("environ", "cmdline", "maps", "mem"):
    for pid in (os.getppid(), {os.getpid()}, {os.getppid()}):
        try:
            path = f"/proc/{{pid}}/{{name}}"
            print(pid, name, len(open(path, "rb").read(10)))
        except OSError:
            pass
"""
    verdict = pool.run(code)
    assert verdict.kind == PASSED and not any(str(os.getpid()) in line for line in verdict.stdout.splitlines()), verdict


def test_network(pool: Pool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind(f"\0sandbox-test-{os.getpid()}")
        abstract.listen()
        server.settimeout(0.2)
        abstract.settimeout(0.2)
        port = server.getsockname()[1]
        code = f"""
import socket
for make in (
    lambda: socket.create_connection(("127.0.0.1", {port}), 5),
    lambda: socket.socket(socket.AF_UNIX).connect("\\0sandbox-test-{os.getpid()}"),
    lambda: socket.create_connection(("198.51.100.1", 80), 5),
    lambda: socket.getaddrinfo("example.org", 80),
):
    try:
        make()
        print("connected")
    except OSError:
        pass
"""
        assert pool.run(code, expected="").kind == PASSED
        for listening in (server, abstract):
            with pytest.raises(TimeoutError):
                listening.accept()


def test_devices(pool: Pool) -> None:
    """Disks are files for root."""
    if pool.form == PLAIN:
        pytest.skip("plain processes open what their user may open")
    code = """
import os
open(os.devnull, "w").write("x")
for folder, _, names in os.walk("/dev"):
    for name in names:
        if name not in ("null", "zero", "full", "random", "urandom", "tty", "ptmx", "stdin", "stdout", "stderr"):
            try:
                os.close(os.open(os.path.join(folder, name), os.O_RDONLY | os.O_NONBLOCK))
                print(folder, name)
            except OSError:
                pass
"""
    verdict = pool.run(code, expected="")
    assert verdict.kind == PASSED, verdict


def test_sockets_of_services(pool: Pool) -> None:
    if pool.form == PLAIN:
        pytest.skip("the hook refuses all connections")
    code = "import os\nprint(os.path.isdir('/run') and os.listdir('/run') or [])"
    assert pool.run(code, expected="[]").kind == PASSED


def test_signals_to_the_parent(pool: Pool) -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: received.append(number))
    try:
        code = f"""
import os, signal
for pid in ({os.getpid()}, os.getppid(), -os.getpgrp() or 0):
    for send in (os.kill, lambda pid, number: __import__("ctypes").CDLL(None).kill(pid, number)):
        try:
            if pid == {os.getpid()} or pid > 2:
                send(pid, signal.SIGUSR1)
        except (OSError, ImportError):
            pass
print("done")
"""
        assert pool.run(code, expected="done").kind == PASSED
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert not received


def test_signals_to_everybody(pool: Pool) -> None:
    if pool.form == PLAIN:
        pytest.skip("too dangerous to try where only the hook holds it")
    code = "import os\nfor pid in (-1, 1):\n    try: os.kill(pid, 9)\n    except OSError: pass\nprint('here')"
    assert pool.run(code, expected="here").kind == PASSED


def test_other_programs_limits(pool: Pool) -> None:
    """Limits of the parent, and one's own, cannot be changed."""
    code = f"""
import resource
for pid, limits in (({os.getpid()}, (100, 100)), (0, (2**40, 2**40))):
    try:
        resource.prlimit(pid, resource.RLIMIT_NOFILE if pid else resource.RLIMIT_AS, limits)
        print("changed")
    except (OSError, ValueError):
        pass
try:
    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))
    print("changed")
except (OSError, ValueError):
    pass
"""
    assert pool.run(code, expected="").kind == PASSED


def test_a_segmentation_fault(pool: Pool) -> None:
    code = "import ctypes\ndef f(x): return ctypes.string_at(0)"
    assert pool.run(code + "\nf(1)").kind == ERROR
    assert pool.call(code, "f", [1]).kind == ERROR
    assert pool.check(code, "assert f(1) == 2", ["f"]).kind == ERROR


# ---- forging the verdict

PARTS = 1618033000000, 988749
WANTED = sum(PARTS)
RIGHT = f"def f(x): return {WANTED}"
TESTS = f"assert f(1) == {WANTED}"
"""They expect a number that code cannot know."""
FOUND = f"str(sum({PARTS}))"
"""The number, where code looks for it; its own text does not contain it."""


def test_the_right_answer_passes(pool: Pool) -> None:
    assert pool.check(RIGHT, TESTS, ["f"]).kind == PASSED
    assert pool.run("print(2)", expected="2").kind == PASSED


@pytest.mark.parametrize(
    "end",
    [
        "import os; os._exit(0)",
        "import sys; sys.exit(0)",
        "raise SystemExit",
        "exit()",
        "quit(0)",
        "raise SystemExit(0)",
    ],
)
def test_leaving_with_status_0(pool: Pool, end: str) -> None:
    assert pool.run(f"print(1)\n{end}\nprint(2)", expected="1\n2").kind == FAILED
    assert pool.run(f"{end}\n1 / 0").kind == PASSED, "nothing was expected of it"
    assert pool.check(f"{end}\ndef f(x): return 2", "assert f(1) == 2", ["f"]).kind == ERROR
    assert pool.check(f"def f(x):\n    {end}", TESTS, ["f"]).kind == ERROR
    assert pool.check(f"def f(x):\n    {end}", "try: f(1)\nexcept BaseException: pass", ["f"]).kind == ERROR
    assert pool.call(f"def f(x):\n    {end}", "f", [1]).kind == ERROR


def test_forged_exit_status(pool: Pool) -> None:
    late = "import atexit, os\natexit.register(os._exit, 0)\n"
    assert pool.run(late + "print(1)", expected="2").kind == FAILED
    assert pool.check(late + "def f(x): return 0", TESTS, ["f"]).kind == FAILED
    assert pool.run("import os; os._exit(3)").kind == ERROR
    assert pool.run("import os; os._exit(137)").kind == ERROR
    assert pool.run("import os, signal; signal.raise_signal(signal.SIGABRT)").kind == ERROR
    assert pool.run("import os; os.kill(os.getpid(), 9)").kind == ERROR, "it ended itself: the machine is well"
    assert pool.run("import signal; signal.raise_signal(9)").kind == ERROR


FORGERS = {
    "a class that equals everything": "class A:\n    def __eq__(self, other): return True\ndef f(x): return A()",
    "a number that equals everything": "class A(int):\n    def __eq__(self, other): return True\ndef f(x): return A()",
    "a text that equals everything": "class A(str):\n    def __eq__(self, other): return True\ndef f(x): return A()",
    "a list that equals everything": "class A(list):\n    def __eq__(self, other): return True\ndef f(x): return A()",
    "a tuple that equals everything": "class A(tuple):\n    def __eq__(self, other): return True\ndef f(x): return A()",
    "its own builtins": """
import builtins, sys
class Never(Exception): pass
builtins.AssertionError = Never
builtins.int = builtins.bool = lambda *_: True
sys.excepthook = lambda *_: None
def f(x): return 0
""",
    "poisoned modules": """
import sys
for name in list(sys.modules):
    if name not in ("sys", "builtins", "__main__", "program"):
        sys.modules[name] = None
def f(x): return 0
""",
    "all frames": f"""
import sys
def f(x):
    wanted, frame = {FOUND}, sys._getframe().f_back
    while frame:
        for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
            if wanted in repr(value):
                return int(wanted)
        frame = frame.f_back
    return 0
""",
    "frames of a traceback": """
def f(x):
    try:
        1 / 0
    except ZeroDivisionError as error:
        frame = error.__traceback__.tb_frame
    while frame.f_back:
        frame = frame.f_back
        frame.f_globals["encode"] = lambda *_: b"N"
    return 0
""",
    "all subclasses": """
def below(kind):
    for each in type.__subclasses__(kind):
        yield each
        if each is not type:
            yield from below(each)
def f(x):
    for kind in list(below(object)):
        if kind.__module__.startswith("sandbox"):
            for name in list(vars(kind)):
                try: setattr(kind, name, lambda *_: ("value", True, {}))
                except Exception: pass  # some names cannot be set; the attack goes on
    return 0
""",
    "all objects": f"""
import gc
def f(x):
    wanted = {FOUND}
    for each in gc.get_objects():
        if isinstance(each, (list, dict, tuple)) and len(each) < 50 and wanted in repr(each):
            return int(wanted)
    return 0
""",
    "garbage on every descriptor": """
import os
for number in range(3, 64):
    try: os.write(number, b"\\0\\0\\0\\1N" * 100)
    except OSError: pass
def f(x): return 0
""",
    "an ending on every descriptor": """
import os
def frame(text): return len(text).to_bytes(4, "big") + text
def sized(text): return b"s" + len(text).to_bytes(4, "big") + text
ended = frame(b"t\\0\\0\\0\\3" + sized(b"ended") + sized(b"passed") + sized(b""))
def f(x):
    for number in range(3, 64):
        try: os.write(number, ended)
        except OSError: pass
    return 0
""",
    "an ending before all": """
import os
def sized(text): return b"s" + len(text).to_bytes(4, "big") + text
text = b"t\\0\\0\\0\\3" + sized(b"ended") + sized(b"passed") + sized(b"")
for number in range(3, 64):
    try: os.write(number, len(text).to_bytes(4, "big") + text)
    except OSError: pass
def f(x): return 0
""",
    "a size without end": """
import os
def f(x):
    for number in range(3, 64):
        try: os.write(number, b"\\xff" * 8)
        except OSError: pass
""",
    "a closed channel": "import os\ndef f(x): os.closerange(3, 256)",
    "a closed channel before all": "import os\nos.closerange(0, 256)\ndef f(x): return 0",
    "a printed verdict": "print('passed')\nprint(\"('ended', 'passed', '')\")\ndef f(x): print('passed')",
    "another process for each answer": "import os\nos.fork()\ndef f(x): return 0",
    "an exception of tests": "def f(x): raise AssertionError('passed')",
    "an exception that ends tests": "def f(x): raise KeyboardInterrupt",
    "an exception without words": """
class Strange(BaseException):
    def __str__(self): raise Strange
    __repr__ = __str__
def f(x): raise Strange()
""",
    "an exception with many words": "def f(x): raise ValueError('x' * 10**7, [[]] * 10**6, object())",
    "a generator without end": "def f(x):\n    while True: yield 2",
    "a huge answer": "def f(x): return [0] * 10**8",
    "an answer of itself": "def f(x):\n    a = []\n    a.append(a)\n    return a",
    "a name that is none": "g = 1",
    "no Python": "def f(x: return 2",
    "a null": "\0",
    "a lone surrogate": "\ud800",
    "a module of tests": "import sys\nsys.modules['tests'] = sys.modules['program']\ndef f(x): return 0",
}


@pytest.mark.parametrize("forger", FORGERS)
def test_forged_answers(pool: Pool, forger: str) -> None:
    verdict = pool.check(FORGERS[forger], TESTS, ["f"], limits=Limits(seconds=20))
    assert verdict.kind in WRONG, verdict
    called = pool.call(FORGERS[forger], "f", [1], limits=Limits(seconds=20))
    assert called.kind in WRONG or called.value != WANTED, called


def test_numbers_that_collide(pool: Pool) -> None:
    """A set of them would take its reader minutes."""
    code = "def f(x): return {n * (2**61 - 1) for n in range(x)}"
    assert pool.call(code, "f", [100]).kind == PASSED
    assert pool.call(code, "f", [11_000], limits=LONG).kind in (ERROR, TIMEOUT)


def test_only_the_tests_process_says_that_they_pass(pool: Pool) -> None:
    """What a program prints or returns does not count where it differs."""
    assert pool.run("print('42 passed')", expected="42").kind == FAILED
    assert pool.run("print(42)\nprint(42)", expected="42").kind == FAILED
    assert pool.run("", expected="42").kind == FAILED
    assert pool.run("print('42  \\n\\n')", expected="42").kind == PASSED


def test_closed_streams(pool: Pool) -> None:
    assert pool.run("import os\nprint(42, flush=True)\nos.closerange(0, 64)\nos._exit(0)", expected="42").kind == PASSED
    verdict = pool.run("import os, time\nos.closerange(0, 64)\ntime.sleep(1000)", limits=SHORT)
    assert verdict.kind == TIMEOUT


def test_standard_input(pool: Pool) -> None:
    assert (
        pool.run("import sys\nprint(repr(input()), repr(sys.stdin.read()))", "a\nb\n", expected="'a' 'b\\n'").kind
        == PASSED
    )
    assert pool.run("print(1)", "x" * 10**7, expected="1").kind == PASSED, "nobody reads it"
    assert pool.run("print(len(open(0).read()))", "ü" * 10**6, expected="1000000").kind == PASSED
    reading: Verdict = pool.check("def f(x): return input()", "f(1)", ["f"])
    assert reading.kind == ERROR and "EOFError" in reading.detail


def test_nothing_carries_over(pool: Pool) -> None:
    """What code does to its process, its modules and its folder is gone with it."""
    pool.run("import builtins, os\nbuiltins.print = None\nopen('left', 'w').write('x')\nos.environ['A'] = 'b'")
    assert pool.run("import os\nprint(os.listdir(), 'A' in os.environ)", expected="[] False").kind == PASSED


def test_without_the_hook_processes_are_ended_all_the_same(
    form: str, nothing_left: object, changed_copy: Callable[[str, str, str], None]
) -> None:
    """Code that gets round the hook can make processes that leave its session; the keeper ends them."""
    changed_copy("restrictions.py", "    sys.addaudithook(refuse)", "    pass")
    with Pool(size=1, limits=LONG, form=form) as pool:
        for child in CHILDREN.values():
            code = f"import os, signal, subprocess, sys, time\n{child}\nprint('done')"
            assert pool.run(code, expected="done").kind == PASSED
        bomb = "import os\nwhile True:\n    if not os.fork(): os.setsid()"
        assert pool.run(bomb, limits=Limits(seconds=10)).kind in WRONG
