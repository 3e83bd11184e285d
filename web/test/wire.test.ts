import assert from "node:assert/strict";
import { test } from "node:test";
import { readArrow } from "../src/arrow";
import { splitFrame } from "../src/frame";
import { SAMPLE } from "./sample";

// The sample was written by pyarrow, as the server writes: one row of each type, and one of nulls.
const bytes = Uint8Array.from(atob(SAMPLE), (letter) => letter.charCodeAt(0));

test("a message splits into its header and its rows", () => {
  const { header, body } = splitFrame(bytes.buffer);
  assert.deepEqual(header, { panel: "p0", mode: "append", rows: 2, at_us: 5 });
  assert.equal(body.byteOffset % 8, 0);
});

test("every type that SQL delivers becomes a plain value", () => {
  const batch = readArrow(splitFrame(bytes.buffer).body);
  const row = Object.fromEntries(batch.columns.map((column) => [column.name, column.values[0]]));
  assert.deepEqual(row, {
    time: 1_700_000_000_123.456, long: 9_007_199_254_740_000, int: -3, double: 1.5, float: 0.25, decimal: -12.34,
    text: "Größe", dictionary: "again", flag: true, list: [1, 2.5], day: 86_400_000 * 3, wide: 7,
  });
  assert.deepEqual(batch.columns.map((column) => column.kind), [
    "time", "number", "number", "number", "number", "number", "text", "text", "flag", "list", "time", "number",
  ]);
});

test("nulls stay nulls", () => {
  const batch = readArrow(splitFrame(bytes.buffer).body);
  assert.ok(batch.columns.every((column) => column.values[1] === null));
});
