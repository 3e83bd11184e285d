"""Asks Flink about scripts and says of each: agrees, or in what it differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from penstock.core.errors import PenstockError
from tests.parity.cases import Case, Changes, Outcome, folded, outcome
from tests.parity.cluster import Answer, Cluster
from tests.parity.values import value_of

AGREES = "agrees"
STOPS = "agrees without the rows that stop Flink's job"
STOPPING_ROWS_MAX = 8


def compare(cluster: Cluster, cases: Iterable[Case]) -> dict[str, str]:
    """Return a verdict per script: AGREES, STOPS, or a text that says what differs."""
    verdicts: dict[str, str] = {}
    asked = list(cases)
    for _ in range(STOPPING_ROWS_MAX):
        answers = cluster.ask(case.request() for case in asked)
        again = []
        for case in asked:
            stopped = stopping_row(case, answers[case.name])
            if stopped is None:
                verdicts[case.name] = verdict(case, answers[case.name])
            else:
                again.append(replace(case, left_out=case.left_out | {stopped}))
        asked = again
    return verdicts | {case.name: "differs: Flink's job stops again and again" for case in asked}


def stopping_row(case: Case, answer: Answer) -> tuple[int, int] | None:
    """Return the place and line of the record that stopped Flink's job, if one did."""
    error = answer.get("error")
    if case.is_error or error is None or error["stage"] != "run" or error["step"] < 0:
        return None
    step = case.request()["steps"][error["step"]]
    return (step["place"], step["line"]) if "records" in step else None


def verdict(case: Case, answer: Answer) -> str:
    """Return what comes of comparing one script."""
    error = answer.get("error")
    if case.is_error:
        planned = error is None or error["stage"] != "plan"
        return "differs: Flink takes it" if planned else AGREES
    if error is not None:
        return f"differs: Flink says {error['class']}: {first_line(error['message'])}"
    try:
        ours = outcome(case)
    except PenstockError as refusal:
        return f"differs: Penstock says {first_line(str(refusal))}"
    return difference(case, ours, answer) or (STOPS if case.left_out else AGREES)


def difference(case: Case, ours: Outcome, answer: Answer) -> str | None:
    """Return the first difference in what the tables had at the marks, or in what was refused."""
    for number, (mine, theirs) in enumerate(zip(ours.marks, answer["marks"], strict=True), 1):
        for table, changes in mine.items():
            key = ours.keys[table]
            here, there = folded(changes, key), folded(flink_changes(theirs.get(table, [])), key)
            if here != there:
                more, fewer = rows(here - there), rows(there - here)
                return f"differs: at mark {number} {table} has {more}, Flink {fewer}"
    refused = len(answer["refused"]) + len(case.left_out)
    rejected = sum(not reason.startswith("late") for reason in ours.rejected)
    if refused != rejected and "ignore-parse-errors" not in case.text:
        return f"differs: {rejected} rows are refused, by Flink {refused}"
    return None


def flink_changes(changes: list[list[Any]]) -> Changes:
    """Return changes as Penstock's are."""
    return [(kind, tuple(map(value_of, values))) for kind, *values in changes]


def rows(counted: Counter[str]) -> str:
    """Return rows in one line."""
    return "; ".join(sorted(counted.elements())) or "nothing more"


def first_line(text: str) -> str:
    """Return what a message begins with."""
    return text.strip().splitlines()[0] if text.strip() else "nothing"
