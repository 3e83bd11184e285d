/** How long to wait before the next attempt to connect. */

const FIRST_MS = 400;
const LONGEST_MS = 10_000;

/** Return milliseconds for attempt 0, 1, 2 …: doubling up to ten seconds, spread by `random` in [0, 1).
 *
 * The spread keeps many open pages from coming back to a restarted server in the same instant.
 */
export function waitMs(attempt: number, random: number): number {
  const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(doubled * (0.75 + random / 4));
}
