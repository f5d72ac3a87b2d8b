"""Make a pretrained folder from a run: its weights in a few megabytes, and a model card with their scores.

    uv run python scripts/export.py checkpoints/<project>/<run> --output pretrained/sudoku4x4 \\
        --about "4x4 Sudoku with 6 to 10 givens" --results docs/results/sudoku4x4.json
    uv run python scripts/export.py RUN --output pretrained/mine --push me/my-solver     # to the Hugging Face hub

The card's scores are those of the exported weights on the test split of the run's data. With --dtype auto, the weights
are bfloat16 if no set loses more than 0.1% of its examples by that, else float32.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import torch
import tyro
from safetensors.torch import load

import evaluate
from dataset.common import VOCABULARY_FILE
from runs.checkpoints import run_of
from runs.config import RUN_CONFIG
from runs.manifest import KEPT_IDENTIFIERS, MANIFEST_FILE, read_manifest
from runs.open import TrainedRun, open_run
from runs.pretrained import WEIGHTS_FILE, pack_weights
from utils.commands import parse
from utils.errors import UserError, report_user_errors
from utils.files import dump_json, whole_folder
from utils.intervals import show_interval
from utils.memory import keep_freed_memory
from utils.reading import read_object

MAY_LOSE = 0.001
"""Largest share of a set's examples that bfloat16 weights may lose."""
DTYPES = {"float32": None, "bfloat16": torch.bfloat16}
CARD = "README.md"
_SHOWN = 10
"""Questions of `--everyday` that a card shows."""
_MOST_METRICS = 80
"""A card with more metrics leaves out those of groups of examples."""


@dataclass
class Options:
    """Make a pretrained folder from a run."""

    run: Annotated[Path, tyro.conf.Positional]
    """A run's folder, or one of its checkpoints."""
    output: Path
    """The folder to make, as in pretrained/<name>; a pretrained folder there is replaced."""
    data_path: Path | None = None
    """Data set whose test split is scored; by default the one that the run was trained on."""
    dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    """Precision of the weights in the file."""
    about: str | None = None
    """For the card: what the network does."""
    limits: str | None = None
    """For the card: what the network cannot do."""
    licence: str = "MIT"
    results: Path | None = None
    """A file that scripts/reproduce.py wrote for this recipe: the card takes hardware, minutes and seeds from it."""
    everyday: Path | None = None
    """A file that scripts/score_everyday.py wrote: the card shows ten of its questions, and what became of them."""
    push: str | None = None
    """Also upload the folder to this repository of the Hugging Face hub, as in me/mine; untested on the real hub."""
    device: str = "auto"


@report_user_errors
def main() -> None:
    """Parse the command line, score, write, upload."""
    options = parse(Options, __doc__)
    keep_freed_memory()
    hub = _hub() if options.push else None
    recipe, everyday = recipe_line(options.results), everyday_section(options)  # before minutes of scoring
    trained = open_run(options.run)
    if options.output.exists() and not (options.output / WEIGHTS_FILE).is_file():
        raise UserError(f"--output {options.output}: it exists, and is no pretrained folder")
    chosen = choose_weights(trained, options)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with whole_folder(options.output) as folder:
        write_folder(folder, trained, chosen, options, recipe, everyday)
    size = sum(file.stat().st_size for file in options.output.iterdir())
    print(f"{options.output}: {size / 1e6:.2f} MB, weights in {chosen.dtype}")
    for name, result in chosen.report["sets"].items():
        print(f"  {name}: {result['exact_accuracy']:.2%} of {result['count']} exact")
    if hub is not None and options.push is not None:
        print(f"uploaded to {push(hub, options.output, options.push)}")


@dataclass
class Chosen:
    """The weights that are exported, and their scores."""

    dtype: str
    content: bytes
    report: dict[str, Any]


