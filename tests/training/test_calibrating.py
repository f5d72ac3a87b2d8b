"""A network that is wrong and sure becomes unsure; runs calibrate by themselves, and resume exactly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.multiprocessing as mp

from dataset.common import IGNORE_LABEL_ID
from dataset.puzzle_dataset import PuzzleDataset
from dataset.text.writer import Sets, write_examples
from inference.steps import Rows, run
from models.calibration import FEATURES, IN_CHECKPOINT
from models.losses import ACTLossHead
from runs.weights import load_weights
from tests.harness import RUN, assert_same_end, compose_tiny, pretrain, refused, signal_after_step
from tests.models.noted import NOTING, batch, lively
from tests.text_data import COINS, coins
from training.build import build_calibration, held_out_groups
from training.calibrating import Answered, answer, calibrate, compare, join, learn, quality
from training.distributed import Dist, process_group
from utils.errors import UserError

CPU = torch.device("cpu")
ROWS = 60
SURE = 9.0


@pytest.fixture(scope="module")
def sure_and_often_wrong() -> tuple[ACTLossHead, dict[str, np.ndarray]]:
    """A network that is always sure, and rows of which it answers every third rightly."""
    model = lively(NOTING).eval()
    with torch.no_grad():
        model.model.inner.q_head.weight.zero_()
        model.model.inner.q_head.bias.fill_(SURE)  # type: ignore[union-attr]
    data = {name: value.numpy().copy() for name, value in batch(ROWS).items()}
    (done,) = run(model, [("all", np.arange(ROWS), data)], CPU)
    given = done.outputs["preds"]
    data["labels"][:, :2] = np.where(np.arange(ROWS)[:, None] % 3 == 0, given[:, :2], (given[:, :2] + 1) % 20)
    return model, data


def parts(data: dict[str, np.ndarray], *bounds: int, names: Sequence[str] = ("all",) * 9) -> Iterator[Rows]:
    for name, start, end in zip(names, bounds, bounds[1:], strict=False):
        yield name, np.arange(start, end), {name: value[start:end] for name, value in data.items()}


def test_wrong_and_sure_becomes_unsure(sure_and_often_wrong: tuple[ACTLossHead, dict[str, np.ndarray]]) -> None:
    model, data = sure_and_often_wrong
    answered = join([answer(model, parts(data, 0, ROWS), CPU)])
    assert answered.right[:, -1].mean() == pytest.approx(1 / 3)
    own = answered.counts[:, -1]
    assert own.sum() > 20 and (answered.q_halt[own, -1] == SURE).all(), "most rows settle, and q is then its own"
    report = compare(answered)
    assert report.after.tally.brier < report.before.tally.brier and report.after.log_loss < report.before.log_loss
    weights = learn(answered)
    stated = 1 / (1 + np.exp(-answered.calibrated(weights)[own, -1]))
    assert stated.mean() == pytest.approx(answered.right[own, -1].mean(), abs=0.05)
    assert "Brier score" in report.table() and report.as_json()["rows"] == ROWS


def test_each_set_has_its_own_figures(sure_and_often_wrong: tuple[ACTLossHead, dict[str, np.ndarray]]) -> None:
    model, data = sure_and_often_wrong
    report = compare(join([answer(model, parts(data, 0, 20, ROWS, names=("few", "many")), CPU)]))
    assert {name: one.rows for name, one in report.sets.items()} == {"few": 20, "many": ROWS - 20}
    together = sum(one.rows * one.after.tally.brier for one in report.sets.values()) / ROWS
    assert together == pytest.approx(report.after.tally.brier)
    assert sum(one.rows * one.right for one in report.sets.values()) == pytest.approx(ROWS * report.right)
    assert report.as_json()["sets"]["few"]["rows"] == 20 and "few " in report.table() and "all sets" in report.table()
    assert "sets" not in report.sets["few"].as_json()


def test_the_report_tells_what_halting_with_either_q_scores(
    sure_and_often_wrong: tuple[ACTLossHead, dict[str, np.ndarray]],
) -> None:
    model, data = sure_and_often_wrong
    answered = join([answer(model, parts(data, 0, ROWS), CPU)])
    report = compare(answered)
    for name, log_odds in (("before", answered.q_halt), ("after", answered.calibrated(learn(answered)))):
        point = quality(log_odds, answered.right).halting[4]
        assert point["probability"] == 0.9
        if name == "before":
            assert report.before.halting[4] == point
        else:
            model.model.calibration.weights = learn(answered).float()
        try:
            done = list(run(model, parts(data, 0, ROWS), CPU, halt=True, halt_probability=0.9))
        finally:
            model.model.calibration.weights = None
        steps = np.concatenate([part.steps for part in done])
        assert steps.mean() == pytest.approx(point["steps"]), name


def test_halting_asks_the_calibrated_q(sure_and_often_wrong: tuple[ACTLossHead, dict[str, np.ndarray]]) -> None:
    model, data = sure_and_often_wrong

    def steps_and_q() -> tuple[np.ndarray, np.ndarray]:
        done = list(run(model, parts(data, 0, ROWS), CPU, halt=True, halt_probability=0.9))
        order = np.argsort(np.concatenate([part.examples for part in done]))
        found = (np.concatenate([part.steps for part in done]),
                 np.concatenate([part.outputs["q_halt_logits"] for part in done]))  # fmt: skip
        return found[0][order], found[1][order]

    before, sure = steps_and_q()
    told = calibrate(model, parts(data, 0, ROWS), Dist())
    try:
        assert told.startswith(f"q calibrated on {ROWS} held-out rows: Brier score ")
        after, unsure = steps_and_q()
    finally:
        model.model.calibration.weights = None
    assert (after >= before).all() and (after > before).any(), "rows that are no longer sure go on"
    assert (sure.max(), unsure.max() < SURE) == (SURE, True)


def test_the_order_and_the_share_of_rows_do_not_matter(
    sure_and_often_wrong: tuple[ACTLossHead, dict[str, np.ndarray]],
) -> None:
    model, data = sure_and_often_wrong
    whole = answer(model, parts(data, 0, ROWS), CPU)
    second, first = answer(model, parts(data, 25, 40, ROWS), CPU), answer(model, parts(data, 0, 25), CPU)
    one, two = learn(join([whole])), learn(join([second, None, first]))
    torch.testing.assert_close(one, two, rtol=1e-6, atol=1e-8)


def test_rows_that_teach_nothing_are_refused(
    sure_and_often_wrong: tuple[ACTLossHead, dict[str, np.ndarray]],
) -> None:
    model, data = sure_and_often_wrong
    blank = data | {"labels": np.full_like(data["labels"], IGNORE_LABEL_ID)}
    with pytest.raises(UserError, match="no row has a label, so that nothing tells"):
        join([answer(model, parts(blank, 0, ROWS), CPU)])
    assert calibrate(model, parts(blank, 0, ROWS), Dist()).startswith("q is not calibrated: no row has a label")
    assert model.model.calibration.weights is None
    nothing = np.zeros((4, 2), bool)
    with pytest.raises(UserError, match="the carry rule decides q in every improvement step"):
        learn(Answered(np.zeros((4, 2, len(FEATURES))), nothing, np.zeros((4, 2)), nothing, np.full(4, "all")))


def _rank(rank: int, model: ACTLossHead, data: dict[str, np.ndarray], folder: str) -> None:
    torch.set_num_threads(1)  # a fork does not take OpenMP's threads along, and would wait for them
    with process_group("gloo", rank, 2, init_method=f"file://{folder}/meeting"):
        calibrate(model, parts(data, *((0, 35), (35, ROWS))[rank]), Dist(rank, 2))
        torch.save(model.model.calibration.weights, f"{folder}/{rank}.pt")


def test_two_ranks_calibrate_as_one(
    sure_and_often_wrong: tuple[ACTLossHead, dict[str, np.ndarray]], tmp_path: Path
) -> None:
    model, data = sure_and_often_wrong
    mp.start_processes(_rank, args=(model, data, str(tmp_path)), nprocs=2, start_method="fork")
    first, second = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in (0, 1))
    assert torch.equal(first, second)
    alone = learn(join([answer(model, parts(data, 0, ROWS), CPU)]))
    torch.testing.assert_close(first, alone.float(), rtol=1e-4, atol=1e-5)


# ---- runs

TEXT = (*COINS, "calibrate=12")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with coins as its data."""
    write_examples(tmp_path / "data/coins", coin_sets(), task="qa", seed=0, kind="characters")
    return tmp_path


