import { SignInFault } from "./fault";
import type { Issuer } from "./issuer";
import { keepGoal, keepPending, LONGEST_MS, takeGoal, takePending } from "./pending";
import { storedSession, storeSession, type Session } from "./session";
import type { Tabs, Told } from "./tabs";

/** Why nobody is signed in. */
export type Reason =
  | { kind: "ended" }
  | { kind: "signed_out" }
  /** The person did that in another tab. */
  | { kind: "signed_out_elsewhere" }
  /** Signed out here; the issuer could not be told. */
  | { kind: "signed_out_here_only" }
  | { kind: "fault"; fault: SignInFault };

export type Standing =
  | { kind: "starting" }
  | { kind: "signed_in"; session: Session }
  /** `why` is null for whoever just opens the page. */
  | { kind: "signed_out"; why: Reason | null }
  /** The browser is on its way to the issuer. */
  | { kind: "leaving" };

/** What the keeper works with. */
export interface Surroundings {
  tabs: Tabs;
  /** Asks the issuer what it is like, the first time. */
  issuer: () => Promise<Issuer>;
  /** Takes the browser elsewhere. */
  leave: (address: string) => void;
}

/** A session is renewed this long before it runs out, or when three quarters of a short one are over. */
const AHEAD_MS = 60_000;
/** What could not be renewed for want of an answer is tried again after this long. */
const AGAIN_MS = 20_000;
/** How long other tabs have to answer. Where somebody is signed in they do so at once; background tabs take longer. */
const ANSWER_MS = 1_500;
const RENEWAL_ANSWER_MS = 300;
/** How long signing out waits for the issuer. */
const FAREWELL_MS = 8_000;
/** A browser that has not left by then was stopped on its way. */
const LEAVING_MS = 20_000;
/** A browser's timers go no further, and go off at once instead. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** A token that is refused this soon after signing in will not be accepted after signing in again. */
const JUST_NOW_MS = 30_000;

