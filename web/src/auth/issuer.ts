import * as oauth from "oauth4webapi";
import { SignInFault } from "./fault";
import type { Pending } from "./pending";
import type { Session } from "./session";
import type { FetchedSettings, Settings } from "./settings";

/** The issuer, as the pages talk to it. Everything fails with a {@link SignInFault}. */
export interface Issuer {
  /** Where the browser goes to sign in, and what to keep until it comes back. */
  begin: (to: string) => Promise<{ address: string; pending: Pending }>;
  /** The session of a sign-in that came back with these parameters. */
  finish: (back: URLSearchParams, pending: Pending) => Promise<Session>;
  /** The session that follows this one. */
  renew: (session: Session) => Promise<Session>;
  /** Has nobody renew it any more. */
  revoke: (session: Session) => Promise<void>;
  /** Where the browser goes to end the session there, too; null where there is no such place. */
  signOutAddress: (session: Session) => string | null;
}

const TIMEOUT_MS = 15_000;
/** How far the clocks of issuer and server may differ, in seconds. */
const TOLERANCE = 60;
/** Where an issuer does not say how long its token lives, in seconds. */
const SHORT_LIFE = 300;

/** Reads what the issuer says of itself. `home` is the one address of ours that it sends browsers back to. */
export async function openIssuer({ settings, skew }: FetchedSettings, home: string): Promise<Issuer> {
  // `readSettings` lets an issuer without TLS be on this machine only.
  const options = {
    [oauth.allowInsecureRequests]: settings.issuer.startsWith("http:"),
    signal: () => AbortSignal.timeout(TIMEOUT_MS),
  };
  const client: oauth.Client = {
    client_id: settings.clientId,
    [oauth.clockSkew]: Math.round(skew / 1_000),
    [oauth.clockTolerance]: TOLERANCE,
  };
  const server = await discover(settings, options);
  const authorize = server.authorization_endpoint;
  if (!authorize || !server.token_endpoint) throw new SignInFault("settings");

  const session = (answer: oauth.TokenEndpointResponse, before: Session | null): Session => {
    const subject = oauth.getValidatedIdTokenClaims(answer)?.sub ?? before?.subject;
    // Without `openid` in what was granted there is no id token, and nobody to tell sessions by.
    if (subject === undefined || (before && before.subject !== subject)) throw new SignInFault("forged");
    const now = Date.now();
    return {
      token: answer.access_token,
      expiresAt: now + (answer.expires_in ?? SHORT_LIFE) * 1_000,
      refresh: answer.refresh_token ?? before?.refresh ?? null,
      idToken: answer.id_token ?? before?.idToken ?? null,
      subject,
      obtainedAt: now,
    };
  };

  return {
    begin: async (to) => {
      const pending = {
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
        verifier: oauth.generateRandomCodeVerifier(),
        to,
        at: Date.now(),
      };
      const address = new URL(authorize);
      for (const [name, value] of settings.parameters) address.searchParams.set(name, value);
      const request = {
        client_id: settings.clientId,
        redirect_uri: home,
        response_type: "code",
        scope: settings.scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: "S256",
      };
      for (const [name, value] of Object.entries(request)) address.searchParams.set(name, value);
      return { address: address.href, pending };
    },

    finish: (back, pending) =>
      explained(async () => {
        const valid = oauth.validateAuthResponse(server, client, back, pending.state);
        const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), valid, home, pending.verifier, options);
        // The id token comes from the issuer itself, over TLS: its claims are checked, its signature need not be.
        const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
          expectedNonce: pending.nonce,
          requireIdToken: true,
        });
        return session(answer, null);
      }),

    renew: (before) =>
      explained(async () => {
        if (before.refresh === null) throw new SignInFault("expired");
        const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), before.refresh, options);
        return session(await oauth.processRefreshTokenResponse(server, client, response), before);
      }),

    revoke: (ended) =>
      explained(async () => {
        if (ended.refresh === null || !server.revocation_endpoint) return;
        const response = await oauth.revocationRequest(server, client, oauth.None(), ended.refresh, options);
        await oauth.processRevocationResponse(response);
      }),

    signOutAddress: (ended) => {
      const [at, query] = settings.cognitoLogout
        ? [settings.cognitoLogout, { client_id: settings.clientId, logout_uri: home }]
        : [server.end_session_endpoint, { client_id: settings.clientId, post_logout_redirect_uri: home, id_token_hint: ended.idToken ?? "" }];
      if (!at) return null;
      const address = new URL(at);
      for (const [name, value] of Object.entries(query)) if (value !== "") address.searchParams.set(name, value);
      return address.href;
    },
  };
}

async function discover(settings: Settings, options: oauth.DiscoveryRequestOptions): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(settings.issuer);
  const response = await explained(() => oauth.discoveryRequest(issuer, options));
  if (response.status >= 500) throw new SignInFault("unreachable");
  return oauth.processDiscoveryResponse(issuer, response).catch(() => {
    throw new SignInFault("settings");
  });
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(error);
  }
}

function faultOf(error: unknown): SignInFault {
  if (error instanceof SignInFault) return error;
  if (error instanceof oauth.AuthorizationResponseError) {
    return error.error === "access_denied" ? new SignInFault("denied") : new SignInFault("refused", error.error);
  }
  if (error instanceof oauth.ResponseBodyError) {
    if (error.error === "invalid_grant") return new SignInFault("expired");
    return error.status >= 500 ? new SignInFault("unreachable") : new SignInFault("refused", error.error);
  }
  if (error instanceof oauth.OperationProcessingError) {
    if (error.code === oauth.JWT_TIMESTAMP_CHECK) return new SignInFault("clock");
    // A server in trouble, or one in front of it, answers with a page.
    if (error.code === oauth.RESPONSE_IS_NOT_CONFORM && error.cause instanceof Response && error.cause.status >= 500) return new SignInFault("unreachable");
    return new SignInFault("forged");
  }
  // `fetch` has no other way to say that there was no answer, or none in time.
  if (error instanceof TypeError || error instanceof DOMException) return new SignInFault("unreachable");
  return new SignInFault("refused");
}
