import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SignInFault } from "./fault";
import { SessionKeeper } from "./keeper";
import { LONGEST_MS, keepPending, takePending } from "./pending";
import { openTab, SampleBrowser, sampleIssuer, samplePending, sampleSession } from "./samples";
import { storedSession, storeSession } from "./session";

const back = (state = "state-1") => new URLSearchParams({ code: "code-1", state });

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  history.replaceState(null, "", "/");
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  sessionStorage.clear();
  history.replaceState(null, "", "/");
});

/** A tab in which somebody is signed in. */
async function signedIn(browser = new SampleBrowser(), issuer = sampleIssuer(), session = sampleSession()) {
  const tab = openTab(browser, issuer);
  storeSession(session);
  await tab.keeper.start();
  return { ...tab, issuer, browser, session };
}

test("who opens the page is not signed in", async () => {
  const { keeper } = openTab();
  expect(keeper.standing.kind).toBe("starting");
  await keeper.start();
  expect(keeper.standing).toEqual({ kind: "signed_out", why: null });
  expect(keeper.token()).toBeNull();
});

test("signing in leaves for the issuer, and coming back goes on where one was", async () => {
  const { keeper, leave } = openTab();
  await keeper.start();
  await keeper.signIn("/conversations/thread-1?filter=mine");
  expect(leave).toHaveBeenCalledWith("https://issuer.example/authorize?state=state-1");
  expect(keeper.standing.kind).toBe("leaving");

  const pending = takePending();
  const issuer = sampleIssuer();
  const { keeper: returned } = openTab(undefined, issuer);
  if (pending) keepPending(pending);
  await returned.start(back());
  expect(issuer.finish).toHaveBeenCalledWith(back(), pending);
  expect(returned.token()).toBe("token-1");
  expect(location.pathname + location.search).toBe("/conversations/thread-1?filter=mine");
  expect(storedSession()?.token).toBe("token-1");
  expect(JSON.stringify({ ...localStorage })).not.toContain("-1");
});

test.each([
  ["no sign-in was begun", () => {}, "unbegun"],
  ["another one was", () => keepPending(samplePending({ state: "another" })), "unbegun"],
  ["it was begun long ago", () => keepPending(samplePending({ at: Date.now() - LONGEST_MS - 1 })), "expired"],
  ["what was kept is damaged", () => sessionStorage.setItem("memberline.sign-in", '{"state":"state-1"}'), "unbegun"],
  ["it leads to another site", () => keepPending(samplePending({ to: "//evil.example/" })), "unbegun"],
])("a return is refused when %s", async (_, prepare, kind) => {
  const issuer = sampleIssuer();
  const { keeper } = openTab(undefined, issuer);
  prepare();
  await keeper.start(back());
  expect(keeper.standing).toMatchObject({ kind: "signed_out", why: { kind: "fault", fault: { kind } } });
  expect(issuer.finish).not.toHaveBeenCalled();
  expect(takePending()).toBeNull();
});

test("a return counts once", async () => {
  const { keeper } = openTab();
  keepPending(samplePending());
  await keeper.start(back());
  expect(keeper.token()).toBe("token-1");
  const again = openTab();
  await again.keeper.start(back());
  expect(again.keeper.standing).toMatchObject({ why: { fault: { kind: "unbegun" } } });
});

test("a return that did not begin here does not keep a new tab from the session of an open one", async () => {
  const { browser } = await signedIn();
  const issuer = sampleIssuer();
  const { keeper } = openTab(browser, issuer);
  // No timer goes off: the answer of the other tab is all there is to wait for.
  await keeper.start(back("of someone else's choice"));
  expect(keeper.token()).toBe("token-1");
  expect(issuer.finish).not.toHaveBeenCalled();
});

test("a return that did not begin here changes nothing for who is signed in", async () => {
  const { keeper } = openTab();
  storeSession(sampleSession());
  await keeper.start(back("of someone else's choice"));
  expect(keeper.token()).toBe("token-1");
});

