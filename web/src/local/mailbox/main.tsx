import { render } from "preact";
import { applyPreferences, storedPreferences } from "../../theme/preferences";
import "../../theme/tokens.css";
import "../../theme/base.css";
import { ErrorBoundary } from "../../ui/error-boundary";
import { mailboxApi } from "./mailbox-api";
import { MailboxPage } from "./mailbox-page";

applyPreferences(storedPreferences());
const root = document.getElementById("app");
if (root) {
  render(
    <ErrorBoundary>
      <MailboxPage api={mailboxApi()} />
    </ErrorBoundary>,
    root,
  );
}