/** The one session of this browser, as this tab knows it: shared with the other tabs, renewed before it ends, and ended everywhere. */
export class SessionKeeper {
  readonly #around: Surroundings;
  readonly #listeners = new Set<() => void>();
  #standing: Standing = { kind: "starting" };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #renewing: Promise<string | null> | null = null;
  #started: Promise<void> | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get standing(): Standing {
    return this.#standing;
  }

  get session(): Session | null {
    return this.#standing.kind === "signed_in" ? this.#standing.session : null;
  }

  /** Calls `listener` when somebody signs in or out, or the session is renewed; gives back what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Finds out who is signed in: the first thing that a page does. `back` is what the browser came back from the issuer with. */
  start(back: URLSearchParams | null = null): Promise<void> {
    this.#started ??= this.#start(back).catch((error: unknown) => this.#fail(asFault(error)));
    return this.#started;
  }

  async #start(back: URLSearchParams | null): Promise<void> {
    this.#around.tabs.listen((told) => this.#hear(told));
    const stored = storedSession();
    if (back && (await this.#finish(back, stored !== null))) return;
    if (stored) {
      this.#set({ kind: "signed_in", session: stored });
      // Another tab may have renewed it while this one slept.
      this.#around.tabs.tell({ kind: "ask" });
    } else if (!(await this.#askOthers(ANSWER_MS)) && this.#standing.kind === "starting") {
      this.#set({ kind: "signed_out", why: null });
      const goal = takeGoal();
      if (goal !== null) await this.signIn(goal);
    }
  }

  /** Takes a return from the issuer for what it is; false where it concerns nobody, as this tab has a session. */
  async #finish(back: URLSearchParams, signedIn: boolean): Promise<boolean> {
    const pending = takePending();
    if (pending === null || back.get("state") !== pending.state) {
      if (signedIn) return false;
      if (!(await this.#askOthers(ANSWER_MS))) this.#fail(new SignInFault("unbegun"));
      return true;
    }
    history.replaceState(null, "", pending.to);
    if (Date.now() - pending.at > LONGEST_MS) {
      this.#fail(new SignInFault("expired"));
      return true;
    }
    try {
      const issuer = await this.#around.issuer();
      this.#begin(await issuer.finish(back, pending));
    } catch (error) {
      this.#fail(asFault(error));
    }
    return true;
  }

  /** Goes to the issuer to sign in, and from there on to `to`. */
  async signIn(to: string): Promise<void> {
    try {
      const issuer = await this.#around.issuer();
      const { address, pending } = await issuer.begin(to);
      if (!keepPending(pending)) throw new SignInFault("storage");
      this.#set({ kind: "leaving" });
      this.#around.leave(address);
    } catch (error) {
      this.#fail(asFault(error));
    }
  }

  /** Ends the session in all tabs and at the issuer. `then` is where to go on after signing in again, as someone else perhaps. */
  async signOut(then: string | null = null): Promise<void> {
    const { session } = this;
    if (!session) return;
    this.#around.tabs.tell({ kind: "signed_out" });
    this.#set({ kind: "leaving" });
    if (then !== null) keepGoal(then);
    try {
      const address = await within(FAREWELL_MS, async () => {
        const issuer = await this.#around.issuer();
        await issuer.revoke(session);
        return issuer.signOutAddress(session);
      });
      if (address !== null) {
        this.#around.leave(address);
        return;
      }
      this.#set({ kind: "signed_out", why: { kind: "signed_out" } });
    } catch {
      this.#set({ kind: "signed_out", why: { kind: "signed_out_here_only" } });
    }
    // This page stays, and with it where one was.
    takeGoal();
  }

  /** Has the page shown again that the browser was to leave: it came back by the Back button, or was stopped. */
  resume(): void {
    if (this.#standing.kind !== "leaving") return;
    this.#set({ kind: "signed_out", why: null });
    this.#around.tabs.tell({ kind: "ask" });
  }

  /** A token to ask the API with, or null. */
  token(): string | null {
    return this.session?.token ?? null;
  }

  /** Another token than the one that the API refused; null if there is none any more. Fails where the issuer gave no answer. */
  renewed(refused: string): Promise<string | null> {
    const { session } = this;
    if (session === null || session.token !== refused) return Promise.resolve(this.token());
    this.#renewing ??= this.#renew(session).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** Says that the API refuses this token, which nothing could renew or which is new. */
  refuse(refused: string): void {
    const { session } = this;
    if (session === null || session.token !== refused) return;
    if (Date.now() - session.obtainedAt < JUST_NOW_MS) this.#fail(new SignInFault("not_accepted"));
    else this.#end();
  }

  async #renew(from: Session): Promise<string | null> {
    try {
      return await this.#around.tabs.alone(async () => {
        // Whoever was alone before may have renewed it, and its word be still under way.
        if (this.session === from) await this.#askOthers(RENEWAL_ANSWER_MS);
        if (this.session !== from) return this.token();
        const issuer = await this.#around.issuer();
        const next = await issuer.renew(from);
        if (this.session !== from) {
          // Signed out meanwhile: nobody is to have it.
          await issuer.revoke(next).catch(() => {});
          return this.token();
        }
        this.#begin(next);
        return next.token;
      });
    } catch (error) {
      const fault = asFault(error);
      if (this.session !== from) return this.token();
      if (fault.temporary) {
        this.#renewIn(AGAIN_MS, from);
        throw fault;
      }
      this.#around.tabs.tell({ kind: "ended", obtainedAt: from.obtainedAt });
      this.#end();
      return null;
    }
  }

  #hear(told: Told): void {
    const { session } = this;
    switch (told.kind) {
      case "ask":
        if (session) this.#around.tabs.tell({ kind: "session", session });
        return;
      case "session":
        // On its way to the issuer to sign out, it is not to be signed in again.
        if (this.#standing.kind === "leaving") return;
        if (!session || told.session.obtainedAt > session.obtainedAt) this.#set({ kind: "signed_in", session: told.session });
        return;
      case "signed_out":
        if (session) this.#set({ kind: "signed_out", why: { kind: "signed_out_elsewhere" } });
        return;
      case "ended":
        if (session && session.obtainedAt <= told.obtainedAt) this.#end();
    }
  }

  /** Asks the other tabs, if anybody is signed in there; whether one of them knew a later session than this tab. */
  async #askOthers(patience: number): Promise<boolean> {
    const before = this.session;
    if (!(await this.#around.tabs.others())) return this.session !== before;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve(this.session !== before);
      };
      const timer = setTimeout(done, patience);
      const stop = this.subscribe(done);
      this.#around.tabs.tell({ kind: "ask" });
    });
  }

  #begin(session: Session): void {
    this.#set({ kind: "signed_in", session });
    this.#around.tabs.tell({ kind: "session", session });
  }

  #end(): void {
    this.#set({ kind: "signed_out", why: { kind: "ended" } });
  }

  #fail(fault: SignInFault): void {
    this.#set({ kind: "signed_out", why: { kind: "fault", fault } });
  }

  #set(standing: Standing): void {
    this.#standing = standing;
    const { session } = this;
    storeSession(session);
    this.#around.tabs.show(session !== null);
    clearTimeout(this.#timer);
    if (standing.kind === "leaving") this.#timer = setTimeout(() => this.resume(), LEAVING_MS);
    if (session && session.refresh !== null) {
      const life = session.expiresAt - session.obtainedAt;
      this.#renewIn(session.expiresAt - Math.min(AHEAD_MS, life / 4) - Date.now(), session);
    }
    for (const listener of [...this.#listeners]) listener();
  }

  #renewIn(pause: number, session: Session): void {
    clearTimeout(this.#timer);
    // What fails for now is tried again by itself, and what fails for good is shown.
    this.#timer = setTimeout(() => void this.renewed(session.token).catch(() => {}), Math.min(Math.max(pause, 0), LONGEST_TIMER_MS));
  }
}

/** What `work` gives, if it does so in time. */
function within<T>(patience: number, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new SignInFault("unreachable")), patience);
    work().then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const asFault = (error: unknown): SignInFault => (error instanceof SignInFault ? error : new SignInFault("refused"));
