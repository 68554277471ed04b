import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { createClient } from "../api/client";
import { ConsoleContext } from "../api/context";
import { explain } from "../api/problem";
import { agentApi } from "../api/queries";
import type { paths } from "../api/schema.gen";
import type { Me } from "../api/types";
import { hooksOf } from "../auth/hooks";
import type { SessionKeeper } from "../auth/keeper";
import { SIGN_IN_PATH, SignIn, SignInCard, SignInWindow } from "../auth/sign-in";
import { useStanding } from "../auth/use-standing";
import { hasDrafts, openDraftsOf } from "../features/conversation/drafts";
import { clock } from "../time/clock";
import { MessageBar } from "../ui/message-bar";
import { Toast } from "../ui/toast";
import { Workspace } from "./workspace";

/** The agent console: the sign-in page, then the workspace. The address stays, so a deep link survives signing in. */
export function App({ keeper }: { keeper: SessionKeeper }) {
  const standing = useStanding(keeper);
  const [me, setMe] = useState<Me | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [notice, setNotice] = useState<string | null>(null);
  const before = useRef<string | null>(null);
  const subject = standing.kind === "signed_in" ? standing.session.subject : null;

  const api = useMemo(
    () =>
      agentApi(
        createClient<paths>({
          ...hooksOf(keeper),
          onBarred: (problem) => {
            setMe(null);
            setFailure(explain(problem));
          },
          onServerDate: (date, sent, received) => clock.observe(date, sent, received),
        }),
      ),
    [keeper],
  );

  useEffect(() => {
    setMe(null);
    setFailure(null);
    if (subject === null || location.pathname === SIGN_IN_PATH) return;
    let current = true;
    api.me().then(
      (answer) => {
        if (!current) return;
        if (before.current !== null && before.current !== answer.agent.id) setNotice(`You are signed in as ${answer.agent.name} now.`);
        before.current = answer.agent.id;
        openDraftsOf(answer.agent.id);
        setMe(answer);
      },
      (error: unknown) => current && setFailure(explain(error)),
    );
    return () => {
      current = false;
    };
  }, [api, subject, attempt]);

  if (location.pathname === SIGN_IN_PATH && (standing.kind === "signed_in" || standing.kind === "signed_out")) {
    return <SignInWindow keeper={keeper} why={standing.kind === "signed_in" ? "signed_in" : standing.why} />;
  }
  if (standing.kind === "signed_out") {
    // Who left on purpose wants nothing kept; whose session ended does.
    const beside = standing.why?.kind === "ended" && hasDrafts();
    return <SignIn keeper={keeper} why={standing.why} beside={beside} />;
  }
  if (me && standing.kind === "signed_in") {
    return (
      <ConsoleContext.Provider value={{ api, me }}>
        <Workspace key={me.agent.id} onSignOut={() => void keeper.signOut()} />
        <Toast text={notice} onDone={() => setNotice(null)} />
      </ConsoleContext.Provider>
    );
  }
  if (failure === null) return <main class="empty" aria-busy="true" />;
  return (
    <SignInCard title="The console can't be opened">
      <MessageBar text={failure} />
      <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
        Try again
      </button>
      <button type="button" class="button quiet" onClick={() => void keeper.signOut(location.pathname + location.search)}>
        Sign in as someone else
      </button>
    </SignInCard>
  );
}
