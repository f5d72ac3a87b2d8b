"""A trained embedding belongs to one puzzle: on other data it is found by the puzzle's name, or it is not used.

The toy tasks add a number of their own to all cells, modulo the number of symbols. Only the embedding of the task
tells which number it is: a run that has learned them scores 1 with the right embeddings and far less with others.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from dataset.build_arc_dataset import Options, build
from dataset.puzzle_dataset import PuzzleDataset
from dataset.verify import accept
from dataset.writer import DatasetWriter
from runs.manifest import KEPT_IDENTIFIERS, read_manifest, trained_puzzles
from runs.open import open_run
from tests.arc_data import write_arc_data
from tests.harness import RUN, change_metadata, evaluate, load, pretrain, refused, scores, write_toy_data

SYMBOLS, CELLS = 4, 8
TABLE = "model.inner.puzzle_emb.weights"
NETWORK = ("arch.halt_max_steps=1", "puzzle_emb_weight_decay=0", "global_batch_size=32", "weight_decay=0")
FIRST = {"zero": 0, "one": 1, "two": 2, "three": 3, "naught": 0, "unity": 1}
OTHER_ORDER = dict(sorted(FIRST.items()))
LEARNING = ("lr=1e-2", "puzzle_emb_lr=3e-2", *NETWORK)
OTHERS = {"deux": 2, "trois": 3, "quatre": 0}


def write_tasks(folder: Path, tasks: dict[str, int], seed: int = 0, names: bool = True) -> Path:
    """Each task with the number it adds, in the order of their identifiers; 40 examples in train and 10 in test."""
    rng = np.random.default_rng(seed)
    with DatasetWriter(
        folder, task="toy", vocab_size=SYMBOLS + 1, seq_len=CELLS, seed=seed, identifiers=["<blank>", *tasks]
    ) as writer:
        for split, examples in (("train", 40), ("test", 10)):
            inputs = rng.integers(0, SYMBOLS, (len(tasks), examples, CELLS))
            labels = (inputs + np.array(list(tasks.values()))[:, None, None]) % SYMBOLS
            writer.add_set(
                split,
                inputs=inputs.reshape(-1, CELLS) + 1,
                labels=labels.reshape(-1, CELLS) + 1,
                puzzle_identifiers=np.repeat(np.arange(len(tasks)), examples) + 1,
            )
    if not names:
        (folder / "identifiers.json").unlink()
        accept(folder)
    return folder


@pytest.fixture(scope="module")
def learned_tasks_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run that has learned data/first, and one over two paths that has learned it behind others."""
    folder = tmp_path_factory.mktemp("tasks")
    write_tasks(folder / "data/first", FIRST)
    write_tasks(folder / "data/others", OTHERS, seed=1)
    options = ("epochs=20", *LEARNING)
    for paths, name, sets in (("[data/first]", "run", ["all"]), ("[data/others,data/first]", "both", ["all", "all1"])):
        ended = pretrain(f"data_paths={paths}", f"run_name={name}", *options, cwd=folder)
        assert ended.status == 0, ended.err
        assert all(last_score(folder, name, one) > 0.9 for one in sets), "it has learned its own tasks"
    return folder


