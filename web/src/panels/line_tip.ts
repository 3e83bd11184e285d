/** What the lines say at the pointer: the moment, and the values nearest to it. */

import type uPlot from "uplot";
import { decimalsFor, fixed, moment, number } from "../format";
import type { LineStore } from "../line_store";
import { seriesStyle } from "../palette";
import type { PanelSpec } from "../protocol";
import { hideTip, showTip, type TipLine } from "../tooltip";
import type { Mark, Track } from "../track";

const LINES_MAX = 8;
const REACH_PX = 60;

export class LineTip {
  private plot: uPlot | null = null;
  private isShown = false;

  constructor(
    private readonly spec: PanelSpec,
    private readonly store: LineStore,
  ) {}

  attach(plot: uPlot): void {
    this.plot = plot;
  }

  /** Follow the chart's cursor. */
  update(): void {
    const { left, top } = this.plot!.cursor;
    if (left === undefined || top === undefined || left < 0) return this.hide();
    const x = this.plot!.posToVal(left, "x");
    const lines = this.linesAt(x, top);
    if (lines.length === 0) return this.hide();
    const box = this.plot!.over.getBoundingClientRect();
    const title = this.store.isTime ? moment(x, Date.now()) : number(x);
    showTip(box.left + left, box.top + top, title, lines);
    this.isShown = true;
  }

  private hide(): void {
    if (this.isShown) hideTip();
    this.isShown = false;
  }

  private linesAt(x: number, top: number): TipLine[] {
    const reach = this.plot!.posToVal(REACH_PX, "x") - this.plot!.posToVal(0, "x");
    const near = this.store.tracks
      .map((track) => ({ track, point: track.nearest(x) }))
      .filter((item): item is { track: Track; point: Mark } => item.point !== null && Math.abs(item.point.x - x) <= reach);
    const distance = (point: Mark): number => Math.abs(this.plot!.valToPos(point.y, "y") - top);
    near.sort((a, b) => distance(a.point) - distance(b.point));
    const closest = near[0]?.track;
    const decimals = decimalsFor(near.map((item) => item.point.y));
    return near
      .slice(0, LINES_MAX)
      .sort((a, b) => b.point.y - a.point.y)
      .map(({ track, point }) => ({
        token: seriesStyle(this.spec.series ?? this.spec.id, track.name).token,
        name: isMarked(track, point) ? `${track.name} (anomaly)` : track.name,
        value: `${fixed(point.y, decimals)}${this.spec.unit ? ` ${this.spec.unit}` : ""}`,
        isStrong: track === closest && near.length > 1,
      }));
  }
}

function isMarked(track: Track, point: Mark): boolean {
  return track.marks.some((mark) => mark.x === point.x && mark.y === point.y);
}
