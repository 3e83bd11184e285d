"""The row store's inner loops: rows in and out of the word matrix, strings in and out of blobs."""

from __future__ import annotations

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled, inlined
from penstock.formats.kernels.memory import LINE, prefetch
from penstock.formats.kernels.text import copy_text
from penstock.state.hash_kernels import UInt8s

_AHEAD = 12
"""So many rows before it is its turn, a row is asked for: among millions, each waits for memory."""
_PIECE = 4 * LINE
"""How much of a text is asked for; the processor sees by itself that the rest is wanted too."""
_WORD_BYTES = 8


@inlined
def _ask(words_at: int, first: int, words: int) -> None:
    """Ask for the lines of as many words from the first one on."""
    begin = words_at + first * _WORD_BYTES
    for line in range(begin - begin % LINE, begin + words * _WORD_BYTES, LINE):
        prefetch(line)


@compiled
def scatter(staged: Int64s, ids: Int64s, words: Int64s) -> None:
    """Write columns (words by rows) into the rows of these ids."""
    for row in range(len(ids)):
        if row + _AHEAD < len(ids):
            _ask(words.ctypes.data, ids[row + _AHEAD] * words.shape[1], len(staged))
        for word in range(len(staged)):
            words[ids[row], word] = staged[word, row]


@compiled
def gather(words: Int64s, ids: Int64s, null_words: int, into: Int64s) -> None:
    """Write the rows of these ids into columns; of id -1 all bits of NULL are set."""
    for row in range(len(ids)):
        if row + _AHEAD < len(ids):
            _ask(words.ctypes.data, ids[row + _AHEAD] * words.shape[1], len(into))
        if ids[row] < 0:
            for word in range(len(into)):
                into[word, row] = -1 if word < null_words else 0
        else:
            for word in range(len(into)):
                into[word, row] = words[ids[row], word]


@compiled
def release(words: Int64s, ids: Int64s, places: Int64s) -> int:
    """Let the rows refer to no bytes; return how many they referred to."""
    size = 0
    for row in range(len(ids)):
        if row + _AHEAD < len(ids):
            _ask(words.ctypes.data, ids[row + _AHEAD] * words.shape[1], words.shape[1])
        for place in places:
            size += words[ids[row], place + 1]
            words[ids[row], place + 1] = 0
    return size


@compiled
def gather_bytes(even: UInt8s, odd: UInt8s, ranges: tuple[Int64s, Int64s], into: UInt8s) -> None:
    """Copy strings one behind the other, out of the blob that each place names.

    `into` has a line to spare.
    """
    places, lengths = ranges
    target = into.ctypes.data
    blobs = (even.ctypes.data, odd.ctypes.data)
    limits = (even.ctypes.data + len(even), odd.ctypes.data + len(odd))
    for row in range(len(places)):
        if row + _AHEAD < len(places):
            place = places[row + _AHEAD]
            ahead = blobs[place & 1] + (place >> 1)
            for line in range(ahead, ahead + min(lengths[row + _AHEAD], _PIECE), LINE):
                prefetch(line)
        if lengths[row] > 0:
            which = places[row] & 1
            source = blobs[which] + (places[row] >> 1)
            target = copy_text(target, source, lengths[row], limits[which])


@compiled
def move_bytes(
    words: Int64s,
    places: Int64s,
    span: tuple[int, int],
    blobs: tuple[UInt8s, UInt8s],
    state: Int64s,
) -> None:
    """Move what some rows have in the old blob to the end of the new one.

    `state` is which blob is the new one, and where it ends.
    """
    old, new = blobs
    which, end = state[0], state[1]
    for row in range(span[0], span[1]):
        for place in places:
            if words[row, place] & 1 != which:
                start = words[row, place] >> 1
                length = words[row, place + 1]
                for byte in range(length):
                    new[end + byte] = old[start + byte]
                words[row, place] = 2 * end + which
                end += length
    state[1] = end
