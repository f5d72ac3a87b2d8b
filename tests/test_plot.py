"""plot.py: pictures and pages of runs, whatever their names hold, and one line for what cannot be drawn."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.harness import RUN, call, changes, refused, snapshot
from tests.recorded_runs import learning, write_lines, write_run

EVIL = "<script>alert('&\"x"


def plot(*arguments: str, cwd: Path) -> Any:
    return call("plot", *arguments, cwd=cwd)


def drawn(*arguments: str, cwd: Path) -> str:
    """The page of a command that succeeds."""
    ended = plot(*arguments, "--output", "page.html", cwd=cwd)
    assert ended.status == 0, ended.err
    return (cwd / "page.html").read_text()


def data_of(page: str) -> Any:
    """What the script of a page is given."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


class Reader(HTMLParser):
    """Checks that elements are closed, and keeps texts and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.fixture
def methods(tmp_path: Path) -> Path:
    """A folder with three seeds of GRPO and of PPO."""
    for seed in range(3):
        write_run(tmp_path / f"runs/grpo-{seed}", learning(seed, rate=3), "grpo", seed=seed)
        write_run(tmp_path / f"runs/ppo-{seed}", learning(seed, points=24), "ppo", seed=seed)
    return tmp_path


@pytest.fixture
def pages_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pictures, which take a second each."""
    monkeypatch.setattr("plot.can_draw", lambda: False)


# ---- what is drawn


def test_a_real_run(trained: Path) -> None:
    before = snapshot(trained)
    ended = plot(str(RUN), "--metrics", "train/*loss", cwd=trained)
    assert ended.status == 0, ended.err
    written = [name for name in changes(before, trained) if name != "plots"]
    assert {*written} <= {"plots/run.html", "plots/run.png"} and "plots/run.html" in written
    assert re.fullmatch(r"3 panels of 1 curve written to plots/run\.\S+( and \.html)?\n", ended.out)
    assert data_of((trained / "plots/run.html").read_text())["labels"] == ["run"]


def test_seeds_are_one_curve_with_their_range(methods: Path) -> None:
    page = data_of(drawn("runs", cwd=methods))
    assert page["labels"] == ["grpo (3 seeds)", "ppo (3 seeds)"]
    reward = next(panel for panel in page["panels"] if panel["metric"] == "train/reward")["lines"]
    values = [[line["train/reward"] for line in learning(seed, rate=3) if "train/reward" in line] for seed in range(3)]
    for column, of in (("mean", lambda v: sum(v) / 3), ("low", min), ("high", max)):
        expected = [of(each) for each in zip(*values, strict=True)]
        assert reward["0"][column] == pytest.approx(expected, rel=1e-4)
    assert reward["0"]["steps"][-1] == 300 and reward["1"]["steps"][-1] == 240
    apart = data_of(drawn("runs", "--no-seeds", "--metrics", "train/reward", cwd=methods))
    assert len(apart["labels"]) == 6 and "ppo, seed=2" in apart["labels"]
    assert "low" not in apart["panels"][0]["lines"]["0"]


def test_a_running_mean_is_drawn_and_said(methods: Path) -> None:
    page = drawn("runs/grpo-0", "--smooth", "4", "--metrics", "train/reward", "all/exact_accuracy", cwd=methods)
    values = [line["train/reward"] for line in learning(0, rate=3) if "train/reward" in line]
    panels = data_of(page)["panels"]
    assert panels[0]["lines"]["0"]["mean"][-1] == pytest.approx(sum(values[-4:]) / 4, rel=1e-4)
    assert page.count("step (running mean of 4 points)") == 1, "evaluations are not smoothed"
    assert f"<td>{values[-1]:.4g}</td><td>300</td>" in page, "the table has what was recorded"


def test_the_table_of_values(tmp_path: Path) -> None:
    lines = [{"step": step, "train/loss": loss, "train/lr": 0.1} for step, loss in ((10, 3), (2000, 1.5), (3000, 2))]
    write_run(tmp_path / "run", lines)
    page = drawn("run", cwd=tmp_path)
    assert "<td>2</td><td>3,000</td><td>1.5</td><td>2,000</td>" in page
    assert "<td>0.1</td><td>3,000</td><td></td><td></td>" in page, "no learning rate is best"


def test_gaps_and_groups_of_metrics(tmp_path: Path) -> None:
    lines = [{"step": step, "train/loss": float("nan") if step == 7 else step} for step in range(1, 21)]
    write_run(tmp_path / "run", [*lines, {"step": 20, "all/kind/x/exact": 1.0}])
    ended = plot("run", "--output", "page.html", cwd=tmp_path)
    assert ended.err == "metrics left out: 1; --metrics chooses\n"
    page = (tmp_path / "page.html").read_text()
    assert data_of(page)["panels"][0]["lines"]["0"]["mean"][5:8] == [6, None, 8]
    assert page.count('class="line" d="M') == 2 + 1 + 1, "two pieces, and a swatch in legend and table"


