"""The files of a data set of prompts: `train.json`, `test.json`, and `build.json` with their hashes."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dataset.output import writing
from dataset.provenance import BUILD_FILE, sealed
from dataset.tools.numerals import only_number
from dataset.tools.tool_json.arithmetic import calculated
from dataset.tools.tool_json.examples import CATEGORIES, Example, write_examples
from dataset.tools.tool_json.expressions import close
from utils.errors import UserError
from utils.files import dump_json, sha256_of, whole_folder, write_bytes
from utils.printing import one_line
from utils.reading import require_file


def write_dataset(
    output_dir: str | Path,
    splits: Mapping[str, Sequence[Example]],
    *,
    seed: int,
    sources: Sequence[Path] = (),
    options: dict[str, Any] | None = None,
) -> None:
    """Write the examples of each split as `<split>.json`, in a folder that is whole or absent.

    Args:
        output_dir: claimed by the caller (`dataset.output.claimed`).
        sources: files that the examples come from; their hashes are recorded.

    Raises:
        UserError: the folder cannot be written.
    """
    for file in sources:
        require_file(file)
    with writing(Path(output_dir)), whole_folder(Path(output_dir)) as folder:
        for split, examples in splits.items():
            write_examples(folder / f"{split}.json", examples)
        hashes = {f"{split}.json": sha256_of(folder / f"{split}.json") for split in splits}
        build = {
            "task": "tools",
            "command": shlex.join(["python", *sys.argv]),
            "seed": seed,
            "options": options or {},
            "sources": {str(file): sha256_of(file) for file in sources},
        }
        write_bytes(folder / BUILD_FILE, dump_json(sealed(build, hashes)).encode())


def summary(split: str, examples: Sequence[Example]) -> str:
    """One line: how many examples there are, by category and by what training knows of them."""
    categories = Counter(example.category for example in examples)
    parts = [f"{categories[category]} {category}" for category in CATEGORIES]
    unseen = sum(example.template == "unseen" for example in examples)
    parts += [f"{unseen} with a template that training never has"] if unseen else []
    return f"{len(examples)} {split} prompts: {', '.join(parts)}"


def doubts(examples: Sequence[Example]) -> list[str]:
    """One line if expressions do not have their expected answers; such examples are kept."""
    found = [example for example in examples if example.tool == "calculator" and not _gives_its_answer(example)]
    if not found:
        return []
    first = f"{found[0].argument!r} of {found[0].id} should give {found[0].expected_answer!r}"
    return [one_line(f"{len(found)} expressions do not give the expected answer, as {first}")]


def _gives_its_answer(example: Example) -> bool:
    answer = only_number(example.expected_answer)
    try:
        return answer is None or close(float(calculated(example.argument)), answer.value)
    except UserError:
        return False
