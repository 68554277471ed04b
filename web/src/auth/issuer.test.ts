import { afterEach, expect, test, vi } from "vitest";
import { openIssuer } from "./issuer";
import { samplePending, sampleSession } from "./samples";
import { readSettings } from "./settings";

const ISSUER = "https://issuer.example/pool";
const HOME = "https://console.example/";
const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: "https://login.example/oauth2/authorize",
  token_endpoint: "https://login.example/oauth2/token",
  revocation_endpoint: "https://login.example/oauth2/revoke",
  end_session_endpoint: "https://login.example/logout",
  jwks_uri: "https://issuer.example/pool/jwks.json",
  authorization_response_iss_parameter_supported: true,
};
const SETTINGS = { issuer: ISSUER, client_id: "console", scope: "openid email" };

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An id token. It comes over TLS from the issuer, so that its signature is not looked at. */
function idToken(part: object = {}): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: ISSUER, aud: "console", sub: "maria", nonce: "nonce-1", iat: now, exp: now + 900, ...part };
  return `${encoded({ alg: "RS256" })}.${encoded(claims)}.c2lnbmF0dXJl`;
}

const tokens = (part: object = {}, id: object = {}) => ({
  access_token: "token-1",
  refresh_token: "refresh-1",
  id_token: idToken(id),
  token_type: "Bearer",
  expires_in: 900,
  ...part,
});

/** The issuer, which answers requests for tokens like this; and the forms that it got. */
async function open(options: { answer?: () => Response | Promise<Response>; metadata?: object; settings?: object; skew?: number } = {}) {
  const { answer = () => Response.json(tokens()), metadata = METADATA, settings = SETTINGS, skew = 0 } = options;
  const forms: { url: string; form: Record<string, string> }[] = [];
  vi.stubGlobal("fetch", async (input: URL | string, init?: RequestInit) => {
    const url = String(input);
    if (url === `${ISSUER}/.well-known/openid-configuration`) return metadata instanceof Response ? metadata : Response.json(metadata);
    forms.push({ url, form: Object.fromEntries(new URLSearchParams(String(init?.body))) });
    return answer();
  });
  return { issuer: await openIssuer({ settings: readSettings(settings), skew }, HOME), forms };
}

const back = (part: Record<string, string> = {}) => new URLSearchParams({ code: "code-1", state: "state-1", iss: ISSUER, ...part });

afterEach(() => vi.unstubAllGlobals());

test("a request has state, nonce and an S256 challenge, each new, and whatever the issuer wants besides", async () => {
  const { issuer } = await open({ settings: { ...SETTINGS, parameters: "audience=https%3A%2F%2Fapi.example" } });
  const { address, pending } = await issuer.begin("/conversations/a");
  const { origin, pathname, searchParams } = new URL(address);
  expect(origin + pathname).toBe(METADATA.authorization_endpoint);
  const { code_challenge, ...query } = Object.fromEntries(searchParams);
  expect(query).toEqual({
    client_id: "console",
    redirect_uri: HOME,
    response_type: "code",
    scope: "openid email",
    state: pending.state,
    nonce: pending.nonce,
    code_challenge_method: "S256",
    audience: "https://api.example",
  });
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(pending.verifier));
  expect(code_challenge).toBe(Buffer.from(digest).toString("base64url"));
  expect(pending.to).toBe("/conversations/a");
  const { pending: other } = await issuer.begin("/");
  for (const secret of ["state", "nonce", "verifier"] as const) {
    expect(other[secret]).not.toBe(pending[secret]);
    expect(pending[secret].length).toBeGreaterThanOrEqual(43);
  }
});

test("a return brings a session, for the code and the secret that only this tab has", async () => {
  const { issuer, forms } = await open();
  const session = await issuer.finish(back(), samplePending());
  expect(session).toMatchObject({ token: "token-1", refresh: "refresh-1", subject: "maria" });
  expect(Math.abs(session.expiresAt - Date.now() - 900_000)).toBeLessThan(2_000);
  expect(forms).toEqual([
    {
      url: METADATA.token_endpoint,
      form: { grant_type: "authorization_code", code: "code-1", code_verifier: "verifier-1", redirect_uri: HOME, client_id: "console" },
    },
  ]);
});

test.each<[string, Record<string, string>, string]>([
  ["another state", { state: "another" }, "forged"],
  ["another issuer's name", { iss: "https://evil.example" }, "forged"],
  ["no issuer's name where it promised one", { iss: "" }, "forged"],
  ["a refusal", { code: "", error: "access_denied" }, "denied"],
  ["an error", { code: "", error: "server_error" }, "refused"],
])("with %s nothing is asked of the issuer", async (_, part, kind) => {
  const { issuer, forms } = await open();
  const query = back(part);
  for (const name of ["code", "iss"]) if (query.get(name) === "") query.delete(name);
  await expect(issuer.finish(query, samplePending())).rejects.toMatchObject({ kind });
  expect(forms).toEqual([]);
});

test("an issuer that does not name itself in its answers, such as Cognito, is taken at its word", async () => {
  const { issuer } = await open({ metadata: { ...METADATA, authorization_response_iss_parameter_supported: undefined } });
  const query = back();
  query.delete("iss");
  expect((await issuer.finish(query, samplePending())).subject).toBe("maria");
});

