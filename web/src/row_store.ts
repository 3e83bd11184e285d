/** The rows of one panel, bounded by count and by time. */

import { asNumber, type Batch, type Cell, type Column, type Kind } from "./batch";
import type { Mode } from "./protocol";

export type Row = Cell[];

export interface Bounds {
  rowsMax: number;
  /** The column that `windowMs` counts in; null: no bound by time. */
  timeColumn: string | null;
  windowMs: number | null;
}

export class RowStore {
  names: string[] = [];
  kinds: Kind[] = [];
  rows: Row[] = [];
  /** Counts rows ever received, so that a reader can tell which rows are new. */
  received = 0;
  /** True once rows were added to others, which makes them events rather than a state. */
  isAppended = false;

  constructor(private readonly bounds: Bounds) {}

  apply(batch: Batch, mode: Mode): void {
    if (mode === "replace") this.rows = [];
    else this.isAppended = true;
    if (batch.columns.length > 0) this.describe(batch.columns);
    const from = Math.max(0, batch.rows - this.bounds.rowsMax);
    for (let row = from; row < batch.rows; row++) {
      this.rows.push(batch.columns.map((column) => column.values[row]));
    }
    this.received += batch.rows;
    this.trim();
  }

  /** Return the position of a column; -1 when it is unnamed or absent. */
  at(name: string | undefined): number {
    return name === undefined ? -1 : this.names.indexOf(name);
  }

  /** Return all cells of a column. */
  column(at: number): Cell[] {
    return this.rows.map((row) => row[at]);
  }

  private describe(columns: Column[]): void {
    this.names = columns.map((column) => column.name);
    this.kinds = columns.map((column) => column.kind);
  }

  private trim(): void {
    let drop = Math.max(0, this.rows.length - this.bounds.rowsMax);
    const time = this.at(this.bounds.timeColumn ?? undefined);
    if (time >= 0 && this.bounds.windowMs !== null) drop = Math.max(drop, this.expired(time));
    if (drop > 0) this.rows.splice(0, drop);
  }

  private expired(time: number): number {
    let newest = -Infinity;
    for (const row of this.rows) newest = Math.max(newest, asNumber(row[time]) ?? -Infinity);
    const oldest = newest - this.bounds.windowMs!;
    const first = this.rows.findIndex((row) => (asNumber(row[time]) ?? Infinity) >= oldest);
    return Math.max(0, first);
  }
}