def choose_weights(trained: TrainedRun, options: Options) -> Chosen:
    """Score the weights in the precision of `--dtype`; with `auto` in both, and take bfloat16 if it loses little."""
    assert trained.weights is not None, "open_run reads them"
    data_path = options.data_path or Path(trained.config.data_paths[0])
    candidates = []
    for dtype in ("float32", "bfloat16") if options.dtype == "auto" else (options.dtype,):
        content = pack_weights(trained.weights, DTYPES[dtype])
        exported = replace(trained, weights=load(content))
        done = evaluate.evaluate(exported, data_path, evaluate.Options(device=options.device))
        candidates.append(Chosen(dtype, content, done.report))
    full, small = candidates[0].report["sets"], candidates[-1].report["sets"]
    loss = max(full[name]["exact_accuracy"] - small[name]["exact_accuracy"] for name in full)
    return candidates[-1] if loss <= MAY_LOSE else candidates[0]


def write_folder(
    folder: Path, trained: TrainedRun, chosen: Chosen, options: Options, recipe: str, everyday: Sequence[str]
) -> None:
    """Write all files of a pretrained folder."""
    run = run_of(trained.checkpoint)
    for file in (run / name for name in (RUN_CONFIG, KEPT_IDENTIFIERS, VOCABULARY_FILE)):
        if file.is_file():
            shutil.copyfile(file, folder / file.name)
    (folder / WEIGHTS_FILE).write_bytes(chosen.content)
    manifest = read_manifest(run)
    digest = hashlib.sha256(chosen.content).hexdigest()
    manifest |= {"weights_sha256": digest, "checkpoint": trained.checkpoint.name, "weights_dtype": chosen.dtype}
    (folder / MANIFEST_FILE).write_text(dump_json(manifest))
    (folder / CARD).write_text(card(options, trained, manifest, chosen, recipe, everyday))


def card(
    options: Options,
    trained: TrainedRun,
    manifest: dict[str, Any],
    chosen: Chosen,
    recipe: str,
    everyday: Sequence[str] = (),
) -> str:
    """The model card: what the network does, its scores, the commands that made it, and what it cannot do."""
    report = chosen.report
    rows = [
        f"| {name} | {each['count']} | {each['exact_accuracy']:.2%} | {show_interval(each['exact_accuracy_95'])} |"
        for name, each in report["sets"].items()
    ]
    rows += [f"| {metric} | | {value:.4f} | |" for metric, value in shown(report.get("evaluators", {})).items()]
    parts = [
        f"---\nlicense: {options.licence.lower()}\ntags: [tiny-recursive-model]\n---",
        f"# {options.output.name}",
        options.about or f"A network trained on {', '.join(manifest['data'])}.",
        "## Score",
        f"On the test split of `{report['data_path']}`, which training never saw, with the weights of this folder"
        f" ({chosen.dtype}), at most {steps(report['max_steps'])}, seed {trained.config.seed}:",
        "\n".join(["| set | examples | exact | 95% interval |", "|---|---|---|---|", *rows]),
        *everyday,
        "## Commands",
        "\n".join(["```bash", *commands(manifest), *scoring(options, report), "```"]),
        "## Training",
        "\n".join([network_line(trained), precision_line(manifest), recipe]),
        "## Limits",
        options.limits or "It knows problems like those of its training data, and no others.",
        "## Licence",
        options.licence,
    ]
    return "\n\n".join(parts) + "\n"


def shown(metrics: dict[str, float]) -> dict[str, float]:
    """The metrics of evaluators that a card has room for: with very many, those of whole sets, `<set>/<metric>`."""
    if len(metrics) <= _MOST_METRICS:
        return metrics
    return {name: value for name, value in metrics.items() if name.count("/") == 1}


def steps(count: int) -> str:
    """So many improvement steps, in words."""
    return f"{count} improvement step{'' if count == 1 else 's'}"


def scoring(options: Options, report: dict[str, Any]) -> list[str]:
    """The commands that give the scores of the card."""
    return [f"python evaluate.py --checkpoint {options.output} --data-path {report['data_path']}"]


def commands(manifest: dict[str, Any]) -> Iterator[str]:
    """The commands that made the data and the run."""
    for described in manifest["data"].values():
        if described.get("build_command"):
            yield described["build_command"]
    yield from (f"python {command}" for command in manifest["commands"])


