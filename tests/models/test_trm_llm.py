"""arch=trm_llm with its own encoder, head and loss: what may change a decision, what may not, and what is computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.grading import grade
from dataset.text.word_vocabulary import CASES, MARKERS, Marker, WordVocabulary
from dataset.tools.classes import ARGUMENTS_START, CALLS, DECIDE, FOCUS, Outcome
from dataset.tools.conversations import Call, Conversation, Tool, Turn
from dataset.tools.format import ToolFormat
from inference.steps import improvement_steps, run, set_steps
from models.objectives.added import Added
from models.recursive_reasoning.trm_llm import TRMLLM_Inner, TRMLLMConfig
from tests.models.networks import FILES, PRESETS, make
from tests.models.tooled import data, decisions, logits_of
from tests.tool_data import MUSIC, STATES, TALK, WEATHER, tool_format

FORMAT = tool_format(words=160)
CPU = torch.device("cpu")
NAMES = Path(__file__).parent.parent / "golden" / "checkpoint_names" / "trm_llm_words.txt"
NUMBERS = [
    4.725304012254659, 1.2258427331674029, 138.84106794615874,
    4.66294148385559, 1.2777930312133248, 256.03572254066917,
]  # fmt: skip
"""For each of two steps: the loss of the labels, the loss of q, and the squared norm of the gradient."""
TRM_LLM: dict[str, Any] = dict(
    encoder={"name": "encoders.words@Words"}, head={"name": "heads.decision@Decision"}, puzzle_emb_ndim=0
)


def network(tool_format: ToolFormat = FORMAT, **changes: Any) -> Added:
    shape = dict(seq_len=tool_format.seq_len, layout=tool_format.layout, vocab_size=len(tool_format.vocabulary))
    return Added(make("trm_llm", **TRM_LLM | shape | changes).model, "softmax_cross_entropy")


def lively(tool_format: ToolFormat = FORMAT) -> Added:
    """A network whose weights are given by a formula, so that no version of torch draws others."""
    model = network(tool_format)
    with torch.no_grad():
        for number, (_, weight) in enumerate(sorted(model.named_parameters())):
            waves = torch.arange(weight.numel(), dtype=torch.float64).mul(0.7 + 0.1 * number).sin()
            weight.copy_(waves.view(weight.shape) * (0.3 if weight.ndim > 1 else 0.1))
    return model


def read_by(model: Added, inputs: torch.Tensor) -> list[int]:
    """Where the words stand that are read, of one row."""
    return model.model.inner.encoder.details(inputs).read[0].nonzero().flatten().tolist()


def test_presets_have_the_sizes_of_the_older_model() -> None:
    assert sorted(PRESETS) == ["trm_llm_base", "trm_llm_large", "trm_llm_medium", "trm_llm_tiny"]
    sizes = {}
    for preset in PRESETS:
        settings = FILES["trm_llm"] | FILES[preset]
        sizes[preset] = [settings[key] for key in ("hidden_size", "L_layers", "reasoning_dim", "action_dim")]
    assert sizes == {
        "trm_llm_tiny": [640, 10, 384, 192],
        "trm_llm_base": [768, 12, 512, 256],
        "trm_llm_medium": [1024, 20, 768, 384],
        "trm_llm_large": [1024, 24, 768, 512],
    }


def test_checkpoint_names_are_pinned() -> None:
    model = network()
    found = "".join(f"{name} {list(value.shape)}\n" for name, value in sorted(model.state_dict().items()))
    assert found == NAMES.read_text(), "names and shapes are in people's checkpoints"


def test_numbers_of_two_steps_are_pinned() -> None:
    """Tokens and weights are given by formulas, so that the numbers depend on the network alone."""
    model = lively(tool_format=replace(FORMAT, vocabulary=WordVocabulary(f"word{number}" for number in range(50))))
    model.train()
    generator = np.random.default_rng(0)
    inputs = torch.zeros(2, FORMAT.seq_len, dtype=torch.int32)
    front, first = FORMAT.classes.front, FORMAT.classes.first_tool
    for row, length in enumerate((40, 90)):
        words = generator.integers((MARKERS + 5) * CASES, (MARKERS + 40) * CASES, length)
        words[[0, 10, 20]] = Marker.TOOL.token, Marker.TOOL.token, Marker.USER.token
        inputs[row, front : front + length] = torch.from_numpy(words)
    labels = torch.full_like(inputs, IGNORE_LABEL_ID)
    labels[:, : FOCUS + 1] = torch.tensor([[Outcome.CALL, first], [Outcome.ANSWER, Outcome.NO_TOOL]])
    labels[0, CALLS] = first
    batch = {"inputs": inputs, "labels": labels, "puzzle_identifiers": torch.zeros(2, dtype=torch.int32)}
    carry, found = model.initial_carry(batch), []
    for _ in range(2):
        carry, loss, metrics, _, _ = model(carry=carry, batch=batch, return_keys=())
        model.zero_grad()
        loss.backward()
        gradient = sum(float(p.grad.square().sum()) for p in model.parameters() if p.grad is not None)
        found += [float(metrics["lm_loss"]), float(metrics["q_halt_loss"]), gradient]
    assert found == pytest.approx(NUMBERS, rel=1e-8)


def test_padding_changes_nothing() -> None:
    """A row says the same alone, beside longer ones, and in a format with room for more words."""
    model, wide = network(), tool_format(words=300)
    rows, roomy = decisions(TALK, STATES, tool_format=FORMAT), decisions(TALK, STATES, tool_format=wide)
    together = logits_of(model, data(rows))
    in_room = network(wide)
    in_room.load_state_dict(model.state_dict())
    for number, row in enumerate(rows):
        torch.testing.assert_close(logits_of(model, data([row]))[0], together[number])
        torch.testing.assert_close(logits_of(in_room, data([roomy[number]]))[0], together[number])


def test_a_further_tool_changes_the_scores_of_others_by_attention_alone() -> None:
    """With the attention of the blocks and that of the states cut off, the others have the scores that they had."""
    distractor = Tool("open_door", "Open a door of the house")
    more = replace(TALK, tools=(MUSIC, WEATHER, distractor))
    few, many = data(decisions(TALK, tool_format=FORMAT)[:1]), data(decisions(more, tool_format=FORMAT)[:1])
    first = FORMAT.classes.first_tool
    scores = slice(first, first + 2)
    model = network()
    before, after = logits_of(model, few)[0, FOCUS], logits_of(model, many)[0, FOCUS]
    assert not torch.allclose(before[scores], after[scores], rtol=1e-4)
    assert before[first + 2] < -1e3 < after[first + 2]
    with torch.no_grad():
        model.model.inner.key_value.weight.zero_()
        for layer in model.model.inner.trunk.layers:
            layer.self_attn.o_proj.weight.zero_()
    before, after = logits_of(model, few)[0], logits_of(model, many)[0]
    torch.testing.assert_close(before[FOCUS, scores], after[FOCUS, scores])
    torch.testing.assert_close(before[DECIDE], after[DECIDE])


def test_what_was_said_and_what_a_tool_does_change_decision_and_tool() -> None:
    model = network()
    said = replace(TALK, turns=(Turn("user", "Play Yesterday."), *TALK.turns[1:]))
    described = replace(TALK, tools=(replace(MUSIC, description="Open a door"), WEATHER))
    logits = [logits_of(model, data(decisions(talk, tool_format=FORMAT)[:1]))[0] for talk in (TALK, said, described)]
    for other in logits[1:]:
        for place in (DECIDE, FOCUS, CALLS):
            assert not torch.allclose(logits[0][place], other[place], rtol=1e-4), place


def test_places_take_only_their_own_classes() -> None:
    logits = logits_of(network(), data(decisions(TALK, tool_format=FORMAT)[:1]))[0]
    possible = [set((row > -1e3).nonzero().flatten().tolist()) for row in logits]
    first = FORMAT.classes.first_tool
    assert possible == [
        {Outcome.ANSWER, Outcome.CALL}, {Outcome.NO_TOOL, first, first + 1}, set(range(first, first + 3)),
    ]  # fmt: skip


def test_loss_is_that_of_action_tool_and_calls_and_half_of_q() -> None:
    model, batch = network(), data(decisions(TALK, STATES, tool_format=FORMAT))
    model.train()
    carry = model.initial_carry(batch)
    _, loss, metrics, outputs, _ = model(carry=carry, batch=batch, return_keys=["logits", "preds", "q_halt_logits"])
    labels = batch["labels"][:, :ARGUMENTS_START]
    probabilities = outputs["logits"].log_softmax(-1)
    expected, right = 0.0, []
    for row, row_labels in enumerate(labels.tolist()):
        places = [place for place in range(ARGUMENTS_START) if row_labels[place] != IGNORE_LABEL_ID]
        expected -= sum(float(probabilities[row, place, row_labels[place]]) for place in places)
        right.append(all(int(outputs["logits"][row, place].argmax()) == row_labels[place] for place in places))
    q = torch.nn.functional.binary_cross_entropy_with_logits(
        outputs["q_halt_logits"], torch.tensor(right, dtype=torch.float64), reduction="sum"
    )
    assert float(metrics["lm_loss"]) == pytest.approx(expected)
    assert float(loss.detach()) == pytest.approx(expected + 0.5 * float(q))
    _, without_logits, *_ = model(carry=carry, batch=batch, return_keys=())  # labelled places alone
    assert float(without_logits.detach()) == pytest.approx(float(loss.detach()))


def test_arguments_neither_train_nor_count() -> None:
    model, batch = network(), data(decisions(TALK, STATES, tool_format=FORMAT))
    other = batch | {"labels": batch["labels"].clone()}
    other["labels"][:, ARGUMENTS_START:] = 5
    results = []
    for given in (batch, other):
        _, loss, metrics, outputs, _ = model(carry=model.initial_carry(given), batch=given, return_keys=["preds"])
        results.append((float(loss.detach()), {name: float(value) for name, value in metrics.items()}))
    assert results[0] == results[1]
    preds = outputs["preds"]
    assert (preds[:, ARGUMENTS_START:] == IGNORE_LABEL_ID).all()
    graded = grade(preds, batch["labels"], FORMAT.layout)
    asked = batch["labels"][:, :ARGUMENTS_START] != IGNORE_LABEL_ID
    assert graded.expected.tolist() == asked.sum(1).tolist()
    assert (batch["labels"][:, ARGUMENTS_START:] != IGNORE_LABEL_ID).any(), "or nothing was left out"
    encoder = FORMAT.encoder(TALK)
    reading = encoder.read(encoder.row(1), preds[0].numpy())
    assert {value.outcome for value in reading.values} == {Outcome.ABSENT}


def test_a_batch_can_be_learned_by_heart() -> None:
    # Two calls at once, so that all three places differ between rows.
    both = Conversation(
        (WEATHER, MUSIC),
        (
            Turn("user", "The weather in Bergen, and play Yesterday."),
            Turn("tool_call", call=Call("get_weather", {"city": "Bergen"})),
            Turn("tool_call", call=Call("playMusic", {"title": "Yesterday"})),
            Turn("assistant", ""),
        ),
    )
    batch = data(decisions(TALK, STATES, both, tool_format=FORMAT))
    model = network(hidden_size=32, halt_max_steps=2)
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3)
    model.train()
    carry = model.initial_carry(batch)
    for _ in range(120):
        carry, loss, *_ = model(carry=carry, batch=batch, return_keys=[])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        _, _, metrics, outputs, _ = model(carry=model.initial_carry(batch), batch=batch, return_keys=["preds"])
    graded = grade(outputs["preds"], batch["labels"], FORMAT.layout)
    assert graded.exact.all()
    two_due = batch["labels"][:, CALLS] == FORMAT.classes.first_tool + 1
    assert two_due.sum() == 1, "both calls of `both` are due at its first decision"


def test_every_parameter_gets_a_gradient() -> None:
    batch, model = data(decisions(TALK, STATES, tool_format=FORMAT)), network()
    model.train()
    carry = model.initial_carry(batch)
    carry, *_ = model(carry=carry, batch=batch, return_keys=())
    _, loss, *_ = model(carry=carry, batch=batch, return_keys=())
    loss.backward()
    assert [name for name, p in model.named_parameters() if p.grad is None or not p.grad.any()] == []


def test_each_row_halts_by_itself() -> None:
    batch, model = data(decisions(TALK, STATES, tool_format=FORMAT)), network(halt_max_steps=5)
    model.train()
    with torch.no_grad():
        head = model.model.inner.q_head
        head.weight.copy_(torch.randn(head.weight.shape, generator=torch.Generator().manual_seed(1)))
        head.bias.zero_()
        _, _, _, outputs, _ = model(carry=model.initial_carry(batch), batch=batch, return_keys=["q_halt_logits"])
        head.bias[0] = -outputs["q_halt_logits"].median() - 1e-6
        carry, _, _, outputs, _ = model(carry=model.initial_carry(batch), batch=batch, return_keys=["q_halt_logits"])
    assert carry.halted.tolist() == (outputs["q_halt_logits"] > 0).tolist()
    assert 0 < int(carry.halted.sum()) < len(carry.halted)


def test_an_evaluation_reads_each_row_once_and_says_what_training_says(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    original = TRMLLM_Inner.read

    def counting(self: TRMLLM_Inner, x: torch.Tensor, *arguments: Any) -> torch.Tensor:
        read.append(len(x))
        return original(self, x, *arguments)

    monkeypatch.setattr(TRMLLM_Inner, "read", counting)
    model = lively()
    batch = data(decisions(TALK, STATES, tool_format=FORMAT))
    trained: list[torch.Tensor] = []
    model.train()
    set_steps(model, 4)
    carry = model.initial_carry(batch)
    with torch.no_grad():
        for _ in range(4):
            carry, _, _, outputs, _ = model(carry=carry, batch=batch, return_keys=["logits"])
            carry.halted[:] = False
            trained.append(outputs["logits"])
    assert read == [len(batch["inputs"])] * 4
    read.clear()
    rows = [("all", np.arange(len(batch["inputs"])), {name: value.numpy() for name, value in batch.items()})]
    (fixed,) = run(model, rows, CPU, ["logits"])
    assert read == [len(batch["inputs"])]
    torch.testing.assert_close(torch.from_numpy(fixed.outputs["logits"]), trained[-1])
    read.clear()
    halting = list(run(model, rows, CPU, halt=True, slots=2, halt_probability=1 - 1e-12))
    assert sum(read) == len(batch["inputs"]), "a row that takes another's slot is read, and those beside it are not"
    order = np.argsort(np.concatenate([part.examples for part in halting]))
    assert np.array_equal(np.concatenate([part.outputs["preds"] for part in halting])[order], fixed.outputs["preds"])
    for number, inputs in enumerate(batch["inputs"].numpy()):
        steps = list(improvement_steps(model, inputs, CPU))
        assert np.array_equal(steps[-1].answer, fixed.outputs["preds"][number])


def test_the_states_change_with_every_step() -> None:
    model, batch = network(), data(decisions(TALK, tool_format=FORMAT))
    model.eval()
    with torch.no_grad():
        first, *_ = model(carry=model.initial_carry(batch), batch=batch, return_keys=())
        second, *_ = model(carry=first, batch=batch, return_keys=())
    B, config = len(batch["inputs"]), model.model.config
    assert isinstance(config, TRMLLMConfig)
    assert first.latents["z_L"].shape == (B, 1, config.reasoning_dim)
    assert first.latents["z_H"].shape == (B, 1, config.action_dim)
    assert all(not torch.allclose(first.latents[name], second.latents[name]) for name in ("z_H", "z_L"))


@pytest.mark.parametrize("setting", ["all", "required", "none"])
def test_arguments_that_are_left_out_are_not_read(setting: str) -> None:
    row = decisions(TALK, tool_format=FORMAT)[0]
    leaves = FORMAT.encoder(TALK).leaves
    model = network(encoder={"name": "encoders.words@Words", "arguments": setting})
    inputs = data([row])["inputs"]
    read = set(read_by(model, inputs))
    length = sum(len(part.words) for part in row.row.parts)
    hidden = {
        place
        for leaf in leaves
        for place in range(leaf.first, leaf.last + 1)
        if setting == "none" or (setting == "required" and not leaf.argument.required)
    }
    assert read == set(range(length)) - hidden
    changed = inputs.clone()
    for place in {FORMAT.classes.front + place for place in hidden}:
        if inputs[0, place] >= MARKERS * CASES:  # markers stay, as they say where an argument ends
            changed[0, place] += CASES
    before, after = (logits_of(model, data([row]) | {"inputs": given}) for given in (inputs, changed))
    torch.testing.assert_close(before, after)


def test_of_a_long_conversation_the_latest_words_are_read() -> None:
    row = decisions(TALK, tool_format=FORMAT)[-1]
    model = network(encoder={"name": "encoders.words@Words", "talk_words": 5})
    start = row.row.starts[1]
    end = row.row.starts[-1] + len(row.row.parts[-1].words)
    assert read_by(model, data([row])["inputs"]) == [*range(start), *range(end - 5, end)]


def test_a_tool_owns_the_words_of_its_name_and_description() -> None:
    row = decisions(TALK, tool_format=FORMAT)[0]
    owner = network().model.inner.encoder.details(data([row])["inputs"]).tool[0].tolist()
    texts = [[word.text for word, of in zip(row.row.parts[0].words, owner, strict=False) if of == number and word]
             for number in (0, 1)]  # fmt: skip
    assert [" ".join(words) for words in texts] == ["play Music Play a song", "get weather Weather of a city on a day"]


def test_a_row_without_tools_and_an_empty_row_are_fine() -> None:
    empty = Conversation((), (Turn("assistant", "Hello."),), name="empty")
    batch = data(decisions(empty, TALK, tool_format=FORMAT))
    model = network()
    logits = logits_of(model, batch)
    assert torch.isfinite(logits).all()
    assert logits[0, FOCUS].argmax() == Outcome.NO_TOOL
    model.train()
    model(carry=model.initial_carry(batch), batch=batch, return_keys=())[1].backward()
    assert all(torch.isfinite(p.grad).all() for p in model.parameters() if p.grad is not None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"head": {"name": "heads.positions@Positions"}}, "head=positions reads a position for each"),
        ({"encoder": {"name": "encoders.tools@Tools"}}, "head=decision reads the words of encoder=words"),
        ({"mlp_t": True, "pos_encodings": "none"}, "encoder=words hides padding"),
        ({"layout": {}}, "layout.tools"),
    ],
)
def test_parts_that_do_not_go_together_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        network(**changes)


def test_the_other_recursions_read_words_too() -> None:
    """encoder=words and head=decision are parts like others: here with the paper's recursion."""
    rows = decisions(TALK, STATES, tool_format=FORMAT)
    shape = dict(seq_len=FORMAT.seq_len, layout=FORMAT.layout, vocab_size=len(FORMAT.vocabulary))
    model = make("trm", "softmax_cross_entropy", **TRM_LLM | shape)
    together = logits_of(model, data(rows))
    assert together.shape == (len(rows), ARGUMENTS_START, FORMAT.classes.first_letter)
    torch.testing.assert_close(logits_of(model, data(rows[2:3]))[0], together[2])