test.each(["denied", "clock", "unreachable", "refused", "forged", "expired"] as const)("a sign-in that fails as %s says so", async (kind) => {
  const issuer = sampleIssuer();
  issuer.finish.mockRejectedValue(new SignInFault(kind));
  const { keeper } = openTab(undefined, issuer);
  keepPending(samplePending());
  await keeper.start(back());
  expect(keeper.standing).toMatchObject({ kind: "signed_out", why: { kind: "fault", fault: { kind } } });
});

test("a browser that keeps nothing cannot sign in, and says so", async () => {
  const { keeper, leave } = openTab();
  await keeper.start();
  const refuse = () => {
    throw new DOMException("", "SecurityError");
  };
  vi.stubGlobal("sessionStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  await keeper.signIn("/");
  expect(keeper.standing).toMatchObject({ why: { fault: { kind: "storage" } } });
  expect(leave).not.toHaveBeenCalled();
});

test("a new tab takes the session of an open one", async () => {
  const { browser } = await signedIn();
  const { keeper } = openTab(browser);
  await keeper.start();
  expect(keeper.token()).toBe("token-1");
  expect(storedSession()?.token).toBe("token-1");
});

test("who signs in in one tab is signed in in all", async () => {
  const browser = new SampleBrowser();
  const waiting = openTab(browser);
  await waiting.keeper.start();
  const { keeper } = openTab(browser);
  keepPending(samplePending());
  await keeper.start(back());
  await vi.advanceTimersByTimeAsync(0);
  expect(waiting.keeper.token()).toBe("token-1");
});

test("someone else's session takes the place of the one before, in all tabs", async () => {
  const { browser, keeper } = await signedIn();
  browser.tab().tell({ kind: "session", session: sampleSession({ subject: "devon", token: "token-2", obtainedAt: Date.now() + 5 }) });
  await vi.advanceTimersByTimeAsync(0);
  expect(keeper.session).toMatchObject({ subject: "devon", token: "token-2" });
  browser.tab().tell({ kind: "session", session: sampleSession({ subject: "old", token: "token-0", obtainedAt: Date.now() - 5 }) });
  await vi.advanceTimersByTimeAsync(0);
  expect(keeper.session?.subject).toBe("devon");
});

test("signing out revokes, ends the session at the issuer and signs out all tabs", async () => {
  const { browser, keeper, leave, issuer, session } = await signedIn();
  const other = openTab(browser);
  await other.keeper.start();
  await keeper.signOut();
  expect(issuer.revoke).toHaveBeenCalledWith(session);
  expect(leave).toHaveBeenCalledWith("https://issuer.example/logout");
  expect(other.keeper.standing).toEqual({ kind: "signed_out", why: { kind: "signed_out_elsewhere" } });
  expect(other.leave).not.toHaveBeenCalled();
  expect(storedSession()).toBeNull();
  // What another tab says late does not sign in again.
  browser.tab().tell({ kind: "session", session: sampleSession({ obtainedAt: Date.now() + 9 }) });
  await vi.advanceTimersByTimeAsync(0);
  expect(keeper.token()).toBeNull();
});

test("signing out works without the issuer, and says what is left", async () => {
  const { keeper, issuer, leave } = await signedIn();
  issuer.revoke.mockRejectedValue(new SignInFault("unreachable"));
  await keeper.signOut();
  expect(keeper.standing).toEqual({ kind: "signed_out", why: { kind: "signed_out_here_only" } });
  expect(leave).not.toHaveBeenCalled();
  expect(storedSession()).toBeNull();
});

test("signing out waits for a slow issuer for some seconds, and no longer", async () => {
  const { keeper, issuer, leave } = await signedIn();
  issuer.revoke.mockReturnValue(new Promise(() => {}));
  const done = keeper.signOut();
  expect(keeper.token()).toBeNull();
  await vi.advanceTimersByTimeAsync(9_000);
  await done;
  expect(keeper.standing).toEqual({ kind: "signed_out", why: { kind: "signed_out_here_only" } });
  expect(leave).not.toHaveBeenCalled();
});

test("a browser that was stopped on its way to the issuer shows the sign-in page again", async () => {
  const { keeper } = openTab();
  await keeper.start();
  await keeper.signIn("/");
  expect(keeper.standing.kind).toBe("leaving");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(keeper.standing).toEqual({ kind: "signed_out", why: null });
});

test("a page that is shown again asks the other tabs, and waits for nothing that may fail", async () => {
  const browser = new SampleBrowser();
  const tab = browser.tab();
  const others = vi.fn(() => Promise.reject(new TypeError("no locks")));
  const tell = vi.fn(tab.tell);
  const keeper = new SessionKeeper({ tabs: { ...tab, tell, others }, issuer: async () => sampleIssuer(), leave: () => {} });
  await keeper.start();
  await keeper.signIn("/");
  others.mockClear();
  keeper.resume();
  expect(keeper.standing).toEqual({ kind: "signed_out", why: null });
  expect(tell).toHaveBeenCalledWith({ kind: "ask" });
  expect(others).not.toHaveBeenCalled();
});

test("who signs out to sign in as someone else goes straight on to it, and back to where they were", async () => {
  const { keeper } = await signedIn();
  await keeper.signOut("/conversations/thread-1");
  const goal = sessionStorage.getItem("memberline.sign-in.goal") ?? "";
  const issuer = sampleIssuer();
  const { keeper: after, leave } = openTab(undefined, issuer);
  sessionStorage.setItem("memberline.sign-in.goal", goal);
  await after.start();
  expect(issuer.begin).toHaveBeenCalledWith("/conversations/thread-1");
  expect(leave).toHaveBeenCalledOnce();
});

test("where the issuer has no place to sign out, one stays on the page, and nothing goes on by itself", async () => {
  const { keeper, issuer, leave } = await signedIn();
  issuer.signOutAddress.mockReturnValue(null);
  await keeper.signOut("/conversations/thread-1");
  expect(keeper.standing).toEqual({ kind: "signed_out", why: { kind: "signed_out" } });
  expect(leave).not.toHaveBeenCalled();
  const goal = sessionStorage.getItem("memberline.sign-in.goal");
  expect(goal).toBeNull();
});

test("a browser without what tabs need shows the sign-in page all the same", async () => {
  const browser = new SampleBrowser();
  const tabs = { ...browser.tab(), others: () => Promise.reject(new TypeError("no locks")) };
  const keeper = new SessionKeeper({ tabs, issuer: async () => sampleIssuer(), leave: () => {} });
  await keeper.start();
  expect(keeper.standing.kind).toBe("signed_out");
});

test("a session is renewed before it ends, by one tab for all", async () => {
  const issuer = sampleIssuer();
  const { browser, keeper } = await signedIn(undefined, issuer);
  const others = [openTab(browser, issuer), openTab(browser, issuer)];
  for (const other of others) await other.keeper.start();
  await vi.advanceTimersByTimeAsync(839_000);
  expect(issuer.renew).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(issuer.renew).toHaveBeenCalledOnce();
  for (const tab of [keeper, ...others.map((other) => other.keeper)]) expect(tab.token()).toBe("renewed-1");
  expect(storedSession()?.refresh).toBe("refresh-renewed-1");
});

test("a token that is refused is renewed once, however many requests it failed", async () => {
  const { keeper, issuer } = await signedIn();
  const tokens = await Promise.all([keeper.renewed("token-1"), keeper.renewed("token-1"), keeper.renewed("token-1")]);
  expect(tokens).toEqual(["renewed-1", "renewed-1", "renewed-1"]);
  expect(await keeper.renewed("token-1")).toBe("renewed-1");
  expect(issuer.renew).toHaveBeenCalledOnce();
});

test("a session that cannot be renewed ends in all tabs", async () => {
  const { browser, keeper, issuer } = await signedIn();
  const other = openTab(browser, issuer);
  await other.keeper.start();
  issuer.renew.mockRejectedValue(new SignInFault("expired"));
  const renewing = keeper.renewed("token-1");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await renewing).toBeNull();
  for (const tab of [keeper, other.keeper]) expect(tab.standing).toEqual({ kind: "signed_out", why: { kind: "ended" } });
  expect(storedSession()).toBeNull();
});

