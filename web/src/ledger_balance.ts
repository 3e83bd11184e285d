/** The promise that the ledger keeps: in = out + filtered + late + invalid + in flight. */

import type { TableStatus } from "./protocol";

/** The ways a row can go, in the order that the ledger shows them. */
export const WAYS = ["rows_out", "rows_filtered", "rows_late", "rows_invalid", "rows_in_flight"] as const;

/** Return how many rows more came in than are accounted for; 0 is a balanced table. */
export function imbalance(table: TableStatus): number {
  return WAYS.reduce((left, way) => left - table[way], table.rows_in);
}
