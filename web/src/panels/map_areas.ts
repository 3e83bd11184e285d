/** The boxes of a map: rows with `west`, `south`, `east`, `north` and a `label`. */

import { asName, asNumber } from "../batch";
import type { Row, RowStore } from "../row_store";
import type { Named } from "./map_labels";
import type { Box, View } from "./map_view";

// What is hot may be smaller than the points in it: a box is never smaller than this.
const LEAST_PX = 22;

export interface Area extends Named {
  row: Row;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Yield the corners of all boxes as longitude and latitude, for the view to hold them. */
export function* cornersOf(store: RowStore): Generator<[number, number]> {
  for (const row of store.rows) yield* pieces(store, row).flatMap(corners);
}

/** Return the boxes that the view shows. */
export function placeAreas(store: RowStore, view: View): Area[] {
  const label = store.at("label");
  const placed = store.rows.flatMap((row) => pieces(store, row).map((piece) => placePiece(piece, view, row, asName(row[label]))));
  return placed.filter((area) => area !== null);
}

function placePiece(piece: Box, view: View, row: Row, label: string): Area | null {
  const places = corners(piece).map(([lon, lat]) => view.project(lon, lat));
  const seen = places.filter((place) => place !== null && Number.isFinite(place[0]));
  if (seen.length < 4) return null;
  const [xs, ys] = [seen.map((place) => place![0]), seen.map((place) => place![1])];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const [width, height] = [Math.max(LEAST_PX, right - left), Math.max(LEAST_PX, bottom - top)];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return { row, x, y, left: x - width / 2, top: y - height / 2, width, height, halfWidth: width / 2, halfHeight: height / 2, label };
}

function pieces(store: RowStore, row: Row): Box[] {
  const [west, south, east, north] = ["west", "south", "east", "north"].map((name) => asNumber(row[store.at(name)]));
  if (west === null || south === null || east === null || north === null) return [];
  return atDateLine({ west, south, east, north });
}

/** Return a box as one, or as the two pieces that a map shows of it when it lies across the date line. */
export function atDateLine(box: Box): Box[] {
  return box.west <= box.east ? [box] : [{ ...box, east: 180 }, { ...box, west: -180 }];
}

function corners({ west, south, east, north }: Box): [number, number][] {
  return [[west, south], [east, south], [east, north], [west, north]];
}

/** Return the smallest box around a place on the canvas. */
export function areaAt(areas: Area[], x: number, y: number): Area | null {
  const around = areas.filter((area) => Math.abs(area.x - x) <= area.halfWidth && Math.abs(area.y - y) <= area.halfHeight);
  return around.sort((a, b) => a.width * a.height - b.width * b.height)[0] ?? null;
}
