/** What stands where panels would: while nothing is known, and when a dashboard has none. */

import { h, type Child } from "./dom";
import type { Connection } from "./feed";
import { productMark } from "./mark";
import type { Dashboard } from "./protocol";

interface Words {
  title: string;
  text: Child[];
}

const OPENING: Words = { title: "Opening the gate", text: ["Connecting to the pipeline."] };

/** Return what to say while the page knows no dashboard yet. */
export function waiting(connection: Connection): HTMLElement {
  const { title, text } = wordsFor(connection);
  return h(
    "section",
    { class: "waiting", "data-state": connection.state },
    productMark(),
    h("h2", {}, title),
    h("p", {}, ...text),
  );
}

/** Return what to say in place of the panels of an empty dashboard. */
export function noPanels(dashboard: Dashboard): HTMLElement {
  const file = dashboard.folder ? `${dashboard.folder}/dashboard.toml` : "dashboard.toml";
  return h(
    "section",
    { class: "no-panels" },
    h("h2", {}, "This dashboard has no panels yet"),
    h("p", {}, "Give ", h("code", {}, file), " a panel with a title, a kind and a query, and start the run again."),
  );
}

function wordsFor(connection: Connection): Words {
  switch (connection.state) {
    case "connecting":
    case "live":
      return OPENING;
    case "waiting":
      return {
        title: "Nobody answers",
        text: ["The pipeline is not running, or not at this address. This page keeps trying and starts by itself."],
      };
    case "refused":
      return {
        title: "This page needs a token",
        text: ["Open the address that the run printed: it ends in ", h("code", {}, "?token=…"), " and signs this browser in."],
      };
  }
}
