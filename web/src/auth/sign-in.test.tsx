import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { explainFault, SignInFault, type FaultKind } from "./fault";
import type { Reason } from "./keeper";
import { keeperOf, sampleIssuer, sampleSession } from "./samples";
import { SignIn, SignInWindow } from "./sign-in";

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  history.replaceState(null, "", "/");
});

const button = () => screen.getByRole<HTMLButtonElement>("button", { name: "Sign in" });

test("a press goes to the issuer, and from there back to where one is", async () => {
  const issuer = sampleIssuer();
  const { keeper, leave } = await keeperOf(null, issuer);
  history.replaceState(null, "", "/conversations/thread-1?filter=mine");
  render(<SignIn keeper={keeper} why={null} />);
  expect(document.activeElement).toBe(button());
  expect(screen.queryByRole("alert")).toBeNull();
  fireEvent.click(button());
  await waitFor(() => expect(leave).toHaveBeenCalledWith("https://issuer.example/authorize?state=state-1"));
  expect(issuer.begin).toHaveBeenCalledWith("/conversations/thread-1?filter=mine");
});

test.each<[Reason, string]>([
  [{ kind: "ended" }, "Your session has ended. Sign in to go on where you were."],
  [{ kind: "signed_out" }, "You are signed out."],
  [{ kind: "signed_out_elsewhere" }, "You signed out in another tab."],
  [{ kind: "fault", fault: new SignInFault("unbegun") }, "A sign-in that did not begin on this page was refused. Sign in here."],
  [{ kind: "fault", fault: new SignInFault("clock") }, "This computer's clock is wrong. Set its date and time, then sign in again."],
  [
    { kind: "fault", fault: new SignInFault("refused", "server_error") },
    "The sign-in page answered with an error (server_error). Try again, or tell your administrator.",
  ],
])("why nobody is signed in is said: %j", async (why, words) => {
  const { keeper } = await keeperOf(null);
  render(<SignIn keeper={keeper} why={why} />);
  expect(screen.getByRole("alert").textContent).toBe(words);
});

test("each fault has words of its own", () => {
  const kinds: FaultKind[] = ["denied", "unbegun", "expired", "forged", "clock", "unreachable", "refused", "settings", "insecure", "storage", "not_accepted"];
  const words = kinds.map((kind) => explainFault(new SignInFault(kind)));
  expect(new Set(words).size).toBe(kinds.length);
  expect(explainFault(new SignInFault("refused", "<b>Call 555-0100</b>"))).not.toContain("555");
});

test("where something was typed, a window of its own signs in, which cannot reach this one", async () => {
  const { keeper, leave } = await keeperOf(null);
  const opened = { opener: window };
  const open = vi.fn((): unknown => opened);
  vi.stubGlobal("open", open);
  render(<SignIn keeper={keeper} why={{ kind: "ended" }} beside />);
  fireEvent.click(button());
  expect(open).toHaveBeenCalledWith("/sign-in", "memberline-sign-in", expect.stringContaining("popup"));
  expect(opened.opener).toBeNull();
  expect(leave).not.toHaveBeenCalled();

  open.mockReturnValue(null);
  fireEvent.click(button());
  const link = await screen.findByRole<HTMLAnchorElement>("link", { name: "Sign in in another tab" });
  expect([link.getAttribute("href"), link.target, link.rel]).toEqual(["/sign-in", "_blank", "noopener"]);
});

test("the window goes to the issuer by itself, closes when it is back, and says what went wrong", async () => {
  const close = vi.fn();
  vi.stubGlobal("close", close);
  const { keeper, leave } = await keeperOf(null);
  render(<SignInWindow keeper={keeper} why={null} />);
  await waitFor(() => expect(leave).toHaveBeenCalledOnce());
  expect(close).not.toHaveBeenCalled();
  cleanup();

  const back = await keeperOf(sampleSession());
  render(<SignInWindow keeper={back.keeper} why="signed_in" />);
  screen.getByText("You can close this window and go on where you were.");
  expect(close).toHaveBeenCalledOnce();
  cleanup();

  const failed = await keeperOf(null);
  render(<SignInWindow keeper={failed.keeper} why={{ kind: "fault", fault: new SignInFault("denied") }} />);
  screen.getByRole("alert");
  button();
  expect(failed.leave).not.toHaveBeenCalled();
});
