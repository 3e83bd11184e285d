/** Lying stacked bars, one per name, with the total at the end of the bar. */

import { asName } from "../batch";
import { h, resizeChildren, setText } from "../dom";
import { decimalsFor, fixed } from "../format";
import { seriesStyle } from "../palette";
import { totals, type Stacks } from "../stack_store";
import { hideTip, showTip } from "../tooltip";
import type { BarsView } from "./bars";
import { tipLines } from "./bars_upright";
import type { PanelPlace } from "./panel";

export class LyingBars implements BarsView {
  private readonly list = h("ol", { class: "bars-lying" });
  private stacks: Stacks = { xs: [], parts: [], values: [], isOrdered: false };

  constructor(private readonly place: PanelPlace) {
    place.body.append(this.list);
  }

  show(stacks: Stacks): void {
    this.stacks = stacks;
    const sums = totals(stacks);
    const widest = Math.max(...sums, 1e-9);
    const decimals = decimalsFor(sums);
    resizeChildren(this.list, stacks.xs.length, (at) => this.makeRow(at));
    stacks.xs.forEach((name, at) => {
      const [label, bar, total] = [...this.list.children[at].children] as HTMLElement[];
      setText(label, asName(name));
      label.title = asName(name);
      setText(total, fixed(sums[at], decimals));
      this.fillBar(bar, at, widest);
    });
  }

  private makeRow(at: number): HTMLElement {
    const row = h("li", {}, h("span"), h("div", { class: "bar" }), h("b"));
    row.addEventListener("pointermove", (event) => this.tip(event, at));
    row.addEventListener("pointerleave", hideTip);
    return row;
  }

  private fillBar(bar: HTMLElement, at: number, widest: number): void {
    resizeChildren(bar, this.stacks.parts.length, () => h("i"));
    this.stacks.parts.forEach((part, index) => {
      const piece = bar.children[index] as HTMLElement;
      const share = (this.stacks.values[index][at] ?? 0) / widest;
      piece.style.width = `${(share * 100).toFixed(2)}%`;
      piece.style.background = `var(${seriesStyle(this.place.spec.series ?? "", part).token})`;
    });
  }

  private tip(event: PointerEvent, at: number): void {
    if (at >= this.stacks.xs.length) return;
    showTip(event.clientX, event.clientY, asName(this.stacks.xs[at]), tipLines(this.stacks, at, this.place));
  }
}
