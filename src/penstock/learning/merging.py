"""Findings of two forests become one; so do those of a score that was changed afterwards."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from penstock.learning.insight import Doubles, Findings
from penstock.learning.intake import Rows


def mean_findings(first: Findings, second: Findings, usual: Rows) -> Findings:
    """Return what two forests say of rows together: the mean, where the second has a score.

    The second judges rows less their `usual` values, so what it expects is counted from there; it
    knows the time, so where it expects something that is what is expected. Attributions are the
    means of both, so that they sum to the mean of the scores.
    """
    known = second.scores > 0.0
    wide = known[:, None]
    later = second.shifted(usual)

    def told(own: Doubles, others: Doubles) -> Doubles:
        return np.where(wide & np.isfinite(others), others, own)

    return Findings(
        np.where(known, (first.scores + second.scores) / 2, first.scores),
        np.where(wide, (first.high + second.high) / 2, first.high),
        np.where(wide, (first.low + second.low) / 2, first.low),
        np.where(known, (first.displacement + second.displacement) / 2, first.displacement),
        told(first.expected, later.expected),
        told(first.expected_low, later.expected_low),
        told(first.expected_high, later.expected_high),
    )


def with_scores(findings: Findings, scores: Doubles) -> Findings:
    """Return findings whose attributions sum to other scores, in the same proportions."""
    changed = (findings.scores > 0.0) & (scores != findings.scores)
    share = np.divide(scores, findings.scores, out=np.ones_like(scores), where=changed)[:, None]
    return replace(findings, scores=scores, high=findings.high * share, low=findings.low * share)
