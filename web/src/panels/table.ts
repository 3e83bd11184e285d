/** Rows as they are given, numbers aligned on their decimal point. */

import { asNumber, type Batch, type Cell } from "../batch";
import { h, resizeChildren, setAttribute, setText } from "../dom";
import { cell, columnName, decimalsFor } from "../format";
import type { Mode } from "../protocol";
import { RowStore, type Row } from "../row_store";
import type { Panel, PanelPlace } from "./panel";

const ROWS_MAX = 200;
const END_PX = 24;

/** Build a table of all columns; those named in `y` also get a bar behind the number. */
export function tablePanel(place: PanelPlace): Panel {
  return new Table(place);
}

class Table implements Panel {
  readonly gapMs = 120;
  private readonly store: RowStore;
  private readonly head = h("tr");
  private readonly rows = h("tbody");
  private readonly scroller: HTMLElement;

  constructor(private readonly place: PanelPlace) {
    const { max_rows, window_s, x, title } = place.spec;
    this.store = new RowStore({
      rowsMax: Math.min(max_rows ?? ROWS_MAX, 1_000),
      timeColumn: x ?? null,
      windowMs: window_s === undefined ? null : window_s * 1_000,
    });
    const table = h("table", { "aria-label": title }, h("thead", {}, this.head), this.rows);
    this.scroller = h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": title }, table);
    place.body.append(this.scroller);
  }

  get isEmpty(): boolean {
    return this.store.rows.length === 0;
  }

  apply(batch: Batch, mode: Mode): void {
    this.store.apply(batch, mode);
  }

  draw(): boolean {
    const shown = this.columns();
    const wasAtEnd = this.scroller.scrollTop + this.scroller.clientHeight > this.scroller.scrollHeight - END_PX;
    this.drawHead(shown);
    resizeChildren(this.rows, this.store.rows.length, () => h("tr"));
    const decimals = shown.map((at) => decimalsFor(this.store.column(at)));
    const largest = shown.map((at) => this.largest(at));
    const mark = this.store.at(this.place.spec.mark);
    this.store.rows.forEach((row, at) => {
      const element = this.rows.children[at];
      setAttribute(element, "data-mark", mark >= 0 && row[mark] === true ? "yes" : null);
      this.drawRow(element, row, shown, decimals, largest);
    });
    // Rows that are added come at the end: follow it, unless the visitor has scrolled back.
    if (this.store.isAppended && wasAtEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
    return false;
  }

  private columns(): number[] {
    const hidden = this.store.at(this.place.spec.mark);
    return this.store.names.map((_, at) => at).filter((at) => at !== hidden);
  }

  private drawHead(shown: number[]): void {
    resizeChildren(this.head, shown.length, () => h("th", { scope: "col" }));
    shown.forEach((at, place) => {
      const element = this.head.children[place];
      setText(element, columnName(this.store.names[at]));
      setAttribute(element, "data-kind", this.store.kinds[at]);
    });
  }

  private drawRow(element: Element, row: Row, shown: number[], decimals: number[], largest: number[]): void {
    resizeChildren(element, shown.length, () => h("td", {}, h("span")));
    const nowMs = Date.now();
    shown.forEach((at, place) => {
      const box = element.children[place] as HTMLElement;
      setAttribute(box, "data-kind", this.store.kinds[at]);
      setText(box.firstChild!, cell(row[at], this.store.kinds[at], decimals[place], nowMs));
      if (largest[place] > 0) this.drawBar(box, row[at], largest[place]);
    });
  }

  private drawBar(box: HTMLElement, value: Cell, largest: number): void {
    box.classList.add("has-bar");
    const share = Math.max(0, asNumber(value) ?? 0) / largest;
    box.style.setProperty("--share", `${(share * 100).toFixed(1)}%`);
  }

  private largest(at: number): number {
    if (!this.place.spec.y.includes(this.store.names[at])) return 0;
    return this.store.rows.reduce((most, row) => Math.max(most, asNumber(row[at]) ?? 0), 0);
  }
}
