/** What every panel is to the rest of the page. */

import type { Batch } from "../batch";
import type { OutboxStore } from "../outbox_store";
import type { Mode, PanelSpec, Part } from "../protocol";
import type { Drawing } from "../schedule";

export interface Panel extends Drawing {
  /** Take rows in; drawing comes later, when the schedule says so. */
  apply(batch: Batch, mode: Mode, part: Part): void;
  /** True while there is nothing to show: the frame then says so in words. */
  readonly isEmpty: boolean;
  /** Let go of what outlives the panel's element, such as listeners on the window. */
  close?(): void;
}

export interface PanelPlace {
  spec: PanelSpec;
  /** The panel's own element to fill. */
  body: HTMLElement;
  /** Room beside the title, for a legend or a count. */
  aside: HTMLElement;
  base: URL;
  outbox: OutboxStore;
  /** Ask for a draw: a fetch has answered, a pointer has moved. */
  changed(): void;
}

export type PanelFactory = (place: PanelPlace) => Panel;
