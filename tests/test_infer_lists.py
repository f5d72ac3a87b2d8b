"""Programs from examples, from the command line: data, a run, its scores, and one function."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset.build_code_dataset import Options, build
from tests.harness import ROOT, infer, pretrain, refused, scores

EXAMPLES = "[3, -1] -> 4\n[2, 0, 5] -> 14\n[6] -> 12\n[1, 1] -> 4\n[-4, 9] -> 10\n"
"""`MAP *2 a`, `SUM c`."""
RUN = (
    *("data_paths=[data/lists]", "encoder=examples", "head=statements", "carry=execution", "arch.dense=True"),
    *("encoder.token_width=4", "encoder.value_width=8", "encoder.layers=1", "arch.pos_encodings=none"),
    *("arch.puzzle_emb_ndim=0", "arch.halt_max_steps=2", "arch.halt_exploration_prob=0", "epochs=1"),
    *("arch.loss.name=objectives.alternatives@Alternatives", "arch.loss.loss_type=softmax_cross_entropy"),
    "evaluators=[{name: lists@ListPrograms, tries: 4}]",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that has hardly learned anything; nobody changes it."""
    folder = tmp_path_factory.mktemp("lists")
    options = Options(
        task="synthesis", output_dir=str(folder / "data/lists"), num_train=32, num_test=12, statements=(2, 2),
        num_processes=1,
    )  # fmt: skip
    build(options)
    ended = pretrain(*RUN, cwd=folder)
    assert ended.status == 0, ended.err
    (folder / "asked.txt").write_text(EXAMPLES)
    return folder


def test_a_run_is_scored(folder: Path) -> None:
    found = scores(cwd=folder)
    assert set(found["sets"]) == {"unseen_functions", "seen_functions"}
    metrics = found["evaluators"]
    for name in found["sets"]:
        shares = [metrics[f"{name}/{kind}"] for kind in ("tries4/likeliest", "tries4/solved")]
        assert 0 <= shares[0] <= shares[1] <= 1
        assert metrics[f"{name}/generalised"] <= metrics[f"{name}/solved"]


def test_enough_tries_find_a_program(folder: Path) -> None:
    """All programs are tried: there are fewer than 10,000."""
    found = infer("--code", "asked.txt", "--tries", "10000", cwd=folder)
    assert found.status == 0, found.err
    assert found.out.splitlines()[0].startswith("c = ") and found.out.splitlines()[1].startswith("d = ")
    traced = infer("--code", EXAMPLES, "--trace", "--html", "steps.html", cwd=folder)
    assert "[3, -1] -> 4" in traced.out and "step 2" in traced.out
    assert "[3, -1] -&gt; 4" in (folder / "steps.html").read_text() or "[3, -1] -> 4" in traced.out
    assert (traced.status == 1) == ("the answer breaks the rules: " in traced.err)


def test_what_is_no_example(folder: Path) -> None:
    assert "[3] [4]' is no example" in refused(infer, "--code", "[3] [4]", cwd=folder)
    assert "numbers lie between" in refused(infer, "--code", "[3000] -> 1", cwd=folder)


def test_the_builder_says_what_lengths_there_are(tmp_path: Path) -> None:
    from utils.errors import UserError

    with pytest.raises(UserError, match="functions of synthesis need all 2 or all 3 statements"):
        build(Options(task="synthesis", output_dir=str(tmp_path / "x"), statements=(1, 3)))
    assert (ROOT / "config/experiment/code_lists_cpu.yaml").is_file()
