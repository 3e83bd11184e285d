/** The line below the header: once a second, with each status, a drop runs down the pipe. */

import { h } from "./dom";
import type { Status } from "./protocol";

// Short of the second between two statuses: each frame of it costs a repaint where there is no GPU.
const RUN_MS = 650;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Flow {
  private readonly drop = h("i");
  readonly element = h("div", { class: "flow", "aria-hidden": "true" }, this.drop);

  /** Let a drop run: the more rows per second, the longer it is. No rows, no drop. */
  beat(status: Status): void {
    const rate = status.tables.reduce((sum, table) => sum + table.rows_per_s, 0);
    if (rate <= 0 || calm.matches || document.hidden) return;
    const share = Math.min(0.5, 0.04 + Math.log10(1 + rate) / 12);
    this.drop.animate(
      [
        { transform: `translateX(-100%) scaleX(${share})`, opacity: 0.9 },
        { transform: `translateX(100%) scaleX(${share})`, opacity: 0.9 },
      ],
      { duration: RUN_MS, easing: "cubic-bezier(0.45, 0.05, 0.75, 0.9)" },
    );
  }
}
