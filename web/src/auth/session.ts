/** Proof of who is signed in. */
export interface Session {
  token: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

const STORAGE_KEY = "memberline.session";

/** The session of this tab, unless it has run out. It ends with the tab. */
export function storedSession(now: number): Session | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? "null");
    return isSession(stored) && stored.expiresAt > now ? stored : null;
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

function isSession(stored: unknown): stored is Session {
  if (typeof stored !== "object" || stored === null) return false;
  return "token" in stored && typeof stored.token === "string" && "expiresAt" in stored && typeof stored.expiresAt === "number";
}
