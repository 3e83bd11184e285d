/** The alerts: what was sent, to whom, and what still waits. */

import { h, setAttribute, setText } from "../dom";
import { moment } from "../format";
import type { Alert } from "../protocol";
import type { Panel, PanelPlace } from "./panel";

const SHOWN_MAX = 60;
const WORDS: Record<Alert["status"], string> = {
  outbox: "in outbox",
  sent: "sent",
  retrying: "retrying",
  failed: "failed",
};

/** Build the list of alerts; it reads the outbox, not a query. */
export function outboxPanel(place: PanelPlace): Panel {
  return new OutboxPanel(place);
}

class OutboxPanel implements Panel {
  readonly gapMs = 100;
  private readonly notice = h("p", { class: "outbox-notice", hidden: true });
  private readonly list = h("ol", { class: "outbox-list" });
  private readonly items = new Map<string, HTMLElement>();

  constructor(private readonly place: PanelPlace) {
    const scroller = h("div", { class: "outbox-scroll" }, this.list);
    place.body.append(h("div", { class: "outbox" }, this.notice, scroller));
    place.outbox.onChange(() => place.changed());
  }

  // It has words of its own for an empty list, beside the notice about the mail server.
  readonly isEmpty = false;

  apply(): void {
    this.place.changed();
  }

  draw(): boolean {
    const { alerts, configured, error } = this.place.outbox;
    this.notice.hidden = configured !== false && error === null;
    setAttribute(this.notice, "data-alarm", error === null ? null : "yes");
    setText(this.notice, error === null ? NOT_CONFIGURED : `The outbox cannot be read: ${error.message}`);
    const shown = alerts.slice(0, SHOWN_MAX);
    const elements = shown.map((alert) => this.item(alert));
    this.forget(new Set(shown.map((alert) => alert.id)));
    if (elements.length === 0) return this.drawNone();
    order(this.list, elements);
    setText(this.place.aside, `${alerts.length} ${alerts.length === 1 ? "alert" : "alerts"}`);
    return false;
  }

  private drawNone(): boolean {
    setText(this.place.aside, "");
    this.list.replaceChildren(h("li", { class: "quiet" }, "No alerts. All is quiet."));
    return false;
  }

  private item(alert: Alert): HTMLElement {
    let item = this.items.get(alert.id);
    if (item === undefined) {
      item = makeItem();
      this.items.set(alert.id, item);
    }
    writeItem(item, alert);
    return item;
  }

  private forget(kept: Set<string>): void {
    for (const id of this.items.keys()) if (!kept.has(id)) this.items.delete(id);
  }
}

const NOT_CONFIGURED = "No SMTP server is configured: alerts stay in this outbox, no mail is sent.";

function makeItem(): HTMLElement {
  const summary = h("summary", {}, h("span", { class: "badge" }), h("b"), h("time"), h("span", { class: "outbox-key" }));
  return h("li", {}, h("details", {}, summary, h("p", { class: "outbox-to" }), h("pre")));
}

function writeItem(item: HTMLElement, alert: Alert): void {
  const [summary, to, body] = [...item.firstElementChild!.children];
  const [badge, subject, time, key] = [...summary.children];
  setAttribute(badge, "data-status", alert.status);
  setText(badge, WORDS[alert.status] ?? alert.status);
  setText(subject, alert.subject);
  setText(key, alert.key);
  setText(time, moment(alert.at_us / 1_000, Date.now()));
  const attempts = alert.attempts > 0 ? ` · ${alert.attempts} ${alert.attempts === 1 ? "attempt" : "attempts"}` : "";
  setText(to, `To ${alert.to || "nobody"} · from ${alert.table}${attempts}`);
  setText(body, alert.body);
}

// Moves only what is out of place: an element that stays keeps its focus.
function order(parent: Element, elements: Element[]): void {
  elements.forEach((element, at) => {
    if (parent.children[at] !== element) parent.insertBefore(element, parent.children[at] ?? null);
  });
  while (parent.childElementCount > elements.length) parent.lastElementChild!.remove();
}
