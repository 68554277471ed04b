import { vi } from "vitest";
import type { Issuer } from "./issuer";
import { SessionKeeper } from "./keeper";
import type { Pending } from "./pending";
import type { Session } from "./session";
import type { Tabs, Told } from "./tabs";

/** A session of Maria's that began now and is in force for a quarter of an hour. */
export function sampleSession(part: Partial<Session> = {}): Session {
  const now = Date.now();
  return { token: "token-1", expiresAt: now + 900_000, refresh: "refresh-1", idToken: "id-1", subject: "maria", obtainedAt: now, ...part };
}

export function samplePending(part: Partial<Pending> = {}): Pending {
  return { state: "state-1", nonce: "nonce-1", verifier: "verifier-1", to: "/conversations/thread-1", at: Date.now(), ...part };
}

/** An issuer that signs Maria in, and renews her session as often as one likes. */
export function sampleIssuer() {
  let renewals = 0;
  return {
    begin: vi.fn(async (to: string) => ({ address: "https://issuer.example/authorize?state=state-1", pending: samplePending({ to }) })),
    finish: vi.fn(async (_back: URLSearchParams, _pending: Pending): Promise<Session> => sampleSession()),
    renew: vi.fn(async (before: Session): Promise<Session> => {
      renewals += 1;
      const now = Math.max(Date.now(), before.obtainedAt + 1);
      return { ...before, token: `renewed-${renewals}`, refresh: `refresh-renewed-${renewals}`, obtainedAt: now, expiresAt: now + 900_000 };
    }),
    revoke: vi.fn(async (_session: Session) => undefined),
    signOutAddress: vi.fn((_session: Session): string | null => "https://issuer.example/logout"),
  } satisfies Issuer;
}

/** The tabs of one browser, without a browser. */
export class SampleBrowser {
  readonly #heard = new Map<number, (told: Told) => void>();
  readonly #signedIn = new Set<number>();
  #queue: Promise<unknown> = Promise.resolve();
  #opened = 0;

  tab(): Tabs {
    this.#opened += 1;
    const own = this.#opened;
    return {
      tell: (told) => {
        for (const [tab, heard] of this.#heard) if (tab !== own) queueMicrotask(() => heard(structuredClone(told)));
      },
      listen: (heard) => this.#heard.set(own, heard),
      alone: (work) => {
        const done = this.#queue.then(work);
        this.#queue = done.catch(() => {});
        return done;
      },
      show: (signedIn) => void (signedIn ? this.#signedIn.add(own) : this.#signedIn.delete(own)),
      others: async () => [...this.#signedIn].some((tab) => tab !== own),
    };
  }
}

/** A keeper in a tab of its own, with what it does outside. */
export function openTab(browser = new SampleBrowser(), issuer: Issuer = sampleIssuer()) {
  // Each tab of a browser has a storage of its own; here they have one together.
  sessionStorage.clear();
  const leave = vi.fn((_address: string) => {});
  return { keeper: new SessionKeeper({ tabs: browser.tab(), issuer: async () => issuer, leave }), leave };
}

/** A keeper with a standing, for the parts of pages that only look at it. */
export async function keeperOf(session: Session | null, issuer: Issuer = sampleIssuer()) {
  const browser = new SampleBrowser();
  const { keeper, leave } = openTab(browser, issuer);
  const other = browser.tab();
  await keeper.start();
  if (session) {
    other.tell({ kind: "session", session });
    await Promise.resolve();
  }
  return { keeper, leave };
}
