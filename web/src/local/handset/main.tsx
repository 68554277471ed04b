import { render } from "preact";
import { applyPreferences, storedPreferences } from "../../theme/preferences";
import "../../theme/tokens.css";
import "../../theme/base.css";
import { ErrorBoundary } from "../../ui/error-boundary";
import { HandsetPage } from "./handset-page";
import { handsetApi } from "./handset-api";

applyPreferences(storedPreferences());
const root = document.getElementById("app");
if (root) {
  render(
    <ErrorBoundary>
      <HandsetPage api={handsetApi()} />
    </ErrorBoundary>,
    root,
  );
}
