/** Says in words and by a lamp whether the page is live, and how fresh what it shows is. */

import { h, setAttribute, setText } from "./dom";
import type { Connection } from "./feed";
import { duration } from "./format";
import type { Status } from "./protocol";

const SILENT_MS = 5_000;

export class ConnectionState {
  readonly element: HTMLElement;
  private readonly word = h("b", { role: "status" });
  private readonly detail = h("span", { class: "connection-detail" });
  private readonly retry: HTMLButtonElement;
  private connection: Connection = { state: "connecting" };
  private status: Status | null = null;
  private heardMs = 0;

  constructor(retryNow: () => void) {
    this.retry = h("button", { type: "button", class: "link", hidden: true, onclick: () => retryNow() }, "Try now");
    const lamp = h("i", { class: "lamp", "aria-hidden": "true" });
    const words = h("div", { class: "connection-words" }, this.word, this.detail);
    this.element = h("div", { class: "connection" }, lamp, words, this.retry);
    setInterval(() => this.draw(), 500);
  }

  setConnection(connection: Connection): void {
    this.connection = connection;
    this.heardMs = performance.now();
    this.draw();
  }

  setStatus(status: Status): void {
    this.status = status;
    this.heardMs = performance.now();
    this.draw();
  }

  private draw(): void {
    const [state, word, detail] = this.describe();
    document.documentElement.dataset.connection = state;
    setAttribute(this.element, "data-state", state);
    setText(this.word, word);
    setText(this.detail, detail);
    this.retry.hidden = state !== "lost";
  }

  private describe(): [string, string, string] {
    const now = performance.now();
    switch (this.connection.state) {
      case "connecting":
        return ["connecting", "Connecting", ""];
      case "refused":
        return ["lost", "No access", "open the address with its token"];
      case "waiting": {
        const seconds = Math.max(0, Math.ceil((this.connection.retryAtMs - now) / 1_000));
        return ["lost", "Disconnected", seconds > 0 ? `again in ${seconds} s` : "trying"];
      }
      case "live":
        if (now - this.heardMs > SILENT_MS) return ["silent", "Silent", `for ${duration(now - this.heardMs)}`];
        if (this.status !== null && this.status.state !== "running") return ["live", capitalState(this.status.state), ""];
        return ["live", "Live", this.freshness()];
    }
  }

  private freshness(): string {
    const worst = this.status?.tables.reduce((most, table) => Math.max(most, table.freshness_p99_ms ?? 0), 0) ?? 0;
    return worst > 0 ? `fresh within ${duration(worst)}` : "";
  }
}

function capitalState(state: string): string {
  return state.charAt(0).toUpperCase() + state.slice(1);
}
