"""The inner loops that end sessions: find those that are over, take them out of their chains."""

from __future__ import annotations

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.core.time import MAX_WATERMARK_US
from penstock.engine.session_kernels import Header, Sessions

_FREE, _SLOTS_END = int(Header.FREE), int(Header.SLOTS_END)


@compiled
def due(open_: Sessions, over_us: int, slots: Int64s) -> tuple[int, int]:
    """Write the sessions that end until `over_us`; return how many, and the first other end."""
    count, end_next = 0, MAX_WATERMARK_US
    for slot in range(open_.header[_SLOTS_END]):
        if open_.keys[slot] < 0:
            continue
        if open_.ends[slot] <= over_us:
            slots[count] = slot
            count += 1
        else:
            end_next = min(end_next, int(open_.ends[slot]))
    return count, end_next


@compiled
def unlink(open_: Sessions, slots: Int64s, keys: Int64s) -> int:
    """Take sessions out of their chains; write the keys that have none left, return how many."""
    count = 0
    for slot in slots:
        key = open_.keys[slot]
        at = open_.key_first[key]
        if at == slot:
            open_.key_first[key] = open_.nexts[slot]
            if open_.nexts[slot] < 0:
                keys[count] = key
                count += 1
        else:
            while open_.nexts[at] != slot:
                at = open_.nexts[at]
            open_.nexts[at] = open_.nexts[slot]
        open_.keys[slot] = -1
    return count


@compiled
def release(open_: Sessions, slots: Int64s) -> None:
    """Give slots without a session to later ones."""
    for slot in slots:
        open_.free[open_.header[_FREE]] = slot
        open_.header[_FREE] += 1


@compiled
def chain(open_: Sessions, slots: Int64s) -> None:
    """Hang sessions in their keys' chains; `slots` is ordered by start, so the last gets first."""
    for slot in slots:
        open_.nexts[slot] = open_.key_first[open_.keys[slot]]
        open_.key_first[open_.keys[slot]] = slot
