/** The points of a map: read from rows, drawn on a canvas, found again under a pointer. */

import { asName, asNumber, type Cell } from "../batch";
import { rampToken, rampTokenAt, seriesStyle, token } from "../palette";
import type { PanelSpec } from "../protocol";
import type { Row, RowStore } from "../row_store";
import { sprite } from "./map_sprite";
import type { View } from "./map_view";

export interface Point {
  x: number;
  y: number;
  radius: number;
  token: string;
  isMarked: boolean;
  label: string;
  row: Row;
  bornMs: number;
}

const RADIUS_PX = 4.5;
const RADIUS_MOST_PX = 13;
const PULSE_MS = 1_400;
const PULSES_MAX = 40;
const REACH_PX = 18;

/** How a column of values becomes colours, for the points and for the legend. */
export interface ColourScale {
  tokenOf(cell: Cell): string;
  entries: { token: string; name: string }[];
}

/** Return the colours for what a column holds: an order, a range, yes and no, or names. */
export function colourScale(store: RowStore, spec: PanelSpec): ColourScale {
  const at = store.at(spec.color);
  if (at < 0) return { tokenOf: () => "--water", entries: [] };
  const values = new Set(store.column(at));
  if (store.kinds[at] === "flag") {
    return { tokenOf: (cell) => (cell === true ? "--alarm" : "--water"), entries: [] };
  }
  if (store.kinds[at] === "number") return numberScale([...values].map(asNumber).filter((value) => value !== null));
  const names = [...values].map(asName).sort().slice(0, 8);
  const tokenOf = (cell: Cell): string => seriesStyle(spec.color!, asName(cell)).token;
  return { tokenOf, entries: names.map((name) => ({ name, token: tokenOf(name) })) };
}

function numberScale(values: number[]): ColourScale {
  const isOrder = values.every((value) => Number.isInteger(value) && value >= 0 && value <= 9);
  if (isOrder) {
    const tokenOf = (cell: Cell): string => rampToken(asNumber(cell) ?? 1);
    const entries = values.sort((a, b) => a - b).map((value) => ({ name: String(value), token: tokenOf(value) }));
    return { tokenOf, entries };
  }
  const low = Math.min(...values);
  const range = Math.max(...values) - low || 1;
  const tokenOf = (cell: Cell): string => rampTokenAt(((asNumber(cell) ?? low) - low) / range);
  const ends = [low, low + range / 2, low + range];
  return { tokenOf, entries: ends.map((value) => ({ name: value.toPrecision(2), token: tokenOf(value) })) };
}

/** Return the points that the view shows, and how many it cannot show. */
export function placePoints(store: RowStore, spec: PanelSpec, view: View, scale: ColourScale, births: (row: Row) => number): { points: Point[]; outside: number } {
  const [lat, lon, size] = [store.at(spec.lat), store.at(spec.lon), store.at(spec.size)];
  const [color, label, mark] = [store.at(spec.color), store.at(spec.label), store.at(spec.mark)];
  const most = size < 0 ? 1 : Math.max(1e-9, ...store.column(size).map((cell) => asNumber(cell) ?? 0));
  const points: Point[] = [];
  let outside = 0;
  for (const row of store.rows) {
    const place = view.project(asNumber(row[lon]) ?? NaN, asNumber(row[lat]) ?? NaN);
    if (place === null || !Number.isFinite(place[0])) {
      outside++;
      continue;
    }
    const share = size < 0 ? 0 : Math.sqrt(Math.max(0, asNumber(row[size]) ?? 0) / most);
    points.push({
      x: place[0],
      y: place[1],
      radius: size < 0 ? RADIUS_PX : 3 + share * (RADIUS_MOST_PX - 3),
      token: scale.tokenOf(color < 0 ? null : row[color]),
      isMarked: mark >= 0 && row[mark] === true,
      label: label < 0 ? "" : asName(row[label]),
      row,
      bornMs: births(row),
    });
  }
  return { points, outside };
}

/** Draw the points, large ones below; true while a new one still pulses (only if `pulses`). */
export function drawPoints(canvas: HTMLCanvasElement, points: Point[], chosen: Point | null, nowMs: number, pulses: boolean): boolean {
  const ctx = canvas.getContext("2d")!;
  ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  for (const point of points) dot(ctx, point);
  if (chosen !== null) circle(ctx, chosen, chosen.radius + 4, "--ink", 1.5);
  if (!pulses) return false;
  const young = points.filter((point) => nowMs - point.bornMs < PULSE_MS).slice(-PULSES_MAX);
  for (const point of young) pulse(ctx, point, (nowMs - point.bornMs) / PULSE_MS);
  return young.length > 0;
}

function dot(ctx: CanvasRenderingContext2D, point: Point): void {
  const image = sprite(token(point.isMarked ? "--alarm" : point.token), token("--panel"), point.radius);
  const size = image.width / devicePixelRatio;
  ctx.drawImage(image, point.x - size / 2, point.y - size / 2, size, size);
  // A ring, not the colour alone, tells an anomaly from the rest.
  if (point.isMarked) circle(ctx, point, point.radius + 3.5, "--alarm", 2);
}

function circle(ctx: CanvasRenderingContext2D, point: Point, radius: number, colour: string, width: number): void {
  ctx.strokeStyle = token(colour);
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.arc(point.x, point.y, radius, 0, 2 * Math.PI);
  ctx.stroke();
}

function pulse(ctx: CanvasRenderingContext2D, point: Point, age: number): void {
  ctx.globalAlpha = 1 - age;
  circle(ctx, point, point.radius + age * 18, point.isMarked ? "--alarm" : point.token, 1.5);
  ctx.globalAlpha = 1;
}

/** Return the point within reach that is nearest to a place on the canvas. */
export function pointAt(points: Point[], x: number, y: number): Point | null {
  let best: Point | null = null;
  let nearest = REACH_PX;
  for (const point of points) {
    const distance = Math.hypot(point.x - x, point.y - y) - point.radius / 2;
    if (distance <= nearest) [best, nearest] = [point, distance];
  }
  return best;
}
