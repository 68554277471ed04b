import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { SessionKeeper } from "../../auth/keeper";
import { SignIn } from "../../auth/sign-in";
import { clock } from "../../time/clock";
import { dateTime, exactTime } from "../../time/format";
import { fileSentence } from "../../ui/file";
import { Icon, type IconName } from "../../ui/icon";
import { Mark } from "../../ui/mark";
import { MessageBar } from "../../ui/message-bar";
import type { DownloadApi } from "./download-api";
import { useDownload, type Download, type View } from "./use-download";
import "./download.css";

/** Where the link of a Secure Download email leads (EL-22): it tells what there is, and waits for a click. */
export function DownloadPage(props: { api: DownloadApi; keeper: SessionKeeper; leave: (url: string) => void }) {
  const { api, keeper, leave } = props;
  const download = useDownload(api, keeper, leave);
  const { view } = download;
  useEffect(() => {
    document.title = "Secure download · Memberline";
  }, [view.kind]);

  if (view.kind === "sign_in") return <SignIn keeper={keeper} why={view.why} />;
  return (
    <main class="download-page" aria-busy={view.kind === "reading"}>
      <div class="download-card">
        <Mark />
        <Content view={view} download={download} />
      </div>
    </main>
  );
}

function Content({ view, download }: { view: Exclude<View, { kind: "sign_in" }>; download: Download }) {
  switch (view.kind) {
    case "reading":
      return <p class="download-quiet">Looking at the link</p>;
    case "expired":
      return (
        <Ended icon="clock" title="This link has expired.">
          Press Secure Download again for a new one.
        </Ended>
      );
    case "unknown":
      return (
        <>
          <Ended icon="blocked" title="This link doesn't work.">
            Open the whole link from the email, signed in as the one whom it was sent to.
          </Ended>
          {download.session && (
            <button type="button" class="button" onClick={download.signOut}>
              Sign in as someone else
            </button>
          )}
        </>
      );
    case "unclear":
      return (
        <>
          <MessageBar text={view.why} />
          <button type="button" class="button" onClick={download.retry}>
            Try again
          </button>
        </>
      );
    case "ready":
      return <Ready view={view} download={download} />;
  }
}

function Ready({ view, download }: { view: View & { kind: "ready" }; download: Download }) {
  const { file, expires_at, brand } = view.file;
  return (
    <>
      <p class="download-brand">{brand}</p>
      <h1>{file.name ?? "Secure download"}</h1>
      <dl>
        <div>
          <dt>Kind and size</dt>
          <dd>{fileSentence(file)}</dd>
        </div>
        <div>
          <dt>This link works until</dt>
          <dd>
            <time dateTime={expires_at} title={exactTime(expires_at)}>
              {dateTime(expires_at, clock.now())}
            </time>
          </dd>
        </div>
      </dl>
      {view.why && <MessageBar text={view.why} />}
      <button type="button" class="button primary" disabled={view.busy} onClick={() => void download.open()}>
        <Icon name="download" />
        {view.busy ? "Fetching" : "Download"}
      </button>
      <p class="download-quiet" role="status">
        {view.begun
          ? "The download has begun. It is noted in the conversation."
          : "It holds a member's data: keep it where nobody else can read it."}
      </p>
    </>
  );
}

function Ended(props: { icon: IconName; title: string; children: ComponentChildren }) {
  return (
    <div class="download-ended" role="alert">
      <Icon name={props.icon} />
      <h1>{props.title}</h1>
      <p>{props.children}</p>
    </div>
  );
}
