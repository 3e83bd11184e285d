import assert from "node:assert/strict";
import { test } from "node:test";
import type { Batch } from "../src/batch";
import { RowStore } from "../src/row_store";

function batch(times: number[]): Batch {
  return { rows: times.length, columns: [{ name: "t", kind: "time", values: Float64Array.from(times) }] };
}

test("the oldest rows go when there are more than the most", () => {
  const store = new RowStore({ rowsMax: 3, timeColumn: null, windowMs: null });
  store.apply(batch([1, 2]), "append");
  store.apply(batch([3, 4]), "append");
  assert.deepEqual(store.column(0), [2, 3, 4]);
  assert.equal(store.received, 4);
});

test("rows that leave the window go, whatever their number", () => {
  const store = new RowStore({ rowsMax: 100, timeColumn: "t", windowMs: 10 });
  store.apply(batch([1, 5, 12]), "append");
  assert.deepEqual(store.column(0), [5, 12]);
});

test("an empty replace leaves nothing", () => {
  const store = new RowStore({ rowsMax: 3, timeColumn: null, windowMs: null });
  store.apply(batch([1]), "append");
  store.apply({ rows: 0, columns: [] }, "replace");
  assert.deepEqual(store.rows, []);
});
