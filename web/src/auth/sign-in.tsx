import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Mark } from "../ui/mark";
import { MessageBar } from "../ui/message-bar";
import { explainFault } from "./fault";
import type { Reason, SessionKeeper } from "./keeper";
import "./sign-in.css";

/** The address of the page that signs in and closes itself. */
export const SIGN_IN_PATH = "/sign-in";

/** The page before the console. `beside` signs in in a window of its own, so that what was typed in this page stays. */
export function SignIn(props: { keeper: SessionKeeper; why: Reason | null; beside?: boolean }) {
  const { keeper, why, beside = false } = props;
  const [busy, setBusy] = useState(false);
  const [blocked, setBlocked] = useState(false);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    document.title = "Sign in · Memberline";
    button.current?.focus();
  }, []);

  const signIn = async () => {
    if (beside) {
      setBlocked(!openBeside());
      return;
    }
    setBusy(true);
    await keeper.signIn(location.pathname + location.search + location.hash);
    setBusy(false);
  };

  return (
    <SignInCard title="Sign in">
      {why && <MessageBar tone={isBad(why) ? "danger" : "warn"} text={explainReason(why)} />}
      <p class="sign-in-hint">
        {beside
          ? "You sign in in a window of its own. What you typed is still in this one."
          : "You sign in on your institution's own page, and come back here."}
      </p>
      <button ref={button} type="button" class="button primary" disabled={busy} onClick={() => void signIn()}>
        Sign in
      </button>
      {blocked && (
        <p class="sign-in-hint" role="alert">
          The browser did not open the window.{" "}
          <a href={SIGN_IN_PATH} target="_blank" rel="noopener">
            Sign in in another tab
          </a>
          , then come back to this one.
        </p>
      )}
    </SignInCard>
  );
}

/** The window that signs in for another: it goes to the issuer at once, and closes when it is back. */
export function SignInWindow({ keeper, why }: { keeper: SessionKeeper; why: Reason | null | "signed_in" }) {
  useEffect(() => {
    if (why === "signed_in") close();
    else if (why === null) void keeper.signIn(SIGN_IN_PATH);
  }, [why]);
  if (why === null) return <main class="empty" aria-busy="true" />;
  if (why !== "signed_in") return <SignIn keeper={keeper} why={why} />;
  return (
    <SignInCard title="You are signed in">
      <p class="sign-in-hint">You can close this window and go on where you were.</p>
    </SignInCard>
  );
}

/** What stands where the console would, with what can be done about it. */
export function SignInCard({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <Mark />
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** Opens the window that signs in; whether the browser let it. */
function openBeside(): boolean {
  const opened = open(SIGN_IN_PATH, "memberline-sign-in", "popup,width=500,height=720");
  if (!opened) return false;
  // The issuer's page is not to reach this one.
  opened.opener = null;
  return true;
}

const isBad = (why: Reason) => why.kind === "fault" || why.kind === "signed_out_here_only";

function explainReason(why: Reason): string {
  switch (why.kind) {
    case "ended":
      return "Your session has ended. Sign in to go on where you were.";
    case "signed_out":
      return "You are signed out.";
    case "signed_out_elsewhere":
      return "You signed out in another tab.";
    case "signed_out_here_only":
      return "You are signed out here. The sign-in page could not be told, and may still know you: close the browser on a shared computer.";
    case "fault":
      return explainFault(why.fault);
  }
}
