import { keep, kept } from "../../auth/tab-storage";

const STORAGE_KEY = "memberline.download";
/** A fragment longer than this is no token. */
const LONGEST = 512;

/**
 * Takes the token out of the address, so that it is neither in the history, nor in a screenshot, nor in a referrer.
 * It stays in this tab, so that it outlives a reload and signing in elsewhere.
 */
export function takeToken(): string | null {
  const fragment = location.hash.slice(1);
  if (fragment !== "") {
    history.replaceState(null, "", location.pathname);
    const token = fragment.length <= LONGEST ? fragment : null;
    keep(STORAGE_KEY, token);
    return token;
  }
  return kept(STORAGE_KEY);
}

/** Forgets the token: it leads nowhere any more. */
export function forgetToken(): void {
  keep(STORAGE_KEY, null);
}
