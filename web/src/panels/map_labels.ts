/** Writes the names of points beside them, leaving out what would cover something else. */

import { token } from "../palette";
import { CHART_FONT } from "./chart";
import type { PlaceName } from "./map_land";
import type { Point } from "./map_points";

const LABELS_MAX = 24;
const HEIGHT_PX = 14;
const PLACE_FONT = "italic 300 13px 'Plex', sans-serif";

interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Draw each name to the right of its point, or left, above, below, wherever it is free. */
export function drawLabels(canvas: HTMLCanvasElement, points: Point[], places: PlaceName[]): void {
  if (points.length > LABELS_MAX) return;
  const ctx = canvas.getContext("2d")!;
  ctx.font = CHART_FONT;
  ctx.textBaseline = "middle";
  const bounds = { left: 2, top: 2, right: canvas.clientWidth - 2, bottom: canvas.clientHeight - 2 };
  const taken: Area[] = points.map((point) => around(point.x, point.y, point.radius + 2, point.radius + 2));
  for (const point of points) {
    if (point.label === "") continue;
    const area = freeArea(point, ctx.measureText(point.label).width, taken, bounds);
    if (area === null) continue;
    taken.push(area);
    write(ctx, point.label, area, "--ink-2");
  }
  ctx.font = PLACE_FONT;
  for (const place of places) {
    const area = around(place.at[0], place.at[1], ctx.measureText(place.name).width / 2 + 4, HEIGHT_PX / 2);
    if (isWithin(area, bounds) && !taken.some((other) => overlap(area, other))) write(ctx, place.name, area, "--ink-3");
  }
}

function freeArea(point: Point, width: number, taken: Area[], bounds: Area): Area | null {
  const [dx, dy] = [point.radius + 6 + width / 2, point.radius + 4 + HEIGHT_PX / 2];
  for (const [x, y] of [[dx, 0], [-dx, 0], [0, -dy], [0, dy]]) {
    const area = around(point.x + x, point.y + y, width / 2, HEIGHT_PX / 2);
    if (isWithin(area, bounds) && !taken.some((other) => overlap(area, other))) return area;
  }
  return null;
}

function around(x: number, y: number, halfWidth: number, halfHeight: number): Area {
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function isWithin(area: Area, bounds: Area): boolean {
  return area.left >= bounds.left && area.right <= bounds.right && area.top >= bounds.top && area.bottom <= bounds.bottom;
}

function overlap(a: Area, b: Area): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function write(ctx: CanvasRenderingContext2D, text: string, area: Area, colour: string): void {
  const y = (area.top + area.bottom) / 2;
  ctx.lineWidth = 3;
  ctx.lineJoin = "round";
  ctx.strokeStyle = token("--land");
  ctx.strokeText(text, area.left, y);
  ctx.fillStyle = token(colour);
  ctx.fillText(text, area.left, y);
}
