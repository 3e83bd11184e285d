/** The switches of the simulators: one segmented control each. */

import { asErrorBody, setMode } from "./api";
import { h, setAttribute } from "./dom";
import { capital, columnName } from "./format";
import type { ErrorBody, Simulator } from "./protocol";

// These modes disturb the data on purpose: the control shows them in the colour of alarm.
const CALM_MODES = new Set(["normal", "off", "on", "none"]);

export class Simulators {
  readonly element = h("div", { class: "simulators" });
  private readonly groups = new Map<string, HTMLElement>();

  constructor(
    private readonly base: URL,
    private readonly onError: (error: ErrorBody) => void,
  ) {}

  /** Show exactly these simulators. */
  show(simulators: Simulator[]): void {
    this.groups.clear();
    this.element.replaceChildren();
    for (const simulator of simulators) {
      const group = this.makeGroup(simulator);
      this.groups.set(simulator.name, group);
      this.element.append(group);
      this.update(simulator);
    }
  }

  /** Show the mode that a simulator has now. */
  update(simulator: Simulator): void {
    for (const button of this.buttons(simulator.name)) {
      setAttribute(button, "aria-pressed", String(button.dataset.mode === simulator.mode));
      setAttribute(button, "aria-busy", null);
    }
  }

  private makeGroup(simulator: Simulator): HTMLElement {
    const label = capital(columnName(simulator.name));
    const buttons = simulator.modes.map((mode) =>
      h(
        "button",
        {
          type: "button",
          "data-mode": mode,
          "data-calm": CALM_MODES.has(mode),
          onclick: () => void this.choose(simulator.name, mode),
        },
        capital(columnName(mode)),
      ),
    );
    return h(
      "div",
      { class: "simulator", role: "group", "aria-label": `Simulator ${label}` },
      h("span", { class: "simulator-name" }, label),
      h("div", { class: "segments" }, ...buttons),
    );
  }

  private async choose(name: string, mode: string): Promise<void> {
    const button = this.buttons(name).find((candidate) => candidate.dataset.mode === mode)!;
    setAttribute(button, "aria-busy", "true");
    try {
      this.update(await setMode(this.base, name, mode));
    } catch (failure) {
      this.onError(asErrorBody(failure));
    } finally {
      setAttribute(button, "aria-busy", null);
    }
  }

  private buttons(name: string): HTMLButtonElement[] {
    return [...(this.groups.get(name)?.querySelectorAll("button") ?? [])];
  }
}
