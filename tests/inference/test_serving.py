"""What serves HTTP from this machine: addresses, the size of requests, and pages that may not ask."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import pytest

from inference.serving import Guard, address, listen, names_of
from utils.errors import UserError

HOST = "127.0.0.1:8000"
JSON = {"content-type": "application/json"}


def test_addresses_that_cannot_be_had() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"cannot listen at 127.0.0.1, port {port}: "):
            listen("127.0.0.1", port)
    with pytest.raises(UserError, match="cannot listen at 300.1.1.1, port 0: "):
        listen("300.1.1.1", 0)


def test_addresses_as_they_are_typed() -> None:
    assert address("127.0.0.1", 8000) == "http://127.0.0.1:8000" and address("::1", 80) == "http://[::1]:80"


@pytest.mark.parametrize(
    ("listens", "host", "passes"),
    [
        ("127.0.0.1", "127.0.0.1:8000", True),
        ("127.0.0.1", "localhost:8000", True),
        ("127.0.0.1", "LocalHost:8000", True),
        ("127.0.0.1", "[::1]:8000", True),
        ("127.0.0.1", "127.0.0.1:8001", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "evil.example:8000", False),
        ("127.0.0.1", "127.0.0.1.evil.example:8000", False),
        ("127.0.0.1", "localhost.evil.example:8000", False),
        ("127.0.0.1", "evil.example:8000@127.0.0.1:8000", False),
        ("127.0.0.1", "192.168.1.2:8000", False),
        ("127.0.0.1", "127.0.0.1:08000", False),
        ("127.0.0.1", "", False),
        ("127.0.0.1", ":8000", False),
        ("MyMachine", "mymachine:8000", True),
        ("0.0.0.0", "192.168.1.2:8000", True),
        ("0.0.0.0", "evil.example:8000", False),
        ("::", "[fe80::1]:8000", True),
    ],
)
def test_names_of_a_server(listens: str, host: str, passes: bool) -> None:
    assert names_of(listens, 8000)(host) == passes


def test_the_port_of_http_may_be_left_out() -> None:
    named = names_of("127.0.0.1", 80)
    assert named("localhost") and named("[::1]") and named("localhost:80") and not named("localhost:8000")


def asked(method: str = "POST", hosts: tuple[str, ...] = (HOST,), **headers: str) -> tuple[int, dict[str, str], Any]:
    """Status, headers and content of the answer to a request; an application that is asked answers 200."""
    sent: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    async def send(message: Any) -> None:
        sent.append(message)

    lines = [(b"host", host.encode()) for host in hosts]
    lines += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    guard = Guard(application, names_of("127.0.0.1", 8000), {"X-Kept": "yes"})
    asyncio.run(guard({"type": "http", "method": method, "headers": lines}, None, send))
    given = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], given, json.loads(sent[1]["body"] or b"null")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": f"http://{HOST}"},
        {"origin": f"http://{HOST}", "sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
    ],
)
def test_this_page_and_programs_may_ask(headers: dict[str, str]) -> None:
    assert asked(content_type="application/json; charset=utf-8", **headers)[0] == 200
    assert asked("GET", **headers)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:8000"},  # the page was opened at another name
        {"origin": f"https://{HOST}"},
        {"origin": "http://127.0.0.1:9000"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},  # another port of this machine
    ],
)
def test_other_pages_may_not_ask(headers: dict[str, str]) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        status, given, content = asked(method, content_type="application/json", **headers)
        assert status == 403 and content == {"error": "another page may not ask this server"}
        assert given["x-kept"] == "yes" and "access-control-allow-origin" not in given


@pytest.mark.parametrize("hosts", [(), ("evil.example:8000",), (HOST, HOST), (HOST, "evil.example")])
def test_other_names_may_not_ask(hosts: tuple[str, ...]) -> None:
    assert asked("GET", hosts)[0] == 403 and asked("HEAD", hosts)[2] is None


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jso"],
)
def test_forms_of_other_pages_are_no_json(kind: str) -> None:
    assert asked(content_type=kind)[0] == 415
    assert asked()[0] == 415
