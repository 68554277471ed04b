import createFetchClient, { type Client } from "openapi-fetch";
import { Problem } from "./problem";
import type { GatewayMessage, paths, ProblemDocument } from "./schema.gen";

/** How a client knows its caller, and whom it tells what. */
export interface ClientHooks {
  token?: () => string | null;
  /** Called on a 401, before the problem is thrown. */
  onUnauthorised?: () => void;
  /** Called with the server's `Date` header and the local times around the request. */
  onServerDate?: (date: string, sent: number, received: number) => void;
}

/** A client of the API that `docs/openapi.json` describes. */
export type ApiClient = Client<paths>;

/** No answer after this long is no answer: the API itself gives up earlier. */
const TIMEOUT_MS = 30_000;

/** A client for the `Paths` of this origin. An abort stays an `AbortError`, all other failures become problems. */
export function createClient<Paths extends {}>(hooks: ClientHooks = {}): Client<Paths> {
  return createFetchClient<Paths>({
    headers: { accept: "application/json" },
    cache: "no-store",
    fetch: (request) => send(request, hooks),
  });
}

/** The outcome of any operation. */
type Answer<T> =
  | { data: T; error?: never; response: Response }
  | { data?: never; error: ProblemDocument | GatewayMessage; response: Response };

/** The body of an answer; throws the {@link Problem} that came instead. */
export async function bodyOf<T>(request: Promise<Answer<T>>): Promise<T> {
  const answer = await request.catch((error: unknown) => {
    if (isAbort(error) || error instanceof Problem) throw error;
    throw new Problem(200, { detail: "The server's answer could not be read." });
  });
  if (answer.response.ok && answer.error === undefined) return answer.data;
  throw new Problem(answer.response.status, answer.error);
}

async function send(request: Request, hooks: ClientHooks): Promise<Response> {
  const token = hooks.token?.();
  if (token) request.headers.set("authorization", `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const sent = Date.now();
  const response = await fetch(request, { signal }).catch((error: unknown) => {
    throw isAbort(error) ? error : new Problem(0);
  });
  const date = response.headers.get("date");
  if (date) hooks.onServerDate?.(date, sent, Date.now());
  if (response.status === 401) hooks.onUnauthorised?.();
  return response;
}

/** Whether a request was given up on purpose; running out of time is a `TimeoutError` instead. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
