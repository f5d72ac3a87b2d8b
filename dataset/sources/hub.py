"""Downloading the source files of data sets from the Hugging Face hub (extra `hub`)."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

from utils.errors import UserError


def download(repository: str, names: Sequence[str], otherwise: str) -> list[Path]:
    """Download files of a data set, or take them from the hub's cache if the hub cannot be reached.

    Args:
        otherwise: what the user can do instead, for the message.

    Raises:
        UserError: the files are not available; the message gives the reason.
    """
    try:
        hub = importlib.import_module("huggingface_hub")  # optional
    except ImportError:
        reason = "needs the package huggingface_hub (extra 'hub')"
        raise UserError(f"downloading {repository} {reason}; or {otherwise}") from None
    # The library raises errors of many classes (network, HTTP, proxy, cache) that all mean the same here, hence
    # `except Exception`. Without an answer its download retries for minutes, so a short request comes first.
    problem: Exception | None = None
    try:
        hub.HfApi().dataset_info(repository, timeout=10)
    except Exception as error:
        problem = error
    try:
        return [
            Path(hub.hf_hub_download(repository, name, repo_type="dataset", local_files_only=problem is not None))
            for name in names
        ]
    except Exception as error:
        problem = problem or error
    reason = (str(problem).strip().splitlines() or ["no message"])[0][:160]
    raise UserError(f"cannot download {repository} ({type(problem).__name__}: {reason}); {otherwise}")
