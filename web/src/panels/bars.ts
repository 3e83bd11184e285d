/** Stacked bars: upright along a time or number axis, lying down for names, so that names can be read. */

import type { Batch } from "../batch";
import { h, resizeChildren, setText } from "../dom";
import { columnName } from "../format";
import { seriesStyle } from "../palette";
import type { Mode } from "../protocol";
import { RowStore } from "../row_store";
import { readStacks, type Stacks } from "../stack_store";
import { LyingBars } from "./bars_lying";
import { UprightBars } from "./bars_upright";
import type { Panel, PanelPlace } from "./panel";

const ROWS_MAX = 4_000;

/** Build bars: `x` is a place on the axis, `y` a height, `series` the parts of a stack. */
export function barsPanel(place: PanelPlace): Panel {
  return new Bars(place);
}

/** One of the two ways to show stacks. */
export interface BarsView {
  show(stacks: Stacks, isTime: boolean): void;
}

class Bars implements Panel {
  readonly gapMs = 200;
  private readonly store: RowStore;
  private readonly legend = h("ul", { class: "legend" });
  private view: BarsView | null = null;
  private isUpright = false;

  constructor(private readonly place: PanelPlace) {
    const { max_rows, window_s, x } = place.spec;
    this.store = new RowStore({
      rowsMax: max_rows ?? ROWS_MAX,
      timeColumn: x ?? null,
      windowMs: window_s === undefined ? null : window_s * 1_000,
    });
    place.aside.append(this.legend);
  }

  get isEmpty(): boolean {
    return this.store.rows.length === 0;
  }

  apply(batch: Batch, mode: Mode): void {
    this.store.apply(batch, mode);
  }

  draw(): boolean {
    if (this.isEmpty || this.place.body.clientWidth === 0) return false;
    const stacks = readStacks(this.store, this.place.spec);
    this.chooseView(stacks.isOrdered);
    this.view!.show(stacks, this.store.kinds[this.store.at(this.place.spec.x)] === "time");
    this.drawLegend(stacks.parts);
    return false;
  }

  private chooseView(isUpright: boolean): void {
    if (this.view !== null && this.isUpright === isUpright) return;
    this.place.body.replaceChildren();
    this.isUpright = isUpright;
    this.view = isUpright ? new UprightBars(this.place) : new LyingBars(this.place);
  }

  private drawLegend(parts: string[]): void {
    const { series } = this.place.spec;
    this.legend.hidden = series === undefined && parts.length < 2;
    resizeChildren(this.legend, parts.length + 1, (at) =>
      at === 0 ? h("li", { class: "legend-title" }) : h("li", {}, h("i", { class: "swatch" }), h("span")));
    setText(this.legend.firstElementChild!, series === undefined ? "" : columnName(series));
    parts.forEach((part, at) => {
      const [swatch, name] = [...this.legend.children[at + 1].children] as HTMLElement[];
      swatch.style.setProperty("--colour", `var(${seriesStyle(series ?? "", part).token})`);
      setText(name, series === undefined ? columnName(part) : part);
    });
  }
}
