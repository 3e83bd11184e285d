"""The rows of an interval join: which are near each other, and how long each is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.engine.due_rows import DueRows
from penstock.engine.join_side import SideShape, shape_of
from penstock.sql.plan_joins import IntervalJoin
from penstock.state.arrow import Bools
from penstock.state.chains import Chains

TIME, ARRIVED, MET, SLOT = range(4)
"""The numbers beside each kept row: its time, the watermark before it, whether it met a partner."""


@dataclass(frozen=True, slots=True)
class TimedRows:
    """The rows of a batch that have a time; `slots` is -1 where NULL keeps a row from partners."""

    batch: Batch
    times: Int64s
    watermarks: Int64s
    slots: Int64s


@dataclass(frozen=True, slots=True)
class IntervalSide:
    """A side with its rows; they are kept until the watermark passes their time and `reach_us`."""

    shape: SideShape
    time: int
    reach_us: int
    rows: DueRows
    chains: Chains


def side_of(node: IntervalJoin, number: int, reach_us: int) -> IntervalSide:
    """Return the left (0) or the right (1) without rows."""
    shape = shape_of(node, number)
    return IntervalSide(shape, node.times[number], reach_us, DueRows(shape.types, 4), Chains())


def are_near(
    node: IntervalJoin,
    sides: Sequence[IntervalSide],
    number: int,
    pairs: tuple[TimedRows, Int64s, Int64s],
) -> Bools:
    """Say which pairs are near in time, the one that came first still being kept.

    A pair is a row of the batch by its place, and one that is kept by its id.
    """
    rows, places, ids = pairs
    side, other = sides[number], sides[1 - number]
    times, arrived = other.rows.number(TIME)[ids], other.rows.number(ARRIVED)[ids]
    own_times, own_arrived = rows.times[places], rows.watermarks[places]
    apart = own_times - times if number == 0 else times - own_times
    near = (apart >= node.lower_us) & (apart <= node.upper_us)
    now = np.maximum(own_arrived, arrived)
    own_kept = now <= own_times + side.reach_us
    other_kept = now <= times + other.reach_us
    # Of rows that came under one watermark, either may have been the first.
    found: Bools = near & (
        (own_kept & (own_arrived <= arrived)) | (other_kept & (arrived <= own_arrived))
    )
    return found


def keep(side: IntervalSide, rows: TimedRows, met: Bools) -> None:
    """Keep rows; those that can have no partner only if they are given without."""
    every = np.arange(len(rows.slots))
    if not side.shape.outer:
        every = every[rows.slots >= 0]
    if not len(every):
        return
    data = rows.batch.data
    if len(every) < data.num_rows:
        data = data.take(pa.array(every, pa.int64()))
    times, arrived, slots = rows.times[every], rows.watermarks[every], rows.slots[every]
    due_us = np.maximum(times + side.reach_us, arrived)
    columns = [data.column(column) for column in side.shape.kept]
    numbers = (times, arrived, met[every].astype(np.int64), slots)
    ids = side.rows.add(columns, due_us, *numbers)
    keyed = slots >= 0
    side.chains.add(slots[keyed], ids[keyed])
