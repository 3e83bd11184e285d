"""What can go wrong with a stream, and what to do about it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from penstock.core.errors import ExternalError, InternalError, UserError


class StreamUnknown(UserError):
    """A stream is named that the folder does not have.

    >>> print(StreamUnknown("no stream 'wnd'", hint="did you mean 'wind'?"))
    E401 no stream 'wnd'
    hint: did you mean 'wind'?
    """

    code = "E401"


class StreamNameBad(UserError):
    """A stream's name has characters that no stream may have, or too many of them.

    >>> print(StreamNameBad("a stream cannot be called 'a/b'"))
    E402 a stream cannot be called 'a/b'
    """

    code = "E402"


class RecordTooLarge(UserError):
    """A record, or everything that one append gives to one shard, is over the limit.

    >>> print(RecordTooLarge("a record of 11000000 bytes; at most 10485760"))
    E403 a record of 11000000 bytes; at most 10485760
    """

    code = "E403"


class DiskFull(ExternalError):
    """The disk has no room; nothing of the append was acknowledged and nothing older is lost.

    >>> print(DiskFull("no space left for 'wind'", hint="free space, or shorten the retention"))
    E404 no space left for 'wind'
    hint: free space, or shorten the retention
    """

    code = "E404"


class FolderNotWritable(ExternalError):
    """The folder of the streams cannot be written.

    >>> print(FolderNotWritable("cannot write to /data/.penstock/streams"))
    E405 cannot write to /data/.penstock/streams
    """

    code = "E405"


class StreamDamaged(ExternalError):
    """A record that was acknowledged cannot be read back: its bytes changed on the disk.

    >>> print(StreamDamaged("wind/shard-0 is damaged at byte 4096"))
    E406 wind/shard-0 is damaged at byte 4096
    """

    code = "E406"


class RecordsExpired(ExternalError):
    """A replay needs records that retention has deleted.

    >>> print(RecordsExpired("records 5 to 99 are gone"))
    E407 records 5 to 99 are gone
    """

    code = "E407"


class StreamRemoved(ExternalError):
    """The stream was removed, perhaps by another process, while it was in use.

    >>> print(StreamRemoved("stream 'wind' was removed"))
    E408 stream 'wind' was removed
    """

    code = "E408"


class ShardUnknown(UserError):
    """A shard is named that the stream does not have.

    >>> print(ShardUnknown("stream 'wind' has no shard 'x'"))
    E409 stream 'wind' has no shard 'x'
    """

    code = "E409"


class StreamSettingBad(UserError):
    """A stream was asked for with a number of shards or a retention out of its limits.

    >>> print(StreamSettingBad("a stream has 1 to 1024 shards, not 0"))
    E410 a stream has 1 to 1024 shards, not 0
    """

    code = "E410"


class DiskFailed(ExternalError):
    """The disk answered with an error of its own; what was not acknowledged may be lost.

    >>> print(DiskFailed("cannot use /data: Input/output error"))
    E411 cannot use /data: Input/output error
    """

    code = "E411"


class ProducersTooMany(UserError):
    """More named producers wrote to one shard than it remembers the last steps of.

    >>> print(ProducersTooMany("more than 65536 producers"))
    E412 more than 65536 producers
    """

    code = "E412"


class RecordsUnfit(InternalError):
    """Records were handed over that do not lie in their buffer, or with too few or many keys.

    >>> print(RecordsUnfit("3 records with 2 keys"))
    E413 3 records with 2 keys
    """

    code = "E413"


_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST)


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Turn the operating system's errors about `path` into ours, with a hint each."""
    try:
        yield
    except OSError as wrong:
        raise _told(path, wrong) from wrong


def _told(path: Path, wrong: OSError) -> ExternalError:
    if wrong.errno in _FULL:
        return DiskFull(
            f"no space left on the disk for {path}",
            hint="free space or set a 'retention'; nothing acknowledged is lost",
        )
    if wrong.errno in _FORBIDDEN:
        return FolderNotWritable(
            f"cannot write to {path}: {wrong.strerror}",
            hint="make the folder writable for this user, or choose another folder",
        )
    return DiskFailed(
        f"cannot use {path}: {wrong.strerror}", hint="look at the disk and the system's log"
    )
