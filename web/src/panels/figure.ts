/** One number, large, with its recent course below. */

import { asNumber, type Batch, type Cell } from "../batch";
import { h, s, setAttribute, setText } from "../dom";
import { capital, cell, columnName, decimalsOf } from "../format";
import type { Mode } from "../protocol";
import { RowStore } from "../row_store";
import type { Panel, PanelPlace } from "./panel";

const WIDTH = 200;
const HEIGHT = 40;

/** Build a figure: `y[0]` is the number, further `y` are small ones, `spark` is a list. */
export function figurePanel(place: PanelPlace): Panel {
  return new Figure(place);
}

class Figure implements Panel {
  readonly gapMs = 100;
  private readonly store = new RowStore({ rowsMax: 1, timeColumn: null, windowMs: null });
  private readonly value = h("span", { class: "figure-value" });
  private readonly others = h("p", { class: "figure-others" });
  private readonly line = s("path", { class: "spark-line" });
  private readonly area = s("path", { class: "spark-area" });
  private readonly fractions = new Set<string>();
  private readonly root: HTMLElement;

  constructor(private readonly place: PanelPlace) {
    const unit = h("span", { class: "figure-unit" }, place.spec.unit ?? "");
    const spark = s(
      "svg",
      { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      this.area,
      this.line,
    );
    this.root = h("div", { class: "figure" }, h("p", { class: "figure-main" }, this.value, unit), this.others);
    if (place.spec.spark !== undefined) this.root.append(spark);
    place.body.append(this.root);
  }

  get isEmpty(): boolean {
    return this.store.rows.length === 0;
  }

  apply(batch: Batch, mode: Mode): void {
    this.store.apply(batch, mode);
  }

  draw(): boolean {
    const row = this.store.rows[0];
    if (row === undefined) return false;
    const names = this.place.spec.y.length > 0 ? this.place.spec.y : this.store.names.slice(0, 1);
    const value = row[this.store.at(names[0])];
    setText(this.value, this.write(names[0], value));
    setAttribute(this.value, "data-none", value === null ? "yes" : null);
    setText(this.others, names.slice(1).map((name) => this.describe(name, row)).join(" · "));
    setAttribute(this.root, "data-alarm", this.isAlarm(row, value) ? "yes" : null);
    this.drawSpark(row[this.store.at(this.place.spec.spark)]);
    return false;
  }

  // A value that once had a fraction keeps its decimals: 69.0 between 68.7 and 69.2, not 69.
  private write(name: string, value: Cell | undefined): string {
    const size = asNumber(value);
    if (size !== null && !Number.isInteger(size)) this.fractions.add(name);
    const decimals = decimalsOf(Math.abs(size ?? 0), this.fractions.has(name));
    return cell(value, this.store.kinds[this.store.at(name)], decimals, Date.now());
  }

  private describe(name: string, row: Cell[]): string {
    return `${capital(columnName(name))} ${this.write(name, row[this.store.at(name)])}`;
  }

  private isAlarm(row: Cell[], value: Cell | undefined): boolean {
    const { mark, threshold } = this.place.spec;
    if (mark !== undefined) return row[this.store.at(mark)] === true;
    return threshold !== undefined && (asNumber(value) ?? -Infinity) >= threshold;
  }

  private drawSpark(list: Cell | undefined): void {
    const points = Array.isArray(list) ? list.map(asNumber).filter((item) => item !== null) : [];
    const path = sparkPath(points);
    setAttribute(this.line, "d", path);
    setAttribute(this.area, "d", path === "" ? "" : `${path}L${WIDTH},${HEIGHT}L0,${HEIGHT}Z`);
  }
}

/** Return an SVG path from the left edge to the right, lowest value at the bottom. */
export function sparkPath(points: number[]): string {
  if (points.length < 2) return "";
  const low = Math.min(...points);
  const range = Math.max(...points) - low || 1;
  const step = WIDTH / (points.length - 1);
  const places = points.map((value, at) => {
    const y = HEIGHT - 3 - ((value - low) / range) * (HEIGHT - 6);
    return `${(at * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return `M${places.join("L")}`;
}
