"""The demo over HTTP, without a browser: what it answers, and what it refuses."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="no fastapi: uv sync --extra demo")
pytest.importorskip("httpx", reason="no httpx, which FastAPI's test client needs")

import httpx
from fastapi.testclient import TestClient

from inference import demo_app
from inference.catalogue import Catalogue
from inference.demo_app import LARGEST_REQUEST, MOST_STEPS, MOST_TRIES, MOST_WAITING, make_app
from inference.serving import names_of
from inference.traces import read_trace
from tests.harness import ROOT
from tests.served import served

HOSTILE = "<img src=x onerror=\"document.title='owned'\">"
PUZZLE = {"puzzle": "1....2....3....4"}
TOO_MANY = 4
"""Requests that find the queue full."""


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with some networks, one under a name that would do something if it were HTML, and a damaged one."""
    folder = tmp_path_factory.mktemp("demo") / "networks"
    for name in ("sudoku4x4", "qa_default", "tool_calling"):
        shutil.copytree(ROOT / "pretrained" / name, folder / name)
    shutil.copytree(ROOT / "pretrained/sudoku4x4", folder / HOSTILE)
    shutil.copytree(ROOT / "pretrained/sudoku4x4", folder / "damaged")
    (folder / "damaged/model.safetensors").write_bytes(b"damaged")
    return folder


@pytest.fixture
def client(networks: Path) -> TestClient:
    app = make_app(Catalogue([networks]), names_of("127.0.0.1", 8000), "cpu")
    return TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)


@pytest.fixture
def ids(client: TestClient) -> dict[str, str]:
    """The ids of networks by the ends of their names."""
    return {entry["name"].rpartition("/")[2]: entry["id"] for entry in client.get("/checkpoints").json()}


def test_networks_are_listed(client: TestClient) -> None:
    found = client.get("/checkpoints").json()
    assert [(entry["name"].rpartition("networks/")[2], entry["task"]) for entry in found[:3]] == [
        (HOSTILE, "sudoku"),
        ("sudoku4x4", "sudoku"),
        ("qa_default", "qa"),
    ]
    assert [entry["fault"] is None for entry in found] == [True] * 4 + [False]
    assert "model.safetensors is damaged" in found[-1]["fault"]


def test_a_puzzle_is_solved_step_by_step(client: TestClient, ids: dict[str, str], tmp_path: Path) -> None:
    choice = {"checkpoint": ids["sudoku4x4"]}
    form = client.post("/form", json=choice).json()
    assert form["fields"][0]["name"] == "puzzle" and form["tries"] == MOST_TRIES and form["steps"] == MOST_STEPS
    assert len(form["board"]["boxes"]) == 16
    texts = client.post("/example", json=choice).json()
    cells = client.post("/cells", json={**choice, "text": texts["puzzle"]}).json()["cells"]
    assert cells == texts["puzzle"].replace("\n", "")
    solved = client.post("/solve", json={**choice, "texts": PUZZLE, "steps": 5, "halt": False, "tries": 1})
    assert solved.status_code == 200
    (tmp_path / "trace.json").write_text(json.dumps(solved.json()["trace"]))
    trace = read_trace(tmp_path / "trace.json")
    assert len(trace.steps) == 5 and trace.verdict
    assert solved.json()["page"].startswith("<!DOCTYPE html>")


def test_a_question_has_no_board(client: TestClient, ids: dict[str, str]) -> None:
    choice = {"checkpoint": ids["qa_default"]}
    form = client.post("/form", json=choice).json()
    assert form["board"] is None and form["tries"] == 1
    refused = client.post("/cells", json={**choice, "text": "x"})
    assert refused.status_code == 422 and refused.json() == {"error": "puzzles of this network have no board"}
    text = "Maras is in the hall. The key is with Maras. Where is the key?"
    solved = client.post("/solve", json={**choice, "texts": {"puzzle": text}}).json()
    assert solved["trace"]["verdict"] == "the answer obeys the rules"


