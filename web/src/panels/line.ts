/** Lines over time, one per series, with anomalies ringed and names where the lines end. */

import uPlot from "uplot";
import type { Batch } from "../batch";
import { h, setAttribute } from "../dom";
import { columnName, number } from "../format";
import { LineStore } from "../line_store";
import { seriesStyle, token } from "../palette";
import type { Mode } from "../protocol";
import { axes, cursor, walkWithKeys } from "./chart";
import { LineLabels } from "./line_labels";
import { drawMarks, drawThreshold } from "./line_marks";
import { LineTip } from "./line_tip";
import type { Panel, PanelPlace } from "./panel";
import { CalmRange, type Range } from "./y_range";

const NARROW_PX = 480;
const SPAN_MIN_MS = 20_000;

/** Build a line chart: `x`, one or more `y`, and a line per value of `series`. */
export function linePanel(place: PanelPlace): Panel {
  return new Line(place);
}

class Line implements Panel {
  readonly gapMs = 100;
  private readonly store: LineStore;
  private readonly plotBox = h("div", { class: "line-plot", tabindex: "0", role: "img" });
  private readonly labels: LineLabels;
  private readonly tip: LineTip;
  private readonly range = new CalmRange();
  private plot: uPlot | null = null;
  private built = "";
  private shown: Range = { low: 0, high: 1 };

  constructor(private readonly place: PanelPlace) {
    this.store = new LineStore(place.spec);
    this.labels = new LineLabels(place.spec, (name) => this.focus(name));
    this.tip = new LineTip(place.spec, this.store);
    const root = h("div", { class: "line" }, this.plotBox, this.labels.element);
    place.body.append(root);
    walkWithKeys(this.plotBox, () => this.plot);
  }

  get isEmpty(): boolean {
    return this.store.isEmpty;
  }

  apply(batch: Batch, mode: Mode): void {
    this.store.apply(batch, mode);
  }

  draw(nowMs: number): boolean {
    if (this.store.isEmpty || this.place.body.clientWidth === 0) return false;
    const narrow = this.place.body.clientWidth < NARROW_PX;
    this.labels.prepare(this.store.tracks, narrow);
    this.shown = this.fitRange(nowMs);
    this.ensurePlot();
    this.resize();
    this.plot!.setData(this.store.align() as unknown as uPlot.AlignedData);
    this.describe();
    return false;
  }

  close(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private ensurePlot(): void {
    const key = [document.documentElement.dataset.theme, this.store.isTime, ...this.names()].join("\u0000");
    if (this.plot !== null && this.built === key) return;
    this.plot?.destroy();
    this.built = key;
    this.plot = new uPlot(this.options(), [[]], this.plotBox);
    this.tip.attach(this.plot);
  }

  private names(): string[] {
    return this.store.tracks.map((track) => track.name);
  }

  private options(): uPlot.Options {
    return {
      ...this.size(),
      ms: 1,
      padding: [8, 4, 0, 0],
      legend: { show: false },
      cursor: cursor(40),
      focus: { alpha: 0.22 },
      scales: {
        x: { time: this.store.isTime, range: () => this.xRange() },
        y: { range: () => [this.shown.low, this.shown.high] },
      },
      axes: axes(this.store.isTime),
      series: [{}, ...this.names().map((name) => this.series(name))],
      hooks: {
        drawAxes: [(plot) => drawThreshold(plot, this.place.spec)],
        draw: [
          (plot) => drawMarks(plot, this.store.tracks, this.seriesColumn()),
          // Only now are the scales those of the new data.
          (plot) => this.labels.place(plot, this.store.tracks),
        ],
        setCursor: [() => this.tip.update()],
      },
    };
  }

  private series(name: string): uPlot.Series {
    const style = seriesStyle(this.seriesColumn(), name);
    return {
      label: name,
      stroke: () => token(style.token),
      width: 1.5,
      dash: style.dash,
      points: { show: false },
    };
  }

  private seriesColumn(): string {
    return this.place.spec.series ?? this.place.spec.id;
  }

  private xRange(): [number, number] {
    const [first, last] = this.store.extent();
    const least = this.store.isTime ? Math.min(SPAN_MIN_MS, (this.place.spec.window_s ?? 1e9) * 1_000) : 1;
    return [Math.min(first, last - least), last];
  }

  // A threshold far above the data would press the lines flat: it joins once they come near.
  private fitRange(nowMs: number): Range {
    let [low, high] = [Infinity, -Infinity];
    for (const track of this.store.tracks) {
      for (const y of track.ys) {
        if (y === null) continue;
        if (y < low) low = y;
        if (y > high) high = y;
      }
    }
    const threshold = this.place.spec.threshold;
    if (threshold !== undefined && high > threshold / 2) high = Math.max(high, threshold);
    return this.range.fit(low, high, nowMs);
  }

  private size(): { width: number; height: number } {
    return { width: this.plotBox.clientWidth, height: this.plotBox.clientHeight };
  }

  private resize(): void {
    const { width, height } = this.size();
    if (width !== this.plot!.width || height !== this.plot!.height) this.plot!.setSize({ width, height });
  }

  private focus(name: string | null): void {
    const at = this.store.tracks.findIndex((track) => track.name === name);
    this.plot?.setSeries(at < 0 ? null! : at + 1, { focus: at >= 0 });
  }

  private describe(): void {
    const latest = this.store.tracks.slice(0, 12).map((track) =>
      `${track.name} ${track.latest === null ? "–" : number(track.latest.y)}`);
    const what = this.place.spec.y.map(columnName).join(", ");
    setAttribute(this.plotBox, "aria-label", `${this.place.spec.title}: ${what}. Latest: ${latest.join(", ")}`);
  }
}
