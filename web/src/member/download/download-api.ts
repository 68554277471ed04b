import { bodyOf, createClient, type ClientHooks } from "../../api/client";
import type { Post } from "../../api/operation";

/** What a link leads to. */
export interface DescribedDownload {
  brand: string;
  file: { content_type: string | null; bytes: number | null; name: string | null };
  /** Until when the link works. */
  expires_at: string;
  /** Whether whoever opens it must be signed in. */
  needs_session: boolean;
}

/** Where the file itself is, for some seconds. */
export interface OpenedDownload {
  url: string;
  expires_at: string;
}

interface DownloadPaths {
  "/downloads/describe": Post<{ token: string }, DescribedDownload>;
  "/downloads/open": Post<{ token: string }, OpenedDownload>;
}

/** What the link of an email can be asked (EL-22, EL-23). The token stays out of addresses, which are kept in logs. */
export function downloadApi(hooks: ClientHooks) {
  const { POST } = createClient<DownloadPaths>(hooks);
  return {
    /** Changes nothing. */
    describe: (token: string) => bodyOf(POST("/downloads/describe", { body: { token } })),
    open: (token: string, session: string | null) =>
      bodyOf(
        POST("/downloads/open", {
          body: { token },
          headers: session === null ? {} : { authorization: `Bearer ${session}` },
        }),
      ),
  };
}

export type DownloadApi = ReturnType<typeof downloadApi>;
