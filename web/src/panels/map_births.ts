/** When each point of a map was first seen, which is what makes a new one pulse. */

import { asName } from "../batch";
import type { Mode, PanelSpec } from "../protocol";
import type { Row, RowStore } from "../row_store";

// Above this many in a second everything would pulse, which points at nothing and costs the most.
const BIRTHS_MAX = 40;

export class Births {
  private readonly bornMs = new WeakMap<Row, number>();
  private known = new Set<string>();
  private before = new Set<Row>();

  constructor(private readonly spec: PanelSpec) {}

  /** Look at the rows before they change. */
  remember(store: RowStore): void {
    this.before = new Set(store.rows);
  }

  /** Note which rows are new. What a page sees first is its past, and does not count. */
  note(store: RowStore, mode: Mode, nowMs: number): void {
    const counts = this.known.size > 0 || mode === "append";
    const known = new Set<string>();
    for (const row of store.rows) {
      const key = this.keyOf(store, row);
      known.add(key);
      if (counts && !this.before.has(row) && !this.known.has(key)) this.bornMs.set(row, nowMs);
    }
    this.known = known;
  }

  /** Return when this row came, in the page's milliseconds; -Infinity if it was there before. */
  of(row: Row): number {
    return this.bornMs.get(row) ?? -Infinity;
  }

  /** Return true while so many are new that none should pulse. */
  areMany(rows: Row[], nowMs: number): boolean {
    return rows.reduce((count, row) => count + Number(this.of(row) > nowMs - 1_000), 0) > BIRTHS_MAX;
  }

  // A replaced row is a new object for an old thing, and so is a moving one: its label says that it
  // was there. Appended rows are events: two in the same city are two.
  private keyOf(store: RowStore, row: Row): string {
    const place = `${row[store.at(this.spec.lat)]} ${row[store.at(this.spec.lon)]}`;
    const label = store.at(this.spec.label);
    return label < 0 || store.isAppended ? place : asName(row[label]);
  }
}
