/** Writes the names of points beside them, leaving out what would cover something else. */

import { token } from "../palette";
import { CHART_FONT } from "./chart";
import type { PlaceName } from "./map_land";

/** Names are written for up to so many things. */
export const LABELS_MAX = 24;
const HEIGHT_PX = 14;
const PLACE_FONT = "italic 300 13px 'Plex', sans-serif";

/** What has a name on the map: its middle, how far it reaches, and the name. */
export interface Named {
  x: number;
  y: number;
  halfWidth: number;
  halfHeight: number;
  label: string;
}

interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Draw each name to the right of its thing, or left, above, below, wherever it is free. */
export function drawLabels(canvas: HTMLCanvasElement, named: Named[], places: PlaceName[]): void {
  if (named.length > LABELS_MAX) return;
  const ctx = canvas.getContext("2d")!;
  ctx.font = CHART_FONT;
  ctx.textBaseline = "middle";
  const bounds = { left: 2, top: 2, right: canvas.clientWidth - 2, bottom: canvas.clientHeight - 2 };
  const taken: Area[] = named.map((thing) => around(thing.x, thing.y, thing.halfWidth + 2, thing.halfHeight + 2));
  for (const thing of named) {
    if (thing.label === "") continue;
    const area = freeArea(thing, ctx.measureText(thing.label).width, taken, bounds);
    if (area === null) continue;
    taken.push(area);
    write(ctx, thing.label, area, "--ink-2");
  }
  ctx.font = PLACE_FONT;
  for (const place of places) {
    const area = around(place.at[0], place.at[1], ctx.measureText(place.name).width / 2 + 4, HEIGHT_PX / 2);
    if (isWithin(area, bounds) && !taken.some((other) => overlap(area, other))) write(ctx, place.name, area, "--ink-3");
  }
}

function freeArea(thing: Named, width: number, taken: Area[], bounds: Area): Area | null {
  const [dx, dy] = [thing.halfWidth + 6 + width / 2, thing.halfHeight + 4 + HEIGHT_PX / 2];
  for (const [x, y] of [[dx, 0], [-dx, 0], [0, -dy], [0, dy]]) {
    const area = around(thing.x + x, thing.y + y, width / 2, HEIGHT_PX / 2);
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
