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
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "null");
    return isSession(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** Keeps a session for this tab, or with null forgets it. */
export function storeSession(session: Session | null): void {
  try {
    if (session) sessionStorage.setItem(STORAGE_KEY, JSON.stringify(session));
    else sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Without storage the session lasts until the page is reloaded.
  }
}

/** Whether it has the form of one: it may come of another version of these pages. */
export function isSession(value: unknown): value is Session {
  if (typeof value !== "object" || value === null) return false;
  const members: Record<string, unknown> = { ...value };
  const text = (name: string) => typeof members[name] === "string";
  const textOrNull = (name: string) => text(name) || members[name] === null;
  const time = (name: string) => Number.isFinite(members[name]);
  return text("token") && text("subject") && textOrNull("refresh") && textOrNull("idToken") && time("expiresAt") && time("obtainedAt");
}
