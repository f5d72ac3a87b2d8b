"""What a reader of one format is. A reader is a module of this folder, found by its file name.

    --source openai:logs.jsonl        dataset/tools/sources/openai.py
    --source auto:logs.jsonl          the reader that claims the first rows most strongly

A module has three names:

    FORMAT: str                                              one line of help: what the files hold
    def claims(row: Any) -> int                              how surely a decoded row has this format: 0 no, 1 perhaps,
                                                             2 surely; the surest of all readers is taken
    def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation | list[Conversation]
                                                             one row; `Skip` (`dataset.sources.skipped`) if it
                                                             cannot be used

Rows come from `dataset.sources.json_rows.rows`: JSON Lines, a JSON list or a JSON object, each also gzipped, or a
folder of such files. They are nested at most `DEEPEST_VALUE` levels deep, so a reader may recurse into them.
`tools` are those of --tools, for rows that list none. A `UserError` of `read` counts as a `Skip`.

Instead of `read`, a module may have one of these:

    def read_rows(rows: Iterable[tuple[str, Any]], tools, skipped) -> Iterator[Conversation]
                                                             several rows make one conversation; they come with names
    def read_folder(path: Path, skipped: Skipped) -> Iterator[Conversation]
                                                             a data set with files beside each other; `path` may also
                                                             be one of its files

Options in the source, as in `sharegpt,user_tag=customer:logs.jsonl`, reach modules that name them in
`OPTIONS: tuple[str, ...]` as keyword arguments (strings) of `read`, `read_rows` or `read_folder`.
"""
