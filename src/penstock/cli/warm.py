"""`penstock warm`: compile the kernels once, so that later starts are quick."""

from __future__ import annotations

import importlib
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from os import cpu_count

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from penstock.cli.help_text import examples
from penstock.core.compiled import warm_mark

EXAMPLES = examples("penstock warm")
ROOMS = {
    "decoder": "penstock.formats",
    "engine": "penstock.engine",
    "forest": "penstock.learning",
    "streams": "penstock.streams.warming",
}
"""Modules with a `warm`, the slowest first: the compiler holds a lock, so each has a process."""


def command() -> None:
    """Compile all kernels into the cache; later runs load them in a moment."""
    columns = (TextColumn("warming {task.description}"), BarColumn(), TimeElapsedColumn())
    workers = min(len(ROOMS), cpu_count() or 1)
    with (
        Progress(*columns, console=Console(stderr=True)) as progress,
        ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool,
    ):
        task = progress.add_task("the kernels", total=len(ROOMS))
        started = {pool.submit(warm_room, module): name for name, module in ROOMS.items()}
        for done in as_completed(started):
            done.result()
            progress.update(task, description=f"the kernels: {started[done]}")
            progress.advance(task)
    warm_mark().parent.mkdir(parents=True, exist_ok=True)
    warm_mark().touch()


def warm_room(module: str) -> None:
    """Compile the kernels of one room."""
    importlib.import_module(module).warm()
