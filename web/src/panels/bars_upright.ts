/** Upright stacked bars over time or numbers. */

import uPlot from "uplot";
import { h, setAttribute } from "../dom";
import { decimalsFor, fixed, moment, number } from "../format";
import { seriesStyle, token } from "../palette";
import { totals, type Stacks } from "../stack_store";
import { hideTip, showTip, type TipLine } from "../tooltip";
import type { BarsView } from "./bars";
import { axes, cursor, walkWithKeys } from "./chart";
import type { PanelPlace } from "./panel";
import { CalmRange, type Range } from "./y_range";

export class UprightBars implements BarsView {
  private readonly box = h("div", { class: "bars-upright", tabindex: "0", role: "img" });
  private readonly range = new CalmRange();
  private plot: uPlot | null = null;
  private built = "";
  private stacks: Stacks = { xs: [], parts: [], values: [], isOrdered: true };
  private isTime = true;
  private shown: Range = { low: 0, high: 1 };
  private isTipShown = false;

  constructor(private readonly place: PanelPlace) {
    place.body.append(this.box);
    walkWithKeys(this.box, () => this.plot);
  }

  show(stacks: Stacks, isTime: boolean): void {
    this.stacks = stacks;
    this.isTime = isTime;
    const heights = totals(stacks);
    this.shown = this.range.fit(Math.min(0, ...heights), Math.max(...heights), performance.now());
    this.ensurePlot();
    const { clientWidth: width, clientHeight: height } = this.box;
    if (this.plot!.width !== width || this.plot!.height !== height) this.plot!.setSize({ width, height });
    this.plot!.setData(stacked(stacks));
    const spoken = `${this.place.spec.title}: ${stacks.xs.length} bars, latest ${number(heights.at(-1) ?? 0)}`;
    setAttribute(this.box, "aria-label", spoken);
  }

  close(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private ensurePlot(): void {
    const key = [document.documentElement.dataset.theme, this.isTime, ...this.stacks.parts].join("\u0000");
    if (this.plot !== null && this.built === key) return;
    this.plot?.destroy();
    this.built = key;
    this.plot = new uPlot(this.options(), [[]], this.box);
  }

  private options(): uPlot.Options {
    return {
      width: this.box.clientWidth,
      height: this.box.clientHeight,
      ms: 1,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { ...cursor(-1), x: false },
      scales: {
        x: { time: this.isTime, range: () => this.xRange() },
        y: { range: () => [this.shown.low, this.shown.high] },
      },
      axes: axes(this.isTime),
      // The whole stack is drawn first and the lower parts over it, so the last part comes first.
      series: [{}, ...this.stacks.parts.map((_, at) => this.series(this.stacks.parts.length - 1 - at))],
      hooks: { setCursor: [(plot) => this.tip(plot)] },
    };
  }

  private series(part: number): uPlot.Series {
    const colour = seriesStyle(this.place.spec.series ?? "", this.stacks.parts[part]).token;
    return {
      fill: () => token(colour),
      stroke: () => token("--panel"),
      width: 1,
      points: { show: false },
      paths: uPlot.paths.bars!({ size: [0.86, 44], align: 0 }),
    };
  }

  private xRange(): [number, number] {
    const xs = this.stacks.xs.map(Number);
    const [first, last] = [xs[0] ?? 0, xs.at(-1) ?? 1];
    const step = xs.length > 1 ? Math.min(...xs.slice(1).map((x, at) => x - xs[at])) : this.isTime ? 60_000 : 1;
    const windowMs = this.isTime ? (this.place.spec.window_s ?? 0) * 1_000 : 0;
    // A young chart keeps the width of a bar from its first minutes on, instead of one bar that fills it.
    const least = Math.min(windowMs || step * 12, step * 12);
    return [Math.min(first - step / 2, last + step / 2 - least), last + step / 2];
  }

  private tip(plot: uPlot): void {
    const at = plot.cursor.idx;
    if (at === null || at === undefined || (plot.cursor.left ?? -1) < 0 || at >= this.stacks.xs.length) {
      if (this.isTipShown) hideTip();
      this.isTipShown = false;
      return;
    }
    const box = plot.over.getBoundingClientRect();
    const x = this.stacks.xs[at] as number;
    const title = this.isTime ? moment(x, Date.now()) : number(x);
    showTip(box.left + plot.valToPos(x, "x"), box.top + plot.cursor.top!, title, tipLines(this.stacks, at, this.place));
    this.isTipShown = true;
  }
}

/** Return the lines of a tooltip for one stack: its parts from the top, then their sum. */
export function tipLines(stacks: Stacks, at: number, place: PanelPlace): TipLine[] {
  const decimals = decimalsFor(stacks.values.map((part) => part[at]));
  const series = place.spec.series ?? "";
  const lines = stacks.parts.map((name, part): TipLine => ({
    token: seriesStyle(series, name).token,
    name,
    value: fixed(stacks.values[part][at] ?? 0, decimals),
  }));
  lines.reverse();
  if (lines.length > 1) lines.push({ token: null, name: "total", value: fixed(totals(stacks)[at], decimals), isStrong: true });
  return lines;
}

function stacked(stacks: Stacks): uPlot.AlignedData {
  const tops: (number | null)[][] = [];
  const below = new Array<number>(stacks.xs.length).fill(0);
  for (const part of stacks.values) {
    tops.push(part.map((value, at) => (value === null ? null : (below[at] += value))));
  }
  return [stacks.xs as number[], ...tops.reverse()];
}
