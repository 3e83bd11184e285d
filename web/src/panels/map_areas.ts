/** The boxes of a map: rows with `west`, `south`, `east`, `north` and a `label`. */

import { asName, asNumber } from "../batch";
import { token } from "../palette";
import type { Row, RowStore } from "../row_store";
import type { Named } from "./map_labels";
import type { View } from "./map_view";

// What is hot may be smaller than the points in it: a box is never smaller than this.
const LEAST_PX = 22;
const FILL_ALPHA = 0.1;
const CORNER_PX = 3;

export interface Area extends Named {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Yield the corners of all boxes as longitude and latitude, for the view to hold them. */
export function* cornersOf(store: RowStore): Generator<[number, number]> {
  for (const row of store.rows) yield* corners(store, row);
}

/** Return the boxes that the view shows. */
export function placeAreas(store: RowStore, view: View): Area[] {
  return store.rows.map((row) => placeArea(store, row, view)).filter((area) => area !== null);
}

function placeArea(store: RowStore, row: Row, view: View): Area | null {
  const places = corners(store, row).map(([lon, lat]) => view.project(lon, lat));
  const seen = places.filter((place) => place !== null && Number.isFinite(place[0]));
  if (seen.length < 4) return null;
  // A box across the date line has its ends at the two sides of the map: it is drawn at neither.
  if (asNumber(row[store.at("west")])! > asNumber(row[store.at("east")])!) return null;
  const [xs, ys] = [seen.map((place) => place![0]), seen.map((place) => place![1])];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const [width, height] = [Math.max(LEAST_PX, right - left), Math.max(LEAST_PX, bottom - top)];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const label = asName(row[store.at("label")]);
  return { x, y, left: x - width / 2, top: y - height / 2, width, height, halfWidth: width / 2, halfHeight: height / 2, label };
}

function corners(store: RowStore, row: Row): [number, number][] {
  const [west, south, east, north] = ["west", "south", "east", "north"].map((name) => asNumber(row[store.at(name)]));
  if (west === null || south === null || east === null || north === null) return [];
  return [[west, south], [east, south], [east, north], [west, north]];
}

/** Draw the boxes, over the points: they frame what lies below them. */
export function drawAreas(canvas: HTMLCanvasElement, areas: Area[]): void {
  const ctx = canvas.getContext("2d")!;
  ctx.fillStyle = ctx.strokeStyle = token("--warn");
  ctx.lineWidth = 1.8;
  for (const area of areas) {
    ctx.beginPath();
    ctx.roundRect(area.left, area.top, area.width, area.height, CORNER_PX);
    ctx.globalAlpha = FILL_ALPHA;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.stroke();
  }
}
