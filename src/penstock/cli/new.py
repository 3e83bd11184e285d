"""`penstock new`: start a folder from one of the examples."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Annotated

import typer

from penstock.cli.help_text import examples
from penstock.core.errors import UserError, did_you_mean
from penstock.pipeline.layout import STATE

EXAMPLES = examples("penstock new my-farm --from wind")
EXAMPLES_FOLDER = Path(__file__).parent.parent / "examples"
"""A link to the checkout's examples/, and a copy of them in an installed wheel."""
LEFT_OUT = (STATE, "lake")
"""What a run has left in an example is not part of it."""


class CannotCreate(UserError):
    """The example is unknown, or the new folder is already there.

    >>> print(CannotCreate("no example 'wnid'", hint="did you mean 'wind'?"))
    E801 no example 'wnid'
    hint: did you mean 'wind'?
    """

    code = "E801"


def command(
    name: Annotated[Path, typer.Argument(help="The folder to make.", show_default=False)],
    from_: Annotated[str, typer.Option("--from", help="The example to copy.")] = "wind",
) -> None:
    """Copy an example into a new folder."""
    known = {path.name: path for path in EXAMPLES_FOLDER.iterdir() if path.is_dir()}
    if from_ not in known:
        raise CannotCreate(f"no example '{from_}'", hint=did_you_mean(from_, known))
    if name.exists():
        raise CannotCreate(f"'{name}' is already there", hint="choose another name")
    shutil.copytree(known[from_], name, ignore=shutil.ignore_patterns(*LEFT_OUT))
    typer.echo(f"made {name} from {from_}; next: penstock run {shlex.quote(str(name))}")
