"""The HTTP application of `demo.py`; it needs the packages of `--extra demo`.

    GET  /                  the page
    GET  /checkpoints       what can be chosen (`inference.catalogue`)
    POST /form              {"checkpoint"}: what the network is asked with (`inference.forms`)
    POST /example           {"checkpoint"}: a text for each field
    POST /cells             {"checkpoint", "text"}: how a board shows a puzzle that was typed as text
    POST /solve             {"checkpoint", "texts", "steps", "halt", "tries"}: a trace, and the page of `--html`

Every error is `{"error": <one line>}`. Networks are opened and asked one at a time; a few requests wait meanwhile.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException

from inference.catalogue import Catalogue
from inference.forms import Form, open_form
from inference.renderers import html
from inference.serving import CLOSE, Guard, TooLarge, read_body
from utils.errors import UserError
from utils.pages import content_policy
from utils.printing import one_line
from utils.reading import parse_json

LARGEST_REQUEST = 10**6
"""Most bytes of a request."""
MOST_STEPS, MOST_TRIES = 100, 1000
"""Of one puzzle."""
MOST_WAITING = 8
"""Most requests that wait for their turn."""
MOST_OPEN = 4
"""Most networks that are kept in memory."""
_PAGE = Path(__file__).with_name("demo.html")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class _Choice(BaseModel):
    """A request about a checkpoint, which is named by its `id` in the list."""

    model_config = ConfigDict(strict=True, extra="forbid")

    checkpoint: str


class _Typed(_Choice):
    text: str


class _Puzzle(_Choice):
    texts: dict[str, str]
    steps: int | None = Field(None, ge=1, le=MOST_STEPS)
    halt: bool = True
    tries: int = Field(1, ge=1, le=MOST_TRIES)


R = TypeVar("R", bound=_Choice)


class _Networks:
    """The networks of a catalogue, opened as they are asked; answers to requests about them, as JSON."""

    def __init__(self, catalogue: Catalogue, device: str) -> None:
        self._catalogue = catalogue
        self._opened = functools.lru_cache(maxsize=MOST_OPEN)(lambda checkpoint, _: open_form(checkpoint, device))

    def entries(self) -> list[dict[str, Any]]:
        """What can be chosen."""
        found = self._catalogue.entries()
        return [{"id": each.id, "name": each.name, "task": each.task, "fault": each.fault} for each in found]

    def describe(self, choice: _Choice) -> Mapping[str, Any]:
        """What a network is asked with."""
        form = self._form(choice)
        board = form.board
        return {
            "fields": [dataclasses.asdict(field) for field in form.fields],
            "board": None if board is None else board.as_json(),
            "examples": form.has_examples,
            "tries": MOST_TRIES if form.has_tries else 1,
            "steps": MOST_STEPS,
        }

    def example(self, choice: _Choice) -> Mapping[str, Any]:
        """A text for each field."""
        return self._form(choice).example(np.random.default_rng())

    def cells(self, typed: _Typed) -> Mapping[str, Any]:
        """The characters of the boxes of a board."""
        board = self._form(typed).board
        if board is None:
            raise UserError("puzzles of this network have no board")
        return {"cells": board.cells(typed.text)}

    def solve(self, puzzle: _Puzzle) -> Mapping[str, Any]:
        """A trace, and its page."""
        form = self._form(puzzle)
        missing = [field.name for field in form.fields if field.name not in puzzle.texts]
        if missing:
            raise UserError(f"the text '{missing[0]}' is missing")
        trace = form.trace(puzzle.texts, puzzle.steps, puzzle.halt, puzzle.tries)
        return {"trace": trace.as_json(), "page": html.render(trace).decode()}

    def _form(self, choice: _Choice) -> Form:
        checkpoint = self._catalogue.checkpoint(choice.checkpoint)
        return self._opened(checkpoint, checkpoint.stat().st_mtime)  # opened again if it was written again


class _Turns:
    """Work done one at a time, in a thread; a request that would make the queue too long is refused.

    Requests are counted here, since the limiter counts one as waiting only some turns of the event loop after it came.
    """

    def __init__(self) -> None:
        self._one_at_a_time = CapacityLimiter(1)
        self._inside = 0

    async def take(self, work: Callable[..., Any], *arguments: Any) -> Response:
        """The answer to a request as JSON."""
        if self._inside > MOST_WAITING:
            return _as_json({"error": "too many requests wait already; try again in a moment"}, 503)
        self._inside += 1
        try:
            return _as_json(await run_sync(work, *arguments, limiter=self._one_at_a_time))
        finally:
            self._inside -= 1


def make_app(catalogue: Catalogue, named: Callable[[str], bool], device: str = "auto") -> Guard:
    """The application.

    Args:
        named: whether the `Host` of a request is this server (`inference.serving.names_of`).
        device: auto, cpu, cuda or mps.
    """
    app = FastAPI(title="demo", docs_url=None, redoc_url=None, openapi_url=None)
    page = _PAGE.read_bytes()
    networks = _Networks(catalogue, device)
    turns = _Turns()

    @app.get("/")
    def show_page() -> Response:
        return Response(page, media_type="text/html; charset=utf-8")

    @app.get("/checkpoints")
    async def list_checkpoints() -> Response:
        return await turns.take(networks.entries)

    def add(path: str, kind: type[R], work: Callable[[R], Mapping[str, Any]]) -> None:
        @app.post(path)
        async def answer(request: Request) -> Response:
            asked = _read(await read_body(request, LARGEST_REQUEST), kind)
            return await turns.take(work, asked)

    add("/form", _Choice, networks.describe)
    add("/example", _Choice, networks.example)
    add("/cells", _Typed, networks.cells)
    add("/solve", _Puzzle, networks.solve)
    _show_errors(app)
    return Guard(app, named, _HEADERS | {"Content-Security-Policy": content_policy(page, html.render_all("", []))})


def _show_errors(app: FastAPI) -> None:
    """Give every error its status and one line."""

    @app.exception_handler(TooLarge)
    async def show_large(request: Request, error: TooLarge) -> Response:
        return _as_json({"error": str(error)}, 413, CLOSE)

    @app.exception_handler(UserError)
    async def show_mistake(request: Request, error: UserError) -> Response:
        return _as_json({"error": one_line(str(error))}, 422)

    @app.exception_handler(HTTPException)
    async def show_http_error(request: Request, error: HTTPException) -> Response:
        return _as_json(
            {"error": one_line(f"{request.method} {request.url.path[:200]}: {error.detail}")}, error.status_code
        )

    @app.exception_handler(Exception)
    async def show_fault(request: Request, error: Exception) -> Response:
        return _as_json({"error": "the server has a fault; its log shows it"}, 500)


def _read(body: bytes, kind: type[R]) -> R:
    """The request in a body.

    Raises:
        UserError: it is something else.
    """
    try:
        return kind.model_validate(parse_json(body.decode(), "the request"))
    except UnicodeDecodeError:
        raise UserError("the request is no text in UTF-8") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UserError(f"{where}: {first['msg']}" if where else "the request must be a JSON object") from None


def _as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps(value), status, headers, media_type="application/json")
