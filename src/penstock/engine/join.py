"""Joins all rows so far of two inputs, and keeps the result right when rows come and go.

Each side's rows are kept by key, and both sides share one index of keys: a batch looks its keys up
once, for its own rows and for those of the other side. What a batch changes of the result is
computed against the other side as it stands, so the batch's own rows do not meet each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from penstock.core.batch import Batch, Int64s
from penstock.engine.join_changes import Changes, KeyOf, kinds_of, ranks_within, updates
from penstock.engine.join_input import Incoming, folded, incoming
from penstock.engine.join_intake import take_in
from penstock.engine.join_pairs import JoinPairs, OwnRows
from penstock.engine.join_side import JoinSide, sides_of
from penstock.engine.limits import Limits
from penstock.engine.operator import NOTHING, Counts, Emission, Port, Rejected, State
from penstock.sql.plan import ChangelogMode
from penstock.sql.plan_joins import Join, JoinKind
from penstock.state.hash_index import HashIndex

_SIDES = ("left", "right")
PAIRS_MAX = 1 << 20
"""How many pairs are looked at at once; a batch with more is taken in pieces."""


class JoinOperator:
    """INNER, LEFT, RIGHT, FULL, SEMI and ANTI joins without a window."""

    def __init__(self, node: Join, limits: Limits, lanes: int) -> None:
        self.counts = tuple(Counts() for _ in range(lanes))
        self._kind = node.kind
        self._mode = node.traits.changelog
        self._sides = sides_of(node, limits.state_ttl_us)
        self._pairs = JoinPairs(node, [side.shape for side in self._sides])
        codec = self._sides[0].shape.keys.codec
        self._index = HashIndex(codec.width, sized=codec.sized)
        self._keys = _key_sides(node)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Take one side's changes; return what they change of the result."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        own, other = self._sides[port.input], self._sides[1 - port.input]
        emptied = [own.rows.sweep(now_us), other.rows.sweep(now_us)]
        if own.one_per_key:
            rows = folded(batch, own, self._index, now_us)
        else:
            rows = incoming(batch, own, self._index)
        out: list[Batch] = []
        rejected: list[Rejected] = []
        for part in _parts(rows, other.rows.counts(rows.partners_at)):
            given, failed, slots = self._joined(part, port.input, now_us)
            emptied.append(slots)
            out += [replace(given, arrived_us=batch.arrived_us)] if len(given) else []
            rejected += failed
        if own.one_per_key or own.identity is not None:
            emptied.append(rows.slots)
        if rows.identities is not None and own.rows.identity is not None:
            own.rows.identity.forget(rows.identities)
        self._forget(np.concatenate(emptied))
        return Emission(out, rejected) if out or rejected else NOTHING

    def _joined(
        self, rows: Incoming, side: int, now_us: int
    ) -> tuple[Batch, list[Rejected], Int64s]:
        """Take rows in; return what they change of the result, and which slots lost rows."""
        own, other = self._sides[side], self._sides[1 - side]
        mine = OwnRows(side, rows.columns)
        places, ids = other.rows.expand(rows.partners_at, now_us)
        rank = ranks_within(places)
        rejected: list[Rejected] = []
        kept = None
        if self._pairs.conditional and len(ids):
            kept = other.rows.fetch(ids)
            met, rejected = self._pairs.partners(mine, places, kept, now_us)
            if not met.all():
                places, ids, rank, kept = places[met], ids[met], rank[met], kept.only(met)
        partners = np.bincount(places, minlength=len(rows))
        if self._kind is JoinKind.INNER and rows.appended:
            kept = other.rows.fetch(ids) if kept is None else kept
            given = Batch(self._pairs.rows(mine, places, kept), 0)
        else:
            pairs = Changes.pairs(places, ids, rows.signs[places], rows.unit[places], rank)
            given = self._emitted(self._changes(pairs, rows, side, partners), mine)
        return given, rejected, take_in(own, rows, partners, now_us)

    def _changes(self, pairs: Changes, rows: Incoming, side: int, partners: Int64s) -> Changes:
        """Return all changes of the result in order, those of rows without partner among them."""
        own, other = self._sides[side], self._sides[1 - side]
        parts = []
        if self._kind.one_sided and side == 0:
            wanted = np.flatnonzero((partners > 0) == (self._kind is JoinKind.SEMI))
            return Changes.alone(wanted, rows.signs[wanted], rows.unit[wanted])
        if own.shape.outer:
            lone = np.flatnonzero(partners == 0)
            parts.append(Changes.alone(lone, rows.signs[lone], rows.unit[lone]))
        if other.counted and len(pairs.own):
            parts += self._turned(pairs, other)
        none = Changes(*(part[:0] for part in pairs))
        return (none if self._kind.one_sided else pairs).joined(*parts).ordered()

    def _turned(self, pairs: Changes, other: JoinSide) -> list[Changes]:
        """Return the kept rows that their first partner, or the loss of the last one, turns."""
        met = other.rows.met(pairs.other, pairs.signs)
        gained = met.ids[(met.before == 0) & (met.after > 0)]
        lost = met.ids[(met.before > 0) & (met.after == 0)]
        came = 1 if self._kind is JoinKind.SEMI else -1
        return [
            pairs.met(gained, np.full(len(gained), came), at_first=True),
            pairs.met(lost, np.full(len(lost), -came), at_first=False),
        ]

    def _emitted(self, changes: Changes, mine: OwnRows) -> Batch:
        """Return changes as rows with their kinds; old rows only where somebody reads them."""
        key = KeyOf(self._keys[mine.side], self._keys[1 - mine.side])
        old = updates(changes, key)
        kinds = kinds_of(changes.signs, old)
        if self._mode is ChangelogMode.UPSERT and old.any():
            changes, kinds = Changes(*(part[~old] for part in changes)), kinds[~old]
        kept = self._sides[1 - mine.side].rows.take(changes.other)
        data = self._pairs.rows(mine, changes.own, kept)
        return Batch(data, 0, kinds if kinds.any() else None)

    def _forget(self, slots: Int64s) -> None:
        """Let go of those keys of which there is no row on either side."""
        slots = np.unique(slots)
        slots = slots[slots >= 0]
        if not len(slots):
            return
        left, right = (side.rows.counts(slots) for side in self._sides)
        self._index.remove(slots[left + right == 0])

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Do nothing: what is kept does not depend on event time."""
        return NOTHING

    def snapshot(self) -> State:
        """Return the rows of both sides and the index of their keys."""
        state = {"index": self._index.snapshot()}
        for word, side in zip(_SIDES, self._sides, strict=True):
            state |= {f"{word}.{name}": part for name, part in side.rows.snapshot().items()}
        return state

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._index.restore(state["index"])
        for word, side in zip(_SIDES, self._sides, strict=True):
            first = f"{word}."
            parts = {n.removeprefix(first): p for n, p in state.items() if n.startswith(first)}
            side.rows.restore(parts)

    def state_bytes(self) -> int:
        """Return how much memory the rows take."""
        return self._index.size_bytes + sum(side.rows.size_bytes for side in self._sides)


def _key_sides(node: Join) -> tuple[bool, bool]:
    """Say for each side whether its columns alone identify a row of the result."""
    key, first = node.traits.upsert_key, len(node.left.schema)
    if key is None:
        return False, False
    places = [node.columns[column] for column in key]
    return all(place < first for place in places), all(place >= first for place in places)


def _parts(rows: Incoming, counts: Int64s) -> Iterator[Incoming]:
    """Yield the rows in pieces that have not too many partners, rows of one unit together."""
    total = np.cumsum(counts)
    if not len(total) or total[-1] <= PAIRS_MAX:
        yield rows
        return
    pieces = total // PAIRS_MAX
    cuts = np.flatnonzero((pieces[1:] != pieces[:-1]) & (rows.unit[1:] != rows.unit[:-1])) + 1
    for begin, end in pairwise([0, *cuts.tolist(), len(rows)]):
        yield rows.part(begin, end)
