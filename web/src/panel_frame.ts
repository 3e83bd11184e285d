/** The frame around a panel: title, note, and what to say while there is nothing to show. */

import type { Batch } from "./batch";
import { h, setAttribute, setText } from "./dom";
import { PANELS } from "./panels";
import type { OutboxStore } from "./outbox_store";
import type { Panel } from "./panels/panel";
import type { ErrorBody, Mode, PanelSpec, Part } from "./protocol";
import type { Schedule } from "./schedule";

type FrameState = "loading" | "empty" | "error" | "shown";

export class PanelFrame {
  readonly element: HTMLElement;
  readonly spec: PanelSpec;
  private readonly panel: Panel;
  private readonly message = h("div", { class: "panel-message" });
  private state: FrameState | null = null;
  private hasAnswer = false;

  constructor(
    spec: PanelSpec,
    private readonly schedule: Schedule,
    base: URL,
    outbox: OutboxStore,
  ) {
    this.spec = spec;
    const body = h("div", { class: "panel-body" });
    const aside = h("div", { class: "panel-aside" });
    this.element = this.build(body, aside);
    this.panel = PANELS[spec.kind]({ spec, body, aside, base, outbox, changed: () => schedule.mark(this.panel) });
    schedule.add(this.panel);
    new ResizeObserver(() => schedule.mark(this.panel)).observe(body);
    new IntersectionObserver(([entry]) => schedule.setVisible(this.panel, entry.isIntersecting), {
      rootMargin: "200px",
    }).observe(this.element);
    this.show(this.isReady() ? "shown" : "loading");
  }

  apply(batch: Batch, mode: Mode, part: Part): void {
    this.hasAnswer = true;
    this.panel.apply(batch, mode, part);
    this.schedule.mark(this.panel);
    this.show(this.panel.isEmpty ? "empty" : "shown");
  }

  close(): void {
    this.panel.close?.();
  }

  /** Show why the panel has no rows, until rows arrive. */
  fail(error: ErrorBody): void {
    this.show("error");
    this.message.replaceChildren(h("p", { class: "panel-error-title" }, h("code", {}, error.code), " ", error.message));
    if (error.hint) this.message.append(h("p", { class: "panel-error-hint" }, error.hint));
  }

  private isReady(): boolean {
    return this.spec.kind === "outbox";
  }

  private build(body: HTMLElement, aside: HTMLElement): HTMLElement {
    const { id, title, unit, note, kind, width, height } = this.spec;
    const heading = h("h2", { id: `title-${id}` }, title, unit && kind !== "figure" ? h("small", {}, unit) : null);
    const head = h("header", { class: "panel-head" }, heading, aside);
    const noted = note === undefined ? null : h("p", { class: "panel-note", title: note }, note);
    const element = h(
      "section",
      { class: "panel", id: `panel-${id}`, "data-kind": kind, "aria-labelledby": `title-${id}` },
      head, noted, body, this.message,
    );
    element.style.setProperty("--columns", String(width));
    // On a tablet a panel is half a row or a whole one: eight columns beside six would leave a hole.
    element.style.setProperty("--columns-tablet", String(width > 6 ? 12 : 6));
    element.style.setProperty("--rows", String(height));
    return element;
  }

  private show(state: FrameState): void {
    if (state === this.state) return;
    this.state = state;
    setAttribute(this.element, "data-state", state);
    if (state === "loading") setText(this.message, "Waiting for the first rows");
    if (state === "empty") setText(this.message, this.hasAnswer ? "No rows yet" : "");
  }
}
