"""Random rows of one table, in the order and the steps in which they arrive, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 -- TIMESTAMP has no zone
Row = Mapping[str, Any]


class Column(NamedTuple):
    """A column of the tables; `path` is how our dialect names it, `name` how DuckDB does."""

    name: str
    path: str
    kind: str
    batch_type: str


COLUMNS = (
    Column("n", "n", "int", "INTEGER"),
    Column("big", "`Distance(mi)`", "int", "BIGINT"),
    Column("x", "`select`", "double", "DOUBLE"),
    Column("s", "`a b`", "text", "VARCHAR"),
    Column("s2", "`größe`", "text", "VARCHAR"),
    Column("f", "`f``t`", "flag", "BOOLEAN"),
    Column("d", "d", "money", "DECIMAL(10, 2)"),
    Column("rx", "r.`x y`", "int", "INTEGER"),
    Column("rs", "r.inner.s", "text", "VARCHAR"),
    Column("ts", "ts", "time", "TIMESTAMP"),
)
DDL = """CREATE TABLE {name} (
    n INT, `Distance(mi)` BIGINT, `select` DOUBLE, `a b` STRING, `größe` VARCHAR(40),
    `f``t` BOOLEAN, d DECIMAL(10, 2), r ROW<`x y` INT, inner ROW<s STRING, unused INT>>,
    ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '{delay}' SECOND
);
"""
_KEYS = {
    "n": "n", "big": "Distance(mi)", "x": "select", "s": "a b", "s2": "größe", "f": "f`t", "d": "d",
    "ts": "ts",
}  # fmt: skip
TEXTS = [
    "",
    "a",
    "A b",
    " ab ",
    "a%b",
    "a_b",
    "100%",
    "\\",
    "ä日",
    "😀x",
    "7",
    "-3",
    "x,y",
    "'",
    "!",
]


class Arriving(NamedTuple):
    """All rows in order as (table, split, values), and the same in steps, as records."""

    rows: Sequence[tuple[str, str, Row]]
    steps: Sequence[Sequence[tuple[str, str, Sequence[bytes]]]]
    splits: Sequence[tuple[str, str]]
    delay_us: int
    restart_after: int


@st.composite
def arriving(draw: st.DrawFn) -> Arriving:
    """Draw rows of tables t and u.

    Hypothesis chooses the seed and how many, which is quick and shrinks well.
    """
    splits = [(name, split) for name in "tu" for split in draw(st.sampled_from(["0", "01"]))]
    delay = draw(st.sampled_from([0, 1, 3, 20]))
    chance = Random(draw(st.integers(0, 2**32)))
    found = [(*chance.choice(splits), _row(chance)) for _ in range(draw(st.integers(0, 40)))]
    if draw(st.booleans()):
        found = _nearly_in_order(chance, found, delay)
    steps = _steps(chance, found)
    restart_after = draw(st.integers(0, max(0, len(steps) - 1)))
    return Arriving(found, steps, splits, delay * SECOND, restart_after)


def _nearly_in_order(
    chance: Random, found: list[tuple[str, str, Row]], delay: int
) -> list[tuple[str, str, Row]]:
    """Return the rows so that none is later than the watermark's delay."""
    spread = timedelta(seconds=max(0, delay - 1))
    shifts = {at: chance.randint(0, 100) * spread / 100 for at in range(len(found))}
    order = sorted(shifts, key=lambda at: (found[at][2]["ts"] or EPOCH) + shifts[at])
    return [found[at] for at in order]


def _steps(
    chance: Random, found: Sequence[tuple[str, str, Row]]
) -> list[list[tuple[str, str, list[bytes]]]]:
    steps: list[list[tuple[str, str, list[bytes]]]] = []
    for name, split, row in found:
        record, how = _record(chance, row), chance.randrange(6)
        if not steps or how == 0:
            steps.append([(name, split, [record])])
        elif how <= 2 or steps[-1][-1][:2] != (name, split):
            steps[-1].append((name, split, [record]))
        else:
            steps[-1][-1][2].append(record)
    return steps


def _row(chance: Random) -> Row:
    def maybe(value: Any) -> Any:
        return None if chance.random() < 0.2 else value

    ms = chance.choice([
        chance.randrange(-40, 40) * 500, chance.randrange(-40, 40) * 500 - 1,
        chance.randrange(-20_000, 20_000), chance.randrange(1_700_000_000_000, 1_700_000_020_000),
    ])  # fmt: skip
    return {
        "n": maybe(chance.randint(-4, 4)),
        "big": maybe(chance.choice([-5, 0, 1, 2, 10**12, -(10**12) - 1])),
        "x": maybe(chance.randint(-20, 20) / 8),
        "s": maybe(chance.choice(TEXTS)),
        "s2": maybe(chance.choice(["a", "b", "", "A b"])),
        "f": maybe(chance.random() < 0.5),
        "d": maybe(Decimal(chance.randint(-300, 300)) / 100),
        "rx": maybe(chance.randint(-2, 2)),
        "rs": maybe(chance.choice(["p", "q", ""])),
        "ts": None if chance.random() < 0.05 else EPOCH + timedelta(milliseconds=ms),
    }


def _record(chance: Random, row: Row) -> bytes:
    """Write a row as JSON in one of the ways that mean the same."""
    fields = [(name, chance.choice(_texts(row[key]))) for key, name in _KEYS.items()]
    inner = _object([("s", chance.choice(_texts(row["rs"])))])
    if row["rs"] is None and chance.random() < 0.5:
        inner = "null"
    nested = _object([("x y", chance.choice(_texts(row["rx"]))), ("inner", inner)])
    if row["rs"] is None and row["rx"] is None and chance.random() < 0.5:
        nested = "null"
    fields += [("r", nested), ("unknown", chance.choice(["1", '{"n": 9}', '["]"]']))]
    kept = [field for field in fields if field[1] != "null" or chance.random() < 0.5]
    if chance.random() < 0.5:
        chance.shuffle(kept)
    return _object(kept).encode()


def _object(fields: Sequence[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{json.dumps(name)}: {value}" for name, value in fields) + "}"


def _texts(value: Any) -> list[str]:
    match value:
        case None:
            return ["null"]
        case bool():
            return [str(value).lower(), json.dumps(str(value).upper())]
        case str():
            return [json.dumps(value), json.dumps(value, ensure_ascii=False)]
        case datetime():
            text = f"{value:%Y-%m-%d %H:%M:%S}.{value.microsecond // 1000:03d}"
            return [
                json.dumps(each) for each in ([text] if value.microsecond else [text, text[:-4]])
            ]
        case _:
            return [str(value), f'"{value}"']
