import { render } from "preact";
import { applyPreferences, storedPreferences } from "../theme/preferences";
import "../theme/tokens.css";
import "../theme/base.css";
import { ErrorBoundary } from "../ui/error-boundary";
import { App } from "./app";

applyPreferences(storedPreferences());
const root = document.getElementById("app");
if (root) {
  render(
    <ErrorBoundary>
      <App />
    </ErrorBoundary>,
    root,
  );
}
