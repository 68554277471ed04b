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
    keep(fragment.length <= LONGEST ? fragment : null);
    return fragment.length <= LONGEST ? fragment : null;
  }
  try {
    return sessionStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

/** Forgets the token: it leads nowhere any more. */
export function forgetToken(): void {
  keep(null);
}

function keep(token: string | null): void {
  try {
    if (token === null) sessionStorage.removeItem(STORAGE_KEY);
    else sessionStorage.setItem(STORAGE_KEY, token);
  } catch {
    // Without storage the token lasts until the page is reloaded.
  }
}
