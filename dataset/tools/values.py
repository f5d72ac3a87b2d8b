"""temporary until merged"""
from __future__ import annotations
from typing import Any
from dataset.tools.words import split


def same_value(a: Any, b: Any, schema: Any) -> bool:
    return str(a).casefold().strip() == str(b).casefold().strip()


def readings(text: str, schema: Any) -> list[Any]:
    return [text]


def find_spans(words, accept, schema):
    folded = [w.casefold() for w in words]
    found = []
    for value in accept:
        target = [w.text.casefold() for w in split(str(value))]
        n = len(target)
        if not n:
            continue
        for i in range(len(folded) - n + 1):
            if folded[i] == target[0] and folded[i : i + n] == target:
                found.append((i, i + n - 1))
    return sorted(set(found))
