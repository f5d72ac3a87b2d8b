"""Renaming the tools of a conversation, so that a model reads what tools say of themselves and learns no names.

    rename(conversation, rng)       get_weather(city="Oslo")  ->  fetchForecastFor(town="Oslo")  or  fn_17(arg_3="Oslo")

Each tool is changed in one of several ways: another casing style, synonyms in its names, other words in its
descriptions, names without a meaning beside the descriptions, or names without the descriptions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.dice import Dice
from dataset.tools.synonyms import ONLY_IN_NAMES, SYNONYMS, VERBS

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_TEXT_WORD = re.compile(r"[A-Za-z]+")
_AN = re.compile(r"\b([Aa])n? (?=([a-z]))")

STYLES: Mapping[str, Callable[[list[str]], str]] = {
    "snake_case": "_".join,
    "camelCase": lambda words: words[0] + "".join(word.capitalize() for word in words[1:]),
    "PascalCase": lambda words: "".join(word.capitalize() for word in words),
    "kebab-case": "-".join,
    "UPPER_CASE": lambda words: "_".join(words).upper(),
}
_TOOL_FRAMES = (
    "{text}",
    "Use this to {inner}.",
    "A tool to {inner}.",
    "This function can {inner}.",
    "Call this when the user wants to {inner}.",
    "Lets you {inner}.",
    "Allows the assistant to {inner}.",
)
_ARGUMENT_FRAMES = (
    "{text}",
    "{text}.",
    "Specifies {inner}",
    "This is {inner}",
    "Gives {inner}",
    "{inner}",
    "Value: {inner}",
)
_MEANINGLESS_TOOLS = ("fn_{}", "tool_{}", "function{}", "op{}", "f{}", "action-{}")
_EMPTY_WORDS = frozenset("tool function action operation arg argument param parameter field value var input".split())
_MEANINGLESS_ARGUMENTS = ("arg_{}", "x{}", "param{}", "p_{}", "field{}", "v{}")


@dataclass(frozen=True)
class _Names:
    """New names: of tools by old name, and of arguments by tool and old name."""

    tools: Mapping[str, str]
    arguments: Mapping[str, Mapping[str, str]]


def rename(conversation: Conversation, rng: np.random.Generator) -> Conversation:
    """The same conversation with other names and descriptions of tools and arguments.

    Names change everywhere: in tools, calls, slots, intents and in what the assistant asks for. No two tools get equal
    names, and no two arguments of a tool (or of a service) do. Texts of turns stay, and so do values of enumerations. A
    tool or argument without a meaningful name keeps its description.
    """
    dice = Dice(rng)
    style = dice.pick(list(STYLES))
    ways = {
        tool.name: dice.pick(("style", "synonyms", "synonyms", "meaningless", "bare")) for tool in conversation.tools
    }
    names = _new_names(conversation, ways, style, dice)
    tools = tuple(_described(tool, ways[tool.name], names, dice) for tool in conversation.tools)
    turns = tuple(_renamed_turn(turn, conversation, names) for turn in conversation.turns)
    return replace(conversation, tools=tools, turns=turns)


def words_of(name: str) -> list[str]:
    """The words of a name in any casing style, in lower case: `getHTTPPage2` has get, http, page, 2."""
    return [word.lower() for word in _WORD.findall(name)]


def _is_meaningful(name: str) -> bool:
    """Whether a name says something without its description: `city` does, and `x`, `arg_3` and `fn_17` do not."""
    return any(len(word) >= 3 and word.isalpha() and word not in _EMPTY_WORDS for word in words_of(name))


# ---- names


def _new_names(conversation: Conversation, ways: Mapping[str, str], style: str, dice: Dice) -> _Names:
    """New names. Tools of one service share their slots, and so the names of their arguments."""
    tools: dict[str, str] = {}
    of_group: dict[str, dict[str, str]] = {}
    for tool in conversation.tools:
        way = ways[tool.name]
        old = {other.name for other in conversation.tools} - {tool.name}
        name = _new_name(tool.name, way, style, _MEANINGLESS_TOOLS, bool(tool.description), dice)
        tools[tool.name] = _free(name, tool.name, old | set(tools.values()))
        group = of_group.setdefault(tool.service or tool.name, {})
        slots = _slot_names(conversation, tool.service or tool.name)
        for argument in tool.arguments:
            if argument.name not in group:
                meaningful = bool(argument.description)
                name = _new_name(argument.name, way, style, _MEANINGLESS_ARGUMENTS, meaningful, dice)
                members = _argument_names(conversation, tool.service or tool.name) | slots
                group[argument.name] = _free(name, argument.name, (members - {argument.name}) | set(group.values()))
    return _Names(tools, {tool.name: of_group[tool.service or tool.name] for tool in conversation.tools})


def _argument_names(conversation: Conversation, group: str) -> set[str]:
    tools = (tool for tool in conversation.tools if (tool.service or tool.name) == group)
    return {argument.name for tool in tools for argument in tool.arguments}


def _slot_names(conversation: Conversation, group: str) -> set[str]:
    """The names of a service's slots, some of which may be no argument of a tool that is listed."""
    return {name for turn in conversation.turns if turn.slots for name in turn.slots.get(group, {})}


