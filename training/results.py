"""Write the files of an evaluation, each whole or absent, after its result is on the screen.

No trouble with a file may lose the result, which took long to compute. If a default file cannot be written, a line on
standard error says so. If a file that an option names cannot be written, the program ends with an error after it has
written all others. If a training run has removed the checkpoint's folder meanwhile, the folder is not made again.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inference.steps import Finished
from training.scoring import SetScores
from utils.errors import UserError
from utils.files import replace_bytes


@dataclass(frozen=True)
class Output:
    """A file to be written.

    Attributes:
        path: the file.
        content: a function that returns its bytes.
        option: the option that names the file, as in `--output-dir`; None for a default file.
        makes_folder: whether to make a missing folder; False for a checkpoint's folder.
    """

    path: Path
    content: Callable[[], bytes]
    option: str | None = None
    makes_folder: bool = False


def write_outputs(outputs: Iterable[Output]) -> list[Path]:
    """Write all files that can be written, and return their paths. Call it after the result is printed.

    Raises:
        UserError: a file that an option names could not be written. All other files have been tried.
    """
    written: list[Path] = []
    left_out: dict[Path, str] = {}
    failed: list[str] = []
    for output in outputs:
        try:
            if output.makes_folder:
                output.path.parent.mkdir(parents=True, exist_ok=True)
            replace_bytes(output.path, output.content())
            written.append(output.path)
        except OSError as error:
            gone = not output.makes_folder and not output.path.parent.is_dir()
            reason = "the folder is gone" if gone else error.strerror or str(error)
            if output.option is not None:
                failed.append(f"{output.option}: {output.path} could not be written ({reason}); the result is printed")
            else:
                left_out[output.path] = reason
    if left_out:
        folder, reason = next((path.parent, reason) for path, reason in left_out.items())
        names = " and ".join(path.name for path in left_out)
        print(
            f"not written into {folder}: {names} ({reason}); the result is on the screen, and --output-dir names"
            " another folder",
            file=sys.stderr,
        )
    if failed:
        raise UserError(failed[0])
    return written


def listed(written: list[Path]) -> str:
    """The files in one line for people: `x/evaluation_toy_test.json and .csv, predictions.npz`."""
    by_stem: dict[Path, list[str]] = {}
    for path in written:
        by_stem.setdefault(path.with_suffix(""), []).append(path.suffix)
    return ", ".join(f"{stem}{' and '.join(endings)}" for stem, endings in by_stem.items())


def as_csv(scores: dict[str, SetScores]) -> bytes:
    """One line for each example, in the data's order."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["set", "example", "exact", "token_accuracy", "steps", "q_halt_right", "first_exact_step"])
    for name, result in scores.items():
        for row in np.argsort(result.examples):
            by_step = result.exact_by_step[row]
            first = int(by_step.argmax()) + 1 if by_step.any() else ""
            writer.writerow(
                [
                    name,
                    int(result.examples[row]),
                    int(result.exact[row]),
                    f"{result.token_accuracy[row]:.6f}",
                    int(result.steps[row]),
                    int(result.q_halt_right[row]),
                    first,
                ]
            )
    return file.getvalue().encode()


def as_npz(finished: list[Finished]) -> bytes:
    """Arrays `<set>/examples`, `<set>/inputs`, `<set>/preds`, `<set>/q_halt_logits`, examples in the data's order."""
    arrays = {}
    for name in dict.fromkeys(part.set_name for part in finished):
        parts = [part for part in finished if part.set_name == name]
        examples = np.concatenate([part.examples for part in parts])
        order = np.argsort(examples)
        arrays[f"{name}/examples"] = examples[order]
        arrays[f"{name}/inputs"] = np.concatenate([part.batch["inputs"] for part in parts])[order]
        for key in ("preds", "q_halt_logits"):
            arrays[f"{name}/{key}"] = np.concatenate([part.outputs[key] for part in parts])[order]
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()