def test_seeds_without_a_common_step(tmp_path: Path) -> None:
    for seed in range(2):
        lines = [{"step": 10, "train/loss": 1}, {"step": 10 + seed, "train/kl": 1}]
        write_run(tmp_path / f"runs/{seed}", lines, seed=seed)
    why = "the seeds of '0 (2 seeds)' have no step in common; --no-seeds draws each by itself"
    assert plot("runs", "--output", "page.html", cwd=tmp_path).err == f"train/kl: {why}\n"
    assert refused(plot, "runs", "--metrics", "train/kl", cwd=tmp_path) == why
    assert len(data_of(drawn("runs", "--no-seeds", cwd=tmp_path))["labels"]) == 2


# ---- the page


def test_the_page_needs_nothing_else(methods: Path) -> None:
    page = drawn("runs", cwd=methods)
    assert "http" not in page and "@import" not in page and "url(" not in page
    reader = Reader(page)
    assert not {tag for tag, _ in reader.elements} & {"link", "img", "iframe", "object", "base"}
    assert not any({"src", "href", "srcset"} & attributes.keys() for _, attributes in reader.elements)
    assert "prefers-color-scheme: dark" in page
    buttons = [attributes for tag, attributes in reader.elements if tag == "button"]
    assert [each["aria-pressed"] for each in buttons] == ["true", "true"]
    panels = [each for tag, each in reader.elements if tag == "svg" and "aria-label" in each]
    assert len(panels) == len(data_of(page)["panels"]) and all(each["tabindex"] == "0" for each in panels)
    assert "Settings that differ" in reader.texts and "objectives.grpo@GRPO" in reader.texts


def test_texts_from_files_are_escaped(tmp_path: Path) -> None:
    """A name with markup, in every place that shows one; and @@, by which the frame of a page marks its places."""
    names = [f"{EVIL}@@data@@", "b"]
    for name in names:
        write_lines(tmp_path / name, json.dumps({"step": 1, f"train/{EVIL}</script>": 1.0}) + "\n")
    page = drawn(*names, "--title", f"{EVIL}</title>", cwd=tmp_path)
    reader = Reader(page)
    assert [tag for tag, _ in reader.elements].count("script") == 2
    assert page.count("<script>") == 1
    assert reader.texts.count(f"{EVIL}</title>") == 2 and names[0] in reader.texts
    assert f"train/{EVIL}</script> by step" in [attributes.get("aria-label") for _, attributes in reader.elements]
    assert data_of(page)["labels"] == names
    write_run(tmp_path / "c", [{"step": 1, "train/loss": 1}], data_paths=[EVIL])
    write_run(tmp_path / "d", [{"step": 1, "train/loss": 1}])
    assert EVIL in Reader(drawn("c", "d", cwd=tmp_path)).texts


def test_the_same_runs_give_the_same_page(methods: Path) -> None:
    assert drawn("runs", cwd=methods) == drawn("runs", cwd=methods)


def test_long_runs_stay_small_on_the_page(tmp_path: Path) -> None:
    write_run(tmp_path / "run", [{"step": step, "train/loss": (step * 7919) % 1000} for step in range(20_000)])
    page = drawn("run", cwd=tmp_path)
    assert len(data_of(page)["panels"][0]["lines"]["0"]["steps"]) <= 800 and len(page) < 100_000


# ---- the picture


def pixels(picture: bytes) -> Any:
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(picture))
    image.load()
    return image


@pytest.mark.parametrize("title", [None, "Two methods, $x^$"])
def test_the_picture(methods: Path, title: str | None) -> None:
    pytest.importorskip("matplotlib")
    given = ("runs", "--metrics", "train/r*", "all/exact_accuracy", *(("--title", title) if title else ()))
    ended = plot(*given, "--output", "a.png", cwd=methods)
    assert ended.status == 0 and not ended.err
    assert ended.out == "6 panels of 2 curves written to a.png\n"
    image = pixels((methods / "a.png").read_bytes())
    assert image.format == "PNG" and image.width == 1920 and 700 < image.height < 1100
    colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24)}
    assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (255, 255, 255)} <= colours, "both lines on white ground"


