"""LiveCodeBench: problems of contests; programs that read standard input, or methods of a class `Solution`.

    {"question_id": "2727", "question_title": "...", "question_content": "...", "starter_code": "class Solution:...",
     "public_test_cases": "[{\\"input\\": \\"[1]\\\\n3\\", \\"output\\": \\"4\\", \\"testtype\\": \\"functional\\"}]",
     "private_test_cases": "eJxr...", "metadata": "{\\"func_name\\": \\"add\\"}", "difficulty": "easy", ...}

Private cases are JSON, or in the published files JSON inside a pickle, compressed with zlib, in base64. A pickle can
make Python do anything, so none is loaded: only one that is a single text is read, by its opcodes.
"""

from __future__ import annotations

import base64
import binascii
import pickletools
import zlib
from typing import Any

from dataset.code.problem import Assertions, Pairs, Problem
from dataset.code.sources.base import code, decoded, facts_of, name_in, require_python, text, text_or
from dataset.sources.skipped import Skip
from utils.errors import UserError
from utils.reading import parse_json

FORMAT = "LiveCodeBench: question_content, starter_code, public_test_cases, private_test_cases, metadata"
COLUMNS = ("question_content", "public_test_cases")
ALSO = (
    *("question_id", "question_title", "starter_code", "private_test_cases", "metadata"),
    *("platform", "difficulty", "contest_id", "contest_date"),
)
IMPORTS = """from typing import *
from collections import *
from functools import *
from itertools import *
from math import *
from heapq import *
from bisect import *
import bisect, collections, functools, heapq, itertools, math, operator, random, re, string, sys
"""
"""What programs for methods use without importing it, as the contest's site allows."""
_CLASS = "Solution"
_LARGEST = 2**28
"""Most bytes of private cases once they are decompressed."""
_TEXT = {"SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "UNICODE"}
_FRAME = {"PROTO", "FRAME", "MEMOIZE", "PUT", "BINPUT", "LONG_BINPUT", "STOP"}


def read(row: dict[str, Any], name: str) -> Problem:
    """The problem of a row."""
    public = _cases(row.get("public_test_cases"), "public_test_cases")
    cases = [*public, *_private(row.get("private_test_cases"))]
    if not cases:
        raise Skip("a row without tests")
    title, content = text_or(row, "question_title").strip(), text(row, "question_content").strip()
    functional = [case.get("testtype") == "functional" for case in cases]
    if any(functional) and not all(functional):
        raise Skip("tests of two kinds, 'functional' and 'stdin'")
    method = _method(row) if functional[0] else None
    pairs = [(code(case, "input"), code(case, "output")) for case in cases]
    starter = text_or(row, "starter_code")
    return Problem(
        name_in(row, "question_id", name),
        "livecodebench",
        f"{title}\n\n{content}" if title else content,
        None,
        _CLASS if method else None,
        IMPORTS + "\n\n" + starter if method else starter,
        Pairs(tuple(pairs), len(public)) if method is None else _calls(method, pairs),
        facts_of(row, "platform", "difficulty", "contest_id", "contest_date"),
    )


def _cases(value: Any, key: str) -> list[dict[str, Any]]:
    """Test cases as a list, or as JSON. A missing field has none."""
    if value is None or value == "":
        return []
    found = decoded(value, key) if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(case, dict) for case in found):
        raise Skip(f"a '{key}' that is no list of objects")
    return found


def _private(value: Any) -> list[dict[str, Any]]:
    key = "private_test_cases"
    if not isinstance(value, str) or value.lstrip()[:1] in ("", "["):
        return _cases(value, key)
    return _cases(_unpacked(value, key), key)


def _unpacked(value: str, key: str) -> str:
    """The text in a pickle, compressed, in base64."""
    try:
        stream = zlib.decompressobj()
        pickled = stream.decompress(base64.b64decode(value, validate=True), _LARGEST)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise Skip(f"a '{key}' that is neither JSON nor compressed", str(error)) from None
    if not stream.eof:
        raise Skip(f"a '{key}' that breaks off or is larger than {_LARGEST} bytes")
    return _text_of_pickle(pickled, key)


def _text_of_pickle(pickled: bytes, key: str) -> str:
    """The text that a pickle holds, if it holds nothing else. Nothing is executed."""
    found: list[str] = []
    try:
        for opcode, argument, _ in pickletools.genops(pickled):
            if opcode.name in _TEXT:
                found.append(str(argument))
            elif opcode.name not in _FRAME:
                raise Skip(f"a '{key}' with a pickle of more than a text, which is not loaded", opcode.name)
    except ValueError as error:
        raise Skip(f"a '{key}' with a broken pickle", str(error)) from None
    if len(found) != 1:
        raise Skip(f"a '{key}' with a pickle of more than a text, which is not loaded", f"{len(found)} texts")
    return found[0]


def _method(row: dict[str, Any]) -> str:
    """The method that functional tests call."""
    metadata = row.get("metadata")
    if isinstance(metadata, str):
        metadata = decoded(metadata, "metadata")
    method = metadata.get("func_name") if isinstance(metadata, dict) else None
    if not isinstance(method, str) or not method.isidentifier():
        raise Skip("functional tests without 'func_name' in 'metadata'")
    return method


def _calls(method: str, pairs: list[tuple[str, str]]) -> Assertions:
    """Assertions for cases whose input has an argument in each line, as JSON, and whose output is JSON."""
    statements = []
    for given, result in pairs:
        try:
            arguments = [repr(parse_json(line, "input")) for line in given.split("\n") if line.strip()]
            expected = repr(parse_json(result, "output"))
        except UserError as error:
            raise Skip("a functional test that is no JSON", str(error)) from None
        statement = f"assert {_CLASS}().{method}({', '.join(arguments)}) == {expected}"
        statements.append(require_python(statement, "a test"))
    return Assertions(tuple(statements), imports=IMPORTS)
