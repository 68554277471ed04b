import { render } from "preact";
import { createClient } from "../api/client";
import { applyPreferences, storedPreferences } from "../theme/preferences";
import "../theme/tokens.css";
import "../theme/base.css";
import { MailboxPage } from "./mailbox-page";

applyPreferences(storedPreferences());
const root = document.getElementById("app");
if (root) render(<MailboxPage send={createClient()} />, root);
