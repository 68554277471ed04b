import { isRecord } from "../api/record";
import { keep, kept } from "./tab-storage";

/** Proof of who is signed in, the same in all tabs. */
export interface Session {
  /** The access token, for the API. */
  token: string;
  /** Until when it is in force, in milliseconds since the epoch. */
  expiresAt: number;
  /** What brings the next one; null where the issuer gives none. */
  refresh: string | null;
  /** Tells the issuer whose session it is that ends. */
  idToken: string | null;
  /** Whose it is, by the issuer. */
  subject: string;
  /** When it came, in milliseconds since the epoch: of two, the later one counts. */
  obtainedAt: number;
}

const STORAGE_KEY = "memberline.session";

/** The session of this tab, in force or to be renewed. It ends with the last tab. */
export function storedSession(): Session | null {
  try {
    const stored: unknown = JSON.parse(kept(STORAGE_KEY) ?? "null");
    return isSession(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** Keeps a session for this tab, or with null forgets it. */
export function storeSession(session: Session | null): void {
  keep(STORAGE_KEY, session && JSON.stringify(session));
}

/** Whether it has the form of one: it may come of another version of these pages. */
export function isSession(value: unknown): value is Session {
  if (!isRecord(value)) return false;
  const text = (name: string) => typeof value[name] === "string";
  const textOrNull = (name: string) => text(name) || value[name] === null;
  const time = (name: string) => Number.isFinite(value[name]);
  return text("token") && text("subject") && textOrNull("refresh") && textOrNull("idToken") && time("expiresAt") && time("obtainedAt");
}
