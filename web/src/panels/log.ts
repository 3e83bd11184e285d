/** What happened, newest first; it holds still while the visitor reads further down. */

import type { Batch, Cell } from "../batch";
import { h, resizeChildren, setAttribute, setText } from "../dom";
import { cell, columnName, decimalsFor, moment } from "../format";
import type { Mode } from "../protocol";
import { RowStore, type Row } from "../row_store";
import type { Panel, PanelPlace } from "./panel";

const ROWS_MAX = 500;
const SHOWN_MAX = 120;

/** Build a log: `x` is the time, `level` the severity, the rest is the message. */
export function logPanel(place: PanelPlace): Panel {
  return new Log(place);
}

class Log implements Panel {
  readonly gapMs = 120;
  private readonly store: RowStore;
  private readonly list = h("ol", { class: "log-list" });
  private readonly scroller: HTMLElement;
  private readonly newer: HTMLButtonElement;
  private drawnAt = 0;

  constructor(private readonly place: PanelPlace) {
    const { max_rows, window_s, x, title } = place.spec;
    this.store = new RowStore({
      rowsMax: Math.min(max_rows ?? ROWS_MAX, 5_000),
      timeColumn: x ?? null,
      windowMs: window_s === undefined ? null : window_s * 1_000,
    });
    this.scroller = h("div", { class: "log-scroll", tabindex: "0", role: "log", "aria-live": "off", "aria-label": title }, this.list);
    this.newer = h("button", { class: "log-newer", type: "button", hidden: true, onclick: () => this.toTop() });
    place.body.append(h("div", { class: "log" }, this.scroller, this.newer));
    this.scroller.addEventListener("scroll", () => place.changed(), { passive: true });
  }

  get isEmpty(): boolean {
    return this.store.rows.length === 0;
  }

  apply(batch: Batch, mode: Mode): void {
    this.store.apply(batch, mode);
  }

  draw(): boolean {
    const unseen = this.store.received - this.drawnAt;
    const isReading = this.scroller.scrollTop > 8 && this.drawnAt > 0;
    this.newer.hidden = !isReading || unseen === 0;
    setText(this.newer, `${unseen} newer`);
    if (!isReading) this.drawRows();
    return false;
  }

  private drawRows(): void {
    this.drawnAt = this.store.received;
    setAttribute(this.list, "data-plain", this.place.spec.level === undefined ? "yes" : null);
    const rows = this.store.rows.slice(-SHOWN_MAX).reverse();
    const [time, level] = [this.timeAt(), this.store.at(this.place.spec.level)];
    const rest = this.messageColumns(time, level);
    const nowMs = Date.now();
    resizeChildren(this.list, rows.length, () => h("li", {}, h("time"), h("i"), h("span")));
    rows.forEach((row, at) => {
      const line = this.list.children[at];
      const [when, tag, text] = [...line.children];
      setAttribute(line, "data-level", level < 0 ? "info" : String(row[level]));
      setText(when, time < 0 ? "" : moment(row[time] as number, nowMs));
      setText(tag, level < 0 ? "" : String(row[level]));
      setText(text, this.write(row, rest, nowMs));
    });
  }

  private timeAt(): number {
    const named = this.store.at(this.place.spec.x);
    return named >= 0 ? named : this.store.kinds.indexOf("time");
  }

  private messageColumns(time: number, level: number): number[] {
    const named = this.place.spec.y.map((name) => this.store.at(name)).filter((at) => at >= 0);
    if (named.length > 0) return named;
    return this.store.names.map((_, at) => at).filter((at) => at !== time && at !== level);
  }

  // Text speaks for itself; a number needs its column's name to mean anything.
  private write(row: Row, columns: number[], nowMs: number): string {
    return columns
      .filter((at) => row[at] !== null)
      .map((at) => {
        const text = cell(row[at], this.store.kinds[at], decimalsFor([row[at] as Cell]), nowMs);
        return this.store.kinds[at] === "text" ? text : `${columnName(this.store.names[at])} ${text}`;
      })
      .join(" · ");
  }

  private toTop(): void {
    this.scroller.scrollTop = 0;
    this.place.changed();
  }
}
