/** The one floating box that says what is under the pointer. */

import { h } from "./dom";

const box = h("div", { class: "tooltip", role: "status", hidden: true });
const GAP_PX = 14;

export interface TipLine {
  /** A colour token for the swatch, or null for none. */
  token: string | null;
  name: string;
  value: string;
  isStrong?: boolean;
}

/** Show the box beside a point of the window, turned to where there is room. */
export function showTip(x: number, y: number, title: string, lines: TipLine[]): void {
  if (!box.isConnected) document.body.append(box);
  box.replaceChildren(h("p", { class: "tooltip-title" }, title), h("dl", {}, ...lines.flatMap(row)));
  box.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = x + GAP_PX + width > innerWidth - 8 ? x - GAP_PX - width : x + GAP_PX;
  const top = Math.min(innerHeight - height - 8, Math.max(8, y - height / 2));
  box.style.transform = `translate(${Math.max(8, Math.round(left))}px, ${Math.round(top)}px)`;
}

export function hideTip(): void {
  box.hidden = true;
}

function row(line: TipLine): HTMLElement[] {
  const swatch = h("i", { class: "swatch" });
  if (line.token !== null) swatch.style.setProperty("--colour", `var(${line.token})`);
  const name = h("dt", { "data-strong": line.isStrong }, line.token === null ? null : swatch, line.name);
  return [name, h("dd", { "data-strong": line.isStrong }, line.value)];
}
