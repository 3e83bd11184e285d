/** Numbers, times, sizes: one way to write each, everywhere on the page. */

import type { Cell, Kind } from "./batch";

// The page speaks English, so its numbers do too: mixing in a visitor's separators would misread.
const LOCALE = "en-US";
const byDecimals = new Map<number, Intl.NumberFormat>();

/** Write with exactly this many decimals: 1,248.07. */
export function fixed(value: number, decimals: number): string {
  let format = byDecimals.get(decimals);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALE, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    byDecimals.set(decimals, format);
  }
  // Rounding may leave "-0"; nobody wants to read that.
  return format.format(value === 0 || Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value);
}

/** Return the decimals that suit values of this size: 0.0123, 1.25, 14.2, 1,248. */
export function decimalsFor(values: Iterable<Cell>): number {
  let largest = 0;
  let fraction = false;
  for (const value of values) {
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    largest = Math.max(largest, Math.abs(value));
    fraction ||= !Number.isInteger(value);
  }
  return decimalsOf(largest, fraction);
}

/** Return the decimals for a value of this size, if values of its kind have a fraction at all. */
export function decimalsOf(size: number, hasFraction: boolean): number {
  if (!hasFraction) return 0;
  return size >= 1_000 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
}

/** Write one number by itself. */
export function number(value: number): string {
  return fixed(value, decimalsFor([value]));
}

/** Write a count in at most five characters: 950, 12.4k, 3.1M. */
export function compact(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return number(value);
  if (size < 1e6) return `${fixed(value / 1e3, size < 1e5 ? 1 : 0)}k`;
  return size < 1e9 ? `${fixed(value / 1e6, 1)}M` : `${fixed(value / 1e9, 1)}G`;
}

/** Write bytes: 512 B, 4.2 MB. */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let at = 0;
  for (; value >= 1_000 && at < units.length - 1; at++) value /= 1_000;
  return `${fixed(value, at === 0 || value >= 100 ? 0 : 1)} ${units[at]}`;
}

/** Write a span of time: 38 ms, 1.2 s, 4 min, 3 h. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return "–";
  if (ms < 1_000) return `${fixed(ms, 0)} ms`;
  if (ms < 60_000) return `${fixed(ms / 1e3, ms < 10_000 ? 1 : 0)} s`;
  if (ms < 3_600_000) return `${fixed(ms / 6e4, 0)} min`;
  return ms < 172_800_000 ? `${fixed(ms / 3.6e6, 0)} h` : `${fixed(ms / 8.64e7, 0)} d`;
}

const clockFormat = new Intl.DateTimeFormat(LOCALE, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});
const dayFormat = new Intl.DateTimeFormat(LOCALE, { month: "short", day: "2-digit" });

/** Write the time of day, 14:03:27, in the visitor's own zone. */
export function clock(ms: number): string {
  return clockFormat.format(ms);
}

/** Write the time of day without seconds. */
export function minute(ms: number): string {
  return clock(ms).slice(0, 5);
}

/** Write the day, Nov 23. */
export function day(ms: number): string {
  return dayFormat.format(ms);
}

/** Write day and time, leaving the day out when it is today's. */
export function moment(ms: number, nowMs: number): string {
  return day(ms) === day(nowMs) ? clock(ms) : `${day(ms)} ${clock(ms)}`;
}

/** Write any cell; `decimals` keeps a column's numbers aligned. */
export function cell(value: Cell | undefined, kind: Kind, decimals: number, nowMs: number): string {
  if (value === null || value === undefined) return "–";
  if (kind === "time" && typeof value === "number") return moment(value, nowMs);
  if (typeof value === "number") return Number.isFinite(value) ? fixed(value, decimals) : "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.map((item) => cell(item, "other", 2, nowMs)).join(", ") : value;
}

/** Write a column's name for people: wind_speed reads "wind speed", Distance(mi) stays. */
export function columnName(name: string): string {
  return name.replaceAll("_", " ").trim();
}

/** Write a name with its first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
