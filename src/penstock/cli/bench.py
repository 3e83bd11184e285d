"""`penstock bench`: run one of the benchmarks and print its table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from penstock.cli.help_text import examples
from penstock.core.errors import UserError, did_you_mean

EXAMPLES = examples("penstock bench forest", "penstock bench ingest --json ingest.json")
FOLDER = Path(__file__).parent.parent.parent.parent / "benchmarks"


class UnknownBenchmark(UserError):
    """There is no benchmark of that name.

    >>> print(UnknownBenchmark("no benchmark 'florest'", hint="did you mean 'forest'?"))
    E802 no benchmark 'florest'
    hint: did you mean 'forest'?
    """

    code = "E802"


def command(
    name: Annotated[str, typer.Argument(help="The benchmark's name.", show_default=False)],
    json: Annotated[Path | None, typer.Option(help="Also write the figures there.")] = None,
) -> None:
    """Run a benchmark from a checkout's benchmarks/ and print its table."""
    known = [p.stem for p in FOLDER.glob("*.py") if not p.stem.startswith("_")]
    if name not in known:
        hint = did_you_mean(name, known) or "benchmarks come with the checkout, not the wheel"
        raise UnknownBenchmark(f"no benchmark '{name}'", hint=hint)
    line = [sys.executable, str(FOLDER / f"{name}.py")]
    line += ["--json", str(json)] if json else []
    raise typer.Exit(subprocess.run(line, check=False).returncode)  # noqa: S603 -- our own file
