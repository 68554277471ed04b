import { Problem, problemFrom } from "./problem";

/** What a request may carry besides its path. */
export interface RequestOptions {
  method?: "DELETE" | "GET" | "POST" | "PUT";
  /** Sent as JSON; a `Blob` as its bytes under its own type. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** Asks the API; answers with the parsed body or throws a {@link Problem}. */
export type Send = <T>(path: string, options?: RequestOptions) => Promise<T>;

/** How a client knows its caller, and whom it tells what. */
export interface ClientHooks {
  token?: () => string | null;
  /** Called on a 401, before the problem is thrown. */
  onUnauthorised?: () => void;
  /** Called with the server's `Date` header and the local times around the request. */
  onServerDate?: (date: string, sent: number, received: number) => void;
}

/** No answer after this long is no answer: the API itself gives up earlier. */
const TIMEOUT_MS = 30_000;

/** A client for this origin. An abort stays an `AbortError`, all other failures become problems. */
export function createClient(hooks: ClientHooks = {}): Send {
  return async <T>(path: string, options: RequestOptions = {}): Promise<T> => {
    const headers: Record<string, string> = { accept: "application/json", ...options.headers };
    const token = hooks.token?.();
    if (token) headers.authorization = `Bearer ${token}`;
    const init: RequestInit = { method: options.method ?? "GET", headers, cache: "no-store" };
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    init.signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    if (options.body instanceof Blob) {
      headers["content-type"] = options.body.type || "application/octet-stream";
      init.body = options.body;
    } else if (options.body !== undefined) {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(options.body);
    }

    const sent = Date.now();
    const response = await fetch(path, init).catch((error: unknown) => {
      throw isAbort(error) ? error : new Problem(0, {});
    });
    const date = response.headers.get("date");
    if (date) hooks.onServerDate?.(date, sent, Date.now());

    if (response.status === 401) hooks.onUnauthorised?.();
    if (!response.ok) throw await problemFrom(response);
    if (response.status === 204) return undefined as T;
    try {
      return (await response.json()) as T;
    } catch (error) {
      throw isAbort(error) ? error : new Problem(response.status, { detail: "The server's answer could not be read." });
    }
  };
}

/** Whether a request was given up on purpose; running out of time is a `TimeoutError` instead. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** A path with its query, leaving out what is empty. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
