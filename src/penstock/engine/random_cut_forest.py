"""RANDOM_CUT_FOREST: appends to each row how much it surprises, judged by the rows of its key.

The forests themselves live in the learning room; here rows find their forest, and what it says
becomes columns. What is not a number (NULL, NaN or infinite) never enters a forest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s
from penstock.engine.explanations import explanations
from penstock.engine.keyed_points import KeyedPoints
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, State
from penstock.engine.rows import with_columns
from penstock.learning import (
    Detection,
    DetectorConfig,
    Detectors,
    ForestConfig,
    GradingConfig,
    Missing,
    Season,
    pool_of,
)
from penstock.sql.plan import TableFunction
from penstock.state.arrow import Numbers, column_of

_SETTINGS = {
    "number_of_trees": "trees",
    "sub_sample_size": "sample",
    "time_decay": "time_decay",
    "shingle_size": "shingle",
    "output_after": "output_after",
    "seed": "seed",
}
"""What the forest calls the function's arguments."""
_GRADING = {
    "anomaly_rate": "rate",
    "threshold_minimum": "floor",
    "episode_gap": "episode_gap",
}
"""What the grader calls them."""
_GRADED = {"is_anomaly", "anomaly_grade", "episode_gap"}
"""The arguments that ask for it."""
_PART = "forests"
EXPLAINS = "RANDOM_CUT_FOREST_WITH_EXPLANATION"


class RandomCutForestOperator:
    """One detector per key of PARTITION BY; rows keep their order."""

    def __init__(self, node: TableFunction, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._node = node
        self._schema = node.schema.arrow
        self._points = KeyedPoints(node.input.schema, node.partition, node.columns)
        self._options = dict(node.arguments)
        self._config = _detector(node)
        self._pool = pool_of(limits.cores)
        self._limits = limits
        self._detectors = Detectors(self._config, limits.forest_bytes_max, self._pool, limits.cold)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the rows with what is said about them."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        found = self._detectors.detect(
            *self._points.of(batch), self._times(batch), past=self._is_past(batch)
        )
        columns = [*batch.data.columns, *self._columns(found)]
        return Emission([with_columns(batch, columns, self._schema)])

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Return nothing: every row has its score at once."""
        return NOTHING

    def _is_past(self, batch: Batch) -> bool:
        """Say whether rows are of the history: its rows and live ones come in batches apart."""
        if self._node.live is None:
            return False
        live = batch.data.column(self._node.live).unique().to_pylist()
        assert len(live) == 1, "rows of the history come before all live ones"
        return not live[0]

    def _times(self, batch: Batch) -> Int64s | None:
        """Return the rows' times in microseconds, -1 for NULL; None when nothing asks for them."""
        if self._node.time is None:
            return None
        times = batch.data.column(self._node.time).cast(pa.int64())
        return np.asarray(times.fill_null(-1).to_numpy(zero_copy_only=False))

    def _columns(self, found: Detection) -> Iterator[Column]:
        """Yield the added columns, in the order of the declaration."""
        valid = ~np.isnan(found.scores)
        yield column_of(found.scores, valid, pa.float64())
        if found.findings is not None and self._node.function == EXPLAINS:
            names = [self._node.input.schema.names[at] for at in self._node.columns]
            directions = "with_directionality" in self._options
            yield explanations(found.findings, names, valid, directions=directions)
        if found.grades is not None and found.episodes is not None:
            yield from self._graded(found.grades, found.episodes, valid)
        if found.findings is not None and "expected_value" in self._options:
            yield from _expected(found)

    def _graded(self, grades: Numbers, episodes: Int64s, valid: Numbers) -> Iterator[Column]:
        if "is_anomaly" in self._options:
            yield column_of(grades > 0, valid, pa.bool_())
        if "anomaly_grade" in self._options:
            yield column_of(grades, valid, pa.float64())
        if "episode_gap" in self._options:
            yield column_of(np.abs(episodes), episodes != 0, pa.int64())
            yield column_of(episodes > 0, valid, pa.bool_())

    def snapshot(self) -> State:
        """Return all detectors."""
        return {_PART: self._detectors.snapshot()}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        limits = self._limits
        self._detectors = Detectors.restore(
            self._config, state[_PART], limits.forest_bytes_max, self._pool, limits.cold
        )

    def state_bytes(self) -> int:
        """Return how much memory the forests take."""
        return self._detectors.state_bytes


def _detector(node: TableFunction) -> DetectorConfig:
    """Return what a call's arguments mean."""
    options = dict(node.arguments)
    settings = {ours: options[name] for name, ours in _SETTINGS.items() if name in options}
    return DetectorConfig(
        ForestConfig(dimensions=len(node.columns), **settings),
        explain=node.function == EXPLAINS,
        expect="expected_value" in options,
        missing=Missing(options.get("missing_values", Missing.SKIP)),
        freeze_after=options.get("freeze_after"),
        repeat_gap=options.get("repeat_gap"),
        season=Season(options["season"]) if "season" in options else None,
        grading=_grading(options) if options.keys() & _GRADED else None,
    )


def _grading(options: dict[str, Any]) -> GradingConfig:
    return GradingConfig(
        **{ours: options[name] for name, ours in _GRADING.items() if name in options}
    )


def _expected(found: Detection) -> Iterator[Column]:
    """Yield each column's expected value and the ends of its usual range, NULL where unknown."""
    findings = found.findings
    if findings is not None:
        for column in range(findings.expected.shape[1]):
            for values in (findings.expected, findings.expected_low, findings.expected_high):
                known = values[:, column]
                yield column_of(known.copy(), ~np.isnan(known), pa.float64())
