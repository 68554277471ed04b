import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { createClient } from "../api/client";
import { ConsoleContext } from "../api/context";
import { explain } from "../api/problem";
import { agentApi } from "../api/queries";
import type { paths } from "../api/schema.gen";
import type { Me } from "../api/types";
import { localIdentity } from "../auth/identity";
import { storedSession, storeSession, type Session } from "../auth/session";
import { SignIn } from "../auth/sign-in";
import { openDraftsOf } from "../features/conversation/drafts";
import { clock } from "../time/clock";
import { MessageBar } from "../ui/message-bar";
import { Workspace } from "./workspace";

const identity = localIdentity();

/** The agent console: the sign-in page, then the workspace. The address stays, so a deep link survives signing in. */
export function App() {
  const [session, setSession] = useState<Session | null>(() => storedSession(Date.now()));
  const [ended, setEnded] = useState(false);
  const [me, setMe] = useState<Me | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const token = useRef<string | null>(null);
  token.current = session?.token ?? null;

  const leave = (because: "asked" | "ended") => {
    storeSession(null);
    setSession(null);
    setMe(null);
    setEnded(because === "ended");
  };

  const api = useMemo(
    () =>
      agentApi(
        createClient<paths>({
          token: () => token.current,
          onUnauthorised: () => leave("ended"),
          onServerDate: (date, sent, received) => clock.observe(date, sent, received),
        }),
      ),
    [],
  );

  useEffect(() => {
    if (!session) return;
    let current = true;
    setFailure(null);
    api.me().then(
      (answer) => {
        if (!current) return;
        openDraftsOf(answer.agent.id);
        setMe(answer);
      },
      (error: unknown) => current && setFailure(explain(error)),
    );
    return () => {
      current = false;
    };
  }, [session, attempt]);

  if (!session) {
    const begin = (started: Session) => {
      storeSession(started);
      setSession(started);
    };
    return <SignIn identity={identity} ended={ended} onSession={begin} />;
  }
  if (me) {
    return (
      <ConsoleContext.Provider value={{ api, me }}>
        <Workspace onSignOut={() => leave("asked")} />
      </ConsoleContext.Provider>
    );
  }
  return (
    <main class="empty" aria-busy={failure === null}>
      {failure && (
        <>
          <MessageBar text={failure} />
          <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
            Try again
          </button>
          <button type="button" class="button quiet" onClick={() => leave("asked")}>
            Sign in as someone else
          </button>
        </>
      )}
    </main>
  );
}
