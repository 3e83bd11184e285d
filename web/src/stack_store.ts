/** The bars of one chart: the newest value for each place on the axis and each part of its stack. */

import { asName, asNumber, type Cell } from "./batch";
import type { PanelSpec } from "./protocol";
import type { RowStore } from "./row_store";

export interface Stacks {
  /** Places on the axis, ordered: times and numbers by value, names as they came. */
  xs: Cell[];
  parts: string[];
  /** One array per part, one value per place; null where there is no bar. */
  values: (number | null)[][];
  isOrdered: boolean;
}

/** Return what the rows say; a later row for the same bar replaces the earlier one. */
export function readStacks(store: RowStore, spec: PanelSpec): Stacks {
  const x = spec.x === undefined ? 0 : store.at(spec.x);
  const isOrdered = x >= 0 && (store.kinds[x] === "time" || store.kinds[x] === "number");
  const cells = new Map<Cell, Map<string, number>>();
  const parts = new Set<string>();
  for (const row of store.rows) {
    const place = placeOf(cells, x < 0 ? spec.title : row[x]);
    for (const [part, value] of barsOf(store, spec, row)) {
      parts.add(part);
      if (value !== null) place.set(part, value);
    }
  }
  const xs = [...cells.keys()];
  if (isOrdered) xs.sort((a, b) => Number(a) - Number(b));
  const names = [...parts].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const values = names.map((name) => xs.map((at) => cells.get(at)!.get(name) ?? null));
  return { xs, parts: names, values, isOrdered };
}

/** Return the height of the whole stack at each place. */
export function totals(stacks: Stacks): number[] {
  return stacks.xs.map((_, at) => stacks.values.reduce((sum, part) => sum + (part[at] ?? 0), 0));
}

function placeOf(cells: Map<Cell, Map<string, number>>, at: Cell): Map<string, number> {
  let place = cells.get(at);
  if (place === undefined) cells.set(at, (place = new Map()));
  return place;
}

function barsOf(store: RowStore, spec: PanelSpec, row: Cell[]): [string, number | null][] {
  const series = store.at(spec.series);
  const names = spec.y.length > 0 ? spec.y : store.names.filter((_, at) => at > 0 && store.kinds[at] === "number");
  return names.map((name) => [series < 0 ? name : asName(row[series]), asNumber(row[store.at(name)])]);
}
