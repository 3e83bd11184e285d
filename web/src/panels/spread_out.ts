/** Moves labels apart so that none covers another. */

/** Return the wanted places moved apart to at least `gap`, kept within 0 and `height`.
 *
 * `tops` come in order; each moves as little as a pass down and a pass up allow.
 */
export function spreadOut(tops: number[], gap: number, height: number): number[] {
  const places = [...tops];
  for (let at = 0; at < places.length; at++) {
    places[at] = Math.max(places[at], at === 0 ? 0 : places[at - 1] + gap);
  }
  for (let at = places.length - 1; at >= 0; at--) {
    const limit = at === places.length - 1 ? height - gap : places[at + 1] - gap;
    places[at] = Math.min(places[at], limit);
  }
  return places;
}
