/** The panels of a dashboard, on twelve columns. */

import { readArrow } from "./arrow";
import { noPanels, waiting } from "./blank";
import { h } from "./dom";
import { splitFrame } from "./frame";
import type { Connection } from "./feed";
import type { OutboxStore } from "./outbox_store";
import { PanelFrame } from "./panel_frame";
import type { Dashboard, ErrorBody } from "./protocol";
import { PANELS } from "./panels";
import { Schedule } from "./schedule";
import { onTheme } from "./theme";

export class Grid {
  readonly element = h("main", { class: "grid" });
  private readonly schedule = new Schedule();
  private readonly frames = new Map<string, PanelFrame>();

  constructor(
    private readonly base: URL,
    private readonly outbox: OutboxStore,
  ) {
    onTheme(() => this.schedule.markAll());
    // Canvases draw with whatever font is there: draw again when ours has arrived.
    document.fonts.addEventListener("loadingdone", () => this.schedule.markAll());
  }

  /** Build the panels of this dashboard in place of all that was there. */
  show(dashboard: Dashboard): void {
    this.clear();
    if (dashboard.panels.length === 0) this.element.append(noPanels(dashboard));
    for (const spec of dashboard.panels) {
      if (!(spec.kind in PANELS)) continue;
      const frame = new PanelFrame(spec, this.schedule, this.base, this.outbox);
      this.frames.set(spec.id, frame);
      this.element.append(frame.element);
    }
  }

  /** Say what the page waits for while it knows no dashboard. */
  wait(connection: Connection = { state: "connecting" }): void {
    this.element.replaceChildren(waiting(connection));
  }

  /** Hand a binary message's rows to their panel. */
  receive(message: ArrayBuffer): void {
    const { header, body } = splitFrame(message);
    this.frames.get(header.panel)?.apply(readArrow(body), header.mode, header.part ?? "query");
  }

  /** Show an error in its panel; false when no panel of this page is meant. */
  fail(error: ErrorBody): boolean {
    const frame = this.frames.get(error.panel ?? "");
    frame?.fail(error);
    return frame !== undefined;
  }

  private clear(): void {
    this.schedule.clear();
    this.outbox.forgetListeners();
    for (const frame of this.frames.values()) frame.close();
    this.frames.clear();
    this.element.replaceChildren();
  }
}
