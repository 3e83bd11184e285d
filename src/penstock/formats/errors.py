"""What can be wrong with a table's format; each is the user's move, at load time."""

from __future__ import annotations

from penstock.core.errors import UserError


class UnknownFormat(UserError):
    """A table names a format that does not exist.

    >>> print(UnknownFormat("unknown format 'jsn'", hint="did you mean 'json'?"))
    E601 unknown format 'jsn'
    hint: did you mean 'json'?
    """

    code = "E601"


class UnsupportedType(UserError):
    """A format cannot carry a column's type.

    >>> print(UnsupportedType("format 'csv' has no text for column 'tags': MAP<STRING, INT>"))
    E602 format 'csv' has no text for column 'tags': MAP<STRING, INT>
    """

    code = "E602"


class ConflictingOptions(UserError):
    """Two options of one format contradict each other.

    >>> print(ConflictingOptions("'json.fail-on-missing-field' contradicts the other"))
    E603 'json.fail-on-missing-field' contradicts the other
    """

    code = "E603"


class NotThisWay(UserError):
    """A format cannot be used in the direction that a statement asks for.

    >>> print(NotThisWay("format 'parquet' holds whole files, not records"))
    E604 format 'parquet' holds whole files, not records
    """

    code = "E604"


class UnwritableValue(UserError):
    """A row holds a value that the format has no text for.

    >>> print(UnwritableValue("column 'm': a NULL key in a MAP"))
    E605 column 'm': a NULL key in a MAP
    """

    code = "E605"


class BadRecord(ValueError):
    """A record that cannot be decoded; the text is the reason that its user will read.

    It never leaves the room: the decoder turns it into an entry of `Invalid`.
    """


class NoRow(ValueError):
    """A record that stands for no row and is not invalid either, such as a comment."""
