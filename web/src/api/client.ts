import createFetchClient, { type Client } from "openapi-fetch";
import { Problem } from "./problem";
import { isRecord } from "./record";
import type { GatewayMessage, paths, ProblemDocument } from "./schema.gen";

/** How a client knows its caller, and whom it tells what. */
export interface ClientHooks {
  token?: () => string | null;
  /** Another token than the one that was refused, or null; fails where none can be had for now. */
  renew?: (refused: string) => Promise<string | null>;
  /** Called on a 401 that no other token mends, with the token that was refused, before the problem is thrown. */
  onUnauthorised?: (refused: string) => void;
  /** Called when whoever is signed in is not an agent, or suspended, before the problem is thrown. */
  onBarred?: (problem: Problem) => void;
  /** Called with the server's `Date` header and the local times around the request. */
  onServerDate?: (date: string, sent: number, received: number) => void;
}

/** A client of the API that `docs/openapi.json` describes. */
export type ApiClient = Client<paths>;

/** What the API says to who is signed in and may do nothing at all. */
const BARRED = ["agent_suspended", "unknown_agent"];

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

/** Asks with the caller's token, and where that is refused once more with another; tells the caller where nothing mends it. */
export async function renewing<T>(hooks: ClientHooks, ask: (token: string | null) => Promise<T>, isRefused: (answer: T) => boolean): Promise<T> {
  let token = hooks.token?.() ?? null;
  let answer = await ask(token);
  if (token === null || !isRefused(answer)) return answer;
  const renewed = await hooks.renew?.(token).catch(() => {
    throw new Problem(0);
  });
  if (renewed) {
    token = renewed;
    answer = await ask(renewed);
  }
  if (isRefused(answer)) hooks.onUnauthorised?.(token);
  return answer;
}

async function send(request: Request, hooks: ClientHooks): Promise<Response> {
  // A 401 says that nothing was done: the same request may go again, with its body.
  const ask = (token: string | null) => sendOnce(request.clone(), token, hooks);
  const response = await renewing(hooks, ask, ({ status }) => status === 401);
  if (response.status === 403 && hooks.onBarred) {
    const body: unknown = await response.clone().json().catch(() => null);
    const problem = new Problem(403, isRecord(body) ? body : {});
    if (BARRED.includes(problem.code)) hooks.onBarred(problem);
  }
  return response;
}

async function sendOnce(request: Request, token: string | null, hooks: ClientHooks): Promise<Response> {
  if (token !== null) request.headers.set("authorization", `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const sent = Date.now();
  const response = await fetch(request, { signal }).catch((error: unknown) => {
    throw isAbort(error) ? error : new Problem(0);
  });
  const date = response.headers.get("date");
  if (date) hooks.onServerDate?.(date, sent, Date.now());
  return response;
}

/** Whether a request was given up on purpose; running out of time is a `TimeoutError` instead. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
