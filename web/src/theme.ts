/** Dark or light: the system's choice until the visitor makes another, which is remembered. */

export type Theme = "dark" | "light";

const KEY = "penstock.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

/** Apply the remembered or the system's theme; called before the first paint. */
export function startTheme(): void {
  apply();
  system.addEventListener("change", apply);
}

/** Return the theme that is showing. */
export function currentTheme(): Theme {
  return remembered() ?? (system.matches ? "dark" : "light");
}

/** Show the other theme; going back to the system's own forgets the choice and follows it again. */
export function toggleTheme(): void {
  const next: Theme = currentTheme() === "dark" ? "light" : "dark";
  const systems: Theme = system.matches ? "dark" : "light";
  remember(next === systems ? null : next);
  apply();
}

/** Call `listener` after each change of theme. */
export function onTheme(listener: () => void): void {
  listeners.add(listener);
}

function apply(): void {
  document.documentElement.dataset.theme = currentTheme();
  for (const listener of listeners) listener();
}

function remembered(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === "dark" || value === "light" ? value : null;
  } catch {
    return null; // Storage may be switched off; the system's theme then has to do.
  }
}

function remember(theme: Theme | null): void {
  try {
    if (theme === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // The switch still works until the page is closed if storage is off; see `remembered`.
    document.documentElement.dataset.theme = theme ?? currentTheme();
  }
}
