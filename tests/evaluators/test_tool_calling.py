"""Scores of tool calling by set and fact: perfect and silent networks, ranks, validation sets, several data paths."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dataset.common import read_metadata
from dataset.puzzle_dataset import ExampleSet, PuzzleDataset, read_in_order
from dataset.text.word_vocabulary import CASES, MARKERS
from dataset.tools.classes import CALLS, DECIDE, FOCUS, Outcome
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.writer import write_conversations
from dataset.verify import accept
from evaluators.base import NotApplicable, Tabulated, load_evaluator
from evaluators.tool_calling import ToolCalling
from evaluators.tool_calling_tally import BINS, JUDGED, Totals, calibration_error
from tests.harness import scores, write_toy_data
from tests.text_data import Alone, Elsewhere, Main
from tests.tool_data import HOTEL, MUSIC, STATES, TALK, WEATHER, tool_format
from tests.tool_runs import write_tool_run
from utils.errors import UserError
from utils.intervals import wilson_interval

LOST = Conversation(
    (MUSIC,),
    (
        Turn("user", "Play something by the Beatles"),
        Turn("tool_call", call=Call("playMusic", {"title": "Hard Day's Night"})),
        Turn("assistant"),
    ),
    name="lost",
)
"""Its title stands nowhere, and is too long to be spelled."""
ASKING = Conversation(
    (WEATHER,),
    (Turn("user", "Weather?"), Turn("assistant", "Where?", intent="get_weather", asks=("city",))),
    name="asking",
)
TEST = (
    replace(TALK, facts={"kind": "several", "tools": "seen"}),
    replace(STATES, facts={"services": "unseen", "kind": "several"}),
    replace(LOST, facts={"kind": "lost", "services": ["a", "b"]}),
    ASKING,
)
ROWS = 4 + 3 + 2 + 1
CALL_ROWS = [row for row in range(ROWS) if row in (0, 2, 5, 7)]


@pytest.fixture(scope="module")
def data_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tools") / "data"
    shape = replace(tool_format((*TEST,)), trained_tools=("get_weather", "Music_1.Play"))
    write_conversations(folder, {("train", "all"): [STATES, TALK], ("test", "all"): TEST}, shape, seed=0)
    return folder


@pytest.fixture
def data(data_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(data_once, tmp_path / "data")


def made(data: Path, sets: Sequence[ExampleSet] | None = None) -> ToolCalling:
    """An evaluator as a run has it; `sets`: instead of those of the test split."""
    evaluator = ToolCalling(data, read_metadata(data, "test"))
    evaluator.sets = {found.name: found for found in sets or PuzzleDataset([data], "test").sets}
    return evaluator


def batches(data: Path, sets: Sequence[ExampleSet] | None = None) -> Iterator[tuple[str, dict[str, np.ndarray]]]:
    """The rows of each set in one batch, with their numbers."""
    found = PuzzleDataset([data], "test")
    for name, examples, batch in read_in_order(sets or found.sets, found.metadata, 1000):
        yield name, {**batch, "examples": examples}


def perfect(batch: dict[str, np.ndarray]) -> np.ndarray:
    """The answers that the labels are; zeros where there are none."""
    return np.maximum(batch["labels"], 0)


def silent(batch: dict[str, np.ndarray]) -> np.ndarray:
    """The same, but never a call."""
    preds = perfect(batch)
    preds[:, DECIDE] = Outcome.ANSWER
    return preds


def show(
    evaluator: ToolCalling,
    name: str,
    batch: dict[str, np.ndarray],
    preds: np.ndarray,
    rows: Sequence[int] | None = None,
    q: Sequence[float] | None = None,
    batch_size: int = 4,
) -> None:
    """What an evaluation shows of these rows, in this order."""
    order = np.arange(len(preds)) if rows is None else np.array(rows)
    halt = np.full(len(preds), 30.0) if q is None else np.array(q)
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        part = {key: values[chosen] for key, values in batch.items()}
        evaluator.update_batch(name, part, {"preds": preds[chosen], "q_halt_logits": halt[chosen]})


def test_a_perfect_network(data: Path) -> None:
    """It is right wherever the layout can say what is right: all but the title that stands nowhere."""
    evaluator = made(data)
    ((name, batch),) = batches(data)
    assert len(batch["inputs"]) == ROWS
    show(evaluator, name, batch, perfect(batch))
    metrics = evaluator.result(Alone(), None)
    right = {key: value for key, value in metrics.items() if re.fullmatch(r"all/[^/]+", key)}
    whole = {"call_exact": 3 / 4, "argument_names_f1": 10 / 11, "arguments_f1": 10 / 11, "whole": 9 / 10}
    whole |= {"call_exact_given_call": 3 / 4, "arguments_f1_given_call": 10 / 11}
    whole |= {"calibration_error": 1 / 10, "valid_schema": 3 / 4}
    assert right == pytest.approx({f"all/{metric}": whole.get(metric, 1.0) for metric in (
        *("decision", "precision", "recall", "f1", "overall", "whole", "tool_given_call", "tool", "argument_names_f1"),
        *("arguments_f1", "call_exact", "slots_f1", "joint_goal", "joint_all", "asked", "valid_json", "valid_schema"),
        "calibration_error", "arguments_f1_given_call", "call_exact_given_call",
    )})  # fmt: skip
    for fact in ("kind/several", "tools/seen", "services/unseen"):
        of_fact = {key: value for key, value in metrics.items() if key.startswith(f"all/{fact}/")}
        assert of_fact.pop(f"all/{fact}/calibration_error") == pytest.approx(0)
        assert set(of_fact.values()) == {1.0} and f"all/{fact}/call_exact" in of_fact
    assert metrics["all/kind/lost/call_exact"] == 0 and metrics["all/kind/lost/tool"] == 1
    assert not [key for key in metrics if key.startswith("all/services/[")], "a list is no group"


def test_a_network_that_never_calls(data: Path) -> None:
    evaluator = made(data)
    ((name, batch),) = batches(data)
    show(evaluator, name, batch, silent(batch))
    metrics = evaluator.result(Alone(), None)
    assert metrics["all/decision"] == metrics["all/overall"] == metrics["all/whole"] == 6 / 10
    for metric in ("recall", "f1", "tool", "argument_names_f1", "arguments_f1", "call_exact"):
        assert metrics[f"all/{metric}"] == 0
    given_call = ("tool_given_call", "arguments_f1_given_call", "call_exact_given_call")
    for metric in ("precision", *given_call, "valid_json", "valid_schema"):
        assert f"all/{metric}" not in metrics, "nothing was called"
    assert metrics["all/joint_goal"] == metrics["all/slots_f1"] == metrics["all/asked"] == 1


def test_wrong_decisions_tools_and_values(data: Path) -> None:
    """One false alarm, one wrong tool, one absent value: each counts where it belongs."""
    evaluator = made(data)
    ((name, batch),) = batches(data)
    preds = perfect(batch)
    classes = evaluator.tool_format.classes
    assert preds[0, FOCUS] == classes.first_tool + 1
    preds[0, FOCUS] = classes.first_tool  # playMusic, for get_weather
    preds[1, [DECIDE, FOCUS, CALLS]] = Outcome.CALL, classes.first_tool, classes.first_tool
    place, _ = classes.argument_places(1)  # loud, of playMusic
    preds[2, place] = Outcome.ABSENT
    show(evaluator, name, batch, preds)
    metrics = evaluator.result(Alone(), None)
    assert metrics["all/decision"] == 9 / 10 and metrics["all/overall"] == 8 / 10 and metrics["all/whole"] == 6 / 10
    assert metrics["all/precision"] == 4 / 5 and metrics["all/recall"] == 1
    assert metrics["all/tool"] == metrics["all/tool_given_call"] == 3 / 4
    assert metrics["all/call_exact"] == 1 / 4
    # expected: 2, 2, 1, 1; given: none of playMusic, 1, 1, none
    assert metrics["all/arguments_f1"] == 2 / ((6 + 2) / 2)


def test_comparisons_are_scored_on_the_same_rows(data: Path) -> None:
    evaluator = made(data)
    ((name, batch),) = batches(data)
    show(evaluator, name, batch, silent(batch), rows=range(4))
    metrics = evaluator.result(Alone(), None)
    assert metrics["all/majority/decision"] == 2 / 4 and metrics["all/majority/call_exact"] == 0
    assert metrics["all/ceiling/decision"] == metrics["all/ceiling/call_exact"] == 1
    assert (
        metrics["all/overlap/decision"] == metrics["all/overlap/tool"] == 1 and metrics["all/overlap/call_exact"] == 0
    )
    show(evaluator, name, batch, silent(batch), rows=[7, 8])
    assert evaluator.result(Alone(), None)["all/ceiling/call_exact"] == 2 / 3, "a value that the layout cannot say"


def test_frames_by_service(data: Path) -> None:
    evaluator = made(data)
    ((name, batch),) = batches(data)
    show(evaluator, name, batch, perfect(batch))
    metrics = evaluator.result(Alone(), None)
    assert {key for key in metrics if key.startswith("all/service/")} == {
        *("all/service/unseen/slots_f1", "all/service/unseen/joint_goal")
    }
    retrained = made(data)
    retrained.tool_format = replace(retrained.tool_format, trained_tools=("Hotels_1.Book",))
    show(retrained, name, batch, perfect(batch))
    assert retrained.result(Alone(), None)["all/service/seen/joint_goal"] == 1


@pytest.mark.parametrize("seed", [0, 1])
def test_rows_in_any_order_over_two_ranks(data: Path, seed: int) -> None:
    ((name, batch),) = batches(data)
    rng = np.random.default_rng(seed)
    preds, q = perfect(batch), rng.normal(size=ROWS)
    preds[[0, 3, 5]] = silent(batch)[[5, 5, 0]]
    alone = made(data)
    show(alone, name, batch, preds, q=q)
    expected = alone.result(Alone(), None)

    order = rng.permutation(ROWS).tolist()
    first, second, elsewhere = made(data), made(data), Elsewhere()
    show(first, name, batch, preds, order[:6], q, batch_size=2)
    show(second, name, batch, preds, order[6:], q, batch_size=3)
    assert second.result(elsewhere, None) == {} and second.table() == ""
    found = first.result(Main(elsewhere), None)
    assert found == pytest.approx(expected) and list(found) == list(expected)


def test_an_evaluation_forgets_the_one_before(data: Path) -> None:
    evaluator = made(data)
    ((name, batch),) = batches(data)
    show(evaluator, name, batch, silent(batch))
    evaluator.begin_eval()
    assert evaluator.result(Alone(), None) == {} and evaluator.table() == ""
    show(evaluator, name, batch, perfect(batch), rows=[0])
    assert evaluator.result(Alone(), None)["all/decision"] == 1


# ---- calibration


def test_calibration(data: Path) -> None:
    evaluator = made(data)
    ((name, batch),) = batches(data)
    preds = np.where(np.arange(ROWS)[:, None] < 4, perfect(batch), silent(batch))
    # of rows 0 to 4, four are right at a probability of 3/4; row 4 is an answer, and right
    q = np.full(ROWS, -1000.0)
    q[:4] = np.log(3.0)
    show(evaluator, name, batch, preds, q=q.tolist())
    wrong_without_doubt = [row for row in range(4, ROWS) if row in CALL_ROWS]
    sure_and_right = ROWS - 4 - len(wrong_without_doubt)
    error = evaluator.result(Alone(), None)["all/calibration_error"]
    assert error == pytest.approx((4 * 0.25 + sure_and_right) / ROWS)


def test_calibration_by_hand() -> None:
    totals = Totals()
    for probability, right in ((0.05, 0), (0.55, 1), (0.57, 0), (1.0, 1)):
        counts = np.zeros_like(totals.counts)
        counts[0, 6] = right  # WHOLE
        totals.add(counts, probability)
    assert totals.bins[0].tolist() == [1, 0, 0, 0, 0, 2, 0, 0, 0, 1] and totals.bins.shape == (3, BINS)
    assert calibration_error(totals.bins) == pytest.approx((0.05 + abs(1 - 1.12) + 0) / 4)


# ---- sets


def test_validation_sets_take_their_facts_from_training_rows(data: Path) -> None:
    train = PuzzleDataset([data], "train")
    sets = train.validation_sets(np.array([1]))  # the second conversation
    evaluator = made(data, sets)
    ((name, batch),) = batches(data, sets)
    assert name == "val" and len(sets[0]) < len(train.sets[0])
    show(evaluator, name, batch, perfect(batch))
    metrics = evaluator.result(Alone(), None)
    assert metrics["val/decision"] == metrics["val/call_exact"] == metrics["val/whole"] == 1


def test_several_data_paths(data: Path, tmp_path: Path) -> None:
    other = shutil.copytree(data, tmp_path / "other")
    both = PuzzleDataset([data, other], "test")
    evaluators = [made(path, [found for found in both.sets if found.data_path == path]) for path in (data, other)]
    for name, examples, batch in read_in_order(both.sets, both.metadata, 1000):
        for evaluator in evaluators:
            shown = {**batch, "examples": examples}
            show(evaluator, name, shown, perfect(shown) if name == "all" else silent(shown))
    first, second = (evaluator.result(Alone(), None) for evaluator in evaluators)
    assert first["all/recall"] == 1 and second["all1/recall"] == 0
    assert {key.partition("/")[0] for key in first} == {"all"} and {key.partition("/")[0] for key in second} == {"all1"}


def test_without_a_train_split_the_comparisons_are_fitted_to_the_scored_rows(data: Path) -> None:
    shutil.rmtree(data / "train")
    evaluator = made(data)
    ((name, batch),) = batches(data)
    show(evaluator, name, batch, perfect(batch))
    assert evaluator.result(Alone(), None)["all/majority/decision"] == 6 / 10


def test_data_without_tools_are_left_alone(tmp_path: Path) -> None:
    toy = write_toy_data(tmp_path / "toy")
    with pytest.raises(NotApplicable, match="toy is no data set of tool calling"):
        ToolCalling(toy, read_metadata(toy, "test"))


@pytest.mark.parametrize(
    "facts",
    [{}, {"conversation": 9, "turn": 1}, {"conversation": 0, "turn": 0}, {"conversation": 0, "turn": 3}],
)
def test_rows_that_contradict_their_conversation(data: Path, facts: dict[str, int]) -> None:
    file = data / "test/all__meta.jsonl"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([json.dumps(facts), *lines[1:]]) + "\n")
    accept(data)
    evaluator = made(data)
    ((name, batch),) = batches(data)
    with pytest.raises(
        UserError, match="all__meta.jsonl: row 1 is no row of the conversations .*build the data set again"
    ):
        show(evaluator, name, batch, perfect(batch))


# ---- the table


def test_forgotten_words_are_no_contradiction(data: Path) -> None:
    """Rows of a validation set come from training copies, whose words may be taken for unknown ones."""
    evaluator = made(data)
    ((name, batch),) = batches(data)
    vocabulary = evaluator.tool_format.vocabulary
    words = batch["inputs"] >= CASES * MARKERS
    batch["inputs"] = np.where(words, vocabulary.unknown("word"), batch["inputs"])
    show(evaluator, name, batch, perfect(batch))
    assert evaluator.result(Alone(), None)["all/decision"] == 1


def test_other_words_are_a_contradiction(data: Path) -> None:
    evaluator = made(data)
    ((name, batch),) = batches(data)
    known = batch["inputs"][(batch["inputs"] >= CASES * MARKERS)]
    batch["inputs"] = np.where(batch["inputs"] == known[0], known[0] + CASES, batch["inputs"])
    with pytest.raises(UserError, match="is no row of the conversations beside it"):
        show(evaluator, name, batch, perfect(batch))


def test_the_table(data: Path) -> None:
    evaluator = made(data)
    ((name, batch),) = batches(data)
    preds = perfect(batch)
    preds[5] = silent(batch)[5]
    show(evaluator, name, batch, preds)
    evaluator.result(Alone(), None)
    assert isinstance(evaluator, Tabulated) and load_evaluator("tool_calling@ToolCalling") is ToolCalling
    text = evaluator.table()
    assert max(map(len, text.splitlines())) <= 120 and text == "\n".join(map(str.rstrip, text.splitlines()))
    tables = {part.splitlines()[0].split()[1]: part.splitlines() for part in text.split("\n\n")}
    assert [line.split()[:3] for line in tables["decisions"]] == [
        ["all", "decisions", "decision"],
        ["all", "10", "90.00%"],
        ["services", "unseen", "3"],
        ["tools", "seen", "2"],  # as the rows' meta file has it: by the tool that a decision is about
        ["tools", "unseen", "8"],
        ["kind", "lost", "2"],
        ["kind", "several", "7"],
    ]
    low, high = wilson_interval(9, 10)
    assert f"{low:.2%} - {high:.2%}" in tables["decisions"][1]
    assert tables["answers"][1].split() == ["an", "answer", "is", "right", "6", "0"]
    assert tables["answers"][2].split() == ["a", "call", "is", "right", "1", "3"]
    assert "service unseen" in "\n".join(tables["frames"]) and "asked" in tables
    compared = tables["decision"]
    assert [line.split()[-8] for line in compared[1:5]] == list(JUDGED)
    assert compared[2].split()[1] == "60.00%"


def test_a_run_is_scored(tmp_path: Path) -> None:
    """evaluate.py hands in what the evaluator needs, and prints its table."""
    run = write_tool_run(tmp_path)
    arguments = ("--checkpoint", str(run), "--split", "train", "--evaluators", "tool_calling@ToolCalling")
    found = scores(*arguments, "--data-path", "data/tools", cwd=tmp_path)["evaluators"]
    assert found["all/ceiling/call_exact"] == found["all/ceiling/joint_goal"] == 1
    assert 0 <= found["all/decision"] <= 1 and found["all/majority/decision"] == 4 / 7


def test_tools_of_the_conversations_fit(data: Path) -> None:
    """The row that is scored is the row that was written."""
    evaluator = made(data)
    ((name, batch),) = batches(data)
    encoder, turn = evaluator._decision_point(name, 5)
    assert encoder.conversation.tools == (HOTEL, WEATHER) and turn == 3
    assert (encoder.inputs(encoder.row(turn)) == batch["inputs"][5]).all()