@pytest.fixture
def tasks(learned_tasks_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(learned_tasks_once, tmp_path / "tasks")


def last_score(folder: Path, name: str, set_name: str = "all") -> float:
    line = (folder / RUN.with_name(name) / "metrics.jsonl").read_text().splitlines()[-1]
    return json.loads(line)[f"{set_name}/exact_accuracy"]


def exact(*arguments: str, cwd: Path) -> float:
    return scores("--checkpoint", *arguments, cwd=cwd)["sets"]["all"]["exact_accuracy"]


# ---- scoring


def test_the_same_puzzles_in_another_order_score_the_same(tasks: Path) -> None:
    write_tasks(tasks / "data/again", OTHER_ORDER, seed=0)
    ended = evaluate("--checkpoint", str(RUN), "--data-path", "data/again", "--json", cwd=tasks)
    assert (ended.status, ended.err) == (0, ""), "nothing is missing, so nothing is said"
    report = json.loads(ended.out)
    assert report["sets"]["all"]["exact_accuracy"] > 0.9
    assert report["puzzle_embeddings"] == {"puzzles": 6, "unknown": 0, "names_checked": True}


def test_some_unknown_puzzles_are_said_and_counted(tasks: Path) -> None:
    write_tasks(tasks / "data/more", {"new": 2, **OTHER_ORDER, "newer": 3})
    ended = evaluate("--checkpoint", str(RUN), "--data-path", "data/more", "--json", cwd=tasks)
    assert ended.status == 0 and ended.err.count("\n") == 1
    assert "was not trained on 2 of the 8 puzzles of data/more" in ended.err
    report = json.loads(ended.out)
    assert report["puzzle_embeddings"] == {"puzzles": 8, "unknown": 2, "names_checked": True}
    (csv,) = (tasks / RUN).glob("final_step_*/evaluation_more_test.csv")
    right = np.array([line.split(",")[2] for line in csv.read_text().splitlines()[1:]], int).reshape(8, 10).mean(1)
    assert right[1:7].mean() > 0.9, "the puzzles it knows"


def test_unknown_puzzles_take_the_mean_and_known_ones_keep_their_own(tasks: Path) -> None:
    write_tasks(tasks / "data/more", {"new": 2, "two": 2})
    trained = open_run(tasks / RUN)
    puzzles = trained.check_fits(PuzzleDataset([tasks / "data/more"], "test"), tasks / "data/more")
    table = trained.build_model(torch.device("cpu"), puzzles=puzzles).state_dict()[TABLE]
    before = load(next((tasks / RUN).glob("final_step_*")) / "model.pt")[TABLE]
    assert torch.equal(table, torch.stack([before[0], before.mean(0), before[3]]))


def test_none_of_the_puzzles_known_is_refused_until_asked_for(tasks: Path) -> None:
    given = ("--checkpoint", str(RUN), "--data-path", "data/others")
    error = refused(evaluate, *given, cwd=tasks)
    assert "was trained on none of the 3 puzzles of data/others" in error and "--mean-embedding" in error
    ended = evaluate(*given, "--mean-embedding", "--json", cwd=tasks)
    assert ended.status == 0 and "was not trained on 3 of the 3 puzzles" in ended.err
    assert json.loads(ended.out)["puzzle_embeddings"]["unknown"] == 3


def test_only_the_puzzles_that_are_scored_count(tasks: Path) -> None:
    """Names that no row of the split has may be anything; those of its rows decide."""
    data = write_tasks(tasks / "data/more", OTHER_ORDER | OTHERS)
    for name, array in (("puzzle_identifiers", np.repeat(np.arange(6), 10) + 1), ("puzzle_indices", np.arange(61))):
        np.save(data / f"test/all__{name}.npy", array.astype(np.int32))
    for name in ("inputs", "labels"):
        file = data / f"test/all__{name}.npy"
        np.save(file, np.load(file)[:60])
    np.save(data / "test/all__group_indices.npy", np.arange(61, dtype=np.int32))
    change_metadata(data, "test", total_groups=60, total_puzzles=60)
    report = scores("--checkpoint", str(RUN), "--data-path", "data/more", cwd=tasks)
    assert report["puzzle_embeddings"]["puzzles"] == 6 and report["sets"]["all"]["exact_accuracy"] > 0.9


def test_each_of_several_data_paths_has_its_own_rows(tasks: Path) -> None:
    both = str(RUN.with_name("both"))
    write_tasks(tasks / "data/again", OTHER_ORDER)
    write_tasks(tasks / "data/mixed", {"trois": 3, "one": 1, "deux": 2, "naught": 0})
    shutil.copytree(tasks / "data/first", tasks / "data/copy")
    for data in ("others", "first", "copy", "again", "mixed"):
        ended = evaluate("--checkpoint", both, "--data-path", f"data/{data}", "--json", cwd=tasks)
        assert (ended.status, ended.err) == (0, "")
        assert json.loads(ended.out)["sets"]["all"]["exact_accuracy"] > 0.9, data


def test_sets_of_the_blank_identifier_alone_are_not_bothered(work: Path) -> None:
    data = write_toy_data(work / "data/plain", identifiers=1)
    assert pretrain("data_paths=[data/plain]", cwd=work).status == 0
    assert not (work / RUN / KEPT_IDENTIFIERS).exists()
    write_toy_data(work / "data/other", identifiers=1, seed=4)
    (data / "identifiers.json").unlink()
    accept(data)
    for path in ("plain", "other"):
        ended = evaluate("--checkpoint", str(RUN), "--data-path", f"data/{path}", cwd=work)
        assert (ended.status, ended.err) == (0, "")


def test_without_puzzle_embeddings_names_do_not_matter(work: Path) -> None:
    assert pretrain("arch.puzzle_emb_ndim=0", cwd=work).status == 0
    write_toy_data(work / "data/many", identifiers=9, test_examples=9)
    ended = evaluate("--checkpoint", str(RUN), "--data-path", "data/many", "--json", cwd=work)
    assert (ended.status, ended.err) == (0, "") and "puzzle_embeddings" not in json.loads(ended.out)


# ---- ARC


def test_arc_rebuilt_with_another_seed_scores_the_same(tmp_path: Path) -> None:
    """Two steps at a high rate make every embedding another; each answer must be the same as on the first data."""
    tasks = tmp_path / "source/tasks"
    tasks.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for number in range(6):
        pairs = [{"input": rng.integers(0, 10, (2, 2)).tolist(), "output": [[number + 1] * 2] * 2} for _ in range(3)]
        (tasks / f"task{number}.json").write_text(json.dumps({"train": pairs[:2], "test": pairs[2:]}))
    for seed in (1, 2):
        build(
            Options(
                str(tmp_path / f"data/seed{seed}"), str(tmp_path / "source"), ("tasks",), "tasks", seed=seed, num_aug=0
            )
        )
    orders = [json.loads((tmp_path / f"data/seed{seed}/identifiers.json").read_text()) for seed in (1, 2)]
    assert orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1])
    options = ("evaluators=[{name: arc@ARC}]", "puzzle_emb_lr=1", "lr=1e-2", "epochs=2", "arch.halt_max_steps=1")
    assert pretrain("data_paths=[data/seed1]", *options, cwd=tmp_path).status == 0
    first, second = (
        scores("--checkpoint", str(RUN), "--data-path", f"data/seed{seed}", "--save-preds", cwd=tmp_path)
        for seed in (1, 2)
    )
    assert first["evaluators"] == second["evaluators"]
    assert second["puzzle_embeddings"] == {"puzzles": 6, "unknown": 0, "names_checked": True}
    step = next((tmp_path / RUN).glob("final_step_*"))
    answers = []
    for seed, order in zip((1, 2), orders, strict=True):
        with np.load(step / f"predictions_seed{seed}_test.npz") as arrays:
            answers.append(dict(zip(order[1:], arrays["all/q_halt_logits"].tolist(), strict=True)))
    assert answers[1] == pytest.approx(answers[0], abs=1e-4)
    assert np.ptp(list(answers[0].values())) > 0.01, "the embeddings make a difference"


