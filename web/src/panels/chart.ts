/** What line and bar charts share: axes, fonts, cursor, in the page's own tones. */

import uPlot from "uplot";
import { compact, fixed, minute, clock } from "../format";
import { token } from "../palette";

export const CHART_FONT = "11px 'Plex', sans-serif";

/** Return the axes: hairlines across, quiet labels, no box. */
export function axes(isTime: boolean, formatX?: (value: number) => string): uPlot.Axis[] {
  const shared = { stroke: () => token("--ink-3"), font: CHART_FONT, ticks: { show: false } };
  return [
    {
      ...shared,
      size: 26,
      gap: 6,
      space: 76,
      grid: { show: false },
      border: { show: true, stroke: () => token("--line-strong"), width: 1 },
      values: (_, splits) => splits.map((value) => (formatX ?? (isTime ? timeLabel(splits) : compact))(value)),
    },
    {
      ...shared,
      size: 44,
      gap: 6,
      space: 34,
      grid: { stroke: () => token("--line"), width: 1 },
      values: (_, splits) => splits.map((value) => axisNumber(value, splits)),
    },
  ];
}

function timeLabel(splits: number[]): (ms: number) => string {
  const step = splits.length > 1 ? splits[1] - splits[0] : 60_000;
  return step < 60_000 ? clock : minute;
}

function axisNumber(value: number, splits: number[]): string {
  const step = splits.length > 1 ? Math.abs(splits[1] - splits[0]) : 1;
  if (Math.abs(value) >= 10_000) return compact(value);
  return fixed(value, step >= 1 ? 0 : Math.min(4, Math.ceil(-Math.log10(step))));
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
