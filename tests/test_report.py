"""report.py: everything that a run recorded on one page, several runs side by side, and texts that stay texts."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from inference.traces import save_examples
from tests.browser import Opened
from tests.harness import LEARNED, RUN, Ended, call, refused, scores, typed
from tests.inference.made_traces import PUZZLES, made_trace, traces_on
from tests.inference.renderers.test_files import hostile_trace
from tests.recorded_runs import MANIFEST, learning, write_run


def report(*arguments: str, cwd: Path) -> Ended:
    return call("report", *arguments, cwd=cwd)


def written(*arguments: str, cwd: Path) -> str:
    """The page that is written."""
    ended = report(*arguments, "--output", "page.html", cwd=cwd)
    assert ended.status == 0 and not ended.err, ended.err
    return (cwd / "page.html").read_text()


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def panel(page: str, metric: str) -> dict[str, Any]:
    return next(each for each in data_of(page)["panels"] if each["metric"] == metric)


def examples_in(page: str) -> list[str]:
    """The titles of the examples in the frame."""
    found = re.search(r'srcdoc="([^"]*)"', page)
    assert found is not None
    return [trace["title"] for trace in traces_on(html.unescape(found[1]))]


# ---- what is on the page


def test_a_run_writes_its_report(work: Path) -> None:
    ended = typed("evaluators=[{name: sudoku@Sudoku}]", cwd=work)
    assert ended.status == 0, ended.err
    assert ended.out.endswith(f"report {RUN}/report.html\n")
    page = (work / RUN / "report.html").read_text()
    manifest = json.loads((work / RUN / "manifest.json").read_text())
    assert manifest["data"]["data/toy"]["fingerprint"] in page and manifest["versions"]["torch"] in page
    assert f"uv run {html.escape(manifest['commands'][0])}" in page
    assert "<td>0.001</td>" in page, "a setting"
    assert "perf/samples_per_second" in {each["metric"] for each in data_of(page)["panels"]}
    assert examples_in(page) == [f"all:{number}, after 4 steps" for number in range(4)]
    before = page
    assert report(str(RUN), cwd=work).out == f"1 run written to {RUN}/report.html\n"
    assert (work / RUN / "report.html").read_text() == before, "the same again"


def test_a_run_without_a_report(work: Path) -> None:
    assert typed("report=False", "eval_traces=0", cwd=work).status == 0
    assert not {"report.html", "examples.json"} & {file.name for file in (work / RUN).iterdir()}
    assert "iframe" not in written(str(RUN), cwd=work).replace("iframe.examples", "")


def test_answers_by_improvement_step(learned: Path) -> None:
    page = written(str(RUN), cwd=learned)
    (of_set,) = scores("--checkpoint", str(LEARNED), cwd=learned)["sets"].values()
    for metric, key in (("exact accuracy", "exact_accuracy_by_step"), ("token accuracy", "accuracy_by_step")):
        found = panel(page, f"all: {metric}")
        assert found["x_name"] == "improvement step"
        assert found["lines"]["0"]["steps"] == list(range(1, len(of_set[key]) + 1))
        assert found["lines"]["0"]["mean"] == pytest.approx(of_set[key], abs=1e-4)
    halting = panel(page, "all: share of answers first said to be done")["lines"]["0"]["mean"]
    assert sum(halting) == pytest.approx(1, abs=1e-4)
    assert page.count("<rect") == len(halting), "a bar a step"


def test_several_runs_side_by_side(tmp_path: Path) -> None:
    for seed in range(2):
        for method in ("grpo", "ppo"):
            folder = write_run(tmp_path / f"runs/{method}-{seed}", learning(seed), method, seed=seed)
            sets = {
                "all": {"count": 8, "exact": [0.25, 0.5 + seed / 4], "accuracy": [0.5, 0.75], "halting": [0.5, 0.5]}
            }
            (folder / "evaluations.jsonl").write_text(json.dumps({"step": 300, "sets": sets}) + "\n")
            save_examples(folder / "examples.json", 300, [made_trace("sudoku", PUZZLES["sudoku"], title=f"all {seed}")])
    ended = report("runs", cwd=tmp_path)
    (page_file,) = (tmp_path / "plots").iterdir()
    assert ended.out == f"4 runs written to plots/{page_file.name}\n"
    page = page_file.read_text()
    assert data_of(page)["labels"] == ["grpo (2 seeds)", "ppo (2 seeds)"]
    line = panel(page, "all: exact accuracy")["lines"]["1"]
    assert line["mean"] == [0.25, 0.625] and line["low"] == [0.25, 0.5] and line["high"] == [0.25, 0.75]
    assert "ppo-1: all 1, after 300 steps" in examples_in(page)
    assert page.count('scope="col">ppo-1<') == 1
    assert "<pre>python dataset/build.py\nuv run pretrain.py data_paths=[data/toy]</pre>" in page


def test_files_that_are_missing_or_damaged(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", learning())
    (run / "manifest.json").unlink()
    assert "the commands were not recorded" in written("run", cwd=tmp_path)
    (run / "evaluations.jsonl").write_text('{"step": 5}\n')
    assert refused(report, "run", cwd=tmp_path).startswith("run/evaluations.jsonl, line 1: ")
    (run / "evaluations.jsonl").write_text('{"step": 5, "se')
    ended = report("run", cwd=tmp_path)
    assert (
        ended.status == 0 and ended.err == "run/evaluations.jsonl: the last line is not complete yet and is left out\n"
    )
    (run / "examples.json").write_text('{"step": 1, "traces": [{"trace": 9}]}')
    assert refused(report, "run", cwd=tmp_path) == "run/examples.json holds no trace of version 2"


def test_what_is_refused(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", learning())
    assert refused(report, cwd=tmp_path) == "name one or more runs, as in report.py checkpoints/PROJECT/RUN"
    assert refused(report, "run", "--output", "x.png", cwd=tmp_path) == "--output x.png: name a file that ends in .html"
    (run / "report.html").write_text("mine")
    said = "run/report.html is there already, and report.py did not write it; --output names another file"
    assert refused(report, "run", cwd=tmp_path) == said
    (tmp_path / "empty").mkdir()
    assert "no run in empty" in refused(report, "empty", cwd=tmp_path)


# ---- texts and the browser


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A run whose name, settings, metrics, manifest and examples are HTML."""
    evil = '"><img src=x onerror="document.title=1">'
    lines = [{"step": step, "all/<script>document.title=1</script>": step} for step in (1, 2)]
    run = write_run(tmp_path / evil.replace("/", ""), lines, data_paths=[evil])
    described = {"fingerprint": evil, "task": None, "build_command": "</pre><script>document.title=1</script>"}
    changed = {"commands": [evil], "data": {evil: described}, "versions": {evil: evil}, evil: evil}
    (run / "manifest.json").write_text(json.dumps(MANIFEST | changed))
    save_examples(run / "examples.json", 2, [hostile_trace()])
    sets = {evil: {"count": 2, "exact": [0.5, 1.0], "accuracy": [0.5, 1.0], "halting": [0.0, 1.0]}}
    (run / "evaluations.jsonl").write_text(json.dumps({"step": 2, "sets": sets}) + "\n")
    return run


