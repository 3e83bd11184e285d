"""The JSON of anomaly_explanation: per column its part of the score, as AWS's function wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column
from penstock.learning import Findings
from penstock.state.arrow import Bools, Numbers

_DECIMALS = 4
_UNIT = 10**_DECIMALS


def explanations(
    findings: Findings, names: Sequence[str], valid: Bools, *, directions: bool
) -> Column:
    """Return a text per row, NULL where a row has no score.

    All values are texts with four decimals. STRENGTH is by how much one direction outweighs the
    other, in units of the score: at most ATTRIBUTION_SCORE, and near it when there is no doubt.

    >>> from penstock.learning.insight import blank
    >>> findings = blank(1, 1)
    >>> findings.high[:], findings.low[:] = 1.5, 0.25
    >>> explanations(findings, ["mph"], np.array([True]), directions=True).to_pylist()
    ['{"mph":{"DIRECTION":"HIGH","STRENGTH":"1.2500","ATTRIBUTION_SCORE":"1.7500"}}']
    >>> explanations(findings, ["mph"], np.array([True]), directions=False).to_pylist()
    ['{"mph":{"ATTRIBUTION_SCORE":"1.7500"}}']
    """
    parts: list[Any] = []
    for column, name in enumerate(names):
        opening = "," if column else "{"
        high, low = findings.high[:, column], findings.low[:, column]
        parts.append(pa.scalar(f"{opening}{json.dumps(name, ensure_ascii=False)}:{{"))
        if directions:
            parts.extend(_direction(high, low))
        parts += [pa.scalar('"ATTRIBUTION_SCORE":"'), _decimals(high + low), pa.scalar('"}')]
    text: Column = pc.binary_join_element_wise(*parts, pa.scalar("}"), pa.scalar(""))
    shown: Column = pc.if_else(pa.array(valid), text, pa.scalar(None, pa.string()))
    return shown


def _direction(high: Numbers, low: Numbers) -> Iterator[Any]:
    side = pc.if_else(pa.array(high >= low), pa.scalar("HIGH"), pa.scalar("LOW"))
    yield from (pa.scalar('"DIRECTION":"'), side)
    yield from (pa.scalar('","STRENGTH":"'), _decimals(np.abs(high - low)), pa.scalar('",'))


def _decimals(values: Numbers) -> Column:
    """Return numbers from 0 on as texts with four decimals."""
    units = np.rint(np.nan_to_num(values) * _UNIT).astype(np.int64)
    whole = pa.array(units // _UNIT).cast(pa.string())
    rest = pc.utf8_lpad(pa.array(units % _UNIT).cast(pa.string()), _DECIMALS, "0")
    text: Column = pc.binary_join_element_wise(whole, rest, ".")
    return text
