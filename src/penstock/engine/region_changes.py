"""From the regions before a batch and after it to the rows that say what has changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Int8s, RowKind
from penstock.learning.hotspot_boxes import Regions


@dataclass(frozen=True, slots=True)
class RegionChanges:
    """Regions as rows to send, with the kind of each."""

    regions: Regions
    kinds: Int8s


def region_changes(old: Regions, new: Regions, *, with_old: bool) -> RegionChanges:
    """Return inserts, updates (with their old rows if asked for) and deletes of regions."""
    before = {region: place for place, region in enumerate(old.region.tolist())}
    after = set(new.region.tolist())
    rows = [(place, RowKind.DELETE) for region, place in before.items() if region not in after]
    for place, region in enumerate(new.region.tolist(), len(old)):
        held = before.get(region)
        if held is None:
            rows.append((place, RowKind.INSERT))
        elif not _equal(old, held, new, place - len(old)):
            rows += [(held, RowKind.UPDATE_BEFORE)] if with_old else []
            rows.append((place, RowKind.UPDATE_AFTER))
    places = np.array([place for place, _ in rows], np.int64)
    kinds = np.array([kind for _, kind in rows], np.int8)
    return RegionChanges(Regions.joined([old, new]).taken(places), kinds)


def _equal(old: Regions, one: int, new: Regions, other: int) -> bool:
    """Return whether two regions look the same; the density follows from the rest."""
    return old.count[one] == new.count[other] and all(
        np.array_equal(before[one], after[other])
        for before, after in (
            (old.low, new.low), (old.high, new.high), (old.centre, new.centre),
        )
    )  # fmt: skip
