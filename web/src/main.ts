/** Where the page begins. */

import { Page } from "./page";
import { startTheme } from "./theme";

// This script stands in the head without `defer`: the theme is set before anything is painted.
startTheme();

document.addEventListener("DOMContentLoaded", () => {
  new Page(new URL("./", document.baseURI)).start(document.body);
});
