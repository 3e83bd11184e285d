/** The names of the lines: beside their ends, or in a row below where there is no room beside. */

import type uPlot from "uplot";
import { h, resizeChildren, setAttribute, setText } from "../dom";
import { decimalsFor, fixed } from "../format";
import { seriesStyle } from "../palette";
import type { PanelSpec } from "../protocol";
import type { Track } from "../track";
import { spreadOut } from "./spread_out";

const SLOT_PX = 17;
// Labels that follow every wiggle cannot be read: they move once in a while, their values at once.
const MOVE_MS = 1_000;

export class LineLabels {
  readonly element = h("ul", { class: "line-labels" });
  private readonly more = h("p", { class: "line-more" });
  private isBelow = false;
  private movedMs = -Infinity;
  private movedKey = "";

  constructor(
    private readonly spec: PanelSpec,
    private readonly focus: (name: string | null) => void,
  ) {}

  /** Make as many labels as there are lines; called before the plot is measured. */
  prepare(tracks: Track[], isBelow: boolean): void {
    this.isBelow = isBelow;
    // A single line is named by the panel's title already.
    this.element.hidden = tracks.length < 2 && this.spec.series === undefined;
    setAttribute(this.element, "data-place", isBelow ? "below" : "beside");
    resizeChildren(this.element, tracks.length, () => this.make());
    const decimals = decimalsFor(tracks.map((track) => track.latest?.y ?? null));
    tracks.forEach((track, at) => this.write(this.element.children[at] as HTMLElement, track, decimals));
  }

  /** Move the labels beside the ends of their lines, apart from one another. */
  place(plot: uPlot, tracks: Track[]): void {
    const labels = [...this.element.children] as HTMLElement[];
    if (this.isBelow) return labels.forEach((label) => this.show(label, null));
    const key = `${tracks.length} ${plot.height}`;
    if (key === this.movedKey && performance.now() - this.movedMs < MOVE_MS) return;
    this.movedKey = key;
    this.movedMs = performance.now();
    const height = plot.height - 18;
    const slots = Math.max(1, Math.floor(height / SLOT_PX));
    const wanted = tracks
      .map((track, at) => ({ at, y: track.latest === null ? height : plot.valToPos(track.latest.y, "y") + 8 }))
      .sort((a, b) => a.y - b.y);
    const kept = wanted.slice(0, wanted.length > slots ? slots - 1 : slots);
    const tops = spreadOut(kept.map((label) => label.y - SLOT_PX / 2), SLOT_PX, height);
    labels.forEach((label) => (label.hidden = true));
    kept.forEach((label, slot) => this.show(labels[label.at], tops[slot]));
    this.sayMore(wanted.length - kept.length, height);
  }

  private make(): HTMLElement {
    const label = h("li", { tabindex: "0" }, h("i", { class: "swatch" }), h("span"), h("b"));
    const enter = (): void => this.focus(label.dataset.name ?? null);
    label.addEventListener("pointerenter", enter);
    label.addEventListener("focus", enter);
    label.addEventListener("pointerleave", () => this.focus(null));
    label.addEventListener("blur", () => this.focus(null));
    return label;
  }

  private write(label: HTMLElement, track: Track, decimals: number): void {
    const style = seriesStyle(this.spec.series ?? this.spec.id, track.name);
    label.dataset.name = track.name;
    const [swatch, name, value] = [...label.children] as HTMLElement[];
    swatch.style.setProperty("--colour", `var(${style.token})`);
    setAttribute(swatch, "data-dash", style.dash.length > 0 ? String(style.dash[0]) : null);
    setText(name, track.name);
    setText(value, track.latest === null ? "–" : fixed(track.latest.y, decimals));
  }

  private show(label: HTMLElement, top: number | null): void {
    label.hidden = false;
    label.style.transform = top === null ? "" : `translateY(${top.toFixed(1)}px)`;
  }

  private sayMore(count: number, top: number): void {
    if (count === 0) return this.more.remove();
    setText(this.more, `and ${count} below`);
    this.more.style.transform = `translateY(${top}px)`;
    this.element.after(this.more);
  }
}