def test_a_picture_of_many_curves_with_odd_names(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    names = [f"{number} $ _{EVIL} 漢字 of a run with a long name" for number in range(9)]
    for name in names:
        write_lines(tmp_path / name, '{"step": 1, "train/$x_": 1}\n')
    ended = plot(*names, "--output", "a.png", cwd=tmp_path)
    assert ended.status == 0 and not ended.err
    assert pixels((tmp_path / "a.png").read_bytes()).width == 1920


def test_without_matplotlib(methods: Path, pages_alone: None) -> None:
    said = "needs matplotlib: uv sync --extra viz, or pip install -e .[viz]"
    ended = plot("runs/grpo-0", cwd=methods)
    assert ended.status == 0 and ended.err.splitlines()[-1] == f"no PNG: it {said}"
    assert ended.out.endswith("written to plots/grpo-0.html\n") and not (methods / "plots/grpo-0.png").exists()
    assert refused(plot, "runs/grpo-0", "--output", "a.png", cwd=methods) == f"a PNG {said}"
    assert not plot("runs/grpo-0", "--metrics", "train/kl", "--output", "a.html", cwd=methods).err, "none was wanted"


# ---- files


def test_only_own_files_are_replaced(methods: Path, pages_alone: None) -> None:
    given = ("runs/grpo-0", "--metrics", "train/kl", "--output")
    for _ in range(2):
        assert plot(*given, "out", cwd=methods).status == 0, "its own it may replace"
    (methods / "mine.html").write_text("my notes")
    (methods / "out/grpo-0.html").write_text("my notes, too")
    for output, file in (("mine.html", "mine.html"), ("out", "out/grpo-0.html")):
        said = f"{file} is there already, and plot.py did not write it; --output names another file"
        assert refused(plot, *given, output, cwd=methods) == said


def test_names_of_files(methods: Path, pages_alone: None) -> None:
    (methods / "v1.0").mkdir()
    for output, expected in (("new", "new/grpo-0"), ("v1.0", "v1.0/grpo-0"), (".", "grpo-0")):
        assert plot("runs/grpo-0", "--metrics", "train/kl", "--output", output, cwd=methods).status == 0
        assert (methods / f"{expected}.html").is_file()
    assert plot("runs", "--metrics", "train/kl", cwd=methods).status == 0
    assert (methods / "plots/grpo-0+grpo-1+grpo-2+ppo-0+ppo-1+ppo-2.html").is_file()
    many = [str(shutil.copytree(methods / "runs/grpo-0", methods / f"{name}/{'x' * 60}")) for name in "ab"]
    assert plot(*many, "--metrics", "train/kl", "--output", "many", cwd=methods).status == 0
    (page,) = (methods / "many").glob("*.html")
    assert re.fullmatch(r"a-x+\+b-x+-[0-9a-f]{8}\.html", page.name) and len(page.name) <= 105


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(methods: Path) -> None:
    (methods / "closed").mkdir(mode=0o500)
    error = plot("runs/grpo-0", "--output", "closed/a.html", cwd=methods).error
    assert error == "closed/a.html could not be written (Permission denied); --output names another"


# ---- what cannot be drawn


def _no_metrics(folder: Path) -> None:
    write_lines(folder / "run", "")


def _other_metrics(folder: Path) -> None:
    write_lines(folder / "run", '{"step": 1, "train/loss": 1}\n')
    write_lines(folder / "other", '{"step": 1, "all/accuracy": 1}\n')


def _good(folder: Path) -> None:
    write_run(folder / "run", [{"step": 1, "train/loss": 1.0, "train/kl": 1.0}])


@pytest.mark.parametrize(
    ("prepare", "arguments", "said"),
    [
        (_good, [], r"name one or more runs, as in plot\.py checkpoints/PROJECT/RUN"),
        (_good, ["gone"], "no such file: gone"),
        (_good, ["run\0"], r"cannot read run\\x00: embedded null byte"),
        (_good, ["run/all_config.yaml"], "run/all_config.yaml, line 1 is not JSON: .*"),
        (_good, ["empty"], r"no run in empty or below it: a run's folder holds metrics\.jsonl"),
        (_good, ["binary"], "cannot read binary: it is no text in UTF-8 .*"),
        (_good, ["/dev/null"], "/dev/null is a pipe or a device, and a regular file is needed"),
        (_no_metrics, ["run"], r"run/metrics\.jsonl holds no metrics yet"),
        (_other_metrics, ["run", "other"], r"run/metrics\.jsonl has no metric in common with the other runs: .*"),
        (_good, ["run", "--metrics", "train/los"], r"--metrics train/los: .* \(did you mean 'train/loss'\?\)"),
        (_good, ["run", "--smooth", "0"], "--smooth 0: must be at least 1"),
        (_good, ["run", "--output", "a.pdf"], r"--output a\.pdf: a file ends in \.png or \.html, .*"),
        (_good, ["run", "--output", "binary/a.html"], r"binary/a\.html cannot be written \(Not a directory\); .*"),
        (_good, ["run", "--colour", "red"], "[Uu]nrecognized options: --colour.*"),
    ],
)
def test_bad_input_is_one_line(
    tmp_path: Path, prepare: Callable[[Path], None], arguments: list[str], said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    prepare(tmp_path)
    assert re.fullmatch(said, refused(plot, *arguments, cwd=tmp_path))


def test_a_curve_without_any_of_the_metrics(tmp_path: Path) -> None:
    write_lines(tmp_path / "a", '{"step": 1, "train/loss": 1, "train/kl": 1}\n')
    write_lines(tmp_path / "b", '{"step": 1, "train/loss": 1}\n')
    error = refused(plot, "a", "b", "--metrics", "train/kl", cwd=tmp_path)
    assert error == "'b' has none of the metrics that are drawn: train/kl"


def test_more_curves_than_colours(tmp_path: Path) -> None:
    for number in range(29):
        write_lines(tmp_path / str(number), '{"step": 1, "train/loss": 1}\n')
    error = refused(plot, *map(str, range(29)), cwd=tmp_path)
    assert error == "29 curves, and colours tell 28 apart; name fewer runs"
