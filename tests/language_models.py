"""A language model of two layers that a few seconds have taught, and a tokenizer for it: for tests, offline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import torch

from dataset.tools.tool_json.examples import INSTRUCTIONS, Example
from dataset.tools.tool_json.writer import write_dataset
from tests.models.canvases import canvas_format
from training.policies.chat import Chat


def write_place(folder: Path, sums: int, steps: int) -> list[Example]:
    """Save toy data and a model that has learned them for some steps, as `data` and `model`; returns the examples."""
    examples = [
        Example(f"sum-{n}", "toy", "calculator", f"{n} + {n + 7}", f"What is {n} plus {n + 7} ?", str(2 * n + 7))
        for n in range(20, 20 + sums)
    ]
    examples += [Example(f"hello-{n}", "toy", "no_tool", "", f"Say hello {n}", "hello") for n in range(2)]
    write_dataset(folder / "data", {"train": examples, "test": examples}, canvas_format(), seed=0)
    write_model(folder / "model", examples, steps)
    return examples


def write_tokenizer(folder: Path, lines: Iterable[str]) -> Path:
    """Save a byte-level tokenizer, with the markers of ChatML, that is trained on lines."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    own = Tokenizer(models.BPE())
    own.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    own.decoder = decoders.ByteLevel()
    markers = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=500, special_tokens=markers, initial_alphabet=alphabet, show_progress=False
    )
    own.train_from_iterator(lines, trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=own, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    tokenizer.save_pretrained(folder)
    return folder


def write_model(folder: Path, examples: Sequence[Example], steps: int = 0) -> Path:
    """Save a Qwen3 of two layers and its tokenizer into a folder.

    Args:
        steps: of training on the examples' prompts and outputs, all of them in each; 0: random weights.
    """
    from transformers import AutoTokenizer, Qwen3Config, Qwen3ForCausalLM

    write_tokenizer(folder, [INSTRUCTIONS, *(text for e in examples for text in (e.prompt, e.output) * 4)])
    tokenizer = AutoTokenizer.from_pretrained(folder)
    torch.manual_seed(0)
    model = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=len(tokenizer),
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=8,
            max_position_embeddings=2048,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )
    chat = Chat(tokenizer, INSTRUCTIONS)
    rows = [chat.row(example.prompt, example.output) for example in examples]
    longest = max(len(row.tokens) for row in rows)
    ids = torch.tensor([row.tokens + [0] * (longest - len(row.tokens)) for row in rows])
    weights = torch.tensor([row.weights + [0] * (longest - len(row.weights)) for row in rows])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(steps):
        loss = model(input_ids=ids, labels=ids.masked_fill(weights == 0, -100)).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    return folder