const hour = 3_600;
const now = () => Math.floor(Date.now() / 1_000);
test.each<[string, () => Response | Promise<Response>, string]>([
  ["an id token for another sign-in", () => Response.json(tokens({}, { nonce: "another" })), "forged"],
  ["an id token for another client", () => Response.json(tokens({}, { aud: "another" })), "forged"],
  ["an id token of another issuer", () => Response.json(tokens({}, { iss: "https://evil.example" })), "forged"],
  ["an id token of an hour ago", () => Response.json(tokens({}, { iat: now() - 2 * hour, exp: now() - hour })), "clock"],
  ["no id token", () => Response.json(tokens({ id_token: undefined })), "forged"],
  ["no access token", () => Response.json(tokens({ access_token: undefined })), "forged"],
  ["a page", () => new Response("<html>", { headers: { "content-type": "text/html" } }), "forged"],
  ["a code that is used or expired", () => Response.json({ error: "invalid_grant" }, { status: 400 }), "expired"],
  ["a client that it does not know", () => Response.json({ error: "invalid_client" }, { status: 400 }), "refused"],
  ["a failure", () => Response.json({ error: "server_error" }, { status: 503 }), "unreachable"],
  ["a failing proxy's page", () => new Response("<html>", { status: 502 }), "unreachable"],
  ["nothing", () => Promise.reject(new TypeError("Failed to fetch")), "unreachable"],
  ["nothing in time", () => Promise.reject(new DOMException("", "TimeoutError")), "unreachable"],
])("an issuer that answers with %s signs nobody in", async (_, answer, kind) => {
  const { issuer } = await open({ answer });
  await expect(issuer.finish(back(), samplePending())).rejects.toMatchObject({ kind });
});

test("a computer whose clock is an hour off signs in all the same", async () => {
  const answer = () => Response.json(tokens({}, { iat: now() - hour, exp: now() - hour + 900 }));
  const { issuer } = await open({ answer, skew: -hour * 1_000 });
  expect((await issuer.finish(back(), samplePending())).subject).toBe("maria");
});

test("what the issuer calls its error is shown only where it has the form of a code", async () => {
  const { issuer } = await open();
  const query = back({ error: "Call 555-0100 <b>now</b>" });
  query.delete("code");
  await expect(issuer.finish(query, samplePending())).rejects.toMatchObject({ kind: "refused", code: null });
});

test("a renewal brings the next session, with a new refresh token or the same", async () => {
  const before = sampleSession({ idToken: "id-1" });
  const rotating = await open({ answer: () => Response.json(tokens({ access_token: "token-2", refresh_token: "refresh-2" }, { nonce: undefined })) });
  expect(await rotating.issuer.renew(before)).toMatchObject({ token: "token-2", refresh: "refresh-2", subject: "maria" });
  expect(rotating.forms[0]?.form).toEqual({ grant_type: "refresh_token", refresh_token: "refresh-1", client_id: "console" });
  const plain = await open({ answer: () => Response.json(tokens({ access_token: "token-2", refresh_token: undefined, id_token: undefined })) });
  expect(await plain.issuer.renew(before)).toMatchObject({ token: "token-2", refresh: "refresh-1", idToken: "id-1", subject: "maria" });
});

test("a renewal that brings someone else's session is refused", async () => {
  const { issuer } = await open({ answer: () => Response.json(tokens({}, { sub: "devon", nonce: undefined })) });
  await expect(issuer.renew(sampleSession())).rejects.toMatchObject({ kind: "forged" });
});

test("a renewal that is refused, or has nothing to renew with, has expired", async () => {
  const { issuer, forms } = await open({ answer: () => Response.json({ error: "invalid_grant" }, { status: 400 }) });
  await expect(issuer.renew(sampleSession())).rejects.toMatchObject({ kind: "expired", temporary: false });
  await expect(issuer.renew(sampleSession({ refresh: null }))).rejects.toMatchObject({ kind: "expired" });
  expect(forms).toHaveLength(1);
});

test("the refresh token is revoked where that is possible", async () => {
  const { issuer, forms } = await open({ answer: () => new Response(null, { status: 200 }) });
  await issuer.revoke(sampleSession());
  await issuer.revoke(sampleSession({ refresh: null }));
  expect(forms).toEqual([{ url: METADATA.revocation_endpoint, form: { token: "refresh-1", client_id: "console" } }]);
  const without = await open({ metadata: { ...METADATA, revocation_endpoint: undefined } });
  await without.issuer.revoke(sampleSession());
  expect(without.forms).toEqual([]);
});

test("signing out has the form of the standard, of Cognito, or no place at all", async () => {
  const query = (address: string | null) => Object.fromEntries(new URL(address ?? "").searchParams);
  const standard = (await open()).issuer.signOutAddress(sampleSession());
  expect(standard?.startsWith("https://login.example/logout?")).toBe(true);
  expect(query(standard)).toEqual({ client_id: "console", post_logout_redirect_uri: HOME, id_token_hint: "id-1" });
  const cognito = await open({ settings: { ...SETTINGS, cognito_logout: "https://pool.example/logout" } });
  const address = cognito.issuer.signOutAddress(sampleSession());
  expect(address?.startsWith("https://pool.example/logout?")).toBe(true);
  expect(query(address)).toEqual({ client_id: "console", logout_uri: HOME });
  const without = await open({ metadata: { ...METADATA, end_session_endpoint: undefined } });
  expect(without.issuer.signOutAddress(sampleSession())).toBeNull();
});

test.each<[string, object, string]>([
  ["is another than was set", { ...METADATA, issuer: "https://evil.example" }, "settings"],
  ["says nowhere to sign in", { ...METADATA, authorization_endpoint: undefined }, "settings"],
  ["is not found", new Response("no", { status: 404 }), "settings"],
  ["is in trouble", new Response("no", { status: 500 }), "unreachable"],
])("an issuer that %s is not used", async (_, metadata, kind) => {
  await expect(open({ metadata })).rejects.toMatchObject({ kind });
});
