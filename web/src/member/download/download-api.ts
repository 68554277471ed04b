import type { Send } from "../../api/client";
import type { Timestamp } from "../../api/types";

/** What a link leads to. */
export interface DescribedDownload {
  brand: string;
  file: { content_type: string | null; bytes: number | null; name: string | null };
  /** Until when the link works. */
  expires_at: Timestamp;
  /** Whether whoever opens it must be signed in. */
  needs_session: boolean;
}

/** Where the file itself is, for some seconds. */
export interface OpenedDownload {
  url: string;
  expires_at: Timestamp;
}

/** What the link of an email can be asked (EL-22, EL-23). The token stays out of addresses, which are kept in logs. */
export function downloadApi(send: Send) {
  return {
    /** Changes nothing. */
    describe: (token: string) => send<DescribedDownload>("/downloads/describe", { method: "POST", body: { token } }),
    open: (token: string, session: string | null) =>
      send<OpenedDownload>("/downloads/open", {
        method: "POST",
        body: { token },
        headers: session === null ? {} : { authorization: `Bearer ${session}` },
      }),
  };
}

/** What {@link downloadApi} makes. */
export type DownloadApi = ReturnType<typeof downloadApi>;
