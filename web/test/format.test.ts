import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, compact, decimalsFor, duration, fixed, number } from "../src/format";

test("a number keeps as many decimals as its size deserves", () => {
  assert.deepEqual([1248.4, 14.23, 1.254, 0.01234, 7, 0].map(number), ["1,248", "14.2", "1.25", "0.0123", "7", "0"]);
});

test("a column's decimals follow its largest value, so that they align", () => {
  assert.equal(decimalsFor([1.5, 1200.25]), 0);
  assert.equal(decimalsFor([1.5, null, "x"]), 2);
  assert.equal(decimalsFor([1, 2]), 0);
});

test("rounding never writes a negative zero", () => {
  assert.equal(fixed(-0.001, 2), "0.00");
});

test("counts stay short", () => {
  assert.deepEqual([950, 12_400, 345_678, 3_100_000].map(compact), ["950", "12.4k", "346k", "3.1M"]);
});

test("spans and sizes take the unit that suits them", () => {
  assert.deepEqual([38, 1_200, 240_000].map(duration), ["38 ms", "1.2 s", "4 min"]);
  assert.equal(duration(null), "–");
  assert.deepEqual([512, 4_200_000].map(bytes), ["512 B", "4.2 MB"]);
});
