"""`penstock explain`: show the plan that a folder's script becomes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from penstock.cli.arguments import FolderArgument, InOption, LocalOption, SetOption
from penstock.cli.folders import load
from penstock.cli.help_text import examples
from penstock.pipeline.explained import explain_with_state
from penstock.sql import explain

EXAMPLES = examples("penstock explain examples/wind", "penstock explain examples/wind --state")


def command(
    folder: FolderArgument = None,
    in_: InOption = Path(),
    local: LocalOption = False,
    set_: SetOption = None,
    state: Annotated[
        bool, typer.Option("--state", help="With state, watermarks and open windows of the run.")
    ] = False,
) -> None:
    """Show each insert's operators with changelog modes, keys, time attributes and watermarks."""
    prepared = load(folder or in_, local, set_)
    typer.echo(explain_with_state(prepared) if state else explain(prepared.plan))
