"""`penstock bench`: run one of the benchmarks and print its table."""

from __future__ import annotations

import ast
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from penstock.bench import nexmark as benchmark
from penstock.bench.anomalies.rated import rated
from penstock.bench.anomalies.series import read_corpus
from penstock.bench.anomalies.synthetic import synthetic_corpus
from penstock.bench.anomalies.table import table
from penstock.bench.anomalies.table import written as write_anomalies
from penstock.bench.suite import Source, chosen
from penstock.cli.help_text import examples
from penstock.flink import find_flink
from penstock.learning import PRESETS, Season

FOLDER = Path(__file__).parent.parent.parent.parent / "benchmarks"
JsonOption = Annotated[Path | None, typer.Option(help="Also write the figures there.")]


class Peer(StrEnum):
    """Whom to compare with."""

    FLINK = "flink"


class PresetName(StrEnum):
    """Which settings of a forest to score."""

    AWS = "aws"
    METRICS = "metrics"


app = typer.Typer(
    help="Run a benchmark and print its table. It comes with the package, or is one of a "
    "checkout's benchmarks/ by its file's name.",
    no_args_is_help=True,
    epilog=examples("penstock bench nexmark", "penstock bench forest"),
)


def _add_file(path: Path) -> None:
    """Make a command of a benchmark in the checkout."""

    def command(json: JsonOption = None) -> None:
        line = [sys.executable, str(path), *(["--json", str(json)] if json else [])]
        raise typer.Exit(subprocess.run(line, check=False).returncode)  # noqa: S603 -- our own file

    summary = (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]
    app.command(path.stem, help=summary)(command)


for _path in sorted(FOLDER.glob("[!_]*.py")):
    _add_file(_path)


@app.command(
    epilog=examples(
        "penstock bench nexmark --queries q0,q5 --events 500000",
        "penstock bench nexmark --source json --against flink --json nexmark.json",
    )
)
def nexmark(  # noqa: PLR0913, PLR0917 -- the command's options
    queries: Annotated[str | None, typer.Option(help="Only these.", show_default="all")] = None,
    events: Annotated[int, typer.Option(help="How many events.", min=1_000)] = 1_000_000,
    source: Annotated[Source, typer.Option(help="Columns, or lines of JSON.")] = Source.GENERATOR,
    cores: Annotated[int, typer.Option(help="On how many cores.", min=1, max=2)] = 1,
    against: Annotated[Peer | None, typer.Option(help="Also run each query on it.")] = None,
    json: JsonOption = None,
) -> None:
    """Run the Nexmark queries, each in a process of its own pinned to a core."""
    request = benchmark.Request(chosen(queries), events, source, cores)
    flink = None if against is None else find_flink()
    typer.echo(benchmark.head())
    done = []
    for line in benchmark.lines(request, flink):
        done.append(line)
        typer.echo(benchmark.row(line))
    typer.echo(benchmark.summary(done))
    if json:
        benchmark.written(done, json)


@app.command(
    epilog=examples(
        "penstock bench anomalies --data ../shared/data",
        "penstock bench anomalies --season day",
        "penstock bench anomalies --synthetic 7 --preset metrics --json anomalies.json",
    )
)
def anomalies(  # noqa: PLR0913, PLR0917 -- the command's options
    data: Annotated[
        Path, typer.Option(envvar="PENSTOCK_DATA", help="Where the labelled series are.")
    ] = Path("../shared/data"),
    preset: Annotated[
        PresetName | None, typer.Option(help="Only this one.", show_default="all")
    ] = None,
    seeds: Annotated[int, typer.Option(help="How many forests to try.", min=1)] = 3,
    season: Annotated[
        Season | None, typer.Option(help="Also compare with the same time before.")
    ] = None,
    synthetic: Annotated[
        int | None, typer.Option(help="Make series up from this seed instead.")
    ] = None,
    json: JsonOption = None,
) -> None:
    """Score anomaly detection on labelled series as the Numenta Anomaly Benchmark does."""
    corpus = read_corpus(data) if synthetic is None else synthetic_corpus(synthetic)
    names = list(PRESETS) if preset is None else [preset.value]
    done = {
        name: [rated(corpus, PRESETS[name], seed, season) for seed in range(seeds)]
        for name in names
    }
    typer.echo(table(done))
    if json:
        write_anomalies(done, json)
