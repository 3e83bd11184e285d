"""Joins: rows per second that probe a million kept keys, and that are kept; by kind of join."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch
from penstock.core.types import BIGINT, STRING, Field, Schema
from penstock.engine.join import JoinOperator
from penstock.engine.limits import Limits
from penstock.engine.operator import Port
from penstock.sql.join_traits import joined_schema, joined_traits
from penstock.sql.plan import ChangelogMode, Traits, Values
from penstock.sql.plan_joins import Join, JoinKind, JoinOn

KEYS, ROWS = 1_000_000, 10_000
LEFT = Schema((Field("k", BIGINT), Field("v", BIGINT)))
RIGHT = Schema((Field("k", BIGINT), Field("name", STRING)))


def operator_of(kind: JoinKind, mode: ChangelogMode) -> JoinOperator:
    """Return a join of rows with what is kept by key."""
    left = Values((), LEFT, Traits())
    right = Values((), RIGHT, Traits(mode, upsert_key=(0,)))
    on = JoinOn((0,), (0,), (False,))
    columns = (0, 1) if kind.one_sided else (0, 1, 3)
    schema = joined_schema(left, right, kind)
    fields = tuple(schema.fields[n] for n in columns)
    node = Join(
        left, right, kind, on, columns, Schema(fields), joined_traits(left, right, kind, on)
    )
    return JoinOperator(node, Limits(), 2)


def batch_of(keys: np.ndarray, schema: Schema) -> Batch:
    """Return rows of these keys."""
    second = (
        pa.array(keys)
        if schema is LEFT
        else pa.array([f"name {key % 1000}" for key in keys.tolist()])
    )
    return Batch(pa.RecordBatch.from_arrays([pa.array(keys), second], schema=schema.arrow), 0)


def rate(operator: JoinOperator, batches: list[Batch], port: int) -> float:
    """Return rows per second in the fastest three of four batches."""
    seconds = []
    for batch in batches:
        begin = time.perf_counter()
        operator.on_batch(batch, Port(port, port), 0)
        seconds.append(time.perf_counter() - begin)
    seconds = sorted(seconds)[: len(seconds) * 3 // 4]
    return len(seconds) * ROWS / sum(seconds)


def main() -> None:
    """Print a table; with --json FILE write it down too."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    chance = np.random.default_rng(1)
    shuffled = chance.permutation(KEYS)
    right = [batch_of(part, RIGHT) for part in np.split(shuffled, KEYS // ROWS)]
    left = [batch_of(chance.integers(0, KEYS, ROWS), LEFT) for _ in range(40)]
    results = {}
    for kind in (JoinKind.INNER, JoinKind.LEFT, JoinKind.SEMI, JoinKind.ANTI):
        for mode in (ChangelogMode.APPEND, ChangelogMode.UPSERT):
            operator = operator_of(kind, mode)
            kept = rate(operator, right, 1)
            probed = rate(operator, left, 0)
            changed = rate(operator, right[:40], 1) if mode is ChangelogMode.UPSERT else 0.0
            name = f"{kind} {mode}"
            results[name] = {"kept": kept, "probed": probed, "changed": changed}
            print(
                f"{name:14} kept {kept:12,.0f}/s  probed {probed:12,.0f}/s"
                f"  changed {changed:10,.0f}/s"
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
