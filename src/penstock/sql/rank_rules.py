"""What a Top-N must remember of its rows beside their order."""

from __future__ import annotations

from penstock.sql.changelog import is_updating
from penstock.sql.plan import ChangelogMode
from penstock.sql.plan_rank import Rank


def shows_again(node: Rank) -> bool:
    """Say whether a row may be given more than once, or taken back, and so must be kept."""
    mode = node.traits.changelog
    if is_updating(node.input) or node.window_end is not None:
        return True
    if mode is ChangelogMode.APPEND:
        return False
    return node.numbered or node.last > 1 or mode is ChangelogMode.RETRACT
