"""What several commands share: their arguments, and how they find the folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from penstock.core.time import SystemClock
from penstock.pipeline.folder import STATE, Folder, Variant, compile_folder, read_folder
from penstock.sql.plan import Plan
from penstock.streams.store import StreamStore

FolderArgument = Annotated[
    Path, typer.Argument(help="The pipeline's folder.", metavar="FOLDER", show_default=False)
]
InOption = Annotated[
    Path, typer.Option("--in", help="The pipeline's folder.", metavar="FOLDER", show_default=".")
]
LocalOption = Annotated[
    bool, typer.Option("--local", help="Use embedded stand-ins for Kinesis, Kafka and others.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="Override an option of a table.", metavar="TABLE.OPTION=VALUE"),
]


def examples(*lines: str) -> str:
    """Return example command lines as a help text's last paragraph."""
    return "Examples:\n\n" + "\n\n".join(f"$ {line}" for line in lines)


def load(path: Path, local: bool, overrides: list[str] | None) -> tuple[Folder, Plan, Variant]:
    """Return the folder, its plan and what the command line changed of it."""
    folder = read_folder(path)
    variant = Variant(local, tuple(overrides or ()))
    return folder, compile_folder(folder, variant, os.environ), variant


def open_streams(path: Path) -> StreamStore:
    """Return the streams of a folder; any folder will do, a pipeline need not be there."""
    return StreamStore(path.resolve() / STATE / "streams", SystemClock())
