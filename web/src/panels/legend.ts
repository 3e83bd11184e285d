/** A row of swatches with names, beside a panel's title. */

import { h, resizeChildren, setText } from "../dom";
import { columnName } from "../format";

export interface LegendEntry {
  token: string;
  name: string;
}

/** Make `legend` show the column's name and its entries; nothing when there are none. */
export function drawLegend(legend: HTMLElement, column: string, entries: LegendEntry[]): void {
  legend.hidden = entries.length === 0;
  resizeChildren(legend, entries.length + 1, (at) =>
    at === 0 ? h("li", { class: "legend-title" }) : h("li", {}, h("i", { class: "swatch" }), h("span")));
  setText(legend.firstElementChild!, columnName(column));
  entries.forEach((entry, at) => {
    const [swatch, name] = [...legend.children[at + 1].children] as HTMLElement[];
    swatch.style.setProperty("--colour", `var(${entry.token})`);
    setText(name, entry.name);
  });
}
