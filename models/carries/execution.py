"""Each improvement step adds a statement to a program, which is run: the next step starts from the results.

    step 1    a = [3, -1]                writes  MAP *2 a
    step 2    a, and c = [6, -2]         writes  SORT c
    step 3    a, c, and d = [-2, 6]      writes  REVERSE d        the output is [6, -2]

A statement that leads nowhere (`dataset.code.list_search`), such as one without a value for some example, is not
written: the next likeliest one takes its place. In training, rows hold all results, and one step teaches all of them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from dataset.code.list_language import STATEMENTS
from dataset.code.list_rows import FIRST_STATEMENT, LIST_TOKEN, rows_for
from models.carries.base import CarryConfig, CarryRule, Step, Tensors
from models.heads.base import NEVER
from models.recursive_reasoning.config import CoreConfig
from models.recursive_reasoning.inner import Inner

_SURE = 20.0
"""q_halt of a program whose outputs are right, which is known; of any other, its negative."""


class Execution(CarryRule):
    """Hands on statements and their results instead of latents."""

    hands_on_latents = False
    one_step_teaches = True

    def __init__(self, config: CarryConfig, core: CoreConfig) -> None:
        super().__init__(config, core)
        self.rows = rows_for(core.layout.answer_slots or 1)
        if core.layout != self.rows.layout:
            raise ValueError("carry=execution runs programs of the list language, and these data have none")

    def check_fits(self, core: CoreConfig, inner: Inner) -> None:
        if not inner.encoder.reads_results:
            raise ValueError("carry=execution needs an encoder that reads results: choose encoder=examples")

    def receive(self, data: Tensors, fresh: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
        """In evaluation, a new row may hold results that nothing has computed yet; they are left out."""
        if not self.training and fresh.any():
            inputs = data["inputs"].cpu().numpy().copy()
            for number in np.flatnonzero(fresh.cpu().numpy()):
                inputs[number] = self.rows.row(self.rows.state(inputs[number]))
            data = data | {"inputs": torch.from_numpy(inputs).to(data["inputs"])}
        return data, torch.ones_like(fresh)

    def hand_on(self, step: Step) -> Step:
        if self.training:
            return step
        inputs, logits = step.data["inputs"].cpu().numpy().copy(), step.logits.detach().float().cpu().numpy().copy()
        right = np.array([self._write(*row) for row in zip(inputs, logits, strict=True)])
        q_halt = torch.from_numpy(np.where(right, _SURE, -_SURE)).to(step.q_halt)
        written = torch.from_numpy(inputs).to(step.data["inputs"])
        logits_written = torch.from_numpy(logits).to(step.logits)
        return replace(step, data=step.data | {"inputs": written}, logits=logits_written, q_halt=q_halt)

    def _write(self, inputs: np.ndarray, logits: np.ndarray) -> bool:
        """Write the next statement into inputs (seq_len,), and make logits (P, V) agree with all that is written.

        Returns:
            whether the program is complete and its outputs are right.
        """
        state = self.rows.state(inputs)
        written = len(state.program)
        for slot in range(written):
            token = inputs[slot]
            logits[slot] = NEVER
            logits[slot, token] = 0
        if written == self.rows.length:
            return state.is_right
        statements = logits[written, FIRST_STATEMENT:LIST_TOKEN]
        logits[written, :FIRST_STATEMENT] = logits[written, LIST_TOKEN:] = NEVER
        for number in np.argsort(-statements, kind="stable"):
            after = state.after(STATEMENTS[number], self.rows.length)
            if after is not None:
                inputs[:] = self.rows.row(after)
                return len(after.program) == self.rows.length and after.is_right
            statements[number] = NEVER
        return False
