/** The kinds of panel that there are, by the name that a dashboard gives them. */

import type { PanelKind } from "../protocol";
import { barsPanel } from "./bars";
import { figurePanel } from "./figure";
import { linePanel } from "./line";
import { logPanel } from "./log";
import { mapPanel } from "./map";
import { outboxPanel } from "./outbox";
import type { PanelFactory } from "./panel";
import { tablePanel } from "./table";

export const PANELS: Record<PanelKind, PanelFactory> = {
  figure: figurePanel,
  line: linePanel,
  bars: barsPanel,
  table: tablePanel,
  log: logPanel,
  map: mapPanel,
  outbox: outboxPanel,
};
