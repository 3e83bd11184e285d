"""Ordinary courses of a metric, made up: what monitoring shows while nothing is wrong.

Each function returns so many values at so many a day, all chance from the generator given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

DAYS_A_WEEK, WORKDAYS = 7, 5
JOB_ROWS = 2

Chance = np.random.Generator
Values = npt.NDArray[np.float64]
Course = Callable[[Chance, int, int], Values]


def daily(chance: Chance, rows: int, per_day: int) -> Values:
    """A level by night, another by day, and noise."""
    phase = np.arange(rows) / per_day % 1.0
    begins, ends = chance.uniform(0.2, 0.4), chance.uniform(0.6, 0.85)
    busy = _step(phase, begins) * (1.0 - _step(phase, ends))
    return 20.0 + 60.0 * busy + chance.normal(0.0, chance.uniform(0.5, 6.0), rows)


def weekly(chance: Chance, rows: int, per_day: int) -> Values:
    """A wave each day, lower at weekends, as of traffic or demand."""
    days = np.arange(rows) / per_day
    wave = 1.0 - np.cos(2 * np.pi * days) + 0.4 * np.sin(4 * np.pi * days + chance.uniform(0, 6))
    weekend = np.where(days % DAYS_A_WEEK < WORKDAYS, 1.0, chance.uniform(0.4, 0.8))
    return 1_000.0 * (wave * weekend + chance.normal(0.0, 0.08, rows) + 1.0)


def load(chance: Chance, rows: int, per_day: int) -> Values:
    """A processor's load: wanders about its level, with short harmless peaks."""
    peaks = (chance.random(rows) < chance.uniform(0.002, 0.05)) * chance.exponential(15.0, rows)
    noise = _wander(chance, rows, chance.uniform(0.5, 0.95))
    return np.clip(chance.uniform(5.0, 50.0) + chance.uniform(0.2, 4.0) * noise + peaks, 0.0, 100.0)


def counts(chance: Chance, rows: int, per_day: int) -> Values:
    """How often something is mentioned: a rate by time of day, bursts, heavy tails."""
    rate = chance.uniform(2.0, 60.0) * (1.2 - np.cos(2 * np.pi * np.arange(rows) / per_day))
    bursts = np.exp(0.4 * _wander(chance, rows, 0.9))
    return chance.poisson(rate * bursts * chance.gamma(2.0, 0.5, rows)).astype(np.float64)


def temperature(chance: Chance, rows: int, per_day: int) -> Values:
    """A slow walk about a level, with a weak day."""
    days = np.arange(rows) / per_day
    slow = _wander(chance, rows, 1.0 - 0.3 / per_day)
    return 70.0 + 3.0 * slow + np.sin(2 * np.pi * days) + chance.normal(0.0, 0.4, rows)


def jobs(chance: Chance, rows: int, per_day: int) -> Values:
    """Nearly nothing, and a job that peaks every few hours."""
    every = per_day // int(chance.integers(4, 24))
    running = np.arange(rows) % max(every, 2 * JOB_ROWS) < JOB_ROWS
    return chance.exponential(1.0, rows) + running * chance.normal(40.0, 4.0, rows)


def latency(chance: Chance, rows: int, per_day: int) -> Values:
    """Response times: skewed, a little slower by day."""
    days = np.arange(rows) / per_day
    skew = chance.uniform(0.1, 0.5)
    return 40.0 * np.exp(skew * chance.normal(size=rows) + 0.2 * np.sin(2 * np.pi * days))


COURSES: Mapping[str, tuple[Course, int, int]] = {
    "daily": (daily, 4_032, 288),
    "weekly": (weekly, 8_000, 48),
    "load": (load, 4_032, 288),
    "counts": (counts, 10_000, 288),
    "temperature": (temperature, 6_000, 24),
    "jobs": (jobs, 4_032, 288),
    "latency": (latency, 3_000, 144),
}
"""Each course by name, with how many rows it has and how many of them make a day."""


def _step(phase: Values, at: float) -> Values:
    """Return a soft step from 0 to 1 at a phase of the day."""
    return 1.0 / (1.0 + np.exp(-(phase - at) * 80.0))


def _wander(chance: Chance, rows: int, memory: float) -> Values:
    """Return noise with a memory, of standard deviation 1."""
    values = np.empty(rows)
    value = chance.normal()
    for row, kick in enumerate(chance.normal(0.0, np.sqrt(1.0 - memory**2), rows)):
        value = memory * value + kick
        values[row] = value
    return values
