"""The Python functions that the scripts declare, as those of a user's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from penstock.functions.python import aggregate_function, scalar_function, table_function


class Word(NamedTuple):
    """A word of a text."""

    word: str
    length: int


def words(text: str) -> Iterator[Word]:
    """Give each word of a text, with how long it is."""
    for word in text.split():
        yield Word(word, len(word))


def letters(text: str | None) -> Iterator[str]:
    """Give each letter; one '?' for NULL."""
    yield from "?" if text is None else text


@table_function(takes=("INT", "INT"), gives="ROW<n BIGINT, rest DOUBLE>")
class Countdown:
    """Counts down to zero; divides by what it counts with."""

    def eval(self, number: int, by: int) -> Iterator[tuple[int, float]]:
        """Yield numbers, and what is left of each."""
        for each in range(number, 0, -1):
            yield each, each / by


@table_function(takes=("INT",), gives="INT", deterministic=False)
def noise(count: int) -> Iterator[int]:
    """Give what it likes."""
    yield count


@scalar_function(takes=("DOUBLE",), gives="DOUBLE", vectorized=True)
def halved(numbers: Any) -> Any:
    """Halve a whole batch."""
    return pc.divide(numbers, 2.0)


class Total:
    """Adds up, as SUM does."""

    def create_accumulator(self) -> list[int]:
        """Return the sum, and of how many."""
        return [0, 0]

    def accumulate(self, accumulator: list[int], value: int) -> None:
        """Add a value."""
        accumulator[0] += value
        accumulator[1] += 1

    def retract(self, accumulator: list[int], value: int) -> None:
        """Take a value out."""
        accumulator[0] -= value
        accumulator[1] -= 1

    def merge(self, accumulator: list[int], others: list[list[int]]) -> None:
        """Add other sums."""
        for total, count in others:
            accumulator[0] += total
            accumulator[1] += count

    def get_value(self, accumulator: list[int]) -> int | None:
        """Return the sum of something, NULL of nothing."""
        return accumulator[0] if accumulator[1] else None


@dataclass
class Weights:
    """What a weighted mean is made of."""

    total: Decimal = Decimal(0)
    weight: int = 0


@aggregate_function(takes=("DECIMAL(10, 2)", "INT"), gives="DECIMAL(12, 4)")
class WeightedMean:
    """Gives the mean by weights; it takes no rows out and adds up nothing."""

    def create_accumulator(self) -> Weights:
        """Return no weight."""
        return Weights()

    def accumulate(self, accumulator: Weights, value: Decimal, weight: int) -> None:
        """Add a value; a NULL raises."""
        accumulator.total += value * weight
        accumulator.weight += weight

    def get_value(self, accumulator: Weights) -> Decimal:
        """Return the mean, which nothing has."""
        return round(accumulator.total / accumulator.weight, 4)


@aggregate_function(takes=("DOUBLE", "DOUBLE"), gives="DOUBLE", vectorized=True)
def dot(left: pa.DoubleArray, right: pa.DoubleArray) -> Any:
    """Multiply columns; NULL counts as nothing."""
    return pc.sum(pc.multiply(left, right))


@aggregate_function(takes=("STRING",), gives="STRING", vectorized=True)
def longest(texts: pa.StringArray) -> str | None:
    """Give the longest text, the first of several."""
    return max((text for text in texts.to_pylist() if text), key=len, default=None)


@aggregate_function(takes=("INT",), gives="DOUBLE")
class PlainMean:
    """Gives the mean, and raises at a NULL."""

    def create_accumulator(self) -> dict[str, int]:
        """Return nothing."""
        return {"total": 0, "count": 0}

    def accumulate(self, accumulator: dict[str, int], value: int) -> None:
        """Add a value."""
        accumulator["count"] += 1
        accumulator["total"] += value

    def merge(self, accumulator: dict[str, int], others: list[dict[str, int]]) -> None:
        """Add others."""
        for other in others:
            for name, value in other.items():
                accumulator[name] += value

    def get_value(self, accumulator: dict[str, int]) -> float | None:
        """Return the mean of something."""
        return accumulator["total"] / accumulator["count"] if accumulator["count"] else None
