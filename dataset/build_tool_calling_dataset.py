"""Build a data set of tool calling, from conversation logs in any common format or from the project's own generator.

    python dataset/build_tool_calling_dataset.py                                # generated conversations
    python dataset/build_tool_calling_dataset.py --source openai:logs.jsonl     # your own; auto:PATH finds the format
    python dataset/build_tool_calling_dataset.py --source sgd:train.jsonl.gz --test-source sgd:dev.jsonl.gz
    python dataset/build_tool_calling_dataset.py --source seal:dev.jsonl --num-conversations 20000  # logs and generated
    python dataset/build_tool_calling_dataset.py --test-source bfcl:FOLDER --like checkpoints/<project>/<run>

One decision, from a conversation to arrays (`dataset.tools.format` says how):

    tools    find_movies(genre: comedy or drama)      user  Find me something funny.  assistant  A comedy?  user  Yes.
    inputs   [DECIDE FOCUS CALLS  FROM TO  ... | TOOL find movies OPTIONAL genre ENUM_VALUE comedy ... USER Yes .]
    labels   [CALL   tool0 1      w 6  w 6 ... | . . .]           w 6: the word at position 6, the enum's "comedy"

Every turn in which the assistant calls or answers is a decision. Training copies get tools of other conversations,
tools in another order, and other names (`dataset.tools.prepare`). Test conversations stay as they are. The
conversations stand beside the arrays, in `<set>__conversations.jsonl`. Scores are computed from them.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import asdict, dataclass
from pathlib import Path

from dataset.layout import ToolSizes
from dataset.options import MOST_PUZZLES, require_at_least, require_at_most
from dataset.output import claimed
from dataset.sources.skipped import Skipped
from dataset.tools.candidates import Room, room_of
from dataset.tools.collection import Mixture, collect, copies, format_like, new_format
from dataset.tools.prepare import Variation, fit
from dataset.tools.sources.finding import files_of, read_tools_file
from dataset.tools.writer import write_conversations
from utils.commands import parse
from utils.errors import UserError, report_user_errors

_MOST_OF_A_SIZE = 2**16


@dataclass
class Options:
    """Build a data set of conversations with tool calls, generated ones unless a source is named."""

    output_dir: str = "data/tool_calling"
    """Folder of the data set."""
    source: tuple[str, ...] = ()
    """Training conversations: FORMAT:PATH or auto:PATH, one or several."""
    weights: tuple[float, ...] = ()
    """For each source, how many times its conversations are taken on average; by default 1."""
    test_source: tuple[str, ...] = ()
    """Test conversations, in the same form; by default a share of the training conversations is held out."""
    test_share: float = 0.1
    """Share of conversations that is held out where no test source is named."""
    tools: Path | None = None
    """Tools for rows that list none: a JSON file of functions."""
    like: Path | None = None
    """A run, checkpoint or pretrained folder whose vocabulary and row layout are taken, to score it on other data."""
    num_conversations: int | None = None
    """Training conversations of the generator; by default 20,000, or none where a source is named."""
    num_test_conversations: int | None = None
    """Test conversations of the generator; by default 2,000, or none where a source is named."""
    seed: int = 0
    """Seed of everything: the same seed gives the same bytes."""
    copies: int = 1
    """Training copies of each conversation, each with other distractors, another order and other names."""
    distractors: int = 3
    """Most tools of other conversations that a training copy gets."""
    renamed: float = 0.5
    """Share of training copies whose tools and arguments get other names or descriptions."""
    unfitting: float = 0.125
    """Share of training copies that lose the tool they call, so that the assistant must answer."""
    replaced: float = 0.0
    """Share of names (of people, places, titles) in training copies that become other names of their kind."""
    forgotten: float = 0.0
    """Share of the words of a training copy that are taken for unknown ones."""
    min_count: int = 4
    """How often a word must occur in training conversations to be known; all other words share vectors."""
    most_words: int = 12_000
    """Most known words."""
    row_tools: int = 8
    """Tools that a row has room for; with more, those that share words with the conversation are taken."""
    row_arguments: int = 48
    """Arguments of all tools that a row has room for."""
    row_words: int = 1024
    """Words of tools and conversation that a row has room for; what is too long loses its oldest turns."""
    row_lines: int = 48
    """Lines of 24 words that a row's conversation has room for."""
    row_letters: int = 16
    """Letters of a value that stands nowhere and is spelled."""


