import assert from "node:assert/strict";
import { test } from "node:test";
import type { Batch } from "../src/batch";
import { LineStore } from "../src/line_store";
import { completeDashboard } from "../src/protocol";

const [SPEC] = completeDashboard({
  title: "t",
  panels: [{ id: "p", title: "p", kind: "line", x: "t", y: ["v"], series: "s", mark: "m", window_s: 10 } as never],
}).panels;

function batch(rows: [time: number, series: string, value: number | null, mark?: boolean][]): Batch {
  return {
    rows: rows.length,
    columns: [
      { name: "t", kind: "time", values: rows.map((row) => row[0]) },
      { name: "s", kind: "text", values: rows.map((row) => row[1]) },
      { name: "v", kind: "number", values: rows.map((row) => row[2]) },
      { name: "m", kind: "flag", values: rows.map((row) => row[3] ?? false) },
    ],
  };
}

test("each value of the series column becomes a line", () => {
  const store = new LineStore(SPEC);
  store.apply(batch([[1, "a", 1], [1, "b", 2], [2, "a", 3]]), "replace");
  assert.deepEqual(store.align(), [[1, 2], [1, 3], [2, undefined]]);
});

test("a late point takes its place in time", () => {
  const store = new LineStore(SPEC);
  store.apply(batch([[1, "a", 1], [5, "a", 5], [3, "a", 3]]), "append");
  assert.deepEqual(store.align(), [[1, 3, 5], [1, 3, 5]]);
});

test("the same moment again replaces its value", () => {
  const store = new LineStore(SPEC);
  store.apply(batch([[1, "a", 1], [2, "a", 2], [1, "a", 9]]), "append");
  assert.deepEqual(store.align(), [[1, 2], [9, 2]]);
});

test("a null is a gap, an absent point is none", () => {
  const store = new LineStore(SPEC);
  store.apply(batch([[1, "a", 1], [2, "a", null], [2, "b", 7], [3, "a", 3]]), "append");
  assert.deepEqual(store.align(), [[1, 2, 3], [1, null, 3], [undefined, 7, undefined]]);
});

test("replace forgets what was there", () => {
  const store = new LineStore(SPEC);
  store.apply(batch([[1, "a", 1]]), "append");
  store.apply(batch([[5, "b", 2]]), "replace");
  assert.deepEqual(store.align(), [[5], [2]]);
});

test("what leaves the window is dropped, in the end", () => {
  const store = new LineStore(SPEC);
  for (let at = 0; at < 40; at++) store.apply(batch([[at * 1_000, "a", at]]), "append");
  const [xs] = store.align();
  assert.ok(xs[0] >= 25_000);
  assert.deepEqual(store.extent(), [29_000, 39_000]);
});

test("a thousand rows a second for ten minutes stay a few thousand points, and no spike is lost", () => {
  const store = new LineStore({ ...SPEC, window_s: 600 });
  for (let second = 0; second < 600; second++) {
    const rows = Array.from({ length: 1_000 }, (_, at): [number, string, number, boolean] => {
      const isSpike = second === 300 && at === 7;
      return [second * 1_000 + at, `s${at % 20}`, isSpike ? 99 : at % 5, isSpike];
    });
    store.apply(batch(rows), "append");
  }
  const [xs, ...lines] = store.align();
  assert.ok(xs.length <= 1_100, `${xs.length} places`);
  assert.equal(lines.length, 20);
  assert.ok(lines[7].includes(99));
  assert.deepEqual(store.tracks[7].marks, [{ x: 300_007, y: 99 }]);
});
