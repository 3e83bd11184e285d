/** Draws what changed, once per animation frame at most, and each thing no oftener than it needs. */

export interface Drawing {
  /** Milliseconds between two draws, at least. */
  readonly gapMs: number;
  /** Draw; true asks for another draw, as a running animation does. */
  draw(nowMs: number): boolean;
}

interface Entry {
  dirty: boolean;
  drawnMs: number;
  /** What a draw costs, averaged over the last few. */
  costMs: number;
  visible: boolean;
}

const HIDDEN_GAP_MS = 1_000;
const FRAME_MS = 17;
const GAP_MOST_MS = 500;
const COST_WEIGHT = 0.2;
const REST_PER_WORK = 15;

export class Schedule {
  private readonly entries = new Map<Drawing, Entry>();
  private requested = false;
  private timer = 0;
  private wakeMs = Infinity;

  add(drawing: Drawing): void {
    this.entries.set(drawing, { dirty: true, drawnMs: -1e9, costMs: 0, visible: true });
    this.request();
  }

  clear(): void {
    this.entries.clear();
  }

  /** Note that the data of `drawing` changed. */
  mark(drawing: Drawing): void {
    const entry = this.entries.get(drawing);
    if (entry === undefined) return;
    entry.dirty = true;
    this.requestIn(dueIn(drawing, entry, performance.now()));
  }

  markAll(): void {
    for (const drawing of this.entries.keys()) this.mark(drawing);
  }

  /** Note whether the visitor can see it; what is scrolled away draws once a second. */
  setVisible(drawing: Drawing, visible: boolean): void {
    const entry = this.entries.get(drawing);
    if (entry !== undefined) entry.visible = visible;
  }

  // A hidden tab gets no animation frames: data goes on into bounded stores, drawing waits.
  private request(): void {
    if (this.requested) return;
    this.requested = true;
    requestAnimationFrame((nowMs) => this.run(nowMs));
  }

  private wake(): void {
    this.wakeMs = Infinity;
    this.request();
  }

  private run(nowMs: number): void {
    this.requested = false;
    let wait = Infinity;
    for (const [drawing, entry] of this.entries) {
      if (entry.dirty && dueIn(drawing, entry, nowMs) <= 0) {
        entry.drawnMs = nowMs;
        const begunMs = performance.now();
        entry.dirty = drawing.draw(nowMs);
        entry.costMs += (performance.now() - begunMs - entry.costMs) * COST_WEIGHT;
      }
      if (entry.dirty) wait = Math.min(wait, dueIn(drawing, entry, nowMs));
    }
    if (wait < Infinity) this.requestIn(wait);
  }

  // Frames that draw nothing cost too: sleep until the next thing is due.
  private requestIn(waitMs: number): void {
    if (waitMs <= FRAME_MS) return this.request();
    const dueMs = performance.now() + waitMs;
    if (dueMs >= this.wakeMs) return; // An earlier waking will look at everything.
    clearTimeout(this.timer);
    this.wakeMs = dueMs;
    this.timer = window.setTimeout(() => this.wake(), waitMs);
  }
}

function dueIn(drawing: Drawing, entry: Entry, nowMs: number): number {
  // What is dear to draw is drawn less often: a page under load slows down and does not choke.
  const gap = Math.min(GAP_MOST_MS, Math.max(drawing.gapMs, entry.costMs * REST_PER_WORK));
  return entry.drawnMs + (entry.visible ? gap : HIDDEN_GAP_MS) - nowMs;
}
