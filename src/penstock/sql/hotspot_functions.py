"""HOTSPOTS and HOTSPOT_REGIONS: arguments and columns.

Order and meaning of the three numbers are those of Amazon Kinesis Data Analytics for SQL.
"""

from __future__ import annotations

from collections.abc import Sequence

from penstock.core.types import BIGINT, DOUBLE, STRING, Field
from penstock.sql.table_functions import DATA, Argument, ArgumentKind, TableFunctionDeclaration

_ARGUMENTS = (
    DATA,
    Argument(
        "COLUMNS", ArgumentKind.DESCRIPTOR,
        "The coordinates; on a sphere longitude and latitude in degrees.", "DESCRIPTOR(x, y)",
    ),
    Argument(
        "WINDOW_SIZE", ArgumentKind.INTEGER, "How many of the newest rows of a key count.",
        "1000", minimum=2, maximum=10_000,
    ),
    Argument(
        "SCAN_RADIUS", ArgumentKind.NUMBER,
        "Up to which distance points are neighbours; on a sphere metres.", "0.2", minimum=0.0,
    ),
    Argument(
        "MINIMUM_POINTS", ArgumentKind.INTEGER,
        "How many points within the radius, itself included, make a point part of a region.",
        "20", minimum=2, maximum=10_000,
    ),
    Argument(
        "DISTANCE", ArgumentKind.CHOICE, "Distances in a plane, or along the Earth's surface.",
        "'sphere'", required=False, default="plane", choices=("plane", "sphere"),
    ),
)  # fmt: skip

HOTSPOTS = TableFunctionDeclaration(
    "HOTSPOTS",
    "Adds to each row, in JSON, the boxes in which the newest rows lie close together.",
    _ARGUMENTS,
    (Field("hotspots_result", STRING),),
)
HOTSPOT_REGIONS = TableFunctionDeclaration(
    "HOTSPOT_REGIONS",
    "The hot regions as they are now: a table of one row per key and region, which is updated.",
    _ARGUMENTS,
)
HOTSPOT_FUNCTIONS = (HOTSPOTS, HOTSPOT_REGIONS)
REGION = "region"


def region_fields(names: Sequence[str]) -> tuple[Field, ...]:
    """Return the columns that tell of a region; the names are those of the coordinates.

    >>> [field.name for field in region_fields(["x"])]
    ['region', 'points', 'density', 'x_low', 'x_high', 'x_center']
    """
    ends = [Field(f"{name}_{end}", DOUBLE) for name in names for end in ("low", "high", "center")]
    return (Field(REGION, BIGINT), Field("points", BIGINT), Field("density", DOUBLE), *ends)
