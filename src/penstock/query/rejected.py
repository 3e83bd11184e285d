"""Where rejected rows lie: a stream per table and kind, with the same columns everywhere."""

from __future__ import annotations

import hashlib
import re

from penstock.core.types import STRING, TIMESTAMP_LTZ_3, Field, Schema

LATE, INVALID = "$late", "$invalid"
SUFFIXES = (LATE, INVALID)
REJECTED_SCHEMA = Schema(
    (
        Field("rejected_at", TIMESTAMP_LTZ_3),
        Field("reason", STRING),
        Field("split", STRING),
        Field("record", STRING),
    )
)
"""The columns of every `t$late` and `t$invalid` table; `record` is what came, as text."""
NAME_LENGTH_MAX = 100
_UNFIT = re.compile(r"[^a-zA-Z0-9_.$-]")


def rejected_stream(name: str) -> str:
    """Return the stream of a table of rejected rows, whose name may have any characters.

    >>> rejected_stream("orders$late"), rejected_stream("my orders$late")
    ('orders$late', 'my$20orders$late')
    """
    fit = _UNFIT.sub(lambda match: f"${ord(match[0]):x}", name)
    if len(fit) <= NAME_LENGTH_MAX:
        return fit
    return f"{hashlib.sha256(name.encode()).hexdigest()}{name[name.rindex('$') :]}"
