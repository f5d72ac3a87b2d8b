"""Prompts and outputs as the tokens of a language model, in ChatML, with a weight for each token of the output.

    <|im_start|>system
    Answer with one JSON object ...<|im_end|>
    <|im_start|>user
    What is 48 divided by 2?<|im_end|>
    <|im_start|>assistant
    {"tool": "calculator", "args": {"expression": "48 / 2"}}<|im_end|>

A prompt cannot hold a marker: `<|` in its text is taken apart. Where the tokenizer has no `<|im_end|>`, its own end
token ends an output.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from utils.errors import UserError

_END = "<|im_end|>"


class Row(NamedTuple):
    """The tokens of a prompt with its output.

    Attributes:
        tokens: all of them.
        weights: 0 for those of the prompt, 1 for those of the output and its end.
    """

    tokens: list[int]
    weights: list[int]


class Chat:
    """Writes prompts for one tokenizer.

    Args:
        tokenizer: has `encode`, `decode`, `get_vocab`, `eos_token` and `eos_token_id`, as those of transformers do.
        instructions: what stands before every prompt.

    Raises:
        UserError: the tokenizer has no token that ends an output.
    """

    def __init__(self, tokenizer: Any, instructions: str) -> None:
        self.tokenizer = tokenizer
        self.instructions = instructions
        self.end: str = _END if _END in tokenizer.get_vocab() else tokenizer.eos_token
        if not self.end:
            raise UserError(f"the tokenizer of this model has neither {_END} nor an end token")

    @property
    def end_id(self) -> int:
        """The token behind an output."""
        return int(self.tokenizer.convert_tokens_to_ids(self.end))

    def text(self, prompt: str) -> str:
        """All that a model reads before it writes."""
        turns = (("system", self.instructions), ("user", prompt.replace("<|", "< |")))
        said = "".join(f"<|im_start|>{role}\n{content}{_END}\n" for role, content in turns)
        return f"{said}<|im_start|>assistant\n"

    def prompt(self, prompt: str) -> list[int]:
        """The tokens of `text`."""
        return list(self.tokenizer.encode(self.text(prompt), add_special_tokens=False))

    def row(self, prompt: str, output: str) -> Row:
        """The tokens of a prompt and its right output. They are cut where generation begins."""
        before = self.prompt(prompt)
        after = [*self.tokenizer.encode(output, add_special_tokens=False), self.end_id]
        return Row(before + after, [0] * len(before) + [1] * len(after))

    def output(self, tokens: Iterable[int]) -> str:
        """What a model has written, up to the end token."""
        written: list[int] = []
        for token in tokens:
            if token == self.end_id:
                break
            written.append(token)
        return str(self.tokenizer.decode(written, skip_special_tokens=True))
