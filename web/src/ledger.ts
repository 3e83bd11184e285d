/** The ledger: every row accounted for, as a strip at the foot of the page and a drawer above it. */

import { h, s, setAttribute, setText } from "./dom";
import { bytes, compact, duration } from "./format";
import { LedgerTable } from "./ledger_table";
import { imbalance } from "./ledger_balance";
import { sparkPath } from "./panels/figure";
import type { Status } from "./protocol";

const RATES_MAX = 90;

export class Ledger {
  readonly element: HTMLElement;
  private readonly table = new LedgerTable();
  private readonly drawer: HTMLElement;
  private readonly toggle: HTMLButtonElement;
  private readonly flow = s("path", { class: "spark-line" });
  private readonly facts = new Map<string, HTMLElement>();
  private readonly rates: number[] = [];
  private status: Status | null = null;

  constructor() {
    this.drawer = h("div", { class: "ledger-drawer", id: "ledger-drawer", hidden: true }, this.table.element);
    this.toggle = h(
      "button",
      { type: "button", class: "ledger-toggle", "aria-expanded": "false", "aria-controls": "ledger-drawer", onclick: () => this.open(this.drawer.hidden !== false) },
      h("span", { class: "chevron", "aria-hidden": "true" }), "Ledger",
    );
    const spark = s("svg", { class: "ledger-flow", viewBox: "0 0 200 40", preserveAspectRatio: "none", "aria-hidden": "true" }, this.flow);
    const strip = h("div", { class: "ledger-strip" }, this.toggle, this.fact("balance"), spark, ...FACTS.map((name) => this.fact(name)));
    this.element = h("footer", { class: "ledger", "aria-label": "Ledger" }, this.drawer, strip);
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.drawer.hidden) this.open(false);
    });
  }

  show(status: Status): void {
    this.status = status;
    // The busiest table, not the sum: a row that passes three tables is still one row.
    const rate = Math.max(0, ...status.tables.map((table) => table.rows_per_s));
    this.rates.push(rate);
    if (this.rates.length > RATES_MAX) this.rates.shift();
    setAttribute(this.flow, "d", sparkPath([0, ...this.rates].slice(-RATES_MAX)));
    this.say("rate", `${compact(rate)} rows/s`);
    this.say("tables", `${status.tables.length} ${status.tables.length === 1 ? "table" : "tables"}`);
    this.sayTrouble("late", sum(status, "rows_late"));
    this.sayTrouble("invalid", sum(status, "rows_invalid"));
    this.say("checkpoint", status.checkpoint_age_s === null ? "no checkpoint" : `checkpoint ${duration(status.checkpoint_age_s * 1_000)} ago`);
    this.say("memory", `memory ${bytes(status.rss_bytes)}`);
    this.sayBalance(status);
    if (!this.drawer.hidden) this.table.show(status);
  }

  private sayBalance(status: Status): void {
    const off = status.tables.reduce((most, table) => most + Math.abs(imbalance(table)), 0);
    const element = this.facts.get("balance")!;
    setAttribute(element, "data-off", off === 0 ? null : "yes");
    setText(element, off === 0 ? "every row accounted for" : `off by ${compact(off)}`);
  }

  private sayTrouble(name: string, count: number): void {
    this.say(name, `${compact(count)} ${name}`);
    setAttribute(this.facts.get(name)!, "data-some", count > 0 ? "yes" : null);
  }

  private open(isOpen: boolean): void {
    this.drawer.hidden = !isOpen;
    setAttribute(this.toggle, "aria-expanded", String(isOpen));
    if (isOpen && this.status !== null) this.table.show(this.status);
  }

  private fact(name: string): HTMLElement {
    const element = h("span", { class: "fact", "data-fact": name });
    this.facts.set(name, element);
    return element;
  }

  private say(name: string, text: string): void {
    setText(this.facts.get(name)!, text);
  }
}

const FACTS = ["rate", "tables", "late", "invalid", "checkpoint", "memory"];

function sum(status: Status, name: "rows_late" | "rows_invalid"): number {
  return status.tables.reduce((total, table) => total + table[name], 0);
}
