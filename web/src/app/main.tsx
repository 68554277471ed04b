import { render } from "preact";
import { downloadApi } from "../member/download/download-api";
import { localIdentity } from "../auth/identity";
import { DownloadPage } from "../member/download/download-page";
import { applyPreferences, storedPreferences } from "../theme/preferences";
import "../theme/tokens.css";
import "../theme/base.css";
import { clock } from "../time/clock";
import { ErrorBoundary } from "../ui/error-boundary";
import { App } from "./app";

applyPreferences(storedPreferences());
const root = document.getElementById("app");
if (root) {
  const isDownload = /^\/download\/?$/.test(location.pathname);
  render(
    <ErrorBoundary>
      {isDownload ? (
        <DownloadPage api={downloadApi({ onServerDate: (date, sent, received) => clock.observe(date, sent, received) })} identity={localIdentity()} leave={(url) => location.assign(url)} />
      ) : (
        <App />
      )}
    </ErrorBoundary>,
    root,
  );
}
