"""Every tests/sql/*.sql: a script, what arrives, and what must come of it.

After the script come sections, each headed by a line that begins with `---`:

    --- t              records of table t, one a line: one step; `t/1` is the table's split 1
    --- at 30          the clock of the steps below, in seconds
    --- end            all splits end; `end t` those of table t alone
    --- restart        a new graph goes on with the state of the old one
    --- rows o         what table o has got since the last such section, as SQL literals
    --- changes o      the same for a table that is updated: +I, -U, +U or -D in front of each row
    --- rejected       the rows refused so far: the table and the reason
    --- error          the printed error that compiling the script raises

A record may name its values of METADATA columns as {"@key": …}.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from penstock.core.errors import UserError
from tests.sql.front_door import Given, Job

SCRIPTS = sorted(Path(__file__).parent.glob("*.sql"))
SECOND_US = 1_000_000
_MARKS = ("+I", "-U", "+U", "-D")
Section = tuple[str, list[str]]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_gives_what_it_says(path: Path) -> None:
    (_, script), *sections = sections_of(path.read_text())
    text = "\n".join(script)
    if sections[0][0] == "error":
        with pytest.raises(UserError) as caught:
            Job(text)
        assert str(caught.value).splitlines() == sections[0][1]
        return
    run(Job(text), sections)


def sections_of(text: str) -> Iterator[Section]:
    """Yield the head and the lines of each section; the script's own head is empty."""
    head, lines = "", list[str]()
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("---"):
            yield head, lines
            head, lines = line.removeprefix("---").strip(), []
        else:
            lines.append(line)
    yield head, lines


def run(job: Job, sections: list[Section]) -> None:
    """Do what the sections say, one after the other."""
    now_us = 0
    splits = dict.fromkeys(place for head, _ in sections if (place := place_of(job, head)))
    seen = dict.fromkeys(job.outputs, 0)
    job.step([Given(table, split=split) for table, split in splits])
    for head, lines in sections:
        word, _, name = head.partition(" ")
        place = place_of(job, head)
        if place is not None:
            job.step([given(place, lines)], now_us)
        elif word == "rows":
            assert [row for _, row in news(job, name, seen)] == lines
        elif word == "changes":
            assert [f"{_MARKS[kind]} {row}" for kind, row in news(job, name, seen)] == lines
        elif word == "rejected":
            assert [f"{table}: {reason}" for table, reason, _ in job.rejected] == lines
        elif word == "at":
            now_us = int(float(name) * SECOND_US)
            job.step([], now_us)
        elif word == "end":
            ending = [place for place in splits if name in {"", place[0]}]
            job.step([Given(table, split=split, finished=True) for table, split in ending], now_us)
        else:
            assert word == "restart", head
            job.restart()


def news(job: Job, table: str, seen: dict[str, int]) -> list[tuple[int, str]]:
    """Return the kinds and rows that a table has got and that nobody has seen; now they are."""
    since, seen[table] = seen[table], len(job.outputs[table])
    rows = [shown(row) for row in job.outputs[table][since:]]
    return list(zip(job.kinds[table][since:], rows, strict=True))


def place_of(job: Job, head: str) -> tuple[str, str] | None:
    """Return the table and split that a section gives records to, if it does."""
    table, _, split = head.partition("/")
    return (table, split or "0") if table in job.scans else None


def given(place: tuple[str, str], lines: list[str]) -> Given:
    """Return a section's records, with the metadata that they name."""
    metadata: dict[str, list[Any]] = {}
    for line in lines:
        if '"@' in line:
            for name, value in json.loads(line).items():
                if name.startswith("@"):
                    metadata.setdefault(name[1:], []).append(value)
    return Given(place[0], [line.encode() for line in lines], place[1], metadata=metadata)


def shown(row: tuple[Any, ...]) -> str:
    """Return a row as literals."""
    return ", ".join(literal(value) for value in row)


def literal(value: Any) -> str:
    """Return a value as SQL writes it."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).upper()
        case str():
            doubled = value.replace("'", "''")
            return f"'{doubled}'"
        case datetime():
            return value.replace(tzinfo=None).isoformat(" ", "milliseconds")
        case _:
            return str(value)
