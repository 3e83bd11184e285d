"""A plain search for patterns in the rows of one key, as Flink's rules give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from penstock.sql.plan_match import PatternPart, Skip, SkipMode
from tests.engine.builders import SECOND


@dataclass(frozen=True)
class Row:
    """A row of one key; `letters` are the variables whose condition on the row holds."""

    ts: int
    mark: int
    name: str
    number: int


@dataclass(frozen=True)
class Query:
    """A pattern over A, B and C. Variable i takes rows whose number has bit i.

    With `rising`, that variable's rows must have a greater number than the one before them in
    the match, or, with `growing`, the rows of the match so far must not add up to above 12.
    """

    parts: tuple[PatternPart, ...]
    skip: Skip
    within: int | None
    rising: int | None = None
    growing: bool = False


def holds(query: Query, variable: int, path: list[tuple[int, Row]], row: Row) -> bool:
    if not row.number >> variable & 1:
        return False
    if variable != query.rising:
        return True
    if query.growing:
        return sum(each.number for _, each in path) + row.number <= 12
    return not path or row.number > path[-1][1].number


def successors(query: Query, counts: tuple[int, ...]) -> Any:
    """Return which variables may take the next row, by how many rows each has had so far."""
    last = max((v for v, count in enumerate(counts) if count), default=-1)
    options = []
    for variable in range(max(last, 0), len(query.parts)):
        part = query.parts[variable]
        between = query.parts[max(last, 0) : variable]
        done = counts[max(last, 0) : variable]
        if any(count < p.least for p, count in zip(between, done, strict=True)):
            break
        if part.most is None or counts[variable] < part.most:
            options.append(variable)
    return options


def barred(query: Query, counts: tuple[int, ...], variable: int, path: Any, row: Row) -> bool:
    """Say whether a greedy variable between the last row's and this one could take the row.

    A greedy variable bars what is behind it from rows that it could take itself, even when it has
    had as many as it may: that is how Flink's states are made.
    """
    last = max((v for v, count in enumerate(counts) if count), default=0)
    passed = range(last, variable)
    return any(query.parts[v].holds_on and holds(query, v, path, row) for v in passed)


def complete(query: Query, counts: tuple[int, ...], path: Any, row: Row) -> bool:
    last = max(v for v, count in enumerate(counts) if count)
    for variable in range(last, len(query.parts)):
        if counts[variable] < query.parts[variable].least:
            return False
    # The end is reached by passing over the variables behind the last row's.
    before = path[:-1]
    return not any(
        query.parts[v].holds_on and holds(query, v, before, row)
        for v in range(last, len(query.parts) - 1)
    )


Path = list[tuple[int, Row]]


class Search:
    """The search over one key's rows: matches under way, those complete, those emitted."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.partials: list[tuple[int, tuple[int, ...], Path]] = []
        self.finished: list[tuple[int, Path]] = []
        self.emitted: list[Path] = []

    def emit(self) -> None:
        """Emit what no earlier match under way holds back, and drop what it rules out."""
        while self.finished:
            start, path = self.finished[0]
            if any(each[0] < start for each in self.partials):
                return
            self.finished.pop(0)
            self.emitted.append(path)
            until = goes_on(self.query, start, path)
            self.partials = [each for each in self.partials if each[0] >= until]
            self.finished = [each for each in self.finished if each[0] >= until]

    def expire(self, now: int) -> None:
        """Drop the matches under way that took too long."""
        if self.query.within is not None:
            limit = now - self.query.within * SECOND
            self.partials = [each for each in self.partials if each[2][0][1].ts > limit]
            self.emit()

    def look(self, order: int, row: Row) -> None:
        """Make every match under way longer in all ways, or drop it."""
        before, self.partials = self.partials, []
        for start, counts, path in [*before, (order, (0,) * len(self.query.parts), [])]:
            for variable in successors(self.query, counts):
                if holds(self.query, variable, path, row):
                    self.take(start, counts, (variable, row), path)
        self.finished.sort(key=lambda each: each[0])
        self.emit()

    def take(self, start: int, counts: tuple[int, ...], taken: tuple[int, Row], path: Path) -> None:
        """Go on with a row for a variable, unless a greedy one before it bars that."""
        variable, row = taken
        if barred(self.query, counts, variable, path, row):
            return
        grown = tuple(count + (v == variable) for v, count in enumerate(counts))
        self.partials.append((start, grown, [*path, taken]))
        if complete(self.query, grown, [*path, taken], row):
            self.finished.append((start, [*path, taken]))


def searched(query: Query, rows: Sequence[Row]) -> list[Path]:
    """Return the matches of one key's rows in the order in which they are emitted."""
    search = Search(query)
    for order, row in enumerate(rows):
        search.expire(row.ts)
        search.look(order, row)
    search.expire(2**61)
    return search.emitted


def goes_on(query: Query, start: int, path: list[tuple[int, Row]]) -> int:
    """Return the order of the row from which on the next match may begin."""
    if query.skip.mode is SkipMode.PAST_LAST_ROW:
        return start + len(path)
    if query.skip.variable is not None:
        places = [start + n for n, (v, _) in enumerate(path) if v == query.skip.variable]
        if places:
            first = query.skip.mode is SkipMode.TO_FIRST
            return max(places[0] if first else places[-1], start + 1)
    return start + 1


def measured(query: Query, name: str, path: list[tuple[int, Row]]) -> tuple[Any, ...]:
    found: list[Any] = [name]
    for variable in range(len(query.parts)):
        mine = [row.number for v, row in path if v == variable]
        found += [mine[0], mine[-1]] if mine else [None, None]
    return (*found, path[-1][1].ts, len(path), sum(row.number for _, row in path))
