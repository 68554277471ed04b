/** Light, dark, or as the computer is set. */
export type Scheme = "system" | "light" | "dark";

/** Bubbles coloured by role, or everything outgoing in blue. */
export type Bubbles = "roles" | "outbound-blue";

/** How someone likes their screen. */
export interface Preferences {
  scheme: Scheme;
  bubbles: Bubbles;
}

const STORAGE_KEY = "memberline.preferences";
const DEFAULT: Preferences = { scheme: "system", bubbles: "roles" };

/** What was chosen in this browser before. */
export function storedPreferences(): Preferences {
  try {
    const stored: Record<keyof Preferences, unknown> = { ...DEFAULT, ...JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}") };
    return {
      scheme: stored.scheme === "light" || stored.scheme === "dark" ? stored.scheme : DEFAULT.scheme,
      bubbles: stored.bubbles === "outbound-blue" ? stored.bubbles : DEFAULT.bubbles,
    };
  } catch {
    return DEFAULT;
  }
}

/** Shows preferences at once and remembers them. */
export function applyPreferences(preferences: Preferences): void {
  const root = document.documentElement;
  if (preferences.scheme === "system") delete root.dataset.scheme;
  else root.dataset.scheme = preferences.scheme;
  root.dataset.bubbles = preferences.bubbles;
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing still shows the choice for now.
  }
}
