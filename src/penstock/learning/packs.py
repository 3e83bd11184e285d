"""Where detectors are that are not in use: packed in memory, or in a store beside the checkpoints.

What is put away has a ticket. A snapshot holds what `written` makes of it: in memory the packed
detector itself, with a store only its number there.
"""

from __future__ import annotations

import struct
from typing import Generic, Protocol, TypeVar

import pyarrow as pa

from penstock.core.protocols import ColdStore
from penstock.learning.snapshot import UnreadableSnapshot

Ticket = TypeVar("Ticket", bytes, int)
_PACKED = pa.Codec("zstd", compression_level=1)
_LENGTH = struct.Struct("<Q")
_NUMBER_BYTES = 150
"""What a key and its number take in memory, roughly."""


class Packs(Protocol, Generic[Ticket]):
    """Keeps bytes until they are dropped."""

    outside: bool
    """Whether what is kept takes no memory, so that it may stay there while it is in use."""

    def put(self, data: bytes) -> Ticket:
        """Keep a detector's snapshot."""

    def get(self, ticket: Ticket) -> bytes:
        """Return it; it stays."""

    def drop(self, ticket: Ticket) -> None:
        """Forget it."""

    def size(self, ticket: Ticket) -> int:
        """Return how much memory it takes."""

    def written(self, ticket: Ticket) -> bytes:
        """Return what a snapshot holds of it."""

    def read(self, written: bytes) -> Ticket:
        """Return the ticket of what a snapshot holds."""


class InMemory:
    """The ticket is the packed detector."""

    outside = False

    def put(self, data: bytes) -> bytes:
        """Return the bytes packed, their length before them."""
        return _packed(data)

    def get(self, ticket: bytes) -> bytes:
        """Return the bytes; UnreadableSnapshot when they are damaged."""
        return _unpacked(ticket)

    def drop(self, ticket: bytes) -> None:
        """Do nothing: nobody else has it."""

    def size(self, ticket: bytes) -> int:
        """Return how much memory it takes."""
        return len(ticket)

    def written(self, ticket: bytes) -> bytes:
        """Return it as it is."""
        return ticket

    def read(self, written: bytes) -> bytes:
        """Return it as it is."""
        return written


class Outside:
    """The ticket is a number in a store."""

    outside = True

    def __init__(self, store: ColdStore) -> None:
        self._store = store

    def put(self, data: bytes) -> int:
        """Put the bytes into the store, packed."""
        return self._store.put(_packed(data))

    def get(self, ticket: int) -> bytes:
        """Return the bytes."""
        return _unpacked(self._store.get(ticket))

    def drop(self, ticket: int) -> None:
        """Say that no snapshot to come will name it."""
        self._store.drop(ticket)

    def size(self, ticket: int) -> int:
        """Return what a key takes that is only known by its number."""
        return _NUMBER_BYTES

    def written(self, ticket: int) -> bytes:
        """Return the number."""
        return _LENGTH.pack(ticket)

    def read(self, written: bytes) -> int:
        """Return the number, and have the store keep what it stands for."""
        (number,) = _LENGTH.unpack(written)
        self._store.hold(number)
        return int(number)


def _packed(data: bytes) -> bytes:
    return _LENGTH.pack(len(data)) + bytes(_PACKED.compress(data, asbytes=True))


def _unpacked(packed: bytes) -> bytes:
    (size,) = _LENGTH.unpack_from(packed)
    try:
        return bytes(_PACKED.decompress(packed[_LENGTH.size :], size, asbytes=True))
    except OSError as error:
        raise UnreadableSnapshot(f"a detector's snapshot is damaged: {error}") from error