def coin_sets(held_out: int = 0) -> Sets:
    """48 questions to train on, 16 for the test, the last ones for a split of their own."""
    examples = coins()
    sets = {("train", "all"): examples[:48], ("test", "all"): examples[48 : 64 - held_out]}
    return sets | ({("calibration", "all"): examples[64 - held_out :]} if held_out else {})


def test_held_out_groups_are_not_trained_on(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(work)
    config = compose_tiny(*TEXT, "val_groups=5")
    dataset = PuzzleDataset([Path("data/coins")], "train")
    groups = held_out_groups(config, dataset)
    assert len(set(groups.tolist())) == 17
    alone = compose_tiny(*TEXT[:-1], "val_groups=5")
    assert held_out_groups(alone, dataset).tolist() == groups[:5].tolist(), "validation is as without a calibration"
    held_out = build_calibration(config, dataset)
    assert held_out is not None and build_calibration(alone, dataset) is None
    rows = {tuple(row) for each in held_out.sets for row in each.inputs.tolist()}
    assert rows == {tuple(dataset.sets[0].inputs[group].tolist()) for group in groups[5:]}
    assert "leaves nothing to train on" in refused(pretrain, *TEXT, "calibrate=48", cwd=work)


def test_a_run_calibrates_and_resumes_exactly(work: Path) -> None:
    learns = ("optim=adamw", "lr=1e-2", "ema=True", "ema_rate=0.5", "arch.loss.loss_type=softmax_cross_entropy")
    settings = (*TEXT, *learns, "arch.halt_max_steps=1", "epochs=12", "eval_interval=6", "global_batch_size=12")
    whole = pretrain(*settings, cwd=work)
    assert whole.status == 0, whole.err
    assert "q calibrated on 12 held-out rows: Brier score" in whole.out + whole.err
    reference = shutil.move(work / RUN, work / "reference")
    (final,) = Path(reference).glob("final_step_*")
    fitted = load_weights(final)[IN_CHECKPOINT]
    assert fitted.shape == (1 + len(FEATURES),) and fitted.isfinite().all() and fitted.any()
    with signal_after_step(20):
        assert pretrain(*settings, cwd=work).status != 0
    (stopped,) = (work / RUN).glob("step_20")
    assert IN_CHECKPOINT not in load_weights(stopped), "a calibration does not outlive its weights"
    assert pretrain(*settings, "resume=auto", cwd=work).status == 0
    assert_same_end(work / RUN, Path(reference))


def test_a_split_of_the_data_is_taken_first(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(work)
    shutil.rmtree("data/coins")
    write_examples("data/coins", coin_sets(held_out=6), task="qa", seed=0, kind="characters")
    config = compose_tiny(*TEXT)
    dataset = PuzzleDataset([Path("data/coins")], "train")
    assert not len(held_out_groups(config, dataset))
    held_out = build_calibration(config, dataset)
    assert held_out is not None
    (taken,), (split,) = held_out.sets, PuzzleDataset([Path("data/coins")], "calibration").sets
    assert len(taken) == 6 and taken.inputs.tolist() == split.inputs.tolist()
