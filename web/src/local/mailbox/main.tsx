import { render } from "preact";
import { createClient } from "../../api/client";
import { applyPreferences, storedPreferences } from "../../theme/preferences";
import "../../theme/tokens.css";
import "../../theme/base.css";
import { ErrorBoundary } from "../../ui/error-boundary";
import { MailboxPage } from "./mailbox-page";

applyPreferences(storedPreferences());
const root = document.getElementById("app");
if (root) {
  render(
    <ErrorBoundary>
      <MailboxPage send={createClient()} />
    </ErrorBoundary>,
    root,
  );
}
