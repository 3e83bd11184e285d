/** Rows as the page holds them: plain columns, free of the wire's types. */

export type Kind = "number" | "time" | "text" | "flag" | "list" | "other";

/** Times are milliseconds since 1970 with a fraction; 64-bit integers and decimals are numbers. */
export type Cell = number | string | boolean | null | Cell[];

export interface Column {
  name: string;
  kind: Kind;
  values: ArrayLike<Cell>;
}

export interface Batch {
  rows: number;
  columns: Column[];
}

export const NO_ROWS: Batch = { rows: 0, columns: [] };

/** Return the column of this name; null when the query does not deliver it. */
export function columnOf(batch: Batch, name: string | undefined): Column | null {
  return batch.columns.find((column) => column.name === name) ?? null;
}

/** Return the column of the horizontal axis: the named one, else the first time, else the first. */
export function axisColumn(columns: Column[], name: string | undefined): Column | null {
  const named = columns.find((column) => column.name === name);
  return named ?? columns.find((column) => column.kind === "time") ?? columns[0] ?? null;
}

/** Return the columns to draw: the named ones, else every number that is not the axis. */
export function valueColumns(columns: Column[], names: string[], axis: Column | null): Column[] {
  if (names.length === 0) return columns.filter((column) => column.kind === "number" && column !== axis);
  return columns.filter((column) => names.includes(column.name));
}

/** Return the cell as a number, or null where it is none. */
export function asNumber(cell: Cell | undefined): number | null {
  return typeof cell === "number" && Number.isFinite(cell) ? cell : null;
}

/** Return the cell as a name for a series, a key or a label. */
export function asName(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? "–" : String(cell);
}