# ---- what is refused


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"puzzle": "11.............."}, "the givens clash: row 1 holds 1 twice"),
        ({"puzzle": "1"}, "this text has 1"),
        ({"puzzle": "." * 81}, "the puzzle has 81 cells"),
        ({"puzzle": HOSTILE}, "is neither a digit nor"),
        ({"puzzle": "\ud800"}, "is neither a digit nor"),
        ({"puzzle": "." * 100_000}, "is the most"),
        ({}, "the text 'puzzle' is missing"),
    ],
)
def test_bad_puzzles_are_one_line(client: TestClient, ids: dict[str, str], texts: dict[str, str], said: str) -> None:
    body = json.dumps({"checkpoint": ids["sudoku4x4"], "texts": texts})
    response = client.post("/solve", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422 and said in response.json()["error"] and "\n" not in response.json()["error"]


def test_a_network_that_is_damaged_is_refused_and_the_others_go_on(client: TestClient, ids: dict[str, str]) -> None:
    refused = client.post("/form", json={"checkpoint": ids["damaged"]})
    assert refused.status_code == 422 and "model.safetensors is damaged" in refused.json()["error"]
    assert client.post("/form", json={"checkpoint": ids["sudoku4x4"]}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "../..",
        "/etc",
        "networks/sudoku4x4",
        "sudoku4x4",
        "..%2f..",
        "\0",
        "",
        "0000000000000000",
        str(ROOT / "pretrained/math"),
    ],
)
def test_paths_are_no_ids(client: TestClient, ids: dict[str, str], name: str) -> None:
    for path, more in (("/form", {}), ("/example", {}), ("/cells", {"text": ""}), ("/solve", {"texts": PUZZLE})):
        response = client.post(path, json={"checkpoint": name, **more})
        assert response.status_code == 422 and "no such checkpoint in the list" in response.json()["error"]


