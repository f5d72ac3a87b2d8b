"""Scores of outputs in JSON: by category, greedy and drawn, wrong ones first, over ranks, and for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.text.prompt_rows import END
from dataset.tools.reward import reward_of
from dataset.tools.tool_json.examples import Example, output_of
from dataset.tools.tool_json.outputs import NO_FORM, NO_JSON
from dataset.tools.tool_json.running import UNAVAILABLE, Ran
from dataset.tools.tool_json.writer import write_dataset
from evaluators.base import NotApplicable, load_evaluator
from evaluators.tool_json import ToolJson
from evaluators.tool_json_tables import ALL, CHOSEN, MOST_SHOWN, SHOWN, answered, confusion, judge, metrics, table
from tests.canvas_runs import EXAMPLES, write_canvas_run
from tests.harness import RUN, evaluate, scores, write_toy_data
from tests.models.canvases import canvas_format
from tests.text_data import Alone, Elsewhere, Main
from utils.errors import UserError

FORMAT = canvas_format(slots=10)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("json") / "data"
    write_dataset(folder, {"train": EXAMPLES, "test": EXAMPLES}, FORMAT, seed=0)
    return folder


def evaluator(data: Path, form: bool = False, **settings: Any) -> ToolJson:
    """Scores greedy outputs, unless asked for those with a form."""
    settings |= {"metadata": read_metadata(data, "test"), "form": form}
    found = load_evaluator("tool_json@ToolJson")(data_path=data, **settings)
    assert isinstance(found, ToolJson)
    (source,) = PuzzleDataset([data], "test").sets
    found.sets = {"all": source}
    return found


def answers(data: Path) -> np.ndarray:
    (source,) = PuzzleDataset([data], "test").sets
    return source.labels.astype(np.int64)


def update(of: ToolJson, preds: np.ndarray, rows: slice = slice(None), logits: np.ndarray | None = None) -> None:
    examples = np.arange(len(EXAMPLES))[rows]
    outputs = {"preds": preds[rows]} | ({} if logits is None else {"logits": logits[rows]})
    of.update_batch("all", {"examples": examples}, outputs)
    of.update_batch("another", {"examples": examples}, outputs)


def unsure(data: Path) -> np.ndarray:
    """Logits (N, slots, V) that prefer the right canvas, each slot by as much as the others."""
    preds = answers(data)[:, : FORMAT.slots]
    noise = np.random.default_rng(0).normal(size=(*preds.shape, FORMAT.canvas.first_word + FORMAT.words))
    noise[..., 0] = -50
    np.put_along_axis(noise, preds[..., None], 7.0, axis=-1)
    return noise.astype(np.float32)


def test_right_labels_are_right(data: Path) -> None:
    of = evaluator(data)
    update(of, answers(data))
    found = of.result(Alone(), None)
    shares = {name: value for name, value in found.items() if not name.endswith("reward") and "/needed/" not in name}
    assert set(shares.values()) == {1}
    assert found["all/reward"] == pytest.approx((6 * 2.5 + 2 * 1.5) / 8)
    assert found["all/category/calculator/arguments"] == found["all/template/seen/right"] == 1
    assert "all/category/no_tool/arguments" not in found, "nothing was to be called there"


def test_what_is_wrong_counts_where_it_is_wrong(data: Path) -> None:
    preds = answers(data)
    preds[0, [1, 3]] = preds[0, [3, 1]]  # 4 + 31 instead of 31 + 4: right by meaning
    preds[1, 1] = preds[1, 3]  # 4 + 4
    preds[2, 0] = END  # nothing at all
    preds[3] = FORMAT.labels(EXAMPLES[3].prompt, '{"final": "hello"}')
    preds[6] = FORMAT.labels(EXAMPLES[6].prompt, '{"tool": "calculator", "args": {"expression": "6"}}')
    of = evaluator(data)
    update(of, preds)
    found = of.result(Alone(), None)
    shares = {name: found[f"all/{name}"] * 8 for name in ("valid_json", "format", "tool", "right", "exact")}
    assert shares == pytest.approx({"valid_json": 7, "format": 7, "tool": 5, "right": 4, "exact": 3})
    assert found["all/arguments"] == pytest.approx(3 / 6)
    assert found["all/needed/calculator/calculator"] == 4 / 6
    assert found["all/needed/calculator/final"] == found["all/needed/calculator/no_JSON"] == 1 / 6
    assert found["all/needed/final/calculator"] == 1 / 2 and "all/needed/python/final" not in found
    tables = of.table().split("\n\n")
    assert any(line.startswith("  calculator (6)") for line in tables[0].splitlines())
    assert [line.split() for line in tables[2].splitlines()[1:]] == [
        ["calculator", "4", "0", "1", "0", "1"],
        ["python", "0", "0", "0", "0", "0"],
        ["final", "1", "0", "1", "0", "0"],
    ]
    shown = tables[3].splitlines()
    assert shown[:2] == ["8 of 8 outputs, the worst first", "wrong  What is 33 plus 4 ?"]


def test_a_part_of_a_set_is_shown_in_its_order(data: Path) -> None:
    """As of evaluate.py --num-examples."""
    of = evaluator(data)
    preds = answers(data)
    preds[1, 0] = END
    update(of, preds, slice(0, 3))
    of.result(Alone(), None)
    assert of.table().split("\n\n")[-1].splitlines() == [
        "all outputs",
        "right  What is 31 plus 4 ?",
        '       output    {"tool": "calculator", "args": {"expression": "31 + 4"}}',
        "wrong  What is 32 plus 4 ?",
        '       expected  {"tool": "calculator", "args": {"expression": "32 + 4"}}',
        "       output    ",
        "right  What is 33 plus 4 ?",
        '       output    {"tool": "calculator", "args": {"expression": "33 + 4"}}',
    ]


def test_how_many_outputs_are_shown() -> None:
    members = [answered(judge(output_of(EXAMPLES[0]), EXAMPLES[0]))] * 300
    for total, shown in ((301, MOST_SHOWN), (300, SHOWN)):
        last = table("all", {ALL: members}, total).split("\n\n")[-1]
        assert last.startswith(f"{shown} of 300 outputs") and last.count("\nright") == shown


def test_tables_fit_into_a_terminal() -> None:
    example = Example(1, "toy", "no_tool", "", "a\nb\x1b[31m" + "c" * 3000, "d")
    members = [answered(*[judge(output_of(example), example)] * 1, [judge("x", example)] * 1000, judge("x", example))]
    groups = {ALL: members * 2000, ("kind", "a name\n that is far too long" * 9): members * 2000}
    shown = table("all", groups, 2000)
    tables, _, outputs = shown.rpartition("\n\n")
    assert max(map(len, tables.splitlines())) <= 120
    assert max(map(len, outputs.splitlines())) < 1100 and "\\x1b[31m" in outputs


def test_the_likeliest_output_with_a_form_is_scored(data: Path) -> None:
    """By default, and in place of a greedy output without one."""
    logits = unsure(data)
    logits[0, 0, END] = 7.5
    greedy, of = evaluator(data), evaluator(data, form=True)
    for each in (greedy, of):
        update(each, logits.argmax(-1), logits=logits)
    assert greedy.result(Alone(), None)["all/valid_json"] == 7 / 8
    assert of.result(Alone(), None)["all/valid_json"] == of.result(Alone(), None)["all/right"] == 1
    assert load_evaluator("tool_json@ToolJson")(data, read_metadata(data, "test")).form


# ---- drawn outputs


def test_drawn_outputs_are_scored_beside_the_greedy_ones(data: Path) -> None:
    greedy, of = evaluator(data), evaluator(data, samples=8, temperature=0.7)
    assert (greedy.required_outputs, of.required_outputs) == (("preds",), ("preds", "logits"))
    logits = unsure(data)
    preds = logits.argmax(-1)
    preds[0, 0] = END  # a greedy output without a form
    update(greedy, preds)
    update(of, preds, logits=logits)
    alone, found = greedy.result(Alone(), None), of.result(Alone(), None)
    assert alone.items() <= found.items(), "greedy scores stay as they are"
    assert alone["all/right"] == 7 / 8 and found["all/best_of_8/right"] == found["all/pass_at_8"] == 1
    assert 0 < found["all/sampled/right"] < 1 and 0 < found["all/sampled/reward"] < found["all/best_of_8/reward"]
    assert found["all/category/calculator/pass_at_8"] == 1 and not any("source/toy/pass" in name for name in found)
    assert "pass at 8: 100" in of.table() and "\nbest of 8" in of.table()
    assert '       best      {"tool": "calculator", "args": {"expression": "31 + 4"}}' in of.table()


def test_what_is_drawn_depends_on_seed_and_example_alone(data: Path) -> None:
    logits = unsure(data)
    preds = logits.argmax(-1)

    def scored(*parts: slice, seed: int = 0) -> dict[str, float]:
        sent = []
        for part in parts:
            of = evaluator(data, samples=4, temperature=1.0, seed=seed)
            update(of, preds, part, logits)
            if part is not parts[-1]:
                sent.append(Elsewhere())
                assert of.result(sent[-1], None) == {}
        return of.result(Main(*sent), None)

    one = scored(slice(None))
    assert one == scored(slice(None)) == scored(slice(0, None, 2), slice(1, None, 2)) == scored(slice(None, None, -1))
    assert one != scored(slice(None), seed=1)


def test_no_right_answer_chooses_the_best(data: Path) -> None:
    """With other labels, the same outputs are chosen."""
    logits = unsure(data)
    other = evaluator(data, samples=8)
    other._examples["all"] = [
        Example(e.id, e.source, "no_tool", "", e.prompt, "nothing that is said") for e in EXAMPLES
    ]
    same = evaluator(data, samples=8)
    for of in (same, other):
        update(of, logits.argmax(-1), logits=logits)
    chosen = [[one.best.output for one in of._answered["all"].values() if one.best] for of in (same, other)]
    assert chosen[0] == chosen[1] and len(chosen[0]) == 8


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"samples": -1}, "evaluators: samples -1: must be at least 0"),
        ({"samples": "many"}, "evaluators: samples 'many': must be a whole number"),
        ({"samples": 8, "temperature": 0}, "evaluators: temperature 0: must lie between 0.01 and 100"),
        ({"temperature": 0.7}, "evaluators: temperature needs samples"),
    ],
)
def test_settings_without_sense(data: Path, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        evaluator(data, **settings)


def test_evaluate_takes_settings_and_shows_a_part(tmp_path: Path) -> None:
    """The whole program: what is drawn does not depend on how rows are batched."""
    write_canvas_run(tmp_path)
    given = ("--checkpoint", str(RUN), "--data-path", "data/json", "--num-examples", "5")
    sampling = ("--evaluators", "{name: tool_json@ToolJson, samples: 3, temperature: 2, seed: 1}")
    one = scores(*given, *sampling, cwd=tmp_path)["evaluators"]
    assert one == scores(*given, *sampling, "--batch-size", "2", cwd=tmp_path)["evaluators"]
    assert {"all/pass_at_3", "all/sampled/reward", "all/best_of_3/right", "all/right"} <= one.keys()
    greedy = evaluate(*given, "--evaluators", "tool_json@ToolJson", cwd=tmp_path)
    assert greedy.status == 0 and "pass at" not in greedy.out
    assert "\nall outputs\n" in greedy.out and greedy.out.count("\nwrong  What is ") == 5
    wrong = evaluate(*given, "--evaluators", "{name: tool_json@ToolJson, sample: 3}", cwd=tmp_path)
    assert "unexpected keyword argument 'sample'" in wrong.error


# ---- outputs as nobody meant them, and a machine that fails


HOSTILE = {
    NO_FORM: [
        "{}", "[]", "null", "3", "-1e300", "true", '"final"', '{"tool": {}}', '{"tool": []}', '{"tool": null}',
        '{"final": null}', '{"final": {"final": "a"}}', '{"final": "a", "final": "b"}', "[" * 90 + "]" * 90,
        '{"tool": "python", "args": {"code": []}}', '{"tool": "python", "args": {"code": "1", "code": "2"}}',
        '{"final": "hello", "tool": "calculator", "args": {"expression": "31 + 4"}}', '{"' + "k" * 60_000 + '": 0}',
    ],
    NO_JSON: [
        "", " ", "NaN", '{"final": NaN}', "Infinity", "{", '{"final": "a"', '{"final": "a"}END', "\x00", "\ud800",
        "[" * 60_000, '{"tool":' * 5000, "9" * 60_000, '{"final": "' + "a" * 70_000 + '"}', "{'final': 'a'}",
    ],
}  # fmt: skip


@pytest.mark.parametrize("chosen", HOSTILE)
def test_hostile_outputs_count_as_what_they_are(chosen: str) -> None:
    for text in HOSTILE[chosen]:
        for example in (EXAMPLES[0], EXAMPLES[-1]):
            found = judge(text, example)
            assert found.chosen == chosen and found.chosen in CHOSEN, text[:80]
            assert not found.counts[1:, 0].any() and bool(found.counts[0, 0]) == (chosen == NO_FORM), text[:80]
            assert found.reward == (0 if chosen == NO_FORM else -0.2), text[:80]
    members = [answered(judge(text, EXAMPLES[0])) for text in HOSTILE[chosen]]
    assert metrics("all", members, True)["all/right"] == 0 and sum(confusion("all", members).values()) == 1
    assert all(line.isprintable() for line in table("all", {ALL: members}, 100).splitlines())


def test_a_failure_of_the_machine_is_left_out_and_is_no_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    example = Example(1, "toy", "python_exec", "print(sum(range(1, 20 + 1)))", "Add up to 20.", "210")
    other = '{"tool": "python", "args": {"code": "n = 20\\nprint(n * (n + 1) // 2)"}}'
    right = judge(output_of(example), example)
    monkeypatch.setattr(reward_of, "__defaults__", (lambda code: Ran(UNAVAILABLE),))
    unknown = judge(other, example)
    assert not unknown.is_known and not unknown.is_right
    found = metrics("all", [answered(right), answered(unknown)], True)
    assert found["all/arguments"] == found["all/right"] == 1 and found["all/reward"] == 2.5
    assert found["all/tool"] == 1 and found["all/exact"] == 0.5
    assert "1 outputs have code that could not be run here" in table("all", {ALL: [answered(unknown)] * 1}, 1)

    wrong = judge('{"final": "210"}', example)
    assert answered(right, [unknown, right], right).passed is True
    assert answered(right, [unknown, wrong], right).passed is None
    assert answered(right, [wrong, wrong], right).passed is False
    sampled = metrics("all", [answered(right, [unknown, wrong], right)], True)
    assert sampled["all/sampled/reward"] == 0.5 and "all/pass_at_2" not in sampled


def test_two_ranks_score_as_one(data: Path) -> None:
    preds = answers(data)
    preds[::3, 1] = END
    whole, first, second = (evaluator(data) for _ in range(3))
    update(whole, preds)
    update(first, preds, slice(0, None, 2))
    update(second, preds, slice(1, None, 2))
    sent = Elsewhere()
    assert second.result(sent, None) == {}
    assert first.result(Main(sent), None) == whole.result(Alone(), None)


def test_other_data_are_none_of_its_business(tmp_path: Path) -> None:
    write_toy_data(tmp_path / "toy")
    with pytest.raises(NotApplicable, match="no data set of prompts that are answered in JSON"):
        ToolJson(tmp_path / "toy", read_metadata(tmp_path / "toy", "test"))
