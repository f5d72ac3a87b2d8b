"""serve.py: HTTP around OpenAI's form. The official client drives it, where the packages are installed."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import serve
from dataset.tools.conversations import Call, Turn
from dataset.tools.schema import as_openai
from inference.openai_api import LARGEST_REQUEST
from inference.tool_caller import ToolCaller
from tests.harness import call, finish, refused, start
from tests.served import served
from tests.tool_data import WEATHER
from tests.tool_runs import scripted

OSLO = Turn("tool_call", call=Call("get_weather", {"city": "Oslo"}))
MESSAGES: list[Any] = [{"role": "user", "content": "Is it warm in Oslo?"}]
TOOLS: list[Any] = [as_openai(WEATHER)]
PATH = "/v1/chat/completions"


def needs(*packages: str) -> pytest.MarkDecorator:
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


@pytest.fixture(scope="module")
def caller(tool_run: Path) -> ToolCaller:
    return ToolCaller(tool_run, device="cpu")


# ---- through FastAPI's test client


@pytest.fixture
def client(caller: ToolCaller) -> Any:
    pytest.importorskip("fastapi")
    pytest.importorskip("httpx")
    from fastapi.testclient import TestClient

    from inference.openai_app import make_app

    return TestClient(make_app(caller, "name"), raise_server_exceptions=False)


def test_a_call_over_http(client: Any) -> None:
    with scripted(OSLO):
        response = client.post(PATH, json={"model": "x", "messages": MESSAGES, "tools": TOOLS})
    assert response.status_code == 200 and response.headers["content-type"] == "application/json"
    assert response.json()["choices"][0]["message"]["tool_calls"][0]["function"]["name"] == "get_weather"


def test_a_stream_over_http(client: Any) -> None:
    with scripted(OSLO):
        response = client.post(PATH, json={"messages": MESSAGES, "tools": TOOLS, "stream": True})
    assert response.status_code == 200 and response.headers["content-type"].startswith("text/event-stream")
    assert response.text.endswith("data: [DONE]\n\n") and '"finish_reason": "tool_calls"' in response.text


def test_models_over_http(client: Any) -> None:
    assert client.get("/v1/models").json()["data"][0]["id"] == "name"
    assert client.get("/v1/models/name").json()["id"] == "name"
    assert "only 'name'" in client.get("/v1/models/other").json()["error"]["message"]


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, "the request is not JSON"),
        (b"{", 400, "the request is not JSON"),
        (b"\xff\xfe", 400, "no text in UTF-8"),
        (b"[" * 100_000, 400, "nested too deeply"),
        (b'{"messages": NaN}', 400, "NaN is no JSON number"),
        (b"[]", 400, "must be a JSON object"),
        (b"{}", 400, "messages: Field required"),
        (b'{"messages": [{"role": "user", "content": "\\ud800"}]}', 400, "half of a surrogate pair"),
        (b" " * (LARGEST_REQUEST + 1), 413, f"more than {LARGEST_REQUEST} bytes"),
    ],
    ids=["empty", "broken", "bytes", "deep", "NaN", "list", "no messages", "half a pair", "large"],
)
def test_bodies_that_are_no_requests(client: Any, body: bytes, status: int, said: str) -> None:
    response = client.post(PATH, content=body)
    error = response.json()["error"]
    assert response.status_code == status and said in error["message"]
    assert set(error) == {"message", "type", "param", "code"} and "\n" not in error["message"]


def test_other_paths_and_methods_have_openais_form(client: Any) -> None:
    for response, status in ((client.get("/v2"), 404), (client.get(PATH), 405), (client.post("/v1/models"), 405)):
        assert response.status_code == status and response.json()["error"]["type"] == "invalid_request_error"


def test_a_fault_of_ours_is_a_500_without_details(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(ToolCaller, "decide", broken)
    response = client.post(PATH, json={"messages": MESSAGES, "tools": TOOLS})
    assert response.status_code == 500 and "secret" not in response.text
    assert response.json()["error"]["type"] == "server_error"


# ---- through a socket, with the official client


@pytest.fixture
def address(caller: ToolCaller) -> Iterator[str]:
    """The address of a server in a thread of this process."""
    pytest.importorskip("fastapi")
    from inference.openai_app import make_app

    with served(lambda _: make_app(caller, "name")) as port:
        yield f"http://127.0.0.1:{port}/v1"


@needs("fastapi", "uvicorn", "openai")
def test_the_official_client_goes_through_a_loop_of_two_turns(address: str) -> None:
    import openai

    with openai.OpenAI(base_url=address, api_key="none", max_retries=0) as client:
        assert [model.id for model in client.models.list()] == ["name"]
        messages = list(MESSAGES)
        with scripted(OSLO):
            first = client.chat.completions.create(model="name", messages=messages, tools=TOOLS)
            said = first.choices[0].message
            assert first.choices[0].finish_reason == "tool_calls" and said.content is None and said.tool_calls
            messages.append(said)
            for made in said.tool_calls:
                assert made.type == "function" and made.function.name == "get_weather"
                assert json.loads(made.function.arguments) == {"city": "Oslo"}
                messages.append({"role": "tool", "tool_call_id": made.id, "content": '{"celsius": 21}'})
            second = client.chat.completions.create(model="name", messages=messages, tools=TOOLS)
        assert second.choices[0].finish_reason == "stop" and second.choices[0].message.content == "get_weather: 21"
        assert second.usage is not None and first.usage is not None
        assert second.usage.prompt_tokens > first.usage.prompt_tokens


@needs("fastapi", "uvicorn", "openai")
def test_the_official_client_reads_streams_and_errors(address: str) -> None:
    import openai

    with openai.OpenAI(base_url=address, api_key="none", max_retries=0) as client:
        with scripted(OSLO):
            chunks = list(client.chat.completions.create(model="x", messages=MESSAGES, tools=TOOLS, stream=True))
        calls = [made for chunk in chunks for made in chunk.choices[0].delta.tool_calls or ()]
        assert [made.function.name for made in calls if made.function] == ["get_weather"]
        assert chunks[-1].choices[0].finish_reason == "tool_calls"
        with pytest.raises(openai.BadRequestError, match="a tool has no name") as caught:
            client.chat.completions.create(model="x", messages=MESSAGES, tools=[{"type": "function"}])
        assert caught.value.param == "tools"
        with pytest.raises(openai.NotFoundError, match="only 'name'"):
            client.models.retrieve("other")


@needs("fastapi", "uvicorn", "openai")
def test_the_program_serves_until_ctrl_c(tool_run: Path, tmp_path: Path) -> None:
    import openai

    process = start("serve", "--checkpoint", str(tool_run), "--port", "0", "--device", "cpu", cwd=tmp_path)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("run answers at http://127.0.0.1:"), finish(process)
    with openai.OpenAI(base_url=line.split()[-1], api_key="none", max_retries=5) as client:
        answer = client.chat.completions.create(model="run", messages=MESSAGES, tools=TOOLS, tool_choice="required")
        assert answer.choices[0].message.tool_calls
    process.send_signal(2)
    ended = finish(process)
    assert ended.status == 130 and "Traceback" not in ended.err


# ---- mistakes


def test_a_missing_extra_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    gone = ("fastapi", "uvicorn")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name in gone else find(name, *rest))
    error = refused(lambda *words, cwd: call("serve", *words, cwd=cwd), cwd=tmp_path)
    assert error == "serve.py needs fastapi and uvicorn: uv sync --extra serve, or pip install -e .[serve]"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "70000"], "--port 70000: must be at most 65535"),
        (["--steps", "0"], "--steps 0: must be at least 1"),
        (["--prot", "1"], "did you mean '--port'?"),
    ],
)
def test_options_that_are_wrong(arguments: list[str], said: str, tmp_path: Path) -> None:
    assert said in refused(lambda *words, cwd: call("serve", *words, cwd=cwd), *arguments, cwd=tmp_path)


def test_it_is_bound_to_this_machine_alone() -> None:
    assert serve.Options().host == "127.0.0.1"
