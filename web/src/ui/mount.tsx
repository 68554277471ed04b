import { render, type ComponentChildren } from "preact";
import { applyPreferences, storedPreferences } from "../theme/preferences";
import { ErrorBoundary } from "./error-boundary";
import "../theme/base.css";
import "../theme/controls.css";
import "../theme/tokens.css";

/** Shows a page in the browser's window, in the colours that were chosen before. */
export function mount(page: ComponentChildren): void {
  applyPreferences(storedPreferences());
  const root = document.getElementById("app");
  if (root) render(<ErrorBoundary>{page}</ErrorBoundary>, root);
}
