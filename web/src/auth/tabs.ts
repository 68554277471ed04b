import { isRecord } from "../api/record";
import { isSession, type Session } from "./session";

/** What tabs tell each other. */
export type Told =
  /** A new tab asks who is signed in. */
  | { kind: "ask" }
  | { kind: "session"; session: Session }
  | { kind: "signed_out" }
  /** The session, as it came then, could not be renewed. */
  | { kind: "ended"; obtainedAt: number };

/** The tabs of this browser that show pages of this origin. */
export interface Tabs {
  tell: (told: Told) => void;
  listen: (heard: (told: Told) => void) => void;
  /** Does something while no other tab does the same. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Lets the others know whether somebody is signed in here. */
  show: (signedIn: boolean) => void;
  /** Whether somebody is signed in in another tab. */
  others: () => Promise<boolean>;
}

const CHANNEL = "memberline.session";
const RENEWAL = "memberline.renewal";
const SIGNED_IN = "memberline.signed-in";

/** The tabs of this browser. Without TLS there are no locks, nor can anybody sign in. */
export function browserTabs(): Tabs {
  const locks: LockManager | undefined = navigator.locks;
  const channel = new BroadcastChannel(CHANNEL);
  let release: (() => void) | null = null;
  return {
    tell: (told) => channel.postMessage(told),
    listen: (heard) => channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => isTold(data) && heard(data)),
    alone: (work) => (locks ? locks.request(RENEWAL, work) : work()),
    show: (signedIn) => {
      if (!locks || signedIn === (release !== null)) return;
      release?.();
      release = null;
      if (!signedIn) return;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      void locks.request(SIGNED_IN, { mode: "shared" }, () => held);
    },
    others: async () => {
      const { held = [] } = (await locks?.query()) ?? {};
      return held.filter(({ name }) => name === SIGNED_IN).length > (release === null ? 0 : 1);
    },
  };
}

function isTold(data: unknown): data is Told {
  if (!isRecord(data)) return false;
  const { kind, session, obtainedAt } = data;
  if (kind === "session") return isSession(session);
  if (kind === "ended") return typeof obtainedAt === "number";
  return kind === "ask" || kind === "signed_out";
}
