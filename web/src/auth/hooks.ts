import type { ClientHooks } from "../api/client";
import type { SessionKeeper } from "./keeper";

/** How a client of the API knows whoever is signed in. */
export function hooksOf(keeper: SessionKeeper): Pick<ClientHooks, "token" | "renew" | "onUnauthorised"> {
  return {
    token: () => keeper.token(),
    renew: (refused) => keeper.renewed(refused),
    onUnauthorised: (refused) => keeper.refuse(refused),
  };
}
