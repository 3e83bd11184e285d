"""A folder's plan as text, with the state that its newest checkpoint holds."""

from __future__ import annotations

from penstock.engine.graph import Graph
from penstock.pipeline.checkpoint import CheckpointStore
from penstock.pipeline.layout import CHECKPOINTS
from penstock.pipeline.prepare import Prepared
from penstock.sql import explain


def explain_with_state(prepared: Prepared) -> str:
    """Return the plan; each operator with its state, watermarks and open windows.

    It is as of the newest checkpoint, which a run takes every few seconds.
    """
    store = CheckpointStore(prepared.folder.state / CHECKPOINTS)
    checkpoint = store.load()
    if checkpoint is None:
        return f"{explain(prepared.plan)}\nno state yet: the folder has never run"
    graph = Graph(prepared.plan)
    graph.restore(checkpoint.state)
    notes = graph.notes(checkpoint.now_us)
    return f"{explain(prepared.plan, notes.of)}\nstate as of step {checkpoint.step:,}"