def test_texts_stay_texts(browser: Any, hostile: Path) -> None:
    ended = report(str(hostile), "--output", "page.html", cwd=hostile.parent)
    assert ended.status == 0 and not ended.err, ended.err
    opened = Opened(browser, (hostile.parent / "page.html").as_uri())
    opened.page.wait_for_timeout(200)
    assert opened.page.title() != "1" and opened.page.locator("img").count() == 0
    frame = opened.page.frame_locator("iframe")
    assert frame.locator("#state").count() == 1 and frame.locator("img").count() == 0
    opened.check()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_in_a_browser(browser: Any, tmp_path: Path, width: int) -> None:
    for method in ("grpo", "ppo"):
        run = write_run(tmp_path / f"runs/{method}", learning(), method)
        sets = {"all": {"count": 8, "exact": [0.25, 0.5], "accuracy": [0.5, 0.75], "halting": [0.25, 0.75]}}
        (run / "evaluations.jsonl").write_text(json.dumps({"step": 300, "sets": sets}) + "\n")
        save_examples(run / "examples.json", 300, [made_trace("maze", PUZZLES["maze"], steps=4, title="all 0")])
    written("runs", cwd=tmp_path)
    opened = Opened(browser, (tmp_path / "page.html").as_uri(), width)
    page = opened.page
    bars = page.locator("figure", has_text="share of answers first said to be done").locator("svg")
    bars.focus()
    page.keyboard.press("Home")
    assert "improvement step 1" in page.locator("#tip").inner_text() and "0.25" in page.locator("#tip").inner_text()
    page.keyboard.press("Escape")
    page.locator("#legend button").first.click()
    assert bars.locator("g.bars.hidden").count() == 1
    frame = page.frame_locator("iframe")
    frame.locator("#list button").nth(1).click()
    assert frame.locator("#name").inner_text() == "ppo: all 0, after 300 steps"
    frame.locator("#slider").fill("1")
    assert "state 2 of 4" in frame.locator("#state").inner_text()
    frame.locator("#slider").press("End")
    assert "state 4 of 4" in frame.locator("#state").inner_text()
    opened.check()
