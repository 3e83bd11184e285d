"""Random tables, records and queries, each query in two dialects: ours and DuckDB's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 -- TIMESTAMP has no zone
KINDS = ("int", "double", "text", "flag", "money", "time")
TYPES = {
    "int": ("BIGINT", "BIGINT"),
    "double": ("DOUBLE", "DOUBLE"),
    "text": ("STRING", "VARCHAR"),
    "flag": ("BOOLEAN", "BOOLEAN"),
    "money": ("DECIMAL(30, 4)", "DECIMAL(30, 4)"),
    "time": ("TIMESTAMP(3)", "TIMESTAMP"),
}
"""The type in our dialect, and in DuckDB's."""


class Both(NamedTuple):
    """An expression or a query in our dialect and in DuckDB's."""

    ours: str
    theirs: str


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
_DDL = """CREATE TABLE {name} (
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
_PATTERNS = ["%", "", "a%", "%b", "_", "%a%", "a_b", "\\", "%日", "__", "%'%".replace("'", "''")]
_ESCAPED = ["%!%%", "a!_b", "!!", "%!%", "!%", "_!%%"]


@dataclass(frozen=True)
class Case:
    """A script with what arrives, and the queries that say what must come of it.

    `rows` are all rows in order as (table, split, values); `steps` hold the same as records.
    """

    script: str
    batch_query: str
    late_query: str | None
    rows: Sequence[tuple[str, str, Mapping[str, Any]]]
    steps: Sequence[Sequence[tuple[str, str, Sequence[bytes]]]]
    splits: Sequence[tuple[str, str]]
    delay_us: int
    restart_after: int


@dataclass(frozen=True)
class Relation:
    """Something to select from: a table or view, its columns by kind, the tables below it."""

    source: Both
    columns: Mapping[str, Sequence[Both]]
    tables: frozenset[str]

    @property
    def mark(self) -> str:
        """The column of the watermark before each row."""
        return "mine" if len(self.tables) == 1 else "shared"


class Texts(NamedTuple):
    """The statements so far and how many names were given."""

    views: list[str]
    batch_views: list[str]

    def name(self) -> str:
        """Return a name for the next view."""
        return f"v{len(self.views)}"


def table(name: str) -> Relation:
    columns: dict[str, list[Both]] = {kind: [] for kind in KINDS}
    for column in COLUMNS:
        columns[column.kind].append(Both(column.path, column.name))
    return Relation(_same(name), columns, frozenset({name}))


# --- rows and records ------------------------------------------------------------------------


def _row(chance: Random) -> dict[str, Any]:
    """Return a row; hypothesis chooses the seed and how many, which is quick and shrinks well."""

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


def _record(chance: Random, row: Mapping[str, Any]) -> bytes:
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


# --- expressions -----------------------------------------------------------------------------


def _op(form: str, *parts: Both, theirs: str | None = None) -> Both:
    ours = form.format(*(part.ours for part in parts))
    return Both(ours, (theirs or form).format(*(part.theirs for part in parts)))


def _same(text: str) -> Both:
    return Both(text, text)


_MS = "CAST(FLOOR(EPOCH_US({0}) / 1000) AS BIGINT)"
_UNARY: dict[str, list[tuple[str, str, str | None]]] = {
    "int": [
        ("int", "(- {0})", None), ("int", "ABS({0})", None), ("int", "({0} + 1)", None),
        ("int", "MOD({0}, 3)", "({0} % 3)"), ("int", "({0} * 2)", None), ("int", "({0} % -2)", None),
        ("int", "({0} / 3)", "(({0} - {0} % 3) // 3)"), ("text", "CHAR_LENGTH({0})", "LENGTH({0})"),
        ("double", "CAST({0} AS BIGINT)", "CAST(TRUNC({0}) AS BIGINT)"),
        ("text", "TRY_CAST({0} AS BIGINT)", "CASE {0} WHEN '7' THEN 7 WHEN '-3' THEN -3 END"),
        ("text", "POSITION('b' IN {0})", "STRPOS({0}, 'b')"),
        ("time", "EXTRACT(SECOND FROM {0})", "EXTRACT(SECOND FROM {0})"),
        ("time", "MINUTE({0})", "EXTRACT(MINUTE FROM {0})"),
        ("time", "EXTRACT(DAY FROM {0})", None), ("time", "YEAR({0})", None),
        ("time", "EXTRACT(DOW FROM {0})", "(EXTRACT(DOW FROM {0}) + 1)"),
        ("time", "EXTRACT(MONTH FROM {0})", None), ("time", "QUARTER({0})", None),
        ("time", "HOUR({0})", None), ("flag", "CAST({0} AS INT)", None),
        ("money", "CAST({0} AS BIGINT)", "CAST(TRUNC({0}) AS BIGINT)"),
        ("int", "SIGN({0})", None), ("text", "ASCII({0})", None),
    ],
    "double": [
        ("double", "(- {0})", None), ("double", "({0} * 0.5e0)", "({0} * CAST(0.5 AS DOUBLE))"),
        ("int", "CAST({0} AS DOUBLE)", None), ("double", "FLOOR({0})", None),
        ("double", "CEIL({0})", None), ("double", "ABS({0})", None),
        ("double", "({0} / 4)", None), ("double", "SIGN({0})", None),
        ("money", "CAST({0} AS DOUBLE)", None), ("double", "ROUND({0}, 0)", None),
    ],
    "text": [
        ("text", "UPPER({0})", None), ("text", "LOWER({0})", None), ("text", "TRIM({0})", None),
        ("text", "REVERSE({0})", None), ("text", "SUBSTRING({0} FROM 2)", None),
        ("text", "SUBSTRING({0}, 1, 2)", None), ("text", "REPLACE({0}, 'b', 'cc')", None),
        ("text", "({0} || '-')", None), ("int", "CAST({0} AS STRING)", "CAST({0} AS VARCHAR)"),
        ("text", "LTRIM({0})", None), ("text", "RTRIM({0})", None),
        ("flag", "CAST({0} AS STRING)", "UPPER(CAST({0} AS VARCHAR))"),
        ("time", "DATE_FORMAT({0}, 'yyyy-MM-dd HH:mm:ss')", "STRFTIME({0}, '%Y-%m-%d %H:%M:%S')"),
        ("time", "CAST(CAST({0} AS DATE) AS STRING)", "CAST(CAST({0} AS DATE) AS VARCHAR)"),
        ("time", "CAST({0} AS STRING)", "STRFTIME({0}, '%Y-%m-%d %H:%M:%S.%g')"),
        ("text", "LPAD({0}, 4, '*')", None), ("text", "RPAD({0}, 3, 'ö')", None),
        ("text", "CONCAT({0}, 'x')", "({0} || 'x')"), ("text", "LEFT({0}, 2)", None),
        ("text", "RIGHT({0}, 2)", None), ("text", "REPEAT({0}, 2)", None), ("text", "MD5({0})", None),
        ("text", "CAST({0} AS VARCHAR(2))", "SUBSTRING({0}, 1, 2)"),
    ],
    "flag": [
        ("flag", "(NOT {0})", None), ("flag", "({0} IS TRUE)", "({0} IS NOT DISTINCT FROM TRUE)"),
        ("flag", "({0} IS NOT FALSE)", "({0} IS DISTINCT FROM FALSE)"),
        ("flag", "({0} IS UNKNOWN)", "({0} IS NULL)"), ("int", "({0} IS NULL)", None),
        ("text", "({0} IS NOT NULL)", None), ("int", "({0} IN (1, 2, -1))", None),
        ("int", "({0} NOT IN (1, 2))", None), ("text", "({0} IN ('a', ''))", None),
        ("int", "({0} BETWEEN -1 AND 2)", None), ("int", "({0} NOT BETWEEN 0 AND 1)", None),
        ("int", "({0} IN (1, NULL))", None), ("money", "({0} > 0.5)", None),
        ("double", "({0} <= 1.25)", None), ("time", "({0} < TIMESTAMP '1970-01-01 00:00:03')", None),
        ("int", "({0} > 0.5)", None), ("money", "({0} = 1)", None),
    ],
    "money": [
        ("money", "(- {0})", None), ("money", "ABS({0})", None),
        ("int", "CAST({0} AS DECIMAL(20, 2))", None),
        ("money", "CAST({0} AS DECIMAL(20, 1))", "ROUND({0}, 1)"),
    ],
    "time": [
        ("time", "({0} + INTERVAL '90' SECOND)", None), ("time", "({0} - INTERVAL '1' DAY)", None),
        ("time", "FLOOR({0} TO MINUTE)", "DATE_TRUNC('minute', {0})"),
        ("time", "FLOOR({0} TO HOUR)", "DATE_TRUNC('hour', {0})"),
        ("time", "FLOOR({0} TO MONTH)", "DATE_TRUNC('month', {0})"),
        ("time", "TIMESTAMPADD(MINUTE, 3, {0})", "({0} + INTERVAL '3' MINUTE)"),
        ("time", "TIMESTAMPADD(MONTH, -1, {0})", "({0} - INTERVAL '1' MONTH)"),
        ("time", "CAST(CAST({0} AS DATE) AS TIMESTAMP(3))", "DATE_TRUNC('day', {0})"),
        ("time", "FLOOR({0} TO SECOND)", "DATE_TRUNC('second', {0})"),
    ],
}  # fmt: skip
"""Per kind of result: the argument's kind, our text, DuckDB's text (None: the same)."""

_BINARY: dict[str, list[tuple[str, str, str | None]]] = {
    "int": [
        ("int", "({0} + {1})", None), ("int", "({0} - {1})", None),
        ("time", "TIMESTAMPDIFF(SECOND, {0}, {1})",
         "CAST(TRUNC((EPOCH_US({1}) - EPOCH_US({0})) / 1000000) AS BIGINT)"),
        ("time", "TIMESTAMPDIFF(MINUTE, {0}, {1})",
         "CAST(TRUNC((EPOCH_US({1}) - EPOCH_US({0})) / 60000000) AS BIGINT)"),
        ("int", "({0} / NULLIF(MOD({1}, 4), 0))",
         "CAST(TRUNC(CAST({0} AS DOUBLE) / NULLIF({1} % 4, 0)) AS BIGINT)"),
        ("int", "GREATEST({0}, {1})", "CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL ELSE"
         " GREATEST({0}, {1}) END"),
    ],
    "double": [("double", "({0} + {1})", None), ("double", "({0} - {1})", None)],
    "text": [("text", "({0} || {1})", None), ("text", "REPLACE({0}, {1}, 'z')",
              "CASE WHEN {1} = '' THEN {0} ELSE REPLACE({0}, {1}, 'z') END"),
             ("text", "CONCAT_WS('/', {0}, {1})", None)],
    "flag": [
        ("flag", "({0} AND {1})", None), ("flag", "({0} OR {1})", None),
        ("flag", "({0} AND {1})", None), ("flag", "({0} OR {1})", None),
        ("flag", "({0} = {1})", None),
        *[(kind, f"({{0}} {op} {{1}})", None) for kind in ("int", "double", "text", "money", "time")
          for op in ("=", "<>", "<", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM")],
    ],
    "money": [("money", "({0} + {1})", None), ("money", "({0} - {1})", None)],
    "time": [],
}  # fmt: skip

_LITERALS = {
    "int": ["0", "1", "-2", "CAST(NULL AS INT)"],
    "double": ["CAST(0.5 AS DOUBLE)", "CAST(-2 AS DOUBLE)", "CAST(NULL AS DOUBLE)"],
    "text": ["''", "'a'", "'it''s'", "'ä'"],
    "flag": ["TRUE", "FALSE", "CAST(NULL AS BOOLEAN)"],
    "money": ["1.50", "CAST(2 AS DECIMAL(4, 2))", "0.01"],
    "time": ["TIMESTAMP '1969-12-31 23:59:58.500'", "TIMESTAMP '2024-02-29 12:00:00'"],
}


def expressions(kind: str, columns: Mapping[str, Sequence[Both]], depth: int) -> Any:
    """Return a strategy of expressions of a kind over columns."""

    @st.composite
    def build(draw: st.DrawFn) -> Both:
        return _expression(draw, kind, columns, depth)

    return build()


def _expression(
    draw: st.DrawFn, kind: str, columns: Mapping[str, Sequence[Both]], depth: int
) -> Both:
    def inner(of: str) -> Both:
        return _expression(draw, of, columns, depth - 1)

    shape = draw(st.integers(0, 9))
    if depth <= 0 or shape <= 1:
        if columns[kind] and draw(st.integers(0, 9)):
            return draw(st.sampled_from(list(columns[kind])))
        return _same(draw(st.sampled_from(_LITERALS[kind])))
    if shape <= 4:
        argument, ours, theirs = draw(st.sampled_from(_UNARY[kind]))
        return _op(ours, inner(argument), theirs=theirs)
    if shape <= 6 and _BINARY[kind]:
        argument, ours, theirs = draw(st.sampled_from(_BINARY[kind]))
        return _op(ours, inner(argument), inner(argument), theirs=theirs)
    return _general(draw, kind, inner)


def _general(draw: st.DrawFn, kind: str, inner: Callable[[str], Both]) -> Both:
    shape = draw(st.integers(0, 5))
    if kind == "flag" and shape <= 2:
        if draw(st.booleans()):
            pattern = draw(st.sampled_from(_PATTERNS))
            return _op(draw(st.sampled_from(["({0} LIKE '%s')", "({0} NOT LIKE '%s')"])) % pattern,
                       inner("text"))  # fmt: skip
        return _op(f"({{0}} LIKE '{draw(st.sampled_from(_ESCAPED))}' ESCAPE '!')", inner("text"))
    if shape == 0:
        return _op("COALESCE({0}, {1})", inner(kind), inner(kind))
    if shape == 1:
        return _op("NULLIF({0}, {1})", inner(kind), inner(kind))
    if shape == 2:
        other = draw(st.sampled_from(["int", "text"]))
        return _op("CASE {0} WHEN {1} THEN {2} ELSE {3} END",
                   inner(other), inner(other), inner(kind), inner(kind))  # fmt: skip
    if shape == 3:
        return _op("CASE WHEN {0} THEN {1} END", inner("flag"), inner(kind))
    if shape == 4:
        return _op("IF({0}, {1}, {2})", inner("flag"), inner(kind), inner(kind))
    return _op("CASE WHEN {0} THEN {1} WHEN {2} THEN {3} ELSE {4} END", inner("flag"), inner(kind),
               inner("flag"), inner(kind), inner(kind))  # fmt: skip


# --- queries ---------------------------------------------------------------------------------


def _where(draw: st.DrawFn, below: Relation) -> Both:
    if draw(st.integers(0, 2)):
        return Both("", "")
    condition = _expression(draw, "flag", below.columns, 3)
    return Both(f" WHERE {condition.ours}", f" WHERE {condition.theirs}")


def _view(draw: st.DrawFn, below: Relation, kinds: Sequence[str], texts: Texts) -> Relation:
    """Make a view of expressions that keeps the event time."""
    made = [_expression(draw, kind, below.columns, 2) for kind in kinds]
    where = _where(draw, below)
    ours = ", ".join(f"{each.ours} AS c{i}" for i, each in enumerate(made))
    theirs = ", ".join(
        f"CAST({each.theirs} AS {TYPES[kind][1]}) AS c{i}"
        for i, (each, kind) in enumerate(zip(made, kinds, strict=True))
    )
    select = Both(
        f"SELECT {ours}, ts FROM {below.source.ours}{where.ours}",
        f"SELECT {theirs}, ts, mine, shared FROM {below.source.theirs}{where.theirs}",
    )
    return _named(select, kinds, below.tables, texts)


def _named(select: Both, kinds: Sequence[str], tables: frozenset[str], texts: Texts) -> Relation:
    columns: dict[str, list[Both]] = {kind: [] for kind in KINDS}
    for number, kind in enumerate(kinds):
        columns[kind].append(_same(f"c{number}"))
    columns["time"].append(_same("ts"))
    name = texts.name()
    texts.views.append(f"CREATE VIEW {name} AS {select.ours};")
    texts.batch_views.append(f"{name} AS ({select.theirs})")
    return Relation(_same(name), columns, tables)


def _union(draw: st.DrawFn, sources: Sequence[Relation], texts: Texts) -> Relation:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))
    parts = [
        _view(draw, draw(st.sampled_from(list(sources))), kinds, texts)
        for _ in range(draw(st.integers(2, 3)))
    ]
    tables = frozenset[str]().union(*(part.tables for part in parts))
    select = Both(
        " UNION ALL ".join(f"SELECT * FROM {part.source.ours}" for part in parts),
        " UNION ALL ".join(f"SELECT * FROM {part.source.theirs}" for part in parts),
    )
    return _named(select, kinds, tables, texts)


_AGGREGATES = [
    ("int", "COUNT(*)", None, None), ("int", "COUNT({0})", None, "text"),
    ("int", "SUM({0})", "CAST(SUM({0}) AS BIGINT)", "int"), ("double", "SUM({0})", None, "double"),
    ("money", "SUM({0})", None, "money"), ("double", "AVG({0})", None, "double"),
    ("int", "AVG({0})", "CAST(TRUNC(CAST(SUM({0}) AS DECIMAL(38, 8)) / COUNT({0})) AS BIGINT)", "int"),
    *[(kind, f"{name}({{0}})", None, kind) for kind in KINDS for name in ("MIN", "MAX")],
]  # fmt: skip


def _windowed(draw: st.DrawFn, below: Relation) -> tuple[Both, list[str], str]:
    """Return a window aggregate, the kinds of its columns, and what counts its late rows."""
    where = _where(draw, below)
    window, bounds = _window(draw, below.source.ours)
    keys = [
        (kind, _expression(draw, kind, below.columns, 1))
        for kind in draw(st.lists(st.sampled_from(KINDS), max_size=3))
    ]
    keys = [
        (kind, key) for kind, key in keys if "c" in key.ours or "`" in key.ours or "ts" in key.ours
    ]
    aggregates = [_aggregate(draw, below) for _ in range(draw(st.integers(1, 4)))]
    having = Both("", "")
    if draw(st.integers(0, 3)) == 0:
        kind, left = _aggregate(draw, below)
        right = draw(st.sampled_from(_LITERALS[kind]))
        operator = draw(st.sampled_from([">", "<=", "<>"]))
        having = _op(f" HAVING {{0}} {operator} {right}", left)
    selected = [*keys, *aggregates, ("time", _same("window_start")), ("time", _same("window_end"))]
    order = draw(st.permutations(selected))
    ours_from = f"FROM TABLE({window}){where.ours}"
    mark = f"w.we - 1000 > {below.mark}"
    # A window is every pair of bounds that holds the time, found by trying all.
    theirs_from = (
        f"FROM (SELECT * FROM {below.source.theirs}{where.theirs}) AS b JOIN ({bounds}) AS w"
        f" ON EPOCH_US(b.ts) >= w.ws AND EPOCH_US(b.ts) < w.we"
    )
    group = ", ".join(["window_start", "window_end", *(key.ours for _, key in keys)])
    their_group = ", ".join(["window_start", "window_end", *(key.theirs for _, key in keys)])
    ours = (
        f"SELECT {', '.join(each.ours for _, each in order)} {ours_from}"
        f" GROUP BY {group}{having.ours}"
    )
    theirs = (
        f"SELECT {', '.join(f'CAST({each.theirs} AS {TYPES[kind][1]})' for kind, each in order)}"
        f" FROM (SELECT b.*, MAKE_TIMESTAMP(w.ws) AS window_start, MAKE_TIMESTAMP(w.we) AS window_end"
        f" {theirs_from} WHERE {mark}) AS q GROUP BY {their_group}{having.theirs}"
    )
    late = (
        f"SELECT COUNT(*) FROM (SELECT * FROM {below.source.theirs}{where.theirs}) AS b WHERE"
        f" {below.mark} >= (SELECT MAX(w.we) - 1000 FROM ({bounds}) AS w"
        f" WHERE EPOCH_US(b.ts) >= w.ws AND EPOCH_US(b.ts) < w.we)"
    )
    return Both(ours, theirs), [kind for kind, _ in order], late


def _aggregate(draw: st.DrawFn, below: Relation) -> tuple[str, Both]:
    kind, ours, theirs, argument = draw(st.sampled_from(_AGGREGATES))
    value = _expression(draw, argument, below.columns, 2) if argument else _same("")
    made = _op(ours, value, theirs=theirs)
    if draw(st.integers(0, 2)) == 0 and theirs is None:
        condition = _expression(draw, "flag", below.columns, 2)
        made = _op("{0} FILTER (WHERE {1})", made, condition)
    return kind, made


def _window(draw: st.DrawFn, source: str) -> tuple[str, str]:
    """Return a window function, and DuckDB's query for all windows near the rows' times."""
    slide = draw(st.integers(1, 7))
    offset = draw(st.sampled_from([0, 0, 1, 3, -2]))
    kind = draw(st.sampled_from(["TUMBLE", "HOP", "HOP", "CUMULATE"]))
    times = {"TUMBLE": 1, "HOP": 4, "CUMULATE": 4}[kind]
    size = slide * draw(st.integers(1, times))
    spans = {
        "TUMBLE": [size], "HOP": [slide, size], "CUMULATE": [slide, size],
    }[kind]  # fmt: skip
    texts = [f"INTERVAL '{span}' SECOND" for span in spans]
    if offset:
        texts.append(f"INTERVAL '{offset}' SECOND")
    step = {"TUMBLE": size, "HOP": slide, "CUMULATE": size}[kind]
    lengths = f"RANGE({slide}, {size + 1}, {slide})" if kind == "CUMULATE" else f"[{size}]"
    starts = " UNION ALL ".join(
        f"SELECT UNNEST(RANGE({(middle - 160) // step * step + offset}, {middle + 160}, {step}))"
        f" * {SECOND} AS ws" for middle in (0, 1_700_000_010)
    )  # fmt: skip
    query = (
        f"SELECT ws, ws + length * {SECOND} AS we FROM ({starts}) AS starts"
        f" CROSS JOIN (SELECT UNNEST({lengths}) AS length) AS lengths"
    )
    return f"{kind}(TABLE {source}, DESCRIPTOR(ts), {', '.join(texts)})", query


def _rows_in_windows(draw: st.DrawFn, below: Relation) -> tuple[Both, list[str]]:
    """Return a window function without aggregation."""
    window, bounds = _window(draw, below.source.ours)
    where = _where(draw, below)
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3))
    made = [_expression(draw, kind, below.columns, 2) for kind in kinds]
    ours = ", ".join(["window_start", "window_end", *(each.ours for each in made)])
    theirs = ", ".join(
        ["MAKE_TIMESTAMP(w.ws)", "MAKE_TIMESTAMP(w.we)"]
        + [f"CAST({e.theirs} AS {TYPES[k][1]})" for e, k in zip(made, kinds, strict=True)]
    )
    return Both(
        f"SELECT {ours} FROM TABLE({window}){where.ours}",
        f"SELECT {theirs} FROM {below.source.theirs} AS b JOIN ({bounds}) AS w"
        f" ON EPOCH_US(b.ts) >= w.ws AND EPOCH_US(b.ts) < w.we{where.theirs}",
    ), ["time", "time", *kinds]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a script, what arrives, in which steps, and where the job is restarted."""
    texts = Texts([], [])
    sources = [table("t"), table("u")]
    below = sources[0]
    for _ in range(draw(st.integers(0, 2))):
        if draw(st.booleans()):
            below = _union(draw, sources, texts)
        else:
            kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
            below = _view(draw, below, kinds, texts)
        sources.append(below)
    shape = draw(st.integers(0, 5))
    late = None
    if shape <= 3:
        query, kinds, late = _windowed(draw, below)
    elif shape == 4:
        query, kinds = _rows_in_windows(draw, below)
    else:
        kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
        made = [_expression(draw, kind, below.columns, 4) for kind in kinds]
        where = _where(draw, below)
        casts = [f"CAST({e.theirs} AS {TYPES[k][1]})" for e, k in zip(made, kinds, strict=True)]
        query = Both(
            f"SELECT {', '.join(each.ours for each in made)} FROM {below.source.ours}{where.ours}",
            f"SELECT {', '.join(casts)} FROM {below.source.theirs}{where.theirs}",
        )
    delay = draw(st.sampled_from([0, 1, 3, 20]))
    sink = ", ".join(f"o{i} {TYPES[kind][0]}" for i, kind in enumerate(kinds))
    script = (
        _DDL.format(name="t", delay=delay) + _DDL.format(name="u", delay=delay)
        + "\n".join(texts.views)
        + f"\nCREATE TABLE o ({sink}) WITH ('connector' = 'blackhole');\nINSERT INTO o {query.ours};"
    )  # fmt: skip
    with_views = f"WITH {', '.join(texts.batch_views)} " if texts.batch_views else ""
    late_query = f"{with_views}{late}" if late else None
    return _arriving(draw, script, with_views + query.theirs, late_query, delay)


