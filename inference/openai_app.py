"""The HTTP application of `serve.py`; it needs the packages of `--extra serve`.

    POST /v1/chat/completions    GET /v1/models    GET /v1/models/{id}

Every error has OpenAI's form: `{"error": {"message", "type", "param", "code"}}`.
"""

from __future__ import annotations

import json
import threading
import time
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from inference.openai_api import LARGEST_REQUEST, ApiError, complete, events, models, wants_stream
from inference.serving import CLOSE, TooLarge, read_body
from inference.tool_moves import Decider
from utils.errors import UserError
from utils.reading import parse_json


def make_app(decider: Decider, name: str, steps: int | None = None) -> FastAPI:
    """The application: `POST /v1/chat/completions`, `GET /v1/models` and `GET /v1/models/{id}`.

    One request is decided at a time.

    Args:
        name: the model's name.
        steps: largest number of improvement steps; None: as many as in training.
    """
    app = FastAPI(title=name, docs_url=None, redoc_url=None, openapi_url=None)
    created = int(time.time())
    one_at_a_time = threading.Lock()

    def answer(body: bytes) -> Response:
        try:
            request = parse_json(body.decode(), "the request")
        except UnicodeDecodeError:
            raise ApiError("the request is no text in UTF-8") from None
        except UserError as error:
            raise ApiError(str(error)) from None
        with one_at_a_time:
            completion = complete(decider, name, request, steps)
        if wants_stream(request):
            return Response("".join(events(completion, request)), media_type="text/event-stream")
        return as_json(completion)

    def as_json(value: Any, status: int = 200) -> Response:
        return Response(json.dumps(value), status, media_type="application/json")

    @app.post("/v1/chat/completions")
    async def chat_completions(request: Request) -> Response:
        return await run_in_threadpool(answer, await read_body(request, LARGEST_REQUEST))

    @app.get("/v1/models")
    def list_models() -> Response:
        return as_json(models(name, created))

    @app.get("/v1/models/{model}")
    def retrieve_model(model: str) -> Response:
        if model != name:
            raise ApiError(f"there is no model '{model[:200]}', only '{name}'", "model", 404)
        return as_json(models(name, created)["data"][0])

    @app.exception_handler(ApiError)
    async def show_error(request: Request, error: ApiError) -> Response:
        return as_json(error.as_json(), error.status)

    @app.exception_handler(TooLarge)
    async def show_large(request: Request, error: TooLarge) -> Response:
        return Response(json.dumps(ApiError(str(error), status=413).as_json()), 413, CLOSE, "application/json")

    @app.exception_handler(HTTPException)
    async def show_http_error(request: Request, error: HTTPException) -> Response:
        complaint = f"{request.method} {request.url.path[:200]}: {error.detail}"
        return as_json(ApiError(complaint, status=error.status_code).as_json(), error.status_code)

    @app.exception_handler(Exception)
    async def show_fault(request: Request, error: Exception) -> Response:
        return as_json(ApiError("the server has a fault; its log shows it", status=500).as_json(), 500)

    return app
