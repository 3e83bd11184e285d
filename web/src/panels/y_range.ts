/** A vertical range that grows at once and shrinks late, so that a live chart does not breathe. */

const SHRINK_AFTER_MS = 6_000;

export interface Range {
  low: number;
  high: number;
}

export class CalmRange {
  private shown: Range | null = null;
  private looseSinceMs: number | null = null;

  /** Return the range to show for values from `low` to `high` at this moment. */
  fit(low: number, high: number, nowMs: number): Range {
    const wanted = niceRange(low, high);
    const shown = this.shown;
    if (shown === null || wanted.low < shown.low || wanted.high > shown.high) return this.show(wanted, shown);
    const isLoose = wanted.high - wanted.low < 0.7 * (shown.high - shown.low);
    this.looseSinceMs = isLoose ? (this.looseSinceMs ?? nowMs) : null;
    if (this.looseSinceMs === null || nowMs - this.looseSinceMs < SHRINK_AFTER_MS) return shown;
    return this.show(wanted, null);
  }

  private show(wanted: Range, atLeast: Range | null): Range {
    this.looseSinceMs = null;
    this.shown = {
      low: Math.min(wanted.low, atLeast?.low ?? Infinity),
      high: Math.max(wanted.high, atLeast?.high ?? -Infinity),
    };
    return this.shown;
  }
}

/** Return the range rounded outwards to a readable step; it starts at zero if that is near. */
export function niceRange(low: number, high: number): Range {
  if (!(low <= high)) return { low: 0, high: 1 };
  const nearZero = low >= 0 && low < 0.6 * high;
  const bottom = nearZero ? 0 : low;
  const span = high - bottom || Math.abs(high) || 1;
  const step = niceStep(span / 5);
  const floor = Math.floor((bottom - (nearZero ? 0 : span * 0.04)) / step) * step;
  return { low: low >= 0 ? Math.max(0, floor) : floor, high: Math.ceil((high + span * 0.06) / step) * step };
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}