def _arriving(
    draw: st.DrawFn, script: str, batch_query: str, late_query: str | None, delay: int
) -> Case:
    splits = [(name, split) for name in "tu" for split in draw(st.sampled_from(["0", "01"]))]
    chance = Random(draw(st.integers(0, 2**32)))
    found = [(chance.choice(splits), _row(chance)) for _ in range(draw(st.integers(0, 40)))]
    if draw(st.booleans()):
        # Within the watermark's delay nothing is late.
        spread = timedelta(seconds=max(0, delay - 1))
        shifts = {at: chance.randint(0, 100) * spread / 100 for at in range(len(found))}
        order = sorted(range(len(found)), key=lambda at: (found[at][1]["ts"] or EPOCH) + shifts[at])
        found = [found[at] for at in order]
    placed = [(name, split, row) for (name, split), row in found]
    steps: list[list[tuple[str, str, list[bytes]]]] = []
    for name, split, row in placed:
        record, how = _record(chance, row), chance.randrange(6)
        if not steps or how == 0:
            steps.append([(name, split, [record])])
        elif how <= 2 or steps[-1][-1][:2] != (name, split):
            steps[-1].append((name, split, [record]))
        else:
            steps[-1][-1][2].append(record)
    restart_after = draw(st.integers(0, max(0, len(steps) - 1)))
    return Case(
        script, batch_query, late_query, placed, steps, splits, delay * SECOND, restart_after
    )
