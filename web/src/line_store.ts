/** The lines of one chart: as many points as a screen can show, however many rows arrive. */

import { asName, asNumber, axisColumn, columnOf, valueColumns, type Batch, type Column } from "./batch";
import type { Mode, PanelSpec } from "./protocol";
import { Track } from "./track";

const POINTS_MAX = 6_000;
const BUCKETS = 500;
const TRACKS_MAX = 60;

/** A chart's data as uPlot takes it: shared x values, then one array per line. */
export type Aligned = [number[], ...(number | null | undefined)[][]];

export class LineStore {
  tracks: Track[] = [];
  isTime = true;
  newest = -Infinity;
  /** Rows of series beyond the most that one chart can show. */
  dropped = 0;
  private byName = new Map<string, Track>();
  private bucket = 0;
  private pointsSinceCheck = 0;

  constructor(private readonly spec: PanelSpec) {}

  apply(batch: Batch, mode: Mode): void {
    if (mode === "replace") this.reset();
    const x = axisColumn(batch.columns, this.spec.x);
    if (batch.rows === 0 || x === null) return;
    this.isTime = x.kind === "time";
    for (const y of valueColumns(batch.columns, this.spec.y, x)) this.addColumn(batch, x, y);
    this.trim();
  }

  get isEmpty(): boolean {
    return this.tracks.length === 0;
  }

  /** Return the first and the last x to show. */
  extent(): [number, number] {
    let oldest = Infinity;
    for (const track of this.tracks) oldest = Math.min(oldest, track.xs[0] ?? Infinity);
    return [Math.max(oldest, this.newest - this.window), this.newest];
  }

  /** Return all lines on one common x axis; undefined where a line has no point there. */
  align(): Aligned {
    const every = new Float64Array(this.tracks.reduce((sum, track) => sum + track.xs.length, 0));
    let offset = 0;
    for (const track of this.tracks) {
      every.set(track.xs, offset);
      offset += track.xs.length;
    }
    const xs = distinct(every.sort());
    return [xs, ...this.tracks.map((track) => spread(track, xs))];
  }

  private get window(): number {
    const seconds = this.spec.window_s;
    return seconds === undefined ? Infinity : this.isTime ? seconds * 1_000 : seconds;
  }

  private reset(): void {
    this.tracks = [];
    this.byName.clear();
    this.newest = -Infinity;
    this.bucket = 0;
    this.dropped = 0;
  }

  private addColumn(batch: Batch, x: Column, y: Column): void {
    const series = columnOf(batch, this.spec.series);
    const mark = columnOf(batch, this.spec.mark);
    for (let row = 0; row < batch.rows; row++) {
      const at = asNumber(x.values[row]);
      const track = this.trackOf(series === null ? y.name : this.nameOf(series, row, y));
      if (at === null || track === null) continue;
      const value = asNumber(y.values[row]);
      track.add(at, value, this.bucket);
      if (value !== null && mark?.values[row] === true) track.addMark({ x: at, y: value });
      if (at > this.newest) this.newest = at;
      this.pointsSinceCheck++;
    }
  }

  private nameOf(series: Column, row: number, y: Column): string {
    const name = asName(series.values[row]);
    return this.spec.y.length > 1 ? `${name} · ${y.name}` : name;
  }

  private trackOf(name: string): Track | null {
    let track = this.byName.get(name);
    if (track !== undefined) return track;
    if (this.tracks.length >= TRACKS_MAX) {
      this.dropped++;
      return null;
    }
    track = new Track(name);
    this.byName.set(name, track);
    this.tracks.push(track);
    return track;
  }

  private trim(): void {
    const oldest = this.newest - this.window;
    for (const track of this.tracks) track.dropBefore(oldest);
    if (this.pointsSinceCheck < POINTS_MAX / 4) return;
    this.pointsSinceCheck = 0;
    const points = this.tracks.reduce((sum, track) => sum + track.xs.length, 0);
    if (points > POINTS_MAX) this.thin();
  }

  // Exact points while they are few; then a grid that all lines share, which also keeps the common
  // x axis short. Without a window the grid widens as the time shown grows.
  private thin(): void {
    const [first, last] = this.extent();
    const width = (Math.min(this.window, Math.max(1e-9, last - first) * 1.5)) / BUCKETS;
    if (width <= this.bucket) return;
    this.bucket = width;
    for (const track of this.tracks) track.rebucket(this.bucket);
  }
}

function distinct(sorted: Float64Array): number[] {
  const xs: number[] = [];
  for (const x of sorted) if (x !== xs[xs.length - 1]) xs.push(x);
  return xs;
}

function spread(track: Track, xs: number[]): (number | null | undefined)[] {
  const values = new Array<number | null | undefined>(xs.length).fill(undefined);
  let at = 0;
  for (let position = 0; position < xs.length && at < track.xs.length; position++) {
    if (xs[position] === track.xs[at]) values[position] = track.ys[at++];
  }
  return values;
}