def build(options: Options) -> None:
    """Read or generate the conversations and write them; `UserError` for wrong options or files."""
    _check_options(options)
    mixture, variation, sizes = _plan(options)
    skipped = Skipped()
    with claimed(Path(options.output_dir)):
        train, test = collect(mixture, skipped)
        for line in skipped.lines():
            print(f"{options.output_dir}: {line}")
        tool_format = None if options.like is None else format_like(options.like)
        room = room_of(sizes, options.row_words) if tool_format is None else Room.of(tool_format)
        sets = {}
        if train:
            sets["train", "all"] = copies(train, room, variation, options.copies, options.seed)
        if test:
            sets["test", "all"] = [fit(conversation, room) for conversation in test]
        if tool_format is None:
            words = (options.row_words, options.min_count * options.copies, options.most_words)
            tool_format = new_format(sets["train", "all"], train, sizes, *words)
        write_conversations(
            options.output_dir,
            sets,
            tool_format,
            seed=options.seed,
            sources=[file for source in (*options.source, *options.test_source) for file in files_of(source)],
            options={name: str(value) if isinstance(value, Path) else value for name, value in asdict(options).items()},
            forgotten=options.forgotten,
        )


def _check_options(options: Options) -> None:
    require_at_least(
        options, num_conversations=1, num_test_conversations=1, seed=0, copies=1, distractors=0, min_count=1,
        most_words=0, row_tools=1, row_arguments=1, row_words=16, row_lines=2, row_letters=2,
    )  # fmt: skip
    require_at_most(
        options, num_conversations=MOST_PUZZLES, num_test_conversations=MOST_PUZZLES, copies=1000, distractors=100,
        most_words=12_268, row_tools=1000, row_arguments=_MOST_OF_A_SIZE, row_words=_MOST_OF_A_SIZE,
        row_lines=_MOST_OF_A_SIZE, row_letters=1000,
    )  # fmt: skip
    for name in ("test_share", "renamed", "unfitting", "replaced", "forgotten"):
        if not 0 <= getattr(options, name) <= 1:
            raise UserError(f"--{name.replace('_', '-')} must lie between 0 and 1, not {getattr(options, name)}")
    if options.weights and len(options.weights) != len(options.source):
        raise UserError(f"--weights: {len(options.weights)} weights for {len(options.source)} sources")
    if any(not 0 < weight <= 1000 for weight in options.weights):
        raise UserError("--weights must lie above 0 and be at most 1000")
    if options.test_source and not options.source and options.like is None:
        raise UserError("--test-source needs --source, or --like to score a checkpoint on it")


def _plan(options: Options) -> tuple[Mixture, Variation, ToolSizes]:
    """Where conversations come from, how training copies vary, and how much a row holds."""
    if options.source or options.test_source:
        by_default = (0, 0)
    else:
        by_default = (20_000 if options.like is None else 0, 2_000)
    mixture = Mixture(
        options.source,
        options.weights or (1.0,) * len(options.source),
        options.test_source,
        options.test_share,
        tools=() if options.tools is None else read_tools_file(options.tools),
        generated=by_default[0] if options.num_conversations is None else options.num_conversations,
        generated_test=by_default[1] if options.num_test_conversations is None else options.num_test_conversations,
        seed=options.seed,
    )
    sizes = ToolSizes(
        tools=options.row_tools, arguments=options.row_arguments, letters=options.row_letters, lines=options.row_lines
    )
    return mixture, Variation(options.distractors, options.renamed, options.unfitting, options.replaced), sizes


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