@pytest.mark.parametrize(
    "path", ["/../demo.html", "/demo.py", "/static/x", "/..%2f..%2fetc/passwd", "/docs", "/openapi.json"]
)
def test_no_other_file_is_served(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404 and set(response.json()) == {"error"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the request is not JSON"),
        (b"\xff", "no text in UTF-8"),
        (b"[]", "must be a JSON object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"checkpoint": 1}', "checkpoint: "),
        (b'{"checkpoint": "x", "texts": {}, "path": "/etc"}', "path: "),
        (b'{"checkpoint": "x", "texts": {"puzzle": ""}, "steps": 0}', "steps: "),
        (b'{"checkpoint": "x", "texts": {"puzzle": ""}, "steps": 1000000}', "steps: "),
        (b'{"checkpoint": "x", "texts": {"puzzle": ""}, "tries": 1000000}', "tries: "),
        (b'{"checkpoint": "x", "texts": {"puzzle": 1}}', "texts.puzzle: "),
    ],
    ids=["empty", "bytes", "list", "deep", "number", "path", "no steps", "many steps", "many tries", "no text"],
)
def test_bodies_that_are_no_requests(client: TestClient, body: bytes, said: str) -> None:
    response = client.post("/solve", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422 and said in response.json()["error"] and "\n" not in response.json()["error"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example:8000"}, 403),
        ({"host": "127.0.0.1"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_other_pages_are_refused(client: TestClient, ids: dict[str, str], headers: dict[str, str], status: int) -> None:
    body = json.dumps({"checkpoint": ids["sudoku4x4"]})
    sent = {"content-type": "application/json"} | headers
    assert client.post("/form", content=body, headers=sent).status_code == status
    if status == 403:
        assert (
            client.get("/", headers=headers).status_code
            == client.get("/checkpoints", headers=headers).status_code
            == 403
        )


def test_the_page_may_load_nothing(client: TestClient) -> None:
    response = client.get("/")
    policy = dict(part.split(" ", 1) for part in response.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["connect-src"] == "'self'" and "unsafe" not in str(policy) and "http" not in str(policy)
    assert policy["script-src"].count("sha256-") == policy["style-src"].count("sha256-") == 2
    for name in ("/", "/checkpoints", "/nowhere"):
        headers = client.get(name).headers
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer" and "access-control-allow-origin" not in headers
    assert "https://" not in response.text and response.text.count("http://") == 1, "only the name of SVG"


def test_texts_of_names_and_queries_stay_texts(client: TestClient, ids: dict[str, str]) -> None:
    page = client.post("/solve", json={"checkpoint": ids[HOSTILE], "texts": PUZZLE}).json()["page"]
    assert "<img" not in page and page.count("<script") == 2
    tools = json.dumps([{"name": HOSTILE, "description": "</script><script>alert(1)</script>", "parameters": {}}])
    texts = {"query": f"</script>{HOSTILE}", "tools": tools}
    page = client.post("/solve", json={"checkpoint": ids["tool_calling"], "texts": texts}).json()["page"]
    assert "<img" not in page and page.count("<script") == page.count("</script>") == 2


def test_a_fault_of_ours_is_a_500_without_details(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalogue, "checkpoint", lambda *_: 1 / 0)
    response = client.post("/form", json={"checkpoint": "x"})
    assert response.status_code == 500 and response.json() == {"error": "the server has a fault; its log shows it"}
    assert response.headers["x-content-type-options"] == "nosniff"


# ---- through a socket


@pytest.fixture
def port(networks: Path) -> Iterator[int]:
    with served(lambda port: make_app(Catalogue([networks]), names_of("127.0.0.1", port), "cpu")) as port:
        yield port


HEAD = "POST /solve HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n"


def status_after(port: int, head: str, part: bytes, most_parts: int) -> tuple[int, int]:
    """The status that a request gets, and how many bytes of its body could be sent until then."""
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head.encode())
        try:
            for _ in range(most_parts):
                connection.sendall(part)
                sent += len(part)
        except OSError:  # the server has answered and closed
            pass
        try:
            answer = connection.recv(1000)
        except ConnectionResetError:
            return 0, sent
    return int(answer.split()[1]), sent


def test_a_large_body_is_refused_by_its_length_alone(port: int) -> None:
    head = HEAD.format(port) + "Content-Length: 10000000000\r\n\r\n"
    assert status_after(port, head, b"x", 1) == (413, 1)


def test_a_large_body_in_chunks_is_not_read_to_its_end(port: int) -> None:
    """With a length or without one, about a megabyte is read; the rest only fills what the system holds."""
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    head = HEAD.format(port) + "Transfer-Encoding: chunked\r\n\r\n"
    parts = LARGEST_REQUEST // 0x10000 + 1
    assert status_after(port, head, chunk, parts)[0] == 413
    status, sent = status_after(port, head, chunk, 4000)  # 262 MB
    assert status in (0, 413) and sent < 64 * 2**20


def test_one_puzzle_at_a_time_and_a_short_queue(networks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests that come at the same moment are counted one by one."""
    working, most = [], []
    going = threading.Event()

    class Slow:
        fields, board, has_examples, has_tries = (), None, True, False

        def example(self, rng: Any) -> dict[str, str]:
            working.append(1)
            most.append(len(working))
            assert going.wait(timeout=60)
            working.pop()
            return {}

    async def ask(client: httpx.AsyncClient, choice: dict[str, str], refused: list[int]) -> int:
        status = (await client.post("/example", json=choice)).status_code
        refused += [status] * (status == 503)
        if len(refused) == TOO_MANY:
            going.set()
        return status

    async def ask_all(app: Any) -> list[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000") as client:
            choice = {"checkpoint": (await client.get("/checkpoints")).json()[0]["id"]}
            refused: list[int] = []
            return await asyncio.gather(*[ask(client, choice, refused) for _ in range(MOST_WAITING + 1 + TOO_MANY)])

    monkeypatch.setattr(demo_app, "open_form", lambda *_: Slow())
    statuses = asyncio.run(ask_all(make_app(Catalogue([networks]), names_of("127.0.0.1", 8000), "cpu")))
    assert sorted(statuses) == [200] * (MOST_WAITING + 1) + [503] * TOO_MANY and max(most) == 1
