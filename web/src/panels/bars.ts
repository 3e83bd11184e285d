/** Stacked bars: upright along a time or number axis, lying down for names, so that names can be read. */

import type { Batch } from "../batch";
import { h } from "../dom";
import { columnName } from "../format";
import { seriesStyle } from "../palette";
import type { Mode } from "../protocol";
import { RowStore } from "../row_store";
import { readStacks, type Stacks } from "../stack_store";
import { LyingBars } from "./bars_lying";
import { UprightBars } from "./bars_upright";
import { drawLegend, type LegendEntry } from "./legend";
import type { Panel, PanelPlace } from "./panel";

const ROWS_MAX = 4_000;

/** Build bars: `x` is a place on the axis, `y` a height, `series` the parts of a stack. */
export function barsPanel(place: PanelPlace): Panel {
  return new Bars(place);
}

/** One of the two ways to show stacks. */
export interface BarsView {
  close?(): void;
  show(stacks: Stacks, isTime: boolean): void;
}

class Bars implements Panel {
  readonly gapMs = 120;
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

  close(): void {
    this.view?.close?.();
  }

  draw(): boolean {
    if (this.isEmpty || this.place.body.clientWidth === 0) return false;
    const stacks = readStacks(this.store, this.place.spec);
    this.chooseView(stacks.isOrdered);
    this.view!.show(stacks, this.store.kinds[this.store.at(this.place.spec.x)] === "time");
    drawLegend(this.legend, this.place.spec.series ?? "", this.legendEntries(stacks.parts));
    return false;
  }

  private chooseView(isUpright: boolean): void {
    if (this.view !== null && this.isUpright === isUpright) return;
    this.close();
    this.place.body.replaceChildren();
    this.isUpright = isUpright;
    this.view = isUpright ? new UprightBars(this.place) : new LyingBars(this.place);
  }

  private legendEntries(parts: string[]): LegendEntry[] {
    const { series } = this.place.spec;
    if (series === undefined && parts.length < 2) return [];
    return parts.map((part) => ({
      token: seriesStyle(series ?? "", part).token,
      name: series === undefined ? columnName(part) : part,
    }));
  }
}
