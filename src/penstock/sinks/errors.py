"""What can go wrong at a destination: settings that do not fit, disks that fill up."""

from __future__ import annotations

from penstock.core.errors import ExternalError, InternalError, UserError


class UnfitSetting(UserError):
    """A sink's setting does not fit its table, or another setting.

    >>> print(UnfitSetting("option 'episode.key': table 'alerts' has no column 'locaton'",
    ...                    hint="did you mean 'location'?"))
    E350 option 'episode.key': table 'alerts' has no column 'locaton'
    hint: did you mean 'location'?
    """

    code = "E350"


class DiskFailed(ExternalError):
    """A file or folder of a sink could not be written.

    >>> print(DiskFailed("cannot append 'out/.a': No space left on device",
    ...                  hint="free some space, then run again: nothing is lost"))
    E351 cannot append 'out/.a': No space left on device
    hint: free some space, then run again: nothing is lost
    """

    code = "E351"


class ProgressLost(ExternalError):
    """A file in progress that a checkpoint relies on is gone or shorter than it was.

    >>> print(ProgressLost("'out/.penstock-1/x' holds 3 of 70 bytes",
    ...                    hint="put it back from a backup"))
    E352 'out/.penstock-1/x' holds 3 of 70 bytes
    hint: put it back from a backup
    """

    code = "E352"


class ChangesRefused(UserError):
    """A query updates or deletes rows and its sink can only add rows.

    >>> print(ChangesRefused("table 'lake' takes new rows only, and its query changes rows"))
    E353 table 'lake' takes new rows only, and its query changes rows
    """

    code = "E353"


class NullInKey(UserError):
    """A row has no value in a column of its table's primary key.

    >>> print(NullInKey("table 'scores': NULL in the key column 'location'"))
    E354 table 'scores': NULL in the key column 'location'
    """

    code = "E354"


class StoredOtherwise(UserError):
    """A table is stored with other columns or another key than its DDL now says.

    >>> print(StoredOtherwise("table 'scores': column 'speed' is stored as double, not string"))
    E355 table 'scores': column 'speed' is stored as double, not string
    """

    code = "E355"


class DatabaseFailed(ExternalError):
    """SQLite could not read or write a sink's database.

    >>> print(DatabaseFailed("cannot write '.penstock/outbox.db': database or disk is full"))
    E356 cannot write '.penstock/outbox.db': database or disk is full
    """

    code = "E356"


class BadTemplate(UserError):
    """An alert's template cannot be read, or names a column that its table does not have.

    >>> print(BadTemplate("option 'subject': unknown column 'locaton'",
    ...                   hint="did you mean 'location'?"))
    E357 option 'subject': unknown column 'locaton'
    hint: did you mean 'location'?
    """

    code = "E357"


class NothingStored(UserError):
    """A table is asked for that no sink has stored.

    >>> print(NothingStored("no table 'score' in '.penstock/documents.db'",
    ...                     hint="did you mean 'scores'?"))
    E358 no table 'score' in '.penstock/documents.db'
    hint: did you mean 'scores'?
    """

    code = "E358"


class CourierStopped(InternalError):
    """The thread that delivers alerts ended by a fault of ours; the alerts wait in the outbox.

    >>> print(CourierStopped("alerts of table 'storms' are not delivered any more"))
    E359 alerts of table 'storms' are not delivered any more
    """

    code = "E359"
