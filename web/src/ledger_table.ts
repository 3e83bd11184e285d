/** The open ledger: one line per table, with the ways its rows went. */

import { h, resizeChildren, setAttribute, setText } from "./dom";
import { bytes, compact, duration, fixed } from "./format";
import { imbalance, WAYS } from "./ledger_balance";
import type { Status, TableStatus } from "./protocol";

type Heading = [title: string, meaning: string];

const HEADINGS: Heading[] = [
  ["Table", "the table or view"],
  ["Rows/s", "rows per second, now"],
  ["Fresh p50", "half of the rows were out within this time"],
  ["Fresh p99", "99 of 100 rows were out within this time"],
  ["In", "rows that came in"],
  ["Where they went", "out, filtered, late, invalid, in flight"],
  ["Out", "rows that went out"],
  ["Filtered", "rows that the query left out"],
  ["Late", "rows behind the watermark: in the table's $late"],
  ["Invalid", "records that could not be read: in the table's $invalid"],
  ["In flight", "rows on their way"],
  ["State", "what the table remembers"],
];
const TEXT_COLUMNS = new Set([0, 5]);

export class LedgerTable {
  private readonly rows = h("tbody");
  private readonly uptime = h("p", { class: "ledger-uptime" });
  readonly element: HTMLElement;

  constructor() {
    const head = h("tr", {}, ...HEADINGS.map(([title, meaning], at) =>
      h("th", { scope: "col", title: meaning, "data-kind": TEXT_COLUMNS.has(at) ? "text" : "number" }, title)));
    const table = h("table", { "aria-label": "Ledger by table" }, h("thead", {}, head), this.rows);
    this.element = h("div", { class: "ledger-scroll", tabindex: "0" }, table, this.uptime);
  }

  show(status: Status): void {
    resizeChildren(this.rows, status.tables.length, makeRow);
    status.tables.forEach((table, at) => writeRow(this.rows.children[at], table));
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setText(this.uptime, `Running for ${duration(status.uptime_s * 1_000)} · times are in ${zone} · in = out + filtered + late + invalid + in flight`);
  }
}

function makeRow(): HTMLElement {
  const row = h("tr");
  HEADINGS.forEach((_, at) => row.append(h(at === 0 ? "th" : "td", { "data-kind": TEXT_COLUMNS.has(at) ? "text" : "number" })));
  row.children[0].setAttribute("scope", "row");
  row.children[5].append(h("div", { class: "ways" }, ...WAYS.map((way) => h("i", { "data-way": way }))));
  return row;
}

function writeRow(row: Element, table: TableStatus): void {
  const texts = [
    table.name,
    fixed(table.rows_per_s, table.rows_per_s < 10 ? 1 : 0),
    duration(table.freshness_p50_ms),
    duration(table.freshness_p99_ms),
    compact(table.rows_in),
    null,
    ...WAYS.map((way) => compact(table[way])),
    bytes(table.state_bytes),
  ];
  texts.forEach((text, at) => {
    if (text !== null) setText(row.children[at], text);
  });
  setAttribute(row, "data-off", imbalance(table) === 0 ? null : "yes");
  flagTrouble(row, table);
  drawWays(row.children[5].firstElementChild!, table);
}

function flagTrouble(row: Element, table: TableStatus): void {
  setAttribute(row.children[8], "data-some", table.rows_late > 0 ? "yes" : null);
  setAttribute(row.children[9], "data-some", table.rows_invalid > 0 ? "yes" : null);
}

// A share too small for a pixel still gets two: one lost row in a million must be seen.
function drawWays(bar: Element, table: TableStatus): void {
  const all = Math.max(1, table.rows_in);
  WAYS.forEach((way, at) => {
    const piece = bar.children[at] as HTMLElement;
    piece.style.flexGrow = String(table[way] / all);
    piece.style.minWidth = table[way] > 0 ? "2px" : "0";
    piece.title = `${way.slice(5).replace("_", " ")} ${compact(table[way])}`;
  });
}
