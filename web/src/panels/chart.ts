/** What line and bar charts share: axes, fonts, cursor, in the page's own tones. */

import uPlot from "uplot";
import { clock, compact, day, fixed, minute } from "../format";
import { token } from "../palette";

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
const TIME_STEPS = [
  ...[1, 10, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((step) => step * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((step) => step * MINUTE),
  ...[1, 2, 3, 6, 12].map((step) => step * HOUR),
  ...[1, 2, 7, 14, 28].map((step) => step * DAY),
];
const EDGE_PX = 20;

export const CHART_FONT = "11px 'Plex', sans-serif";

/** Return the axes: hairlines across, quiet labels, no box. */
export function axes(isTime: boolean): uPlot.Axis[] {
  const shared = { stroke: () => token("--ink-3"), font: CHART_FONT, ticks: { show: false } };
  return [
    {
      ...shared,
      size: 26,
      gap: 6,
      space: 76,
      grid: { show: false },
      border: { show: true, stroke: () => token("--line-strong"), width: 1 },
      ...(isTime ? { incrs: TIME_STEPS } : {}),
      values: (plot, splits) => splits.map((value) => xLabel(plot, value, splits, isTime)),
    },
    {
      ...shared,
      size: (_, labels) => 16 + 6.3 * Math.max(4, ...(labels ?? []).map((label) => label.length)),
      gap: 6,
      space: 34,
      grid: { stroke: () => token("--line"), width: 1 },
      values: (_, splits) => splits.map((value) => axisNumber(value, splits)),
    },
  ];
}

// A label half over the edge would be cut there: better none.
function xLabel(plot: uPlot, value: number, splits: number[], isTime: boolean): string {
  const at = plot.valToPos(value, "x");
  if (at > plot.bbox.width / devicePixelRatio - EDGE_PX + 8) return "";
  return isTime ? timeLabel(splits)(value) : compact(value);
}

function timeLabel(splits: number[]): (ms: number) => string {
  const step = splits.length > 1 ? splits[1] - splits[0] : 60_000;
  return step < MINUTE ? clock : step < DAY ? minute : day;
}

function axisNumber(value: number, splits: number[]): string {
  const step = splits.length > 1 ? Math.abs(splits[1] - splits[0]) : 1;
  const most = Math.max(...splits.map(Math.abs));
  // Thousands and millions only while the steps between the labels stay whole in them.
  const scale = most >= 1e6 && step >= 1e5 ? 1e6 : most >= 1e4 && step >= 100 ? 1e3 : 1;
  const decimals = Math.max(0, Math.min(4, Math.ceil(-Math.log10(step / scale) - 1e-9)));
  return value === 0 ? "0" : `${fixed(value / scale, decimals)}${{ 1: "", 1e3: "k", 1e6: "M" }[scale]}`;
}

/** Return a cursor that shows a hairline but selects nothing. */
export function cursor(focusPx: number): uPlot.Cursor {
  return {
    y: false,
    drag: { x: false, y: false, setScale: false },
    points: { show: false },
    focus: { prox: focusPx },
  };
}

/** Let the arrow keys walk the cursor over the points, and Escape take it away. */
export function walkWithKeys(element: HTMLElement, chart: () => uPlot | null): void {
  element.addEventListener("keydown", (event) => {
    const plot = chart();
    const step = { ArrowLeft: -1, ArrowRight: 1, Escape: 0 }[event.key];
    if (plot === null || step === undefined) return;
    event.preventDefault();
    if (step === 0) return plot.setCursor({ left: -10, top: -10 });
    const last = plot.data[0].length - 1;
    const at = Math.min(last, Math.max(0, (plot.cursor.idx ?? last + 1) + step * Math.max(1, Math.round(last / 120))));
    plot.setCursor({ left: plot.valToPos(plot.data[0][at], "x"), top: plot.bbox.height / devicePixelRatio / 2 });
  });
}
