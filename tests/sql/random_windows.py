"""Random window functions, and all windows near the rows' times as a query of DuckDB."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from tests.sql.random_rows import SECOND

_MIDDLES, _REACH = (0, 1_700_000_010), 160
"""Around which seconds all rows are, and from where to where windows are made."""


class Window(NamedTuple):
    """A window function; `their_windows` joins rows b to each window that holds their time."""

    function: str
    bounds: str

    @property
    def all_windows(self) -> str:
        """What to write behind JOIN: every window w that holds the time of a row b."""
        return f"({self.bounds}) AS w ON {_HOLDS}"

    @property
    def their_windows(self) -> str:
        """What to write behind FROM in a query of one row b."""
        return f"({self.bounds}) AS w WHERE {_HOLDS}"


_HOLDS = "EPOCH_US(b.ts) >= w.ws AND EPOCH_US(b.ts) < w.we"


@st.composite
def window(draw: st.DrawFn, source: str) -> Window:
    """Draw TUMBLE, HOP or CUMULATE over a table or view."""
    kind = draw(st.sampled_from(["TUMBLE", "HOP", "HOP", "CUMULATE"]))
    slide = draw(st.integers(1, 7))
    size = slide if kind == "TUMBLE" else slide * draw(st.integers(1, 4))
    offset = draw(st.sampled_from([0, 0, 1, 3, -2]))
    spans = [size] if kind == "TUMBLE" else [slide, size]
    texts = [f"INTERVAL '{span}' SECOND" for span in [*spans, *([offset] if offset else [])]]
    function = f"TABLE({kind}(TABLE {source}, DESCRIPTOR(ts), {', '.join(texts)}))"
    lengths = range(slide, size + 1, slide) if kind == "CUMULATE" else [size]
    return Window(function, _bounds(size if kind == "CUMULATE" else slide, offset, list(lengths)))


def _bounds(step: int, offset: int, lengths: list[int]) -> str:
    starts = " UNION ALL ".join(
        f"SELECT UNNEST(RANGE({(middle - _REACH) // step * step + offset}, {middle + _REACH},"
        f" {step})) * {SECOND} AS ws"
        for middle in _MIDDLES
    )
    return (
        "SELECT ws, we, MAKE_TIMESTAMP(ws) AS window_start, MAKE_TIMESTAMP(we) AS window_end FROM"
        f" (SELECT ws, ws + length * {SECOND} AS we FROM ({starts}) AS starts"
        f" CROSS JOIN (SELECT UNNEST({lengths}) AS length) AS lengths)"
    )
