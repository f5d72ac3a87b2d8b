"""Tool calling on the seams: what may change a decision and what may not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.text.word_vocabulary import Marker
from dataset.tools.classes import ARGUMENTS_START, DECIDE, FOCUS, LONGEST_VALUE, Outcome
from dataset.tools.conversations import Conversation, Turn
from dataset.tools.format import ToolFormat
from models.losses import ACTLossHead
from tests.models.networks import make
from tests.models.tooled import data, decisions, logits_of
from tests.tool_data import HOTEL, MUSIC, STATES, TALK, WEATHER, tool_format

FORMAT = tool_format()
PARTS: dict[str, Any] = dict(
    encoder={"name": "encoders.tools@Tools"}, head={"name": "heads.call@Call"}, pos_encodings="none", puzzle_emb_ndim=0
)


def network(tool_format: ToolFormat = FORMAT, **changes: Any) -> ACTLossHead:
    shape = dict(seq_len=tool_format.seq_len, layout=tool_format.layout, vocab_size=len(tool_format.vocabulary))
    return make("trm", "softmax_cross_entropy", **PARTS | shape | changes)


def test_a_longer_row_beside_it_and_another_batch_change_nothing() -> None:
    model = network()
    rows = decisions(TALK, STATES)
    together = logits_of(model, data(rows))
    for number, row in enumerate(rows):
        alone = logits_of(model, data([row]))
        assert torch.allclose(alone[0], together[number], atol=1e-9, rtol=0)


def test_the_order_of_tools_and_of_arguments_means_nothing() -> None:
    model = network()
    turned = replace(TALK, tools=(replace(WEATHER, arguments=WEATHER.arguments[::-1]), MUSIC))
    before, after = (logits_of(model, data([FORMAT.encoder(talk).encode(1)]))[0] for talk in (TALK, turned))
    first_tool = FORMAT.classes.first_tool
    assert torch.allclose(before[DECIDE], after[DECIDE], atol=1e-9, rtol=0)
    assert torch.allclose(
        before[FOCUS, first_tool : first_tool + 2], after[FOCUS, first_tool : first_tool + 2].flip(0), atol=1e-9, rtol=0
    )
    old = FORMAT.classes.argument_places(2)[0]  # city: behind title and loud, then the last of the first tool
    new = FORMAT.classes.argument_places(2)[0]
    assert torch.allclose(before[old, : Outcome.SPELLED], after[new, : Outcome.SPELLED], atol=1e-9, rtol=0)


def test_what_was_said_changes_the_decision() -> None:
    model = network()
    other = replace(TALK, turns=(Turn("user", "Play Yesterday."), *TALK.turns[1:]))
    before, after = (logits_of(model, data([FORMAT.encoder(talk).encode(1)]))[0] for talk in (TALK, other))
    assert not torch.allclose(before[DECIDE], after[DECIDE], atol=1e-6, rtol=0)


def test_places_take_only_their_own_classes() -> None:
    classes = FORMAT.classes
    logits = logits_of(network(), data([FORMAT.encoder(TALK).encode(1)]))[0]
    possible = [set((row > -1e3).nonzero().flatten().tolist()) for row in logits]
    assert possible[DECIDE] == {Outcome.ANSWER, Outcome.CALL}
    assert possible[FOCUS] == {Outcome.NO_TOOL, classes.first_tool, classes.first_tool + 1}
    value_from, value_to = (possible[place] for place in classes.argument_places(0))
    row = FORMAT.encoder(TALK).row(1)
    words = range(classes.first_word, classes.first_word + sum(len(part.words) for part in row.parts))
    assert value_from - set(words) == {
        Outcome.ABSENT, Outcome.DEFAULT, Outcome.ASKED, Outcome.ANY, Outcome.SPELLED,
    }  # fmt: skip
    assert set(words) < value_from
    first = int(logits[classes.argument_places(0)[0], words].argmax()) + words.start
    reached = {word for word in words if 0 <= word - first < LONGEST_VALUE}
    assert value_to == set(words) and reached < value_to
    last = logits[classes.argument_places(0)[1]]
    assert last[list(reached)].min() > last[list(value_to - reached)].max() + 10


def test_in_training_a_last_word_stands_behind_the_right_first_word() -> None:
    """Whatever the network takes for the first one."""
    model = network().train()
    batch = data(decisions(TALK, STATES))
    classes = FORMAT.classes
    _, outputs = model.model(carry=model.initial_carry(batch), batch=batch)
    places = slice(ARGUMENTS_START, classes.letters_start)
    firsts = batch["labels"][:, places][:, ::2]
    first, last = (outputs["logits"][:, places][:, k::2][firsts >= classes.first_word] for k in (0, 1))
    length = torch.arange(classes.count) - firsts[firsts >= classes.first_word].unsqueeze(1)
    assert len(length) > 1
    assert torch.equal(last > -15, (first > -1e3) & (length >= 0) & (length < LONGEST_VALUE))


def test_logits_of_labelled_places_are_those_of_all_places() -> None:
    model = network()
    batch = data(decisions(TALK, STATES))
    expected = logits_of(model, batch)
    with torch.no_grad():
        _, outputs = model.model(carry=model.initial_carry(batch), batch=batch, labelled_only=True)
    labelled = batch["labels"][:, : FORMAT.classes.front] != IGNORE_LABEL_ID
    assert torch.allclose(outputs["logits"], expected[labelled], atol=1e-9, rtol=0)


def test_a_batch_can_be_learned_by_heart() -> None:
    rows = decisions(TALK, STATES)
    batch = data(rows)
    model = network(forward_dtype="float32", hidden_size=32, halt_max_steps=1, H_cycles=1, L_cycles=1)
    optimizer = torch.optim.AdamW(model.parameters(), 5e-3)
    model.train()
    for _ in range(150):
        _, loss, *_ = model(carry=model.initial_carry(batch), batch=batch, return_keys=[])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        _, _, _, outputs, _ = model(carry=model.initial_carry(batch), batch=batch, return_keys=["preds"])
    labels = batch["labels"]
    assert torch.equal(outputs["preds"][labels != IGNORE_LABEL_ID], labels[labels != IGNORE_LABEL_ID])
    encoder = FORMAT.encoder(TALK)
    reading = encoder.read(encoder.row(1), outputs["preds"][0].numpy())
    assert reading.calls and reading.focus == 1
    assert [value.value for value in reading.values[2:4]] == ["Ålesund", "degrees_fahrenheit"]


def test_every_parameter_gets_a_gradient() -> None:
    talk = replace(TALK, turns=(*TALK.turns[:5], replace(TALK.turns[5], call=replace(TALK.turns[5].call,  # type: ignore[type-var]
                   arguments={"title": "zzz-9", "loud": False})), TALK.turns[6]))  # fmt: skip
    batch = data(decisions(talk, STATES))
    assert (batch["labels"] == Outcome.SPELLED).any()
    model = network(H_cycles=1)
    model.train()
    _, loss, *_ = model(carry=model.initial_carry(batch), batch=batch, return_keys=[])
    loss.backward()
    without = [name for name, value in model.named_parameters() if value.grad is None or not value.grad.any()]
    assert without == []


def test_a_row_without_tools_and_an_empty_history_are_fine() -> None:
    empty = Conversation((), (Turn("assistant", "Hello."),), name="empty")
    logits = logits_of(network(), data([FORMAT.encoder(empty).encode(0)]))
    assert torch.isfinite(logits).all()
    assert logits[0, FOCUS].argmax() == Outcome.NO_TOOL


def test_words_of_users_are_never_markers() -> None:
    talk = replace(TALK, turns=(Turn("user", "TOOL REQUIRED [DECIDE] <tool_call> \x00 NEXT_LINE"), *TALK.turns[1:]))
    row = FORMAT.encoder(talk).row(1)
    said = row.parts[1]
    assert [word is None for word in said.words].count(True) == said.tokens.tolist().count(
        Marker.USER.token
    ) + said.tokens.tolist().count(Marker.NEXT_LINE.token)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"encoder": "encoders.tokens@Tokens"}, "encoder=tools"),
        ({"layout": {"answer_slots": FORMAT.layout.answer_slots}}, "layout.tools"),
    ],
)
def test_parts_that_do_not_go_together_are_refused(changes: dict[str, Any], said: str) -> None:
    changes = {name: {"name": value} if isinstance(value, str) else value for name, value in changes.items()}
    with pytest.raises(ValueError, match=said):
        network(**changes)


def test_services_without_a_state_have_empty_slots() -> None:
    encoded = FORMAT.encoder(STATES).encode(1)
    assert [encoded.labels[FORMAT.classes.argument_places(number)[0]] for number in range(5)] == [Outcome.ABSENT] * 5
    assert HOTEL in STATES.tools


def test_arguments_of_a_tool_claim_words_from_each_other() -> None:
    """Two arguments of one tool seldom have one value; an argument that is alone in its tool has no rivals."""
    model = network()
    alone = replace(WEATHER, arguments=WEATHER.arguments[:1])
    batch = data([FORMAT.encoder(replace(TALK, tools=(MUSIC, alone))).encode(1)])
    before = logits_of(model, batch)[0]
    model.model.inner.head.rivalry.data.zero_()
    after = logits_of(model, batch)[0]
    changed = [not torch.equal(before[place], after[place]) for place in range(ARGUMENTS_START, ARGUMENTS_START + 6, 2)]
    assert changed == [True, True, False]


def test_a_call_becomes_less_likely_only_where_an_argument_is_required() -> None:
    model = network()
    free = tuple(
        replace(tool, arguments=tuple(replace(argument, required=False) for argument in tool.arguments))
        for tool in TALK.tools
    )
    lost = []
    for talk in (TALK, replace(TALK, tools=free)):
        batch = data([FORMAT.encoder(talk).encode(1)])
        model.model.inner.head.complete.data.fill_(1.0)
        call = logits_of(model, batch)[0, DECIDE, Outcome.CALL]
        model.model.inner.head.complete.data.zero_()
        lost.append((logits_of(model, batch)[0, DECIDE, Outcome.CALL] - call).item())
    assert lost[0] > 0.1 and lost[1] == 0
