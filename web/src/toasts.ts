/** Short notices at the corner: new alerts, which pass, and errors, which stay until pressed. */

import { h } from "./dom";
import type { Alert, ErrorBody } from "./protocol";

const SHOWN_MS = 8_000;
const TOASTS_MAX = 3;

export class Toasts {
  readonly element = h("div", { class: "toasts", role: "region", "aria-label": "Notices" });

  /** Announce a new alert; a press leads to the outbox, if the page has one. */
  alert(alert: Alert): void {
    const toast = this.show("alert", alert.subject, alert.key, goToOutbox);
    setTimeout(() => toast.remove(), SHOWN_MS);
  }

  error(error: ErrorBody): void {
    this.show("error", `${error.code} ${error.message}`.trim(), error.hint ?? "", () => undefined);
  }

  private show(kind: string, title: string, detail: string, press: () => void): HTMLElement {
    const toast = h(
      "button",
      { type: "button", class: "toast", "data-kind": kind, onclick: () => { press(); toast.remove(); } },
      h("b", {}, title),
      detail === "" ? null : h("span", {}, detail),
    );
    this.element.prepend(toast);
    while (this.element.childElementCount > TOASTS_MAX) this.element.lastElementChild!.remove();
    return toast;
  }
}

function goToOutbox(): void {
  const panel = document.querySelector<HTMLElement>('.panel[data-kind="outbox"]');
  panel?.scrollIntoView({ block: "center" });
  panel?.querySelector("summary")?.focus();
}

/** Return true when the visitor has the list of alerts before them already. */
export function seesOutbox(): boolean {
  const box = document.querySelector('.panel[data-kind="outbox"]')?.getBoundingClientRect();
  return box !== undefined && box.top + 120 < innerHeight && box.bottom > 120;
}
