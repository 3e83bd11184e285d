"""Write the parity matrix from what Flink said when it was last asked."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "tests" / "parity"
COLUMNS = ("agrees", "agrees without", "differs", "not comparable")
INTRODUCTION = """\
# Parity with Flink

Every script of `tests/sql` and every example of a function also runs on Flink {version}: a mini
cluster in streaming mode, parallelism 1, watermarks after each row, record by record. Tables are
compared at each mark of a script, their changes folded. So are the queries of the Nexmark
benchmark: both read the same events from a file, and their tables are compared when it has ended.
A difference without an explanation fails the tests, and so does an explanation whose difference is
gone. `make parity` asks Flink again.

- **agrees**: the same rows, the same refusals.
- **without stopping rows**: a row that cannot be computed stops Flink's job and goes to `t$invalid`
  here. Flink stops at exactly the rows that are refused here; without them results are the same.
- **differs**: explained below.
- **not comparable**: the script uses what only Penstock has, or tells the clock.
"""


def page() -> Iterator[str]:
    """Yield the page."""
    record = json.loads((FOLDER / "record.json").read_text())
    known = tomllib.loads((FOLDER / "differences.toml").read_text())
    scripts, examples, queries = record["scripts"], record["examples"], record["nexmark"]
    yield INTRODUCTION.format(version=record["flink"])
    yield from table(scripts, examples, queries)
    yield "\n## Scripts that differ\n"
    yield from explained({name: said for name, (_, said) in scripts.items()}, known["scripts"])
    yield "\n## Examples of functions that differ\n"
    yield from explained(examples, known["examples"])
    if any(said.startswith("differs") for said in queries.values()):
        yield "\n## Nexmark queries that differ\n"
        yield from explained(queries, known["nexmark"])
    yield "\n## Scripts and queries that are not comparable\n\n| what | why |\n|---|---|"
    verdicts = {name: said for name, (_, said) in scripts.items()} | queries
    for name, said in verdicts.items():
        if said.startswith(COLUMNS[3]):
            yield f"| `{name}` | {cell(said.partition(': ')[2])} |"


def table(
    scripts: dict[str, Any], examples: dict[str, str], queries: dict[str, str]
) -> Iterator[str]:
    """Yield how many agree, by part of SQL."""
    counts: dict[str, Counter[str]] = {}
    for family, said in [
        *scripts.values(),
        *(("functions' examples", each) for each in examples.values()),
        *(("Nexmark", each) for each in queries.values()),
    ]:
        column = next(each for each in reversed(COLUMNS) if said.startswith(each))
        counts.setdefault(family, Counter())[column] += 1
    yield "| part | compared | agrees | without stopping rows | differs | not comparable |"
    yield "|---|---|---|---|---|---|"
    total: Counter[str] = Counter()
    for family in sorted(counts):
        total += counts[family]
        yield line(family, counts[family])
    yield line("**all**", total)


def line(name: str, count: Counter[str]) -> str:
    """Return one line of the table."""
    figures = [count[column] for column in COLUMNS]
    return f"| {name} | {sum(figures[:3])} | {' | '.join(map(str, figures))} |"


def explained(verdicts: dict[str, str], known: dict[str, str]) -> Iterator[str]:
    """Yield each difference with its explanation."""
    yield "| what | here and there | why |\n|---|---|---|"
    for name, said in verdicts.items():
        if said.startswith("differs"):
            what = cell(said.partition(": ")[2])
            yield f"| `{cell(name)}` | {what} | {cell(known.get(name, ''))} |"


def cell(text: str) -> str:
    """Return text that a table's cell can hold."""
    return text.replace("|", "\\|").replace("\n", " ")
