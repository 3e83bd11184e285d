"""Prices from one to a million dollars, in cents, each order of magnitude as likely as any other.

A power is looked up as a product of two table entries: that is faster than an exponential, and
the same on every processor.
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.sources.nexmark.chance import Words

_MAGNITUDES = 6
_CENTS = 100.0
_BITS = 12
_STEPS = 1 << _BITS
_COARSE = 10.0 ** (np.arange(_STEPS) * (_MAGNITUDES / _STEPS)) * _CENTS
_FINE = 10.0 ** (np.arange(_STEPS) * (_MAGNITUDES / _STEPS / _STEPS))


def prices(bits: Words) -> Int64s:
    """Return a price for each word, of its 24 upper bits.

    >>> prices(np.array([0, 2**63, 2**64 - 1], np.uint64)).tolist()
    [100, 100000, 99999918]
    """
    coarse = (bits >> np.uint64(64 - _BITS)).view(np.int64)
    fine = (bits >> np.uint64(64 - 2 * _BITS)).view(np.int64) & (_STEPS - 1)
    cents: Int64s = np.rint(_COARSE[coarse] * _FINE[fine]).astype(np.int64)
    return cents
