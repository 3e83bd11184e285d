import assert from "node:assert/strict";
import { test } from "node:test";
import { areaAt, atDateLine, placeAreas, type Area } from "../src/panels/map_areas";
import type { View } from "../src/panels/map_view";
import { RowStore } from "../src/row_store";

/** Ten pixels for a degree, north up; only longitudes up to 180 degrees are on the map. */
const view = { project: (lon: number, lat: number) => [lon * 10, -lat * 10] } as unknown as View;

function placed(west: number, east: number): Area[] {
  const store = new RowStore({ rowsMax: 9, timeColumn: null, windowMs: null });
  const numbers = { west, south: -20, east, north: -10, label: 7 };
  const columns = Object.entries(numbers).map(([name, value]) => ({ name, kind: "number" as const, values: [value] }));
  store.apply({ rows: 1, columns }, "replace");
  return placeAreas(store, view);
}

test("a box across the date line is drawn at both edges of the map", () => {
  assert.deepEqual(atDateLine({ west: 1, south: 2, east: 3, north: 4 }), [{ west: 1, south: 2, east: 3, north: 4 }]);
  const spans = placed(170, -175).map(({ left, width, label }) => [left, left + width, label]);
  assert.deepEqual(spans, [[1700, 1800, "7"], [-1800, -1750, "7"]]);
});

test("a box without four sides is not drawn", () => {
  assert.deepEqual(placed(NaN, 3), []);
});

test("the smallest box around a place is the one meant", () => {
  const [wide] = placed(0, 40);
  const [narrow] = placed(10, 20);
  assert.equal(areaAt([wide, narrow], 150, 150), narrow);
  assert.equal(areaAt([wide, narrow], 350, 150), wide);
  assert.equal(areaAt([wide, narrow], 350, 50), null);
});
