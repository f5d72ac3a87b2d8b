r"""ShareGPT with tools, the form of LLaMA-Factory: tagged messages, tools as JSON text beside them.

    {"conversations": [{"from": "human", "value": "3 times 4?"},
                       {"from": "function_call", "value": "{\"name\": \"mul\", \"arguments\": {\"a\": 3, \"b\": 4}}"},
                       {"from": "observation", "value": "12"}, {"from": "gpt", "value": "12."}],
     "system": "Be brief.", "tools": "[{\"name\": \"mul\", \"parameters\": {...}}]"}

The usual tags are known (`TAGS`), and so are messages with `role` and `content`. Options name other columns and tags;
the tags' options are called as in LLaMA-Factory's dataset_info.json:

    sharegpt,user_tag=customer,function_tag=action,messages_column=turns:logs.json
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Conversation, Tool
from dataset.tools.json_text import decode
from dataset.tools.messages import conversation, read_turns
from dataset.tools.schema import read_tools
from utils.printing import printable

FORMAT = "ShareGPT, LLaMA-Factory: conversations with from and value, calls as function_call"
TAGS = {
    "system_tag": ("system", ("system",)),
    "user_tag": ("user", ("human", "user")),
    "assistant_tag": ("assistant", ("gpt", "assistant", "model", "chatgpt", "bot")),
    "function_tag": ("tool_call", ("function_call", "tool_call")),
    "observation_tag": ("tool_response", ("observation", "function_response", "tool_response", "tool", "function")),
}
"""Options that name a tag; the role that the tag means, and the tags that mean it without the option."""
OPTIONS = ("messages_column", "system_column", "tools_column", "role_tag", "content_tag", *TAGS)


def claims(row: Any) -> int:
    """2 if a message is tagged as a call or as what a tool returned, 1 for other messages with from and value."""
    written = row.get("conversations") if isinstance(row, dict) else None
    if not isinstance(written, list) or not written or not all(isinstance(message, dict) for message in written):
        return 0
    if not all({"from", "value"} <= message.keys() for message in written):
        return 0
    tags = [message["from"] for message in written]
    return 2 if any(tag in ("function_call", "observation") for tag in tags) else 1


def read(row: Any, name: str, tools: tuple[Tool, ...], **options: str) -> Conversation:
    """The conversation of a row. Raises `Skip` and `UserError`.

    Args:
        options: names of the data's columns and tags, by `OPTIONS`.
    """
    messages = messages_of(row, options)
    listed = read_tools(row.get(options.get("tools_column", "tools"))) or tools
    turns, ordered = read_turns(messages, listed)
    return conversation(listed, turns, name, ordered=ordered)


def messages_of(row: Any, options: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The messages of a row with the roles and keys that `read_turns` takes, the system's text first.

    Raises:
        Skip: they have another form, or a tag that nothing is known of.
        UserError: text that should be JSON is not.
    """
    names = options or {}
    column = names.get("messages_column", "conversations")
    written = decode(row.get(column), column) if isinstance(row, Mapping) else None
    if not isinstance(written, list) or not written:
        raise Skip(f"no object with a list '{column}'")
    roles = _roles(names)
    system = row.get(names.get("system_column", "system"))
    messages = [{"role": "system", "content": system}] if system else []
    for message in written:
        if not isinstance(message, Mapping):
            raise Skip("a message that is no object")
        tag = message.get(names.get("role_tag") or ("from" if "from" in message else "role"))
        content = message.get(names.get("content_tag") or ("value" if "value" in message else "content"))
        if not isinstance(tag, str) or tag not in roles:
            raise Skip("a message with an unknown tag; options such as user_tag say what tags mean", _shown(tag))
        messages.append({"role": roles[tag], "content": content})
    return messages


def _roles(options: Mapping[str, str]) -> dict[str, str]:
    """Roles by tag. An option takes the place of the usual tags of its role."""
    roles = {tag: role for option, (role, tags) in TAGS.items() if option not in options for tag in tags}
    return roles | {options[option]: role for option, (role, _) in TAGS.items() if option in options}


def _shown(tag: Any) -> str:
    return printable(str(tag)[:200])
