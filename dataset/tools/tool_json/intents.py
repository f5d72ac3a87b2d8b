"""Prompts that need no calculation, from data sets of intents such as CLINC150 and Snips.

    {"text": "flip a coin for me", "intent": "flip_coin"}      {"final": "flip coin"}
    {"text": "add this to my mix", "intent": "AddToPlaylist"}  {"final": "add to playlist"}

The answer is the intent in words. A folder holds `train.jsonl`, plain or gzipped, and perhaps more files with `train`,
`val` or `test` in their names; those of val and test are for the test split. Without such files, one text of five is.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any

from dataset.sources.json_rows import rows
from dataset.sources.skipped import Skipped
from dataset.tools.generator.speaker import HELD_BACK
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.files import split_files
from utils.errors import UserError

_NEED_A_TOOL = {"calculator", "measurement_conversion"}
"""Intents whose texts a calculator would answer."""
_WORDS = {"oos": "out of scope"}
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def intent_examples(folder: Path, skipped: Skipped) -> tuple[list[Example], list[Example]]:
    """The training and test examples of a folder, which gives `source` its name.

    Args:
        skipped: is told of the rows that give no example.

    Raises:
        UserError: the folder has no file for training, or no row with a text and an intent.
    """
    files = {split: split_files(folder, split) for split in ("train", "test")}
    if not files["train"]:
        raise UserError(f"{folder} holds no train.jsonl or train.jsonl.gz")
    found: dict[str, list[Example]] = {"train": [], "test": []}
    for split, of_split in files.items():
        for file in of_split:
            for where, row in rows(file, skipped):
                example = _example(row, folder.resolve().name, where, skipped)
                if example is not None:
                    held_back = not files["test"] and zlib.crc32(example.prompt.encode()) % HELD_BACK == 0
                    found["test" if held_back else split].append(example)
    if not found["train"]:
        raise UserError(f"{folder} gives no examples: no row has a text and an intent")
    return found["train"], found["test"]


def _example(row: Any, source: str, where: str, skipped: Skipped) -> Example | None:
    if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("text", "intent")):
        skipped.add("no object with a text and an intent", where)
        return None
    prompt, intent = " ".join(row["text"].split()), row["intent"].strip()
    if not prompt or not intent:
        skipped.add("an empty text or intent", where)
    elif intent in _NEED_A_TOOL:
        skipped.add("a text that a calculator would answer", where)
    else:
        return Example(f"{source}-{where}", source, "no_tool", "", prompt, _in_words(intent), "intent")
    return None


def _in_words(intent: str) -> str:
    return _WORDS.get(intent) or _CAPITAL.sub(" ", intent).replace("_", " ").lower()
