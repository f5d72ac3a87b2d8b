"""HTTP from this machine: what `serve.py` and `demo.py` share, and how a page is kept from other pages.

    require_packages("demo.py", "demo")
    listener = listen("127.0.0.1", 8000)
    run(Guard(app, names_of("127.0.0.1", 8000), {"Content-Security-Policy": ...}), listener)

A server that is bound to this machine can still be reached by every page that its user opens: such a page may send
forms to 127.0.0.1, or call its own address a name of 127.0.0.1 (DNS rebinding). `Guard` refuses both.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import json
import socket
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from utils.errors import UserError

if TYPE_CHECKING:
    from starlette.requests import Request

LOCAL = ("127.0.0.1", "localhost", "::1")
"""Addresses that nobody but this machine reaches."""
CLOSE = {"Connection": "close"}
"""Headers of an answer behind which nothing more is read."""
_PACKAGES = ("fastapi", "uvicorn")
_ANY = ("0.0.0.0", "::")
"""Addresses that stand for all of a machine's own."""
_HTTP = 80

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]
"""An application as servers call it (ASGI)."""


class TooLarge(UserError):
    """A request with more bytes than are read. Its answer has the headers `CLOSE`, else servers read on to its end."""


def require_packages(program: str, extra: str) -> None:
    """Check that what an extra installs is there.

    Raises:
        UserError: a package is missing.
    """
    missing = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        needed = " and ".join(missing)
        raise UserError(f"{program} needs {needed}: uv sync --extra {extra}, or pip install -e .[{extra}]")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        UserError: the address is not this machine's, or the port is taken.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"cannot listen at {host}, port {port}: {reason}") from None


def address(host: str, port: int) -> str:
    """The address as it is typed into a browser."""
    return f"http://{_bracketed(host)}:{port}"


def run(app: Any, listener: socket.socket) -> None:
    """Serve an application until Ctrl-C."""
    import uvicorn

    config = uvicorn.Config(app, log_level="warning", limit_concurrency=100, ws="none")
    uvicorn.Server(config).run(sockets=[listener])


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request.

    Raises:
        TooLarge: it has more than `most` bytes; no more than those are read.
    """
    complaint = TooLarge(f"the request has more than {most} bytes")
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise complaint
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise complaint
    return bytes(body)


def names_of(host: str, port: int) -> Callable[[str], bool]:
    """Whether the `Host` of a request names the server that listens at this address.

    A page that calls its own address a name of this machine has its own name there. So a server that listens at all
    addresses takes every number, and no name but this machine's.
    """
    names = {_bracketed(name).lower() for name in (*LOCAL, host)}

    def named(text: str) -> bool:
        name, _, typed = text.rpartition(":") if not text.endswith("]") and ":" in text else (text, "", str(_HTTP))
        if typed != str(port):
            return False
        return name.lower() in names or (host in _ANY and _is_number(name))

    return named


class Guard:
    """An application around another one, which answers its own page and programs of this machine alone.

    It refuses requests of other pages, and bodies that are not announced as JSON, since other pages may send forms.

    Args:
        named: whether the `Host` of a request is this server.
        headers: for all responses.
    """

    def __init__(self, app: App, named: Callable[[str], bool], headers: Mapping[str, str]) -> None:
        self._app, self._named = app, named
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Message, receive: Any, send: Callable[[Message], Awaitable[None]]) -> None:
        if scope["type"] != "http":  # the server's own messages about start and end
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
            await send(message)

        refused = self._refusal(scope["method"], scope["headers"])
        if refused is None:
            await self._app(scope, receive, send_guarded)
            return
        status, why = refused
        body = json.dumps({"error": why}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        await send_guarded({"type": "http.response.start", "status": status, "headers": headers})
        await send_guarded({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})

    def _refusal(self, method: str, headers: Collection[tuple[bytes, bytes]]) -> tuple[int, str] | None:
        """The status and the reason of a refusal; None for a request that may pass."""

        def given(name: str) -> list[str]:
            return [value.decode("latin-1") for key, value in headers if key == name.encode()]

        hosts = given("host")
        if len(hosts) != 1 or not self._named(hosts[0]):
            return 403, "the address of the request is not that of this server"
        from_here = all(origin.lower() == f"http://{hosts[0]}".lower() for origin in given("origin"))
        if not from_here or not set(given("sec-fetch-site")) <= {"same-origin", "none"}:
            return 403, "another page may not ask this server"
        kinds = [kind.partition(";")[0].strip().lower() for kind in given("content-type")]
        if method not in ("GET", "HEAD") and kinds != ["application/json"]:
            return 415, "a request must be sent as application/json"
        return None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
