/** What is drawn over the lines: the threshold, and a ring around each anomaly. */

import type uPlot from "uplot";
import { number } from "../format";
import { seriesStyle, token } from "../palette";
import type { PanelSpec } from "../protocol";
import { lowerBound, type Track } from "../track";

const RING_PX = 4.2;
const APART_PX = 10;

/** Draw the dashed threshold line with its value, or an arrow when it lies above the range. */
export function drawThreshold(plot: uPlot, spec: PanelSpec): void {
  if (spec.threshold === undefined) return;
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const isAbove = spec.threshold > (plot.scales.y.max ?? Infinity);
  const y = isAbove ? bbox.top : plot.valToPos(spec.threshold, "y", true);
  if (y > bbox.top + bbox.height) return;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = token("--alarm");
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 4 * ratio]);
  if (!isAbove) stroke(ctx, bbox.left, y, bbox.left + bbox.width);
  // The axes have left their own alignment behind.
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.font = `${11 * ratio}px 'Plex', sans-serif`;
  const text = `${isAbove ? "↑ " : ""}threshold ${number(spec.threshold)}${spec.unit ? ` ${spec.unit}` : ""}`;
  const below = isAbove || y - bbox.top < 16 * ratio;
  ctx.fillText(text, bbox.left + 6 * ratio, below ? y + 13 * ratio : y - 5 * ratio);
  ctx.restore();
}

function stroke(ctx: CanvasRenderingContext2D, from: number, y: number, to: number): void {
  ctx.beginPath();
  ctx.moveTo(from, Math.round(y) + 0.5);
  ctx.lineTo(to, Math.round(y) + 0.5);
  ctx.stroke();
}

/** Ring the anomalies; of several within a few pixels only the last is drawn. */
export function drawMarks(plot: uPlot, tracks: Track[], column: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.rect(bbox.left, 0, bbox.width + RING_PX * devicePixelRatio, bbox.top + bbox.height);
  ctx.clip();
  for (const track of tracks) ringTrack(plot, track, token(seriesStyle(column, track.name).token));
  ctx.restore();
}

function ringTrack(plot: uPlot, track: Track, colour: string): void {
  const from = lowerBound(track.marks.map((mark) => mark.x), plot.scales.x.min ?? -Infinity);
  let [lastX, lastY] = [Infinity, Infinity];
  for (let at = track.marks.length - 1; at >= from; at--) {
    const x = plot.valToPos(track.marks[at].x, "x", true);
    const y = plot.valToPos(track.marks[at].y, "y", true);
    if (Math.hypot(x - lastX, y - lastY) < APART_PX * devicePixelRatio) continue;
    ring(plot.ctx, x, y, colour);
    [lastX, lastY] = [x, y];
  }
}

function ring(ctx: CanvasRenderingContext2D, x: number, y: number, colour: string): void {
  const ratio = devicePixelRatio;
  ctx.beginPath();
  ctx.arc(x, y, RING_PX * ratio, 0, 2 * Math.PI);
  ctx.fillStyle = token("--panel");
  ctx.fill();
  ctx.lineWidth = 1.8 * ratio;
  ctx.strokeStyle = token("--alarm");
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(x, y, 1.8 * ratio, 0, 2 * Math.PI);
  ctx.fillStyle = colour;
  ctx.fill();
}
