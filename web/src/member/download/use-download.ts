import { useEffect, useRef, useState } from "preact/hooks";
import { renewing } from "../../api/client";
import { explain, Problem } from "../../api/problem";
import { hooksOf } from "../../auth/hooks";
import type { Reason, SessionKeeper } from "../../auth/keeper";
import { useStanding } from "../../auth/use-standing";
import type { DescribedDownload, DownloadApi } from "./download-api";
import { forgetToken, takeToken } from "./link-token";

/** What the page shows. */
export type View =
  | { kind: "reading" }
  | { kind: "expired" }
  | { kind: "unknown" }
  /** The server could not be asked. */
  | { kind: "unclear"; why: string }
  | { kind: "sign_in"; why: Reason | null }
  | { kind: "ready"; file: DescribedDownload; busy: boolean; begun: boolean; why: string | null };

/** A link, from its address to the file. */
export interface Download {
  view: View;
  /** Fetches the file; only ever on a person's click (lesson of mail scanners that open links). */
  open: () => Promise<void>;
  /** Signs out, to open the same link as someone else. */
  signOut: () => void;
  retry: () => void;
  /** Whether someone is signed in. */
  session: boolean;
}

/** Follows a link. `leave` takes the browser to the file. */
export function useDownload(api: DownloadApi, keeper: SessionKeeper, leave: (url: string) => void): Download {
  const standing = useStanding(keeper);
  const token = useRef<string | null>(null);
  const [file, setFile] = useState<DescribedDownload | null>(null);
  const [view, setView] = useState<View>({ kind: "reading" });
  const [attempt, setAttempt] = useState(0);

  const ready = (described: DescribedDownload, part: Partial<View & { kind: "ready" }> = {}): void =>
    setView({ kind: "ready", file: described, busy: false, begun: false, why: null, ...part });

  const failed = (error: unknown): boolean => {
    const status = error instanceof Problem ? error.status : null;
    if (status !== 410 && status !== 404) return false;
    // A link that is unknown to one agent may be another's: it stays until someone else has signed in.
    if (status === 410) {
      forgetToken();
      token.current = null;
    }
    setView({ kind: status === 410 ? "expired" : "unknown" });
    return true;
  };

  useEffect(() => {
    let current = true;
    const follow = async () => {
      token.current = takeToken() ?? token.current;
      if (token.current === null) {
        setView({ kind: "unknown" });
        return;
      }
      setView({ kind: "reading" });
      try {
        const [described] = await Promise.all([api.describe(token.current), keeper.start()]);
        if (!current) return;
        setFile(described);
        ready(described);
      } catch (error) {
        if (current && !failed(error)) setView({ kind: "unclear", why: explain(error) });
      }
    };
    void follow();
    // Another link opened in this tab changes the fragment only.
    const onHash = () => location.hash !== "" && void follow();
    addEventListener("hashchange", onHash);
    return () => {
      current = false;
      removeEventListener("hashchange", onHash);
    };
  }, [api, attempt]);

  const open = async () => {
    if (file === null || token.current === null) return;
    ready(file, { busy: true });
    try {
      const { url } = await opened(api, keeper, token.current);
      if (!/^https?:\/\//.test(url)) throw new Error("no address of a file");
      leave(url);
      ready(file, { begun: true });
    } catch (error) {
      if (failed(error)) return;
      if (error instanceof Problem && error.status === 401) {
        const asked = { ...file, needs_session: true };
        setFile(asked);
        ready(asked);
      } else {
        ready(file, { why: explain(error) });
      }
    }
  };

  // Whether somebody is signed in may change at any time, in another tab.
  const needsSession = view.kind === "ready" && view.file.needs_session && standing.kind !== "signed_in";
  const why = standing.kind === "signed_out" ? standing.why : null;
  return {
    view: needsSession ? { kind: "sign_in", why } : view,
    open,
    signOut: () => void keeper.signOut(location.pathname),
    retry: () => setAttempt(attempt + 1),
    session: standing.kind === "signed_in",
  };
}

/** Where the file is, asked with a token that is renewed once if need be. */
async function opened(api: DownloadApi, keeper: SessionKeeper, token: string) {
  const ask = (session: string | null) => api.open(token, session).then((file) => ({ file }), (error: unknown) => ({ error }));
  const outcome = await renewing(hooksOf(keeper), ask, (of) => "error" in of && of.error instanceof Problem && of.error.status === 401);
  if ("error" in outcome) throw outcome.error;
  return outcome.file;
}
