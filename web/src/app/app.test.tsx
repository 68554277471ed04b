import { fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sampleMe } from "../api/samples/directory";
import { SignInFault } from "../auth/fault";
import { openTab, SampleBrowser, sampleIssuer, sampleSession } from "../auth/samples";
import { storeSession } from "../auth/session";
import { draftOf, keepDraft, openDraftsOf } from "../features/conversation/drafts";
import { App } from "./app";

/** What the API answers to whom, by token; by itself it knows Maria. */
let answers: Record<string, () => Response>;
let asked: string[];

beforeEach(() => {
  answers = {};
  asked = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    const { pathname } = new URL(request.url);
    asked.push(`${pathname} ${token}`);
    const answer = answers[token];
    if (answer) return answer();
    if (pathname === "/v1/me") return Response.json(sampleMe());
    return Response.json(pathname === "/v1/teams" ? [] : { items: [], next_cursor: null });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
  keepDraft("thread-1", "");
  openDraftsOf("nobody");
  history.replaceState(null, "", "/");
});

/** The console in a tab in which Maria is signed in. */
function openConsole(browser = new SampleBrowser(), issuer = sampleIssuer()) {
  const { keeper, leave } = openTab(browser, issuer);
  storeSession(sampleSession());
  void keeper.start();
  render(<App keeper={keeper} />);
  return { keeper, leave, issuer, browser };
}

const refused = (code: string, status: number) => () => Response.json({ code, detail: `It is ${code}.`, status }, { status });

test("who is signed in sees the console", async () => {
  openConsole();
  await screen.findByRole("button", { name: "Maria Lopez" });
  expect(asked).toContain("/v1/me token-1");
});

test("a token that ran out is renewed on the way, and nobody notices", async () => {
  answers["token-1"] = refused("token_expired", 401);
  const { issuer } = openConsole();
  await screen.findByRole("button", { name: "Maria Lopez" });
  expect(issuer.renew).toHaveBeenCalledOnce();
  expect(asked.filter((line) => line.startsWith("/v1/me"))).toEqual(["/v1/me token-1", "/v1/me renewed-1"]);
  expect(screen.queryByRole("heading", { name: "Sign in" })).toBeNull();
});

test("a session that cannot be renewed ends; what was typed is kept, and signing in leaves this page alone", async () => {
  const issuer = sampleIssuer();
  openConsole(undefined, issuer);
  await screen.findByRole("button", { name: "Maria Lopez" });
  keepDraft("thread-1", "Half a sentence");
  issuer.renew.mockRejectedValue(new SignInFault("expired"));
  answers["token-1"] = refused("token_expired", 401);
  document.dispatchEvent(new Event("visibilitychange"));
  fireEvent.click(screen.getByRole("button", { name: "Waiting" }));
  await screen.findByText("Your session has ended. Sign in to go on where you were.");
  screen.getByText(/What you typed is still in this one/);
  expect(draftOf("thread-1")).toBe("Half a sentence");
});

test("a session that ended elsewhere is taken up again from there, with what was typed", async () => {
  const { browser } = openConsole();
  await screen.findByRole("button", { name: "Maria Lopez" });
  keepDraft("thread-1", "Half a sentence");
  const other = browser.tab();
  other.tell({ kind: "ended", obtainedAt: Date.now() + 1 });
  await screen.findByRole("heading", { name: "Sign in" });
  other.tell({ kind: "session", session: sampleSession({ token: "token-2", obtainedAt: Date.now() + 2 }) });
  await screen.findByRole("button", { name: "Maria Lopez" });
  expect(draftOf("thread-1")).toBe("Half a sentence");
});

test("who is suspended sees why, and nothing else any more", async () => {
  openConsole();
  await screen.findByRole("button", { name: "Maria Lopez" });
  answers["token-1"] = refused("agent_suspended", 403);
  fireEvent.click(screen.getByRole("button", { name: "Waiting" }));
  await screen.findByText("It is agent_suspended.");
  expect(screen.queryByRole("button", { name: "Maria Lopez" })).toBeNull();
  delete answers["token-1"];
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("button", { name: "Maria Lopez" });
});

test("what one may not do now and then shuts nobody out", async () => {
  openConsole();
  await screen.findByRole("button", { name: "Maria Lopez" });
  answers["token-1"] = refused("forbidden", 403);
  fireEvent.click(screen.getByRole("button", { name: "Waiting" }));
  await waitFor(() => expect(asked.length).toBeGreaterThan(3));
  screen.getByRole("button", { name: "Maria Lopez" });
});

test("someone else's sign-in in another tab changes this one, says so, and shows nobody's drafts", async () => {
  const { browser } = openConsole();
  await screen.findByRole("button", { name: "Maria Lopez" });
  keepDraft("thread-1", "Maria's");
  const me = sampleMe();
  answers["token-2"] = () => Response.json({ ...me, agent: { ...me.agent, id: "devon", name: "Devon Clark" } });
  browser.tab().tell({ kind: "session", session: sampleSession({ subject: "devon", token: "token-2", obtainedAt: Date.now() + 2 }) });
  await screen.findByRole("button", { name: "Devon Clark" });
  screen.getByText("You are signed in as Devon Clark now.");
  expect(draftOf("thread-1")).toBe("");
});

test("signing out goes to the issuer, and the console is gone at once", async () => {
  const { leave } = openConsole();
  fireEvent.click(await screen.findByRole("button", { name: "Maria Lopez" }));
  fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
  expect(screen.queryByRole("button", { name: "Maria Lopez" })).toBeNull();
  await waitFor(() => expect(leave).toHaveBeenCalledWith("https://issuer.example/logout"));
});
