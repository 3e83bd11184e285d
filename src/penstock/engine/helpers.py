"""Threads that an operator may share one batch's work out among, when a run has several cores."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Helpers:
    """Whose threads they are is the run's affair; what they help with must change no bit."""

    executor: Executor
    threads: int
