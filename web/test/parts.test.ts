import assert from "node:assert/strict";
import { test } from "node:test";
import { waitMs } from "../src/backoff";
import { imbalance } from "../src/ledger_balance";
import { spreadOut } from "../src/panels/spread_out";
import { CalmRange, niceRange } from "../src/panels/y_range";
import { completeDashboard } from "../src/protocol";

test("waits double from under half a second up to ten seconds", () => {
  assert.deepEqual([0, 1, 2, 5, 20].map((attempt) => waitMs(attempt, 1)), [400, 800, 1_600, 10_000, 10_000]);
  assert.equal(waitMs(0, 0), 300);
});

test("a table balances when every row went one of the five ways", () => {
  const table = {
    name: "t", rows_in: 10, rows_out: 5, rows_filtered: 2, rows_late: 1, rows_invalid: 1, rows_in_flight: 1,
    rows_per_s: 0, freshness_p50_ms: 0, freshness_p99_ms: 0, state_bytes: 0,
  };
  assert.equal(imbalance(table), 0);
  assert.equal(imbalance({ ...table, rows_in: 12 }), 2);
});

test("labels never overlap and never leave the chart", () => {
  const places = spreadOut([50, 52, 53, 98, 99], 15, 110);
  places.slice(1).forEach((place, at) => assert.ok(place - places[at] >= 15));
  assert.ok(places[0] >= 0 && places[4] <= 95);
});

test("a range is rounded outwards and starts at zero when that is near", () => {
  assert.deepEqual(niceRange(3, 26), { low: 0, high: 30 });
  assert.deepEqual(niceRange(Infinity, -Infinity), { low: 0, high: 1 });
  const { low, high } = niceRange(1_000_000, 1_000_006);
  assert.ok(low < 1_000_000 && low > 999_990 && high > 1_000_006 && high < 1_000_020);
});

test("a range grows at once and shrinks only after a while", () => {
  const range = new CalmRange();
  assert.equal(range.fit(0, 10, 0).high, range.fit(0, 5, 1).high);
  const wide = range.fit(0, 95, 2).high;
  assert.ok(wide >= 95);
  assert.equal(range.fit(0, 10, 3).high, wide);
  assert.ok(range.fit(0, 10, 9_000).high < wide);
});

test("what a dashboard leaves out or writes as null is filled in", () => {
  const [panel] = completeDashboard({
    title: "t",
    panels: [{ id: "p", title: "p", kind: "line", y: "v", note: null, width: 40 } as never],
  }).panels;
  assert.deepEqual(panel, { id: "p", title: "p", kind: "line", y: ["v"], width: 12, height: 2 });
});
