"""scripts/calibrate.py reports before and after, and stores a calibration where all readers of a checkpoint find it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load

from dataset.text.writer import Example, write_examples
from models.calibration import IN_CHECKPOINT
from runs.calibrated import write_calibration
from runs.integrity import fault
from runs.pretrained import PRETRAINED_FOLDER, pack_weights
from runs.weights import load_weights
from tests.harness import RUN, Ended, call, infer, pretrain, refused
from tests.text_data import COINS, coins
from utils.errors import UserError

LEARNS = ("optim=adamw", "lr=1e-2", "arch.loss.loss_type=softmax_cross_entropy", "arch.halt_max_steps=1")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on questions whose answer is more often `y` than `n`, by chance, and a split for its calibration."""
    folder = tmp_path_factory.mktemp("coins")
    examples = coins()
    sets = {("train", "all"): examples[:24], ("test", "all"): examples[24:40], ("calibration", "all"): examples[40:]}
    write_examples(folder / "data/coins", sets, task="qa", seed=0, kind="characters")
    ended = pretrain(*COINS, *LEARNS, "epochs=12", cwd=folder)
    assert ended.status == 0, ended.err
    return folder


@pytest.fixture
def work(once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(once, tmp_path / "work")


def calibrate(*arguments: str, cwd: Path) -> Ended:
    return call("scripts.calibrate", "--checkpoint", str(RUN), "--device", "cpu", *arguments, cwd=cwd)


def test_report_write_and_remove(work: Path) -> None:
    (checkpoint,) = (work / RUN).glob("final_step_*")
    before = load_weights(checkpoint)
    asked = ("--ask", "ak?", "--checkpoint", str(RUN), "--trace")
    uncalibrated = infer(*asked, cwd=work)
    ended = calibrate("--output", "report.json", cwd=work)
    assert ended.status == 0, ended.err
    report = json.loads((work / "report.json").read_text())
    assert report["rows"] == 24 and {"brier", "log_loss", "reliability"} <= report["after"].keys()
    assert load_weights(checkpoint).keys() == before.keys(), "nothing is stored unless --write is given"

    assert calibrate("--write", cwd=work).status == 0
    after = load_weights(checkpoint)
    assert after.keys() - before.keys() == {IN_CHECKPOINT} and fault(checkpoint, thorough=True) is None
    assert infer(*asked, cwd=work).out != uncalibrated.out, "infer.py reads the calibration"

    assert calibrate("--remove", cwd=work).status == 0
    assert infer(*asked, cwd=work).out == uncalibrated.out
    assert all(torch.equal(value, before[name]) for name, value in load_weights(checkpoint).items())


def test_questions_in_other_tokens_are_read_as_typed(work: Path) -> None:
    names = [f"{a}{b}" for a in "abcdefgh" for b in "klmnopqr"][40:]
    asked = [Example(f"{name}! ?", "yn"[place % 2]) for place, name in enumerate(names)]
    unknown = Example("ak! ?", "w")  # an answer that the network has no token for
    sets = {("train", "all"): [Example("hr! ?", "y")], ("calibration", "all"): [*asked[:-1], unknown]}
    write_examples(work / "data/typed", sets, task="qa", seed=0, kind="characters")
    assert "has seq_len 7, the model" in refused(calibrate, "--data-path", "data/typed", cwd=work)
    ended = calibrate("--data-path", "data/typed", "--typed", "--batch-size", "5", "--output", "report.json", cwd=work)
    assert ended.status == 0, ended.err
    assert json.loads((work / "report.json").read_text())["rows"] == 23
    sudoku = ("--checkpoint", str(PRETRAINED_FOLDER / "sudoku4x4"), "--device", "cpu")
    said = refused(call, "scripts.calibrate", *sudoku, "--data-path", "data/coins", "--typed", cwd=work)
    assert "--typed is about questions" in said


def test_what_cannot_be_calibrated_is_refused(work: Path) -> None:
    assert "--set old: data/coins has all" in refused(calibrate, "--set", "old", cwd=work)
    assert "no val split" in refused(calibrate, "--split", "val", cwd=work)
    with pytest.raises(UserError, match="is a file of weights alone"):
        write_calibration(work / "model.pt", None)


def test_a_smaller_file_of_weights_keeps_the_calibration_as_it_is() -> None:
    weights = {IN_CHECKPOINT: torch.tensor([1.2345678]), "other": torch.tensor([1.2345678])}
    packed = load(pack_weights(weights, torch.bfloat16))
    assert torch.equal(packed[IN_CHECKPOINT], weights[IN_CHECKPOINT]) and packed["other"].dtype is torch.bfloat16
