import { isRecord } from "../api/record";
import { ServerClock } from "../time/clock";
import { SignInFault } from "./fault";

/** Where and as what the pages sign in: what `console.schema.json` describes. */
export interface Settings {
  issuer: string;
  clientId: string;
  scope: string;
  /** Further parameters of the authorization request. */
  parameters: URLSearchParams;
  /** Cognito's `/logout`, which has a form of its own. */
  cognitoLogout: string | null;
}

/** What was fetched, and how far this computer's clock is behind the server's, in milliseconds. */
export interface FetchedSettings {
  settings: Settings;
  skew: number;
}

/** What signing in decides by itself. */
const OWN = ["client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge", "code_challenge_method"];
const TIMEOUT_MS = 15_000;

/** Reads `/console.json`. */
export function readSettings(value: unknown): Settings {
  const members: Record<string, unknown> = isRecord(value) ? value : {};
  const { issuer, client_id, scope, parameters = "", cognito_logout = null } = members;
  const wrong = new SignInFault("settings");
  if (typeof issuer !== "string" || !/^(https:\/\/[^/?#\s]+|http:\/\/(localhost|127\.0\.0\.1)(:[0-9]+)?)(\/[^?#\s]*)?$/.test(issuer)) throw wrong;
  if (typeof client_id !== "string" || client_id === "") throw wrong;
  if (typeof scope !== "string" || !/^([^\s]+ )*openid( [^\s]+)*$/.test(scope)) throw wrong;
  if (typeof parameters !== "string" || !/^[^?#\s]*$/.test(parameters)) throw wrong;
  if (cognito_logout !== null && (typeof cognito_logout !== "string" || !/^https:\/\/[^?#\s]+\/logout$/.test(cognito_logout))) throw wrong;
  const further = new URLSearchParams(parameters);
  for (const name of OWN) further.delete(name);
  return { issuer, clientId: client_id, scope, parameters: further, cognitoLogout: cognito_logout };
}

/** Fetches them from beside the pages. */
export async function fetchSettings(): Promise<FetchedSettings> {
  const sent = Date.now();
  const response = await fetch("/console.json", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => {
    throw new SignInFault("unreachable");
  });
  const received = Date.now();
  if (response.status >= 500) throw new SignInFault("unreachable");
  if (!response.ok) throw new SignInFault("settings");
  const value: unknown = await response.json().catch(() => null);
  const clock = new ServerClock();
  clock.observe(response.headers.get("date") ?? "", sent, received);
  return { settings: readSettings(value), skew: clock.offset };
}
