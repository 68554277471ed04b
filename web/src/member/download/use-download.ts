import { useEffect, useRef, useState } from "preact/hooks";
import { explain, Problem } from "../../api/problem";
import { storedSession, storeSession, type Session } from "../../auth/session";
import type { DescribedDownload, DownloadApi } from "./download-api";
import { forgetToken, takeToken } from "./link-token";

/** What the page shows. */
export type View =
  | { kind: "reading" }
  | { kind: "expired" }
  | { kind: "unknown" }
  /** The server could not be asked. */
  | { kind: "unclear"; why: string }
  | { kind: "sign_in"; ended: boolean }
  | { kind: "ready"; file: DescribedDownload; busy: boolean; begun: boolean; why: string | null };

/** A link, from its address to the file. */
export interface Download {
  view: View;
  /** Fetches the file; only ever on a person's click (lesson of mail scanners that open links). */
  open: () => Promise<void>;
  signedIn: (session: Session) => void;
  signOut: () => void;
  retry: () => void;
  /** Whether someone is signed in. */
  session: boolean;
}

/** Follows a link. `leave` takes the browser to the file. */
export function useDownload(api: DownloadApi, leave: (url: string) => void): Download {
  const token = useRef<string | null>(null);
  const [session, setSession] = useState<Session | null>(() => storedSession(Date.now()));
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
        const described = await api.describe(token.current);
        if (!current) return;
        setFile(described);
        if (described.needs_session && storedSession(Date.now()) === null) setView({ kind: "sign_in", ended: false });
        else ready(described);
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

  const end = (ended: boolean) => {
    storeSession(null);
    setSession(null);
    setView({ kind: "sign_in", ended });
  };

  const open = async () => {
    if (file === null || token.current === null) return;
    ready(file, { busy: true });
    try {
      const { url } = await api.open(token.current, session?.token ?? null);
      if (!/^https?:\/\//.test(url)) throw new Error("no address of a file");
      leave(url);
      ready(file, { begun: true });
    } catch (error) {
      if (failed(error)) return;
      if (error instanceof Problem && error.status === 401) end(session !== null);
      else ready(file, { why: explain(error) });
    }
  };

  return {
    view,
    open,
    signedIn: (begun) => {
      storeSession(begun);
      setSession(begun);
      if (file) ready(file);
    },
    signOut: () => end(false),
    retry: () => setAttempt(attempt + 1),
    session: session !== null,
  };
}