def test_arc_tasks_of_the_same_names_that_show_something_else_are_refused(tmp_path: Path) -> None:
    write_arc_data(tmp_path / "data/arc", augmentations=1)
    write_arc_data(tmp_path / "data/other", augmentations=1, seed=1)
    assert pretrain("data_paths=[data/arc]", "epochs=1", "data_paths_test=null", cwd=tmp_path).status == 0
    error = refused(evaluate, "--checkpoint", str(RUN), "--data-path", "data/other", cwd=tmp_path)
    assert "was trained on none of the 4 puzzles of data/other" in error


# ---- what is kept


def test_names_are_kept_with_the_run_and_noticed_when_damaged(tasks: Path) -> None:
    both = tasks / RUN.with_name("both")
    table = trained_puzzles(both)
    assert table is not None and [(part.start, part.count) for part in table.parts] == [(0, 4), (4, 7)]
    assert [known.names if known else None for known in table.read()] == [["<blank>", *OTHERS], ["<blank>", *FIRST]]
    shutil.rmtree(tasks / "data/first")
    write_tasks(tasks / "data/again", OTHER_ORDER)
    assert exact(str(RUN), "--data-path", "data/again", cwd=tasks) > 0.9, "the training data are not needed"
    file = tasks / RUN / KEPT_IDENTIFIERS
    content = bytearray(file.read_bytes())
    for place in (20, len(content) // 2, len(content) - 3):
        file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        error = refused(evaluate, "--checkpoint", str(RUN), "--data-path", "data/again", cwd=tasks)
        assert KEPT_IDENTIFIERS in error
    file.write_bytes(content[:40])
    assert KEPT_IDENTIFIERS in refused(evaluate, "--checkpoint", str(RUN), "--data-path", "data/again", cwd=tasks)


def test_a_run_that_has_kept_no_names_says_that_they_could_not_be_checked(tasks: Path) -> None:
    """Runs of earlier versions: those on the very data they were trained on need no names."""
    file = tasks / RUN / "manifest.json"
    manifest = read_manifest(tasks / RUN)
    del manifest["identifiers"]
    file.write_text(json.dumps(manifest))
    (tasks / RUN / KEPT_IDENTIFIERS).unlink()
    assert evaluate("--checkpoint", str(RUN), cwd=tasks).err == ""
    write_tasks(tasks / "data/again", OTHER_ORDER)
    ended = evaluate("--checkpoint", str(RUN), "--data-path", "data/again", "--json", cwd=tasks)
    assert ended.status == 0 and ended.err.count("\n") == 1
    assert "do not both name their puzzles" in ended.err and "could not be checked" in ended.err
    assert json.loads(ended.out)["puzzle_embeddings"] == {"puzzles": 6, "unknown": 0, "names_checked": False}
    write_tasks(tasks / "data/more", OTHER_ORDER | OTHERS)
    error = refused(evaluate, "--checkpoint", str(RUN), "--data-path", "data/more", cwd=tasks)
    assert "num_puzzle_identifiers 10" in error


def test_data_without_names(tasks: Path) -> None:
    write_tasks(tasks / "data/again", OTHER_ORDER, names=False)
    ended = evaluate("--checkpoint", str(RUN), "--data-path", "data/again", cwd=tasks)
    assert ended.status == 0 and "could not be checked" in ended.err


def test_a_checkpoint_of_the_official_code_is_compared_by_count(tasks: Path) -> None:
    (step,) = (tasks / RUN).glob("final_step_*")
    official = tasks / "official"
    official.mkdir()
    shutil.copy(tasks / RUN / "all_config.yaml", official)
    shutil.copy(step / "model.pt", official / "step_60")
    for data, rows in (("first", 7), ("others", 4)):
        ended = evaluate("--checkpoint", "official", "--data-path", f"data/{data}", cwd=tasks)
        assert ended.status == 0 and ended.err.count("\n") == 1
        said = "could not be checked" if rows == 7 else "are [7, 32], of this data [4, 32]: all rows start at the mean"
        assert said in ended.err


def test_damaged_names_are_said_before_anything_is_written(work: Path) -> None:
    (work / "data/toy/identifiers.json").write_text('["<blank>", "a"]')
    accept(work / "data/toy")
    assert "identifiers.json has 2 names" in refused(pretrain, cwd=work)


# ---- starting from weights


def started(folder: Path, data: str, *options: str) -> tuple[torch.Tensor, torch.Tensor, str]:
    """The table before, the table with which a run that starts from it begins, and what is said."""
    (step,) = (folder / RUN).glob("final_step_*")
    given = (f"load_checkpoint={step.relative_to(folder)}", "run_name=next", "lr=0", "puzzle_emb_lr=0", "epochs=1")
    ended = pretrain(f"data_paths=[{data}]", *given, *NETWORK, "data_paths_test=null", *options, cwd=folder)
    assert ended.status == 0, ended.err
    after = next((folder / RUN.with_name("next")).glob("final_step_*"))
    return load(step / "model.pt")[TABLE], load(after / "model.pt")[TABLE], ended.err


def test_known_puzzles_keep_their_embeddings(tasks: Path) -> None:
    write_tasks(tasks / "data/again", OTHER_ORDER)
    before, after, said = started(tasks, "data/again")
    rows = [0, *(1 + list(FIRST).index(name) for name in OTHER_ORDER)]
    assert torch.equal(after, before[rows]) and "puzzle embeddings" not in said


def test_new_puzzles_start_at_the_mean(tasks: Path) -> None:
    write_tasks(tasks / "data/more", {"new": 2, "three": 3})
    before, after, said = started(tasks, "data/more")
    assert torch.equal(after, torch.stack([before[0], before.mean(0), before[4]]))
    assert "1 of the 2 puzzles of this data: their rows start at the mean" in said


def test_none_known_of_as_many_puzzles_all_start_at_the_mean(tasks: Path) -> None:
    write_tasks(tasks / "data/new", {f"new{number}": number % 4 for number in range(6)})
    before, after, said = started(tasks, "data/new")
    assert after.shape == before.shape and torch.equal(after, before.mean(0).expand(before.shape))
    assert "none of the 6 puzzles of this data: all rows start at the mean" in said


def test_names_of_several_paths_are_joined(tasks: Path) -> None:
    write_tasks(tasks / "data/again", OTHER_ORDER)
    before, after, said = started(tasks, "data/others,data/again")
    rows = [0, *(1 + list(FIRST).index(name) for name in OTHER_ORDER)]
    assert torch.equal(after[4:], before[rows]) and torch.equal(after[1:4], before.mean(0).expand(3, -1))
    assert "3 of the 9 puzzles" in said


# ---- resuming


def test_a_run_is_not_resumed_with_other_identifiers(tasks: Path) -> None:
    """Also where the names were changed behind the back of build.json, whose fingerprint then says nothing."""
    file = tasks / "data/first/identifiers.json"
    file.write_text(json.dumps(["<blank>", *OTHER_ORDER]))
    resume = ("data_paths=[data/first]", "epochs=21", *LEARNING, "resume=auto")
    assert "identifiers.json is not that of the data" in refused(pretrain, *resume, cwd=tasks)
    file.unlink()
    assert "identifiers.json is not that of the data" in refused(pretrain, *resume, cwd=tasks)
    write_tasks(tasks / "data/first", OTHER_ORDER)
    assert "was rebuilt since" in refused(pretrain, *resume, cwd=tasks)
    write_tasks(tasks / "data/first", FIRST)
    kept = (tasks / RUN / KEPT_IDENTIFIERS).read_bytes()
    assert pretrain(*resume, cwd=tasks).status == 0
    assert (tasks / RUN / KEPT_IDENTIFIERS).read_bytes() == kept


# ---- test data of another path


def test_test_data_in_another_order_are_scored_by_name(tasks: Path) -> None:
    write_tasks(tasks / "data/again", OTHER_ORDER)
    (step,) = (tasks / RUN).glob("final_step_*")
    given = (f"load_checkpoint={step.relative_to(tasks)}", "run_name=next", "lr=0", "puzzle_emb_lr=0", "epochs=1")
    pairs = (("first", "again"), ("again", "first"), ("first", "../data/first"), ("others,data/first", "again"))
    for train, test in pairs:
        paths = (f"data_paths=[data/{train}]", f"data_paths_test=[data/{test}]")
        ended = pretrain(*paths, *given, *NETWORK, cwd=tasks)
        assert ended.status == 0, ended.err
        assert last_score(tasks, "next") > 0.9, (train, test)
        shutil.rmtree(tasks / RUN.with_name("next"))


def test_test_data_with_other_puzzles_are_refused(tasks: Path) -> None:
    write_tasks(tasks / "data/more", {"one": 1, "new": 2})
    for test, said in (("others", "3 of the 3 puzzles"), ("more", "1 of the 2 puzzles")):
        paths = ("data_paths=[data/first]", f"data_paths_test=[data/{test}]", "run_name=next")
        error = refused(pretrain, *paths, *NETWORK, cwd=tasks)
        assert said in error and f"data/{test}" in error and "none of the training data's" in error
    assert pretrain(*paths, *NETWORK, "arch.puzzle_emb_ndim=0", "epochs=1", cwd=tasks).status == 0


def test_test_data_without_names_are_taken_as_they_are_and_that_is_said(tasks: Path) -> None:
    write_tasks(tasks / "data/again", FIRST, seed=3, names=False)
    paths = ("data_paths=[data/first]", "data_paths_test=[data/again]", "run_name=next", "epochs=1")
    ended = pretrain(*paths, *NETWORK, cwd=tasks)
    assert ended.status == 0 and "could not be checked" in ended.err
    write_tasks(tasks / "data/more", FIRST | OTHERS, names=False)
    more = ("data_paths=[data/first]", "data_paths_test=[data/more]", "run_name=another")
    assert "puzzle identifier 9" in refused(pretrain, *more, *NETWORK, cwd=tasks)


def test_evaluators_see_the_identifiers_of_their_own_data(tmp_path: Path) -> None:
    """Two orders of the same tasks: the votes that arc@ARC counts must be those of the right puzzles."""
    write_arc_data(tmp_path / "data/arc", augmentations=1)
    shutil.copytree(tmp_path / "data/arc", tmp_path / "data/turned")
    turned = tmp_path / "data/turned"
    names = json.loads((turned / "identifiers.json").read_text())
    order = np.array([0, *range(len(names) - 1, 0, -1)])
    (turned / "identifiers.json").write_text(json.dumps([names[number] for number in order]))
    for split in ("train", "test"):
        file = turned / split / "all__puzzle_identifiers.npy"
        np.save(file, order[np.load(file)].astype(np.int32))
    (turned / "build.json").unlink()
    options = ("epochs=1", "arch.halt_max_steps=1", "puzzle_emb_lr=1", "evaluators=[{name: arc@ARC}]")
    submissions = []
    for test in ("arc", "turned"):
        paths = ("data_paths=[data/arc]", f"data_paths_test=[data/{test}]", f"run_name={test}")
        ended = pretrain(*paths, *options, cwd=tmp_path)
        assert ended.status == 0, ended.err
        assert "have no prediction" not in ended.err
        (file,) = (tmp_path / RUN.with_name(test)).glob("evaluator_ARC_step_*/submission.json")
        submissions.append(json.loads(file.read_text()))
    assert submissions[0] == submissions[1]
