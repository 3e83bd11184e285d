/** The colours that canvases need, read from the stylesheet, and which series gets which. */

import { onTheme } from "./theme";

const SERIES_COLOURS = 8;
const RAMP_COLOURS = 5;
const ORDINAL = /^[0-9]$/;

const tokens = new Map<string, string>();
const seriesIndex = new Map<string, number>();
const seriesCount = new Map<string, number>();
let probe: HTMLElement | null = null;

onTheme(() => tokens.clear());

/** Return a design token, such as `--water`, as a colour that a canvas understands. */
export function token(name: string): string {
  let colour = tokens.get(name);
  if (colour === undefined) {
    // A custom property keeps `light-dark(…)` unresolved; the colour of an element does not.
    probe ??= document.body.appendChild(document.createElement("i"));
    probe.hidden = true;
    probe.style.color = `var(${name})`;
    colour = getComputedStyle(probe).color;
    tokens.set(name, colour);
  }
  return colour;
}

export interface SeriesStyle {
  token: string;
  dash: number[];
}

/** Return a series' colour token and dash; a name keeps its style across all panels.
 *
 * `column` is the column that the names come from. Single digits, such as a severity, are an order
 * and take a ramp instead of a hue each.
 */
export function seriesStyle(column: string, name: string): SeriesStyle {
  if (ORDINAL.test(name)) return { token: rampToken(Number(name)), dash: [] };
  const key = `${column}\u0000${name}`;
  let index = seriesIndex.get(key);
  if (index === undefined) {
    index = seriesCount.get(column) ?? 0;
    seriesCount.set(column, index + 1);
    seriesIndex.set(key, index);
  }
  // Beyond eight hues people cannot tell more apart: dashes tell the second and third eight.
  const dashes = [[], [6, 3], [2, 3]];
  return {
    token: `--series-${(index % SERIES_COLOURS) + 1}`,
    dash: dashes[Math.floor(index / SERIES_COLOURS) % dashes.length],
  };
}

/** Forget which series has which colour: a new run starts afresh. */
export function resetSeries(): void {
  seriesIndex.clear();
  seriesCount.clear();
}

/** Return the ramp's token for a small whole number: 1 is faint, 5 is strong. */
export function rampToken(value: number): string {
  return `--ramp-${Math.min(RAMP_COLOURS, Math.max(1, Math.round(value)))}`;
}

/** Return the ramp's token for a fraction of its length. */
export function rampTokenAt(fraction: number): string {
  return rampToken(1 + fraction * (RAMP_COLOURS - 1));
}
