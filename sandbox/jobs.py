"""The parent's side of a job: what is sent to workers, and what their answers and ends mean.

Everything that comes from a worker in which code of a model runs is data: it is bounded, parsed strictly, and believed
to be no more than what that code says. "passed" comes from an exit status and a comparison here, or from the process of
the tests.
"""

from __future__ import annotations

import contextlib
import math
import os
import selectors
import sys
import threading
import time
from typing import Any

from sandbox.forms import Worker
from sandbox.verdict import ERROR, INFRASTRUCTURE, MEMORY, OUTPUT, TIMEOUT, Limits
from sandbox.wire import LARGEST_MESSAGE, decode, encode

_LOOKS = 0.01
"""Seconds between looks at the processes and the memory of a job."""
_READ_AND_WRITE = selectors.EVENT_READ | selectors.EVENT_WRITE
_LAST_SECONDS = 5.0
"""Within this time a process that has closed its channel must have ended."""


class Stopped(Exception):
    """The job is over, with this kind and one line that says why."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind, self.detail = kind, detail


class Peer:
    """A worker with its job, and what was read from it and is still to be written."""

    def __init__(self, worker: Worker, stdin: str = "") -> None:
        self.worker = worker
        process = worker.process
        assert process and process.stdin and process.stdout and process.stderr
        self.process = process
        self.numbers = {"channel": worker.channel.fileno(), "stdin": process.stdin.fileno()}
        self.numbers |= {"stdout": process.stdout.fileno(), "stderr": process.stderr.fileno()}
        self.read = {"channel": bytearray(), "stdout": bytearray(), "stderr": bytearray()}
        self.unsent = {"channel": bytearray(), "stdin": bytearray(stdin.encode("utf-8", "surrogatepass"))}
        self.open = {"channel", "stdout", "stderr"}
        for number in self.numbers.values():
            os.set_blocking(number, False)

    def frame(self) -> bytes | None:
        """The next message that is wholly here."""
        data = self.read["channel"]
        size = int.from_bytes(data[:4], "big")
        if len(data) >= 4 and size > LARGEST_MESSAGE:
            raise Stopped(ERROR, "the process sent a message that is too large")
        if len(data) < 4 + size or len(data) < 4:
            return None
        message = bytes(data[4 : 4 + size])
        del data[: 4 + size]
        return message

    def text(self, name: str, limit: int) -> str:
        return self.read[name][:limit].decode("utf-8", "replace")


class Job:
    """A job of one or two workers, until one deadline."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.peers: list[Peer] = []
        self._selector = selectors.DefaultSelector()
        self.began = time.monotonic()
        self._next_look = self.began + _LOOKS
        self._killed_by_system = _oom_kills()
        self._priority: int | None = None
        if os.geteuid() == 0 and sys.platform == "linux":
            # The system does not limit root's processes: this thread must be faster than a fork bomb.
            self._priority = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
            self._set_priority(-20)

    def add(self, worker: Worker, kind: str, code: str, stdin: str = "", **more: Any) -> Peer:
        """Give a worker its part."""
        cpu_seconds = math.ceil(self.limits.seconds * (os.cpu_count() or 1)) + 1
        job = {"kind": kind, "code": code, "memory": self.limits.memory, "cpu_seconds": cpu_seconds}
        job |= {"processes": self.limits.processes, **more}
        try:
            message = encode(job)
        except TypeError as error:
            raise Stopped(ERROR, f"the code is too large: {error}") from None
        peer = Peer(worker, stdin)
        self.peers.append(peer)
        for name in ("stdout", "stderr", "channel"):
            self._selector.register(peer.numbers[name], selectors.EVENT_READ, (peer, name))
        self._selector.register(peer.numbers["stdin"], selectors.EVENT_WRITE, (peer, "stdin"))
        self._write(peer, "stdin")
        self.send(peer, message)
        return peer

    def send(self, peer: Peer, data: bytes) -> None:
        """Have a message written."""
        peer.unsent["channel"] += len(data).to_bytes(4, "big") + data
        if "channel" in peer.open and not self._write(peer, "channel"):
            self._selector.modify(peer.numbers["channel"], _READ_AND_WRITE, (peer, "channel"))

    # ---- waiting

    def wait(self, seconds: float = math.inf) -> None:
        """Read and write what can be read and written, waiting for it if there is nothing. Raises Stopped."""
        now = time.monotonic()
        left = self.began + self.limits.seconds - now
        if left <= 0:
            raise Stopped(TIMEOUT, f"it did not end within {self.limits.seconds:g} s")
        if now >= self._next_look:
            self._look()
            self._next_look = now + _LOOKS
        for key, events in self._selector.select(max(0.0, min(left, seconds, self._next_look - now))):
            peer, name = key.data
            if events & selectors.EVENT_WRITE and self._write(peer, name) and name == "channel":
                self._selector.modify(key.fileobj, selectors.EVENT_READ, key.data)
            if events & selectors.EVENT_READ:
                self._read(peer, name)

    def _look(self) -> None:
        for peer in self.peers:
            status = peer.process.poll()
            if status is not None and status < 0:  # its channel may be silent, or held open
                raise self.judged(peer, status)
            if status is not None:
                continue
            count, memory = peer.worker.use(self.limits.processes)
            if count > self.limits.processes:
                raise Stopped(ERROR, f"it made more than {self.limits.processes} processes")
            if memory > self.limits.memory:
                raise Stopped(MEMORY, f"its processes have more than {self.limits.memory} bytes of memory together")

    def _read(self, peer: Peer, name: str) -> None:
        try:
            part = os.read(peer.numbers[name], 2**16)
        except BlockingIOError:
            return
        except ConnectionError:
            part = b""
        if not part:
            self._selector.unregister(peer.numbers[name])
            peer.open.discard(name)
        if name == "channel" and len(peer.read[name]) > 2 * LARGEST_MESSAGE:
            raise Stopped(ERROR, "the process sent more than it was asked for")
        peer.read[name] += part
        if name != "channel" and len(peer.read[name]) > self.limits.output:
            raise Stopped(OUTPUT, f"it printed more than {self.limits.output} bytes")

    def _write(self, peer: Peer, name: str) -> bool:
        """Write what the system takes now; whether that was all."""
        data = peer.unsent[name]
        try:
            while data:
                del data[: os.write(peer.numbers[name], data[: 2**16])]
        except BlockingIOError:
            return False
        except ConnectionError:  # nobody reads it any more
            data.clear()
        if name == "stdin":
            assert peer.process.stdin
            self._selector.unregister(peer.numbers[name])
            peer.process.stdin.close()
        return True

    def receive(self, peer: Peer) -> bytes:
        """The next message of a peer. Raises Stopped if it ends before."""
        while (message := peer.frame()) is None:
            if "channel" not in peer.open:
                raise self.end_of(peer)
            self.wait()
        return message

    def start(self) -> None:
        """Wait until all have set their limits; from here on, what happens is the doing of their code."""
        for peer in self.peers:
            try:
                began = decode(self.receive(peer)) == ("started",)
            except Stopped as stopped:
                raise Stopped(INFRASTRUCTURE, f"the job did not begin: {stopped.detail}") from None
            if not began:
                raise Stopped(INFRASTRUCTURE, "the job did not begin as every job does")

    def status(self, peer: Peer) -> int:
        """The exit status, once the process has ended and everything that it printed was read."""
        while peer.process.poll() is None:
            self.wait(0.2 if peer.open & {"stdout", "stderr"} else 0.002)
        for name in peer.open & {"stdout", "stderr"}:
            before = -1
            while name in peer.open and len(peer.read[name]) > before:
                before = len(peer.read[name])
                self._read(peer, name)
        return peer.process.returncode

    def end_of(self, peer: Peer) -> Stopped:
        """Why a process has ended, or at least closed its channel."""
        end = time.monotonic() + _LAST_SECONDS
        while peer.process.poll() is None:
            if time.monotonic() > end:
                return Stopped(ERROR, "the code closed its channel")
            self.wait(0.002)
        return self.judged(peer, self.status(peer))

    def judged(self, peer: Peer, status: int) -> Stopped:
        """What an exit status says, other than that all is well."""
        if status < 0:  # the outermost process, which the code does not see
            return Stopped(INFRASTRUCTURE, f"somebody else ended its process by signal {-status}")
        if status == 128 + 9 and _oom_kills() != self._killed_by_system:
            return Stopped(INFRASTRUCTURE, "the machine ran out of memory and ended a process")
        last = peer.text("stderr", self.limits.output).strip().rpartition("\n")[2]
        if last.startswith("MemoryError"):
            return Stopped(MEMORY, last)
        how = f"signal {status - 128}" if status > 128 else f"status {status}"
        return Stopped(ERROR, last[:1000] or f"its process ended with {how}")

    @staticmethod
    def _set_priority(priority: int) -> None:
        with contextlib.suppress(OSError):  # root of a container may lack the right
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), priority)

    def close(self) -> None:
        """Must be called by the thread that made the job."""
        if self._priority is not None:
            self._set_priority(self._priority)
        self._selector.close()


def _oom_kills() -> str:
    """How often the system has ended a process for lack of memory, in the system's words."""
    with contextlib.suppress(OSError), open("/proc/vmstat") as file:
        return next((line for line in file if line.startswith("oom_kill")), "")
    return ""
