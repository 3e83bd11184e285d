/** The boxes of a map, drawn on its canvas. */

import { token } from "../palette";
import type { Area } from "./map_areas";

const FILL_ALPHA = 0.1;
const CORNER_PX = 3;
const LINE_PX = 1.8;
const CHOSEN_PX = 3.5;

/** Draw the boxes, over the points: they frame what lies below them; the chosen one is bolder. */
export function drawAreas(canvas: HTMLCanvasElement, areas: Area[], chosen: unknown): void {
  const ctx = canvas.getContext("2d")!;
  ctx.fillStyle = ctx.strokeStyle = token("--warn");
  for (const area of areas) {
    ctx.lineWidth = area === chosen ? CHOSEN_PX : LINE_PX;
    ctx.beginPath();
    ctx.roundRect(area.left, area.top, area.width, area.height, CORNER_PX);
    ctx.globalAlpha = FILL_ALPHA;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.stroke();
  }
}
