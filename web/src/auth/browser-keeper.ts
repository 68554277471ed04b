import { SignInFault } from "./fault";
import { openIssuer, type Issuer } from "./issuer";
import { SessionKeeper } from "./keeper";
import { fetchSettings } from "./settings";
import { browserTabs } from "./tabs";

/**
 * The keeper of this browser's session. All that it needs is there from the beginning: a part that is loaded when a session is renewed may
 * be gone by then, with a release or the network.
 */
export function browserKeeper(): SessionKeeper {
  let issuer: Promise<Issuer> | null = null;
  const open = async (): Promise<Issuer> => {
    if (!isSecureContext) throw new SignInFault("insecure");
    return openIssuer(await fetchSettings(), `${location.origin}/`);
  };
  const keeper = new SessionKeeper({
    tabs: browserTabs(),
    issuer: () => {
      issuer ??= open().catch((error: unknown) => {
        issuer = null;
        throw error;
      });
      return issuer;
    },
    leave: (address) => location.assign(address),
  });
  addEventListener("pageshow", (event) => event.persisted && keeper.resume());
  return keeper;
}

/** What the browser came back from the issuer with, taken out of the address; null where it did not. */
export function takeReturn(): URLSearchParams | null {
  const query = new URLSearchParams(location.search);
  const isReturn = location.pathname === "/" && query.has("state") && (query.has("code") || query.has("error"));
  if (!isReturn) return null;
  history.replaceState(null, "", "/");
  return query;
}
