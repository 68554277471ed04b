import { useEffect, useState } from "preact/hooks";
import type { Filter } from "../api/types";
import { parseFilter } from "../features/inbox/filters";

/** Where in the console someone is. Everything here is in the address, so it survives a reload and can be shared. */
export interface Route {
  page: "conversations" | "triggers";
  conversation: string | null;
  filter: Filter;
  team: string | null;
}

/** Reads an address. Unknown paths are the inbox. */
export function parseRoute(pathname: string, search: string): Route {
  const query = new URLSearchParams(search);
  return {
    page: /^\/triggers\/?$/.test(pathname) ? "triggers" : "conversations",
    conversation: conversationIn(pathname),
    filter: parseFilter(query.get("filter")),
    team: query.get("team"),
  };
}

/** Writes an address. */
export function routePath(route: Route): string {
  if (route.page === "triggers") return "/triggers";
  const query = new URLSearchParams();
  if (route.filter !== "open") query.set("filter", route.filter);
  if (route.team) query.set("team", route.team);
  const path = route.conversation ? `/conversations/${encodeURIComponent(route.conversation)}` : "/";
  const search = query.toString();
  return search ? `${path}?${search}` : path;
}

/** The current route, and a way to another. */
export function useRoute(): [Route, (route: Route) => void] {
  const read = () => parseRoute(location.pathname, location.search);
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const onPop = () => setRoute(read());
    addEventListener("popstate", onPop);
    return () => removeEventListener("popstate", onPop);
  }, []);
  const go = (next: Route) => {
    if (routePath(next) !== location.pathname + location.search) history.pushState(null, "", routePath(next));
    setRoute(next);
  };
  return [route, go];
}

function conversationIn(pathname: string): string | null {
  const segment = /^\/conversations\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (!segment) return null;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
