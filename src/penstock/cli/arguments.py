"""The arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FolderArgument = Annotated[
    Path | None,
    typer.Argument(help="The pipeline's folder.", metavar="FOLDER", show_default="--in"),
]
InOption = Annotated[
    Path,
    typer.Option(
        "--in", help="The folder, for who names none.", metavar="FOLDER", show_default="."
    ),
]
LocalOption = Annotated[
    bool, typer.Option("--local", help="Use embedded stand-ins for Kinesis, Kafka and others.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="Override an option of a table.", metavar="TABLE.OPTION=VALUE"),
]
