/** What the floating box says of a point or a box of a map: the columns of its row. */

import { columnName, cell, decimalsFor } from "../format";
import type { PanelSpec } from "../protocol";
import type { Row, RowStore } from "../row_store";
import { showTip, type TipLine } from "../tooltip";
import type { Area } from "./map_areas";
import type { Point } from "./map_points";

const LINES_MAX = 9;
const DEGREE_DECIMALS = 3;
const SIDES = ["west", "south", "east", "north"];

/** Show a point's row, its label above it. */
export function tipOfPoint(point: Point, store: RowStore, spec: PanelSpec, canvas: DOMRect): void {
  const lines = linesOf(point.row, store, [spec.lat, spec.lon]);
  const rest = lines.filter((_, at) => at !== store.at(spec.label));
  showTip(canvas.left + point.x, canvas.top + point.y, point.label || "Point", rest.slice(0, LINES_MAX));
}

/** Show a box's row beside its right edge: its middle is full of points. */
export function tipOfArea(area: Area, store: RowStore, canvas: DOMRect): void {
  const lines = linesOf(area.row, store, SIDES);
  showTip(canvas.left + area.left + area.width, canvas.top + area.y, "Box", lines.slice(0, LINES_MAX));
}

function linesOf(row: Row, store: RowStore, degrees: (string | undefined)[]): TipLine[] {
  const nowMs = Date.now();
  return store.names.map((name, at) => {
    const decimals = degrees.includes(name) ? DEGREE_DECIMALS : decimalsFor([row[at]]);
    return { token: null, name: columnName(name), value: cell(row[at], store.kinds[at], decimals, nowMs) };
  });
}
