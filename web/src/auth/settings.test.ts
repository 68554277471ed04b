import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020";
import { afterEach, expect, test, vi } from "vitest";
import { fetchSettings, readSettings } from "./settings";

const schema = new Ajv2020().compile(JSON.parse(readFileSync("console.schema.json", "utf8")));

const cognito = {
  issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12Cd34E",
  client_id: "5f0q3example",
  scope: "openid email",
  cognito_logout: "https://memberline-0a1b2c3d4e5f.auth.us-east-1.amazoncognito.com/logout",
};
const local = { issuer: "http://localhost:3000/oidc", client_id: "memberline", scope: "openid email" };

test.each<[string, object]>([
  ["Cognito's", cognito],
  ["the local stack's", local],
  ["an issuer with a path and an audience", { ...local, issuer: "https://login.example/tenant/v2.0", parameters: "audience=https%3A%2F%2Fapi.example&resource=a" }],
  ["one without a path", { ...local, issuer: "https://login.example", scope: "offline_access openid" }],
  ["a later version's", { ...local, further: { anything: true } }],
])("the form and the pages take %s", (_, settings) => {
  expect(schema(settings)).toBe(true);
  const { issuer, client_id, scope } = { ...local, ...settings };
  expect(readSettings(settings)).toMatchObject({ issuer, clientId: client_id, scope });
});

test.each<[string, unknown]>([
  ["nothing", null],
  ["a list", []],
  ["an empty object", {}],
  ["no issuer", { ...local, issuer: undefined }],
  ["an issuer without TLS", { ...local, issuer: "http://login.example" }],
  ["one that looks like this machine", { ...local, issuer: "http://localhost.evil.example/" }],
  ["one that looks like this machine, with a user", { ...local, issuer: "http://localhost:3000@evil.example/" }],
  ["a script", { ...local, issuer: "javascript:alert(1)" }],
  ["an issuer with a query", { ...local, issuer: "https://login.example/?a=b" }],
  ["an issuer of spaces", { ...local, issuer: "https:// " }],
  ["an empty client", { ...local, client_id: "" }],
  ["a client that is a number", { ...local, client_id: 5 }],
  ["a scope without openid", { ...local, scope: "email" }],
  ["a scope that only looks like it", { ...local, scope: "openidx" }],
  ["a list of scopes", { ...local, scope: ["openid"] }],
  ["parameters that are no text", { ...local, parameters: { audience: "a" } }],
  ["parameters of a whole address", { ...local, parameters: "https://x/?a=b" }],
  ["a sign-out address without TLS", { ...cognito, cognito_logout: "http://evil.example/logout" }],
  ["a sign-out address of something else", { ...cognito, cognito_logout: "https://x.example/login" }],
])("the form and the pages refuse %s", (_, settings) => {
  expect(schema(JSON.parse(JSON.stringify(settings)))).toBe(false);
  expect(() => readSettings(settings)).toThrow(expect.objectContaining({ kind: "settings" }));
});

test("parameters cannot take the place of what signing in decides", () => {
  const { parameters } = readSettings({ ...local, parameters: "state=x&redirect_uri=https%3A%2F%2Fevil.example&code_challenge_method=plain&audience=a" });
  expect([...parameters]).toEqual([["audience", "a"]]);
});

afterEach(() => vi.unstubAllGlobals());

function answer(response: () => Response | Promise<Response>) {
  vi.stubGlobal("fetch", async () => response());
}

test("the server's date tells how far this computer's clock is off", async () => {
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  answer(() => Response.json(local, { headers: { date } }));
  const { skew } = await fetchSettings();
  expect(Math.abs(skew - 3_600_000)).toBeLessThan(2_000);
  answer(() => Response.json(local));
  expect((await fetchSettings()).skew).toBe(0);
});

test.each<[string, () => Response | Promise<Response>, string]>([
  ["there is none", () => new Response("no", { status: 404 }), "settings"],
  ["it is a page", () => new Response("<html>"), "settings"],
  ["the server is in trouble", () => new Response("no", { status: 503 }), "unreachable"],
  ["there is no network", () => Promise.reject(new TypeError("Failed to fetch")), "unreachable"],
])("when %s, that is said", async (_, response, kind) => {
  answer(response);
  await expect(fetchSettings()).rejects.toMatchObject({ kind });
});
