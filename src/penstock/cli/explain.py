"""`penstock explain`: show the plan that a folder's script becomes."""

from __future__ import annotations

import typer

from penstock.cli.common import FolderArgument, LocalOption, SetOption, examples, load
from penstock.sql import explain

EXAMPLES = examples("penstock explain examples/wind")


def command(folder: FolderArgument, local: LocalOption = False, set_: SetOption = None) -> None:
    """Show each insert's operators with changelog modes, keys, time attributes and watermarks."""
    _, plan, _ = load(folder, local, set_)
    typer.echo(explain(plan))
