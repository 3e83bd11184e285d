/** The product's mark: a penstock falling to its turbine. */

import { s } from "./dom";

export function productMark(): SVGSVGElement {
  return s(
    "svg",
    { class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true" },
    s("path", { class: "mark-pipe", d: "M2 7 H9 L20.5 20.5" }),
    s("circle", { class: "mark-wheel", cx: 23.5, cy: 23.5, r: 5.5 }),
    s("path", { class: "mark-blades", d: "M23.5 20.6v5.8M20.6 23.5h5.8" }),
  );
}
