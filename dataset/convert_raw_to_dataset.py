"""Convert raw conversation logs into a data set of decisions, one JSON object a line.

    python dataset/convert_raw_to_dataset.py data/raw data/decisions.jsonl --tools data/tools.json
    python dataset/convert_raw_to_dataset.py --input data/raw --output data/decisions.jsonl --recursive
    python dataset/build_tool_calling_dataset.py --source trm_agent:data/decisions.jsonl         # what reads it

A raw file is a JSON list of turns; `dataset.tools.raw` shows what becomes of them. A file that cannot be read is named
with its row, counted and left out. Where no file can be read, nothing is written and the exit status is 1.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tyro

from dataset.sources.skipped import Skipped
from dataset.tools.raw import DEFAULT_SLOT_FIELDS, RawDataProcessor
from dataset.tools.raw_files import raw_files, samples_of
from dataset.tools.schema import as_openai
from dataset.tools.sources.finding import read_tools_file
from utils.commands import parse, require_between
from utils.errors import UserError, report_user_errors
from utils.files import replace_bytes
from utils.printing import one_line
from utils.reading import is_file, is_folder, read_text

MOST_FILES = 10**9


@dataclass
class Options:
    """Convert raw conversation logs into a data set of decisions."""

    input_folder: Annotated[Path | None, tyro.conf.Positional] = None
    """Folder of raw files (.json or .json.gz), or one such file; --input means the same."""
    output_file: Annotated[Path | None, tyro.conf.Positional] = None
    """The file to write, JSON Lines; --output means the same."""
    input: Path | None = None
    output: Path | None = None
    tools: Path | None = None
    """File with the assistant's tools, in OpenAI's form or another that is common."""
    slot_fields: tuple[str, ...] = DEFAULT_SLOT_FIELDS
    """Names of the slots that turns may hold; write them behind the positional arguments."""
    recursive: bool = False
    """Also read the files in subfolders."""
    system: str | None = None
    """System prompt that is put in front of every conversation: a text, or the name of a file that holds it."""
    num_input_files: int | None = None
    """Read only this many files, the first by name."""


def convert(options: Options) -> None:
    """Read the raw files and write their samples.

    Raises:
        UserError: an option is wrong, or no file could be read; nothing is written then.
    """
    source = _one_of(options.input_folder, options.input, "input folder", "--input")
    output = _one_of(options.output_file, options.output, "output file", "--output")
    if is_folder(output):
        raise UserError(f"{output} is a folder, and the name of a file to write is needed")
    require_between("--num-input-files", options.num_input_files, 1, MOST_FILES)
    tools = () if options.tools is None else read_tools_file(options.tools)
    system = None if options.system is None else _system_prompt(options.system)
    processor = RawDataProcessor([as_openai(tool) for tool in tools], options.slot_fields, system)
    files = list(raw_files(source, options.recursive).items())[: options.num_input_files]
    skipped = Skipped(report=print)
    lines: list[str] = []
    unlisted: Counter[str] = Counter()
    for name, file in files:
        for sample in samples_of(file, name, processor, skipped) or ():
            lines.append(json.dumps(sample, ensure_ascii=False) + "\n")
            called = sample["tool"].get("name")
            if called is not None and called not in {tool.name for tool in tools}:
                unlisted[called] += 1
    if not lines:
        reasons = "; ".join(skipped.lines()) or "the assistant neither calls nor answers"
        raise UserError(f"{source}: none of {len(files)} files could be read ({reasons})")
    _write(output, lines)
    print(f"{len(files) - sum(skipped.reasons.values())} files, {len(lines)} decisions -> {output}")
    for line in skipped.lines():
        print(line)
    if unlisted:  # readers of the data set will leave these conversations out
        names = ", ".join(name for name, _ in unlisted.most_common(5)) + (", ..." if len(unlisted) > 5 else "")
        print(one_line(f"{sum(unlisted.values())} calls of tools that --tools does not list: {names}"))


def _one_of(positional: Path | None, option: Path | None, what: str, flag: str) -> Path:
    if positional is not None and option is not None:
        raise UserError(f"{flag} {option}: the {what} is given twice, as {positional} too")
    found = positional or option
    if found is None:
        raise UserError(f"no {what} is given: convert_raw_to_dataset.py INPUT_FOLDER OUTPUT_FILE")
    return found


def _system_prompt(system: str) -> str:
    """The text, or that of the file which it names."""
    looks_like_file = Path(system).suffix in (".txt", ".md") and not any(char.isspace() for char in system)
    return read_text(Path(system)).strip() if looks_like_file or is_file(Path(system)) else system


def _write(output: Path, lines: list[str]) -> None:
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        replace_bytes(output, "".join(lines).encode())
    except OSError as error:
        raise UserError(f"cannot write {output}: {error.strerror or error}") from None


@report_user_errors
def main() -> None:
    """Read the command line and convert."""
    convert(parse(Options, __doc__))


if __name__ == "__main__":
    main()
