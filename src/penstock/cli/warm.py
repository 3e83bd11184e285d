"""`penstock warm`: compile the kernels once, so that later starts are quick."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from penstock.cli.help_text import examples

EXAMPLES = examples("penstock warm")


def command() -> None:
    """Compile all kernels into the cache; later runs load them in a moment."""
    # Imported here so that the other commands do not pay for loading the compiler.
    from penstock import engine, formats, learning  # noqa: PLC0415

    rooms = {"decoder": formats.warm, "engine": engine.warm, "forest": learning.warm}
    columns = (TextColumn("warming {task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("kernels", total=len(rooms))
        for name, warm in rooms.items():
            progress.update(task, description=f"{name:8}")
            warm()
            progress.advance(task)
