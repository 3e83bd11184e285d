"""`penstock bench`: run one of the benchmarks and print its table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import click
import typer
import typer.core

from penstock.bench import nexmark as benchmark
from penstock.bench.suite import Source, chosen
from penstock.cli.help_text import examples
from penstock.core.errors import UserError, did_you_mean

FOLDER = Path(__file__).parent.parent.parent.parent / "benchmarks"
JsonOption = Annotated[Path | None, typer.Option(help="Also write the figures there.")]


class UnknownBenchmark(UserError):
    """There is no benchmark of that name.

    >>> print(UnknownBenchmark("no benchmark 'florest'", hint="did you mean 'forest'?"))
    E802 no benchmark 'florest'
    hint: did you mean 'forest'?
    """

    code = "E802"


class _Benchmarks(typer.core.TyperGroup):
    """The benchmarks of the package by name; any other name is looked for in the checkout."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            return "checkout", self.commands["checkout"], args
        return super().resolve_command(ctx, args)


app = typer.Typer(
    help="Run a benchmark and print its table: one that comes with the package, or one of a "
    "checkout's benchmarks/ by its file's name.",
    no_args_is_help=True,
    cls=_Benchmarks,
    epilog=examples("penstock bench nexmark", "penstock bench forest"),
)


@app.command("checkout", hidden=True)
def checkout(
    name: Annotated[str, typer.Argument(help="The benchmark's name.", show_default=False)],
    json: JsonOption = None,
) -> None:
    """Run a benchmark from a checkout's benchmarks/."""
    known = [p.stem for p in FOLDER.glob("*.py") if not p.stem.startswith("_")]
    if name not in known:
        hint = did_you_mean(name, [*known, "nexmark"])
        raise UnknownBenchmark(f"no benchmark '{name}'", hint=hint)
    line = [sys.executable, str(FOLDER / f"{name}.py")]
    line += ["--json", str(json)] if json else []
    raise typer.Exit(subprocess.run(line, check=False).returncode)  # noqa: S603 -- our own file


@app.command(
    epilog=examples(
        "penstock bench nexmark --queries q0,q5 --events 500000",
        "penstock bench nexmark --source json --against flink --json nexmark.json",
    )
)
def nexmark(
    queries: Annotated[str | None, typer.Option(help="Only these.", show_default="all")] = None,
    events: Annotated[int, typer.Option(help="How many events.", min=1_000)] = 1_000_000,
    source: Annotated[Source, typer.Option(help="Columns, or lines of JSON.")] = Source.GENERATOR,
    cores: Annotated[int, typer.Option(help="On how many cores.", min=1, max=2)] = 1,
    json: JsonOption = None,
) -> None:
    """Run the Nexmark queries, each in a process of its own pinned to a core."""
    request = benchmark.Request(chosen(queries), events, source, cores)
    typer.echo(benchmark.head())
    done = []
    for line in benchmark.lines(request, None):
        done.append(line)
        typer.echo(benchmark.row(line))
    typer.echo(benchmark.summary(done))
    if json:
        benchmark.written(done, json)