test("an issuer that does not answer ends nothing, and is asked again", async () => {
  const { keeper, issuer } = await signedIn();
  issuer.renew.mockRejectedValueOnce(new SignInFault("unreachable"));
  await expect(keeper.renewed("token-1")).rejects.toMatchObject({ kind: "unreachable" });
  expect(keeper.token()).toBe("token-1");
  await vi.advanceTimersByTimeAsync(21_000);
  expect(keeper.token()).toBe("renewed-1");
});

test("who signs out during a renewal stays signed out, and what it brought is revoked", async () => {
  const { browser, keeper, issuer } = await signedIn();
  let answer: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const next = sampleSession({ token: "too late", refresh: "too late", obtainedAt: Date.now() + 1 });
  issuer.renew.mockImplementation(() => held.then(() => next));
  const renewing = keeper.renewed("token-1");
  await vi.advanceTimersByTimeAsync(400);
  browser.tab().tell({ kind: "signed_out" });
  await vi.advanceTimersByTimeAsync(0);
  answer?.();
  expect(await renewing).toBeNull();
  expect(issuer.revoke).toHaveBeenCalledWith(next);
  expect(keeper.standing).toEqual({ kind: "signed_out", why: { kind: "signed_out_elsewhere" } });
});

test("a tab that slept takes the session that another one renewed", async () => {
  const issuer = sampleIssuer();
  const { browser } = await signedIn(undefined, issuer, sampleSession({ token: "newer", refresh: "newer", obtainedAt: Date.now() + 10 }));
  const { keeper } = await signedIn(browser, issuer, sampleSession({ token: "stale", refresh: "used up" }));
  await vi.advanceTimersByTimeAsync(0);
  expect(keeper.token()).toBe("newer");
  expect(issuer.renew).not.toHaveBeenCalled();
});