def precision_line(manifest: dict[str, Any]) -> str:
    """How the run was computed."""
    torch_version = manifest["versions"]["torch"]
    return f"- trained in {manifest['forward_dtype']} on {manifest['device']}, torch {torch_version}"


def network_line(trained: TrainedRun) -> str:
    """What the network is made of."""
    config = trained.config
    parts = {"arch": config.arch, "encoder": config.encoder, "head": config.head, "carry": config.carry}
    named = ", ".join(f"{key} {part.name.partition('@')[0].rpartition('.')[2]}" for key, part in parts.items())
    assert trained.weights is not None, "open_run reads them"
    size = sum(tensor.numel() for tensor in trained.weights.values())
    return f"- network: {named}; {size:,} weights"


def recipe_line(file: Path | None) -> str:
    """Hardware, minutes and seeds from the file `--results`."""
    if file is None:
        return "- hardware and minutes: not recorded"
    results = read_object(file)
    try:
        machine, minutes = results["machine"], results["median_seconds"] / 60
        seeds = ", ".join(f"seed {run['seed']} {run['test']['exact_accuracy']:.2%}" for run in results["runs"])
        hardware = machine["gpu"] or f"{machine['threads']} CPU threads ({machine['cpu_capability']})"
        command = results["command"]
    except (KeyError, TypeError) as error:
        raise UserError(f"--results {file}: no file of scripts/reproduce.py ({error} is missing)") from None
    return (
        f"- this recipe took {minutes:.1f} minutes on {hardware}; exact accuracy by seed: {seeds}"
        f" ([{file.name}](../../{file}), made by `{command}`)"
    )


def everyday_section(options: Options) -> tuple[str, ...]:
    """The card's section about questions as people type them, from the file `--everyday`; nothing without it.

    Its questions stand at equal distances in the file, so that nobody chooses them by their answers.
    """
    file = options.everyday
    if file is None:
        return ()
    report = read_object(file)
    try:
        scores, questions = report["groups"]["all"], report["questions"]
        every = max(1, len(questions) // _SHOWN)
        rows = [_everyday_row(question) for question in questions[every - 1 :: every][:_SHOWN]]
        brier = "" if scores["brier"] is None else f", Brier score {scores['brier']:.3f}"
        score = f"{scores['accuracy']:.1%} of {scores['questions']} questions right, {scores['refused']} refused{brier}"
        name = report["file"]
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"--everyday {file}: no file of scripts/score_everyday.py ({error} is missing)") from None
    command = f"uv run scripts/score_everyday.py --checkpoint {options.output} --output {file}"
    made = f"[{file.name}](../../{file}), made by `{command}`"
    return (
        "## As people type",
        f"Of `benchmarks/{name}`: {score} ({made}). Every {every}th question:",
        "\n".join(["| typed | answer | probability | |", "|---|---|---|---|", *rows]),
    )


def _everyday_row(question: dict[str, Any]) -> str:
    asked, given = (str(question[key]).replace("|", "\\|") for key in ("question", "given"))
    if question["given"] is None:
        return f"| `{asked}` | | | refused |"
    verdict = "right" if question["right"] else f"wrong, it is {question['answer']}"
    return f"| `{asked}` | {given} | {question['probability']:.2f} | {verdict} |"


def _hub() -> Any:
    """The API of the Hugging Face hub; `UserError` if the extra `hub` is not installed."""
    try:
        from huggingface_hub import HfApi
    except ImportError:
        raise UserError("--push needs the extra 'hub': uv sync --extra hub, or pip install huggingface_hub") from None
    return HfApi()


def push(hub: Any, folder: Path, repository: str) -> str:
    """Upload a pretrained folder to a repository of the hub, make that if it is missing, and return its address.

    Raises:
        UserError: the upload fails: no account, no such owner, no network.
    """
    try:
        address = hub.create_repo(repository, exist_ok=True)
        hub.upload_folder(folder_path=str(folder), repo_id=repository)
    except (OSError, ValueError) as error:  # the client's errors for HTTP, networks and names
        raise UserError(f"--push {repository}: {next(iter(str(error).splitlines()), type(error).__name__)}") from None
    return str(address)


if __name__ == "__main__":
    main()
