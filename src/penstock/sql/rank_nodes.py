"""Builds a Top-N: what it keeps and promises, and Flink's own rules for the first and the last."""

from __future__ import annotations

from dataclasses import dataclass, replace

from penstock.sql.changelog import is_updating
from penstock.sql.expression import Literal
from penstock.sql.plan import ChangelogMode, Relation, Traits
from penstock.sql.plan_groups import WindowProperty
from penstock.sql.plan_rank import FirstByTime, Over, Rank, SortKey
from penstock.sql.planner import project, references
from penstock.sql.query_errors import OverRefused
from penstock.sql.window_columns import window_columns


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a partition's rows, from 1, that a condition lets through."""

    first: int = 1
    last: int | None = None

    def narrowed(self, sign: str, bound: int) -> Places:
        """Return the places that one more comparison leaves."""
        low = {"=": bound, ">=": bound, ">": bound + 1}.get(sign, 1)
        high = {"=": bound, "<=": bound, "<": bound - 1}.get(sign)
        lasts = [each for each in (self.last, high) if each is not None]
        return Places(max(self.first, low), min(lasts, default=None))


def rank_of(node: Over, places: Places) -> Relation:
    """Return the Top-N that keeps some places of what a ROW_NUMBER numbers, with the number."""
    if node.calls[0].function != "ROW_NUMBER":
        message = f"Top-N by {node.calls[0].function}() is not supported on streams"
        raise OverRefused(message, where=node.where, hint="use ROW_NUMBER()")
    windowed = _windowed(node, places)
    if windowed is not None:
        return windowed
    if places.first != places.last:
        return _rank(node, places, (*node.partition, len(node.schema) - 1), numbered=True)
    # The number is a constant, so that the rows need none.
    single = _deduplicated(node) if places.first == 1 else None
    single = single or _rank(node, places, node.partition, numbered=False)
    number = Literal(places.first, node.schema.fields[-1].type)
    return project(single, [*references(single), number], node.schema.names)


def _rank(node: Over, places: Places, key: tuple[int, ...], *, numbered: bool) -> Relation:
    below, order, latest_first = node.input, node.order, False
    if not is_updating(below) and len(order) == 1 and order[0].column in below.traits.proctimes:
        latest_first, order = order[0].descending, ()
    return Rank(
        below,
        node.partition,
        order,
        first=places.first,
        last=places.last or 0,
        numbered=numbered,
        latest_first=latest_first,
        schema=node.schema if numbered else below.schema,
        traits=_traits(below, key, final=not order and not latest_first),
    )


def _windowed(node: Over, places: Places) -> Relation | None:
    """Return the Top-N within windows if the rows are of windows and partitioned by these."""
    found = window_columns(node.input)
    ends = [each for each in node.partition if found.get(each) is WindowProperty.END]
    starts = [each for each in node.partition if found.get(each) is WindowProperty.START]
    if not ends or not starts:
        return None
    below, order = node.input, node.order
    by_time = len(order) == 1 and order[0].column in below.traits.rowtimes
    return Rank(
        below,
        node.partition,
        order,
        first=places.first,
        last=places.last or 0,
        numbered=True,
        # As in Flink, the last row by time is the one that came last.
        latest_first=by_time and order[0].descending and (places.first, places.last) == (1, 1),
        schema=node.schema,
        traits=_traits(below, (*node.partition, len(node.schema) - 1), final=True),
        window_end=ends[0],
    )


def _traits(below: Relation, key: tuple[int, ...] | None, *, final: bool) -> Traits:
    """Return what the result promises; `final` if new rows never displace one."""
    mode = ChangelogMode.APPEND if final and not is_updating(below) else ChangelogMode.RETRACT
    return replace(below.traits, changelog=mode, upsert_key=key)


def _deduplicated(node: Over) -> Relation | None:
    """Return the first or last row by event time, which Flink settles by rules of their own."""
    below, order = node.input, node.order
    if is_updating(below) or len(order) != 1 or order[0].column not in below.traits.rowtimes:
        return None
    traits = _traits(below, node.partition, final=not order[0].descending)
    if not order[0].descending:
        return FirstByTime(below, node.partition, order[0].column, below.schema, traits)
    return Rank(
        below,
        node.partition,
        order,
        first=1,
        last=1,
        numbered=False,
        latest_first=True,
        schema=below.schema,
        traits=traits,
    )


def limited(
    relation: Relation, partition: tuple[int, ...], order: tuple[SortKey, ...], places: Places
) -> Relation:
    """Return some places of all rows, or of those of each partition, ordered or as they came."""
    key = partition if places.first == places.last else relation.traits.upsert_key
    return Rank(
        relation,
        partition,
        order,
        first=places.first,
        last=places.last or 0,
        numbered=False,
        latest_first=False,
        schema=relation.schema,
        traits=_traits(relation, key, final=not order),
    )