def _new_name(name: str, way: str, style: str, meaningless: tuple[str, ...], is_described: bool, dice: Dice) -> str:
    if way == "meaningless" and is_described:
        return dice.pick(meaningless).format(dice.between(1, 99))
    words = words_of(name)
    if not words:  # a name without Latin letters or digits
        return name
    if way == "synonyms":
        words = [part for word in words for part in _synonym(word, dice, 0.7).split()]
    if words[0].isdigit():  # no name may begin with a digit
        words.insert(0, "n")
    return STYLES[style](words)


def _synonym(word: str, dice: Dice, share: float) -> str:
    return dice.pick(SYNONYMS[word]) if word in SYNONYMS and dice.chance(share) else word


def _free(name: str, old: str, taken: set[str]) -> str:
    """A name that is not taken: the new one, else with a number behind it. The old name is never taken."""
    if name not in taken:
        return name
    return next((f"{name}_{number}" for number in range(2, 100) if f"{name}_{number}" not in taken), old)


# ---- descriptions


def _described(tool: Tool, way: str, names: _Names, dice: Dice) -> Tool:
    """The tool with new names, and descriptions that are paraphrased, dropped or kept."""
    new_names = names.arguments[tool.name]
    drop = way == "bare"
    arguments = tuple(
        Argument(
            new_names[argument.name],
            _described_schema(argument.schema, drop and _is_meaningful(new_names[argument.name]), dice),
            argument.required,
        )
        for argument in tool.arguments
    )
    description = (
        "" if drop and _is_meaningful(names.tools[tool.name]) else _paraphrased(tool.description, _TOOL_FRAMES, dice)
    )
    return replace(tool, name=names.tools[tool.name], description=description, arguments=arguments)


def _described_schema(schema: Mapping[str, Any], drop: bool, dice: Dice) -> Mapping[str, Any]:
    description = schema.get("description")
    if not isinstance(description, str):
        return schema
    if drop:
        return {key: value for key, value in schema.items() if key != "description"}
    return {**schema, "description": _paraphrased(description, _ARGUMENT_FRAMES, dice)}


def _paraphrased(text: str, frames: tuple[str, ...], dice: Dice) -> str:
    """The text in a frame, with synonyms for some words. Long texts and those of several sentences get no frame."""
    if not text or dice.chance(0.25):
        return text
    text = _TEXT_WORD.sub(lambda found: _in_text(found[0], dice), text)
    text = _AN.sub(lambda found: found[1] + ("n " if found[2] in "aeiou" else " "), text)
    inner = text[0].lower() + text[1:].rstrip(".")
    first, _, rest = inner.partition(" ")
    if frames is _TOOL_FRAMES:
        verb = first if first in VERBS else first.removesuffix("s")
        inner = f"{verb} {rest}"
        if verb not in VERBS:
            return text
    is_framed = any(first == frame.partition(" ")[0].lower() for frame in _ARGUMENT_FRAMES)
    if ". " in text or len(text) > 100 or not text[0].isalpha() or is_framed:
        return text
    return dice.pick(frames).format(text=text, inner=inner)


def _in_text(word: str, dice: Dice) -> str:
    """A synonym in the same case. Words in capitals are left alone."""
    if not word[1:].islower() or word.lower() in ONLY_IN_NAMES:
        return word
    found = _synonym(word.lower(), dice, 0.35)
    return word if found == word.lower() else found.capitalize() if word[0].isupper() else found


# ---- turns


def _renamed_turn(turn: Turn, conversation: Conversation, names: _Names) -> Turn:
    call = turn.call
    if call is not None and call.name in names.tools:
        new = names.arguments[call.name]
        call = Call(
            names.tools[call.name],
            {new.get(name, name): value for name, value in call.arguments.items()},
            {new.get(name, name): values for name, values in call.accept.items()},
            frozenset(new.get(name, name) for name in call.may_omit),
        )
    of_intent = names.arguments.get(turn.intent or "", {})
    return replace(
        turn,
        call=call,
        slots=None if turn.slots is None else _renamed_slots(turn.slots, conversation, names),
        intent=names.tools.get(turn.intent, turn.intent) if turn.intent else turn.intent,
        asks=tuple(of_intent.get(name, name) for name in turn.asks),
    )


def _renamed_slots(
    slots: Mapping[str, Mapping[str, tuple[Any, ...]]], conversation: Conversation, names: _Names
) -> Mapping[str, Mapping[str, tuple[Any, ...]]]:
    """Slots with new names. A tool without a service gives its own name to its slots."""
    found = {}
    for service, values in slots.items():
        tool = next((tool for tool in conversation.tools if (tool.service or tool.name) == service), None)
        new = names.arguments[tool.name] if tool else {}
        key = names.tools[service] if tool and not tool.service else service
        found[key] = {new.get(name, name): value for name, value in values.items()}
    return found
