"""Serve decisions about tools in OpenAI's chat-completions form, so that existing clients work unchanged.

    uv run --extra serve python serve.py --port 8000

    client = openai.OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="none")
    client.chat.completions.create(model="tool_calling", messages=[...], tools=[...])

It calls no tools itself: the client does, and sends back what they returned. Anybody who reaches the port may ask; it
is bound to this machine alone unless --host says otherwise.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import sys
from dataclasses import dataclass
from pathlib import Path

from inference.serving import LOCAL, address, listen, require_packages, run
from inference.tool_caller import ToolCaller
from runs.checkpoints import run_of
from utils.commands import MOST_STEPS, parse, require_between
from utils.errors import report_user_errors


@dataclass
class Options:
    """Serve decisions about tools."""

    checkpoint: Path | None = None
    """A run's folder, a step_N folder, its model.pt or a pretrained folder. By default the newest run on tool calling,
    else a folder of pretrained/."""
    config: Path | None = None
    """all_config.yaml; by default the one beside the checkpoint."""
    host: str = "127.0.0.1"
    """The address to listen at. Any other than this machine's own lets others ask, too."""
    port: int = 8000
    """The port; 0 takes a free one."""
    steps: int | None = None
    """Largest number of improvement steps; by default halt_max_steps of the training."""
    device: str = "auto"


@report_user_errors
def main() -> None:
    """Open the network and serve it until Ctrl-C."""
    options = parse(Options, __doc__)
    require_between("--port", options.port, 0, 65_535)
    require_between("--steps", options.steps, 1, MOST_STEPS)
    require_packages("serve.py", "serve")
    caller = ToolCaller(options.checkpoint, options.device, options.config)
    name = run_of(caller.trained.checkpoint).name
    listener = listen(options.host, options.port)
    if options.host not in LOCAL:
        print(f"others can reach {options.host}, and nothing asks them for a key", file=sys.stderr)
    print(f"{name} answers at {address(options.host, listener.getsockname()[1])}/v1", flush=True)
    from inference.openai_app import make_app

    run(make_app(caller, name, options.steps), listener)


if __name__ == "__main__":
    main()