test("a session without a refresh token ends when the API refuses it", async () => {
  const issuer = sampleIssuer();
  issuer.renew.mockRejectedValue(new SignInFault("expired"));
  const { keeper } = await signedIn(undefined, issuer, sampleSession({ refresh: null, obtainedAt: Date.now() - 900_000 }));
  await vi.advanceTimersByTimeAsync(900_000);
  expect(keeper.token()).toBe("token-1");
  expect(await keeper.renewed("token-1")).toBeNull();
  expect(keeper.standing).toMatchObject({ why: { kind: "ended" } });
});

test("a token that is new and refused is the issuer's matter, not the session's end", async () => {
  const fresh = await signedIn();
  fresh.keeper.refuse("another");
  expect(fresh.keeper.token()).toBe("token-1");
  fresh.keeper.refuse("token-1");
  expect(fresh.keeper.standing).toMatchObject({ why: { fault: { kind: "not_accepted" } } });
  const old = await signedIn(undefined, undefined, sampleSession({ obtainedAt: Date.now() - 60_000 }));
  old.keeper.refuse("token-1");
  expect(old.keeper.standing).toMatchObject({ why: { kind: "ended" } });
});

test("a token for ever is not renewed at once", async () => {
  const { issuer } = await signedIn(undefined, undefined, sampleSession({ expiresAt: Date.now() + 1e13 }));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(issuer.renew).not.toHaveBeenCalled();
});

test("what has not the form of a session is none", async () => {
  for (const stored of ['{"token":"a","expiresAt":1}', "[]", "null", "{", '"token"']) {
    const { keeper } = openTab();
    sessionStorage.setItem("memberline.session", stored);
    await keeper.start();
    expect(keeper.token()).toBeNull();
  }
});
