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
  visible: boolean;
}

const HIDDEN_GAP_MS = 1_000;
const FRAME_MS = 17;

export class Schedule {
  private readonly entries = new Map<Drawing, Entry>();
  private requested = false;
  private timer = 0;
  private wakeMs = Infinity;

  add(drawing: Drawing): void {
    this.entries.set(drawing, { dirty: true, drawnMs: -1e9, visible: true });
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
        entry.dirty = drawing.draw(nowMs);
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
  return entry.drawnMs + (entry.visible ? drawing.gapMs : HIDDEN_GAP_MS) - nowMs;
}
