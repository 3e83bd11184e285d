/** The head of the page: whose it is, what it shows, whether it lives, and its switches. */

import { ConnectionState } from "./connection";
import { h, s, setAttribute, setText } from "./dom";
import { productMark } from "./mark";
import type { Dashboard, ErrorBody } from "./protocol";
import { Simulators } from "./simulators";
import { currentTheme, onTheme, toggleTheme } from "./theme";

export class Header {
  readonly element: HTMLElement;
  readonly connection: ConnectionState;
  readonly simulators: Simulators;
  private readonly title = h("h1", {}, "Live page");
  private readonly summary = h("p", { class: "summary" });

  constructor(base: URL, retryNow: () => void, onError: (error: ErrorBody) => void) {
    this.connection = new ConnectionState(retryNow);
    this.simulators = new Simulators(base, onError);
    this.element = h(
      "header",
      { class: "top" },
      h("div", { class: "brand" }, productMark(), h("span", {}, "Penstock")),
      h("div", { class: "titles" }, this.title, this.summary),
      this.simulators.element,
      this.connection.element,
      themeSwitch(),
    );
  }

  show(dashboard: Dashboard): void {
    setText(this.title, dashboard.title);
    setText(this.summary, dashboard.summary ?? "");
    this.summary.hidden = !dashboard.summary;
    this.summary.title = dashboard.summary ?? "";
    document.title = `${dashboard.title} · Penstock`;
  }
}

function themeSwitch(): HTMLButtonElement {
  const icon = s(
    "svg",
    { viewBox: "0 0 20 20", "aria-hidden": "true" },
    s("circle", { cx: 10, cy: 10, r: 6.5 }),
    s("path", { d: "M10 3.5a6.5 6.5 0 0 1 0 13z" }),
  );
  const button = h("button", { type: "button", class: "theme-switch", onclick: toggleTheme }, icon);
  const name = (): void => {
    const words = currentTheme() === "dark" ? "Switch to light" : "Switch to dark";
    setAttribute(button, "aria-label", words);
    setAttribute(button, "title", words);
  };
  onTheme(name);
  name();
  return button;
}
