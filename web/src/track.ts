/** One line's points in order of x, thinned to two per bucket when there are too many. */

export interface Mark {
  x: number;
  y: number;
}

const MARKS_MAX = 500;

export class Track {
  xs: number[] = [];
  ys: (number | null)[] = [];
  marks: Mark[] = [];
  latest: Mark | null = null;

  constructor(readonly name: string) {}

  /** Add a point; `bucket` is a width in x, 0 keeps every point. */
  add(x: number, y: number | null, bucket: number): void {
    if (y !== null && (this.latest === null || x >= this.latest.x)) this.latest = { x, y };
    if (bucket > 0) this.fold(x, y, bucket);
    else this.insert(x, y);
  }

  addMark(mark: Mark): void {
    this.marks.push(mark);
    if (this.marks.length > MARKS_MAX) this.marks.shift();
  }

  /** Forget what is left of `oldest`. */
  dropBefore(oldest: number): void {
    const first = lowerBound(this.xs, oldest);
    // Dropping a prefix copies the rest: wait until it is worth it.
    if (first > 64 || first > this.xs.length / 8) {
      this.xs.splice(0, first);
      this.ys.splice(0, first);
    }
    while (this.marks.length > 0 && this.marks[0].x < oldest) this.marks.shift();
  }

  /** Thin what is there to `bucket`. */
  rebucket(bucket: number): void {
    const { xs, ys } = this;
    this.xs = [];
    this.ys = [];
    xs.forEach((x, at) => this.fold(x, ys[at], bucket));
  }

  /** Return the point nearest to `x`; null when there is none. */
  nearest(x: number): Mark | null {
    const after = lowerBound(this.xs, x);
    let best: Mark | null = null;
    for (const at of [after - 1, after]) {
      const y = this.ys[at];
      if (y === undefined || y === null) continue;
      if (best === null || Math.abs(this.xs[at] - x) < Math.abs(best.x - x)) best = { x: this.xs[at], y };
    }
    return best;
  }

  private insert(x: number, y: number | null): void {
    const at = this.placeOf(x);
    // The same moment again means that its value changed.
    const replace = this.xs[at] === x ? 1 : 0;
    this.xs.splice(at, replace, x);
    this.ys.splice(at, replace, y);
  }

  // The lowest and the highest of a bucket stay, in the order they came: a spike is never lost.
  private fold(x: number, y: number | null, bucket: number): void {
    const start = Math.floor(x / bucket) * bucket;
    const at = this.placeOf(start);
    const count = this.xs[at] !== start ? 0 : this.xs[at + 1] === start + bucket / 2 ? 2 : 1;
    if (count < 2) {
      this.xs.splice(at + count, 0, start + (count * bucket) / 2);
      this.ys.splice(at + count, 0, y);
      return;
    }
    const [first, second] = [this.ys[at], this.ys[at + 1]];
    if (y === null) return;
    if (first === null || second === null) this.ys[first === null ? at : at + 1] = y;
    else if (y > Math.max(first, second)) this.keepExtremes(at, Math.min(first, second), y);
    else if (y < Math.min(first, second)) this.keepExtremes(at, Math.max(first, second), y);
  }

  private keepExtremes(at: number, earlier: number, later: number): void {
    this.ys[at] = earlier;
    this.ys[at + 1] = later;
  }

  private placeOf(x: number): number {
    const last = this.xs.length - 1;
    if (last < 0 || this.xs[last] < x) return last + 1;
    return lowerBound(this.xs, x);
  }
}

/** Return the first position whose value is at least `x`. */
export function lowerBound(sorted: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
