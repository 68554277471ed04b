// Signing in as people do, and as they are not to: against a running local stack, whose issuer speaks what a deployment's does.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { BASE_URL, choose, DESK, launch, newContext, picture, renew, sessionOf, signIn } from "./driver.mjs";

const run = Date.now().toString(36);
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {string[]} */
const faults = [];

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
});

/** A page in a browser of its own. @param {import("playwright-core").BrowserContextOptions} [options] */
async function newPage(options) {
  const context = await newContext(browser, faults, { viewport: DESK, ...options });
  return { context, page: await context.newPage() };
}

/** What axe finds wrong with a page, colours and sizes included. @param {import("playwright-core").Page} page */
async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate("axe.run(document)");
  return found.violations.map((/** @type {{ id: string, nodes: { html: string }[] }} */ one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`);
}

test("what the console is told of signing in has the form that its schema says", async () => {
  const schema = JSON.parse(await readFile(new URL("../console.schema.json", import.meta.url), "utf8"));
  const answer = await fetch(`${BASE_URL}/console.json`);
  /** @type {any} */
  const settings = await answer.json();
  assert.equal(new Ajv2020().compile(schema)(settings), true, JSON.stringify(settings));
  assert.equal(answer.headers.get("cache-control"), "no-store");
  /** @type {any} */
  const metadata = await (await fetch(`${settings.issuer}/.well-known/openid-configuration`)).json();
  assert.equal(metadata.issuer, settings.issuer);
});

test("a deep link survives signing in, by the keyboard alone", async () => {
  const { context, page } = await newPage();
  await page.goto(`${BASE_URL}/conversations/not-there?filter=waiting`);
  const button = page.getByRole("button", { name: "Sign in", exact: true });
  await button.waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(page, "50-sign-in");
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "Choose who you are" }).waitFor();
  assert.deepEqual(await violations(page), []);
  await picture(page, "51-issuer");
  const maria = page.getByRole("button", { name: /Maria Lopez/ });
  for (let presses = 0; presses < 40 && !(await maria.evaluate((element) => element === document.activeElement)); presses += 1) {
    await page.keyboard.press("Tab");
  }
  await picture(page, "52-issuer-by-keyboard");
  await page.keyboard.press("Enter");

  await page.getByRole("button", { name: "Maria Lopez" }).waitFor();
  const { pathname, search } = new URL(page.url());
  assert.equal(pathname + search, "/conversations/not-there?filter=waiting");
  assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("eyJ")), false, "no token is kept on the disk");
  await context.close();
});

test("the issuer's page works on a phone and in the dark", async () => {
  const { context, page } = await newPage({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await page.goto(BASE_URL);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Choose who you are" }).waitFor();
  assert.deepEqual(await violations(page), []);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  await picture(page, "53-issuer-phone");
  await context.close();
});

test("who says no at the issuer's page is not signed in, and can try again", async () => {
  const { context, page } = await newPage();
  await page.goto(BASE_URL);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("button", { name: "Do not sign in" }).click();
  await page.getByText("You were not signed in: the sign-in page said no.").waitFor();
  assert.equal(page.url(), `${BASE_URL}/`);
  await picture(page, "54-denied");
  await signIn(page, "Maria");
  await page.getByRole("button", { name: "Maria Lopez" }).waitFor();
  await context.close();
});

test("a return that was never begun here is refused, and its words are not shown", async () => {
  const { context, page } = await newPage();
  for (const query of ["code=stolen&state=chosen", "error=access_denied&error_description=Call+555-0100&state=x"]) {
    await page.goto(`${BASE_URL}/?${query}`);
    await page.getByText("A sign-in that did not begin on this page was refused.").waitFor();
    assert.equal(page.url(), `${BASE_URL}/`, "the address is clean");
    assert.equal(await page.getByText("555").count(), 0);
  }
  await picture(page, "55-unbegun");
  await context.close();
});

test("a stolen code is of no use to the thief, and to nobody after", async () => {
  const { context, page } = await newPage();
  /** @type {string | null} */
  let form = null;
  await page.route("**/oidc/token", (route) => {
    form = route.request().postData();
    return route.abort();
  });
  await page.goto(BASE_URL);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Choose who you are" }).waitFor();
  const returned = page.waitForRequest((request) => request.url().includes("?code="));
  await page.getByRole("button", { name: /Maria Lopez/ }).click();
  const address = (await returned).url();
  // Nothing of the code is left in the victim's browser either.
  await page.getByText("The sign-in page can't be reached.").waitFor();
  assert.equal(page.url(), `${BASE_URL}/`);

  const thief = await newPage();
  await thief.page.goto(address);
  await thief.page.getByText("A sign-in that did not begin on this page was refused.").waitFor();
  const own = new URLSearchParams(form ?? "");
  own.set("code_verifier", "a-verifier-of-the-thief-that-is-long-enough-01");
  const stolen = await thief.page.request.post(`${BASE_URL}/oidc/token`, { form: Object.fromEntries(own) });
  assert.equal((await stolen.json()).error, "invalid_grant");
  const late = await thief.page.request.post(`${BASE_URL}/oidc/token`, { form: Object.fromEntries(new URLSearchParams(form ?? "")) });
  assert.equal((await late.json()).error, "invalid_grant");
  await thief.context.close();
  await context.close();
});

test("a replayed code brings nothing, and ends what it brought before", async () => {
  const { context, page } = await newPage();
  const asked = page.waitForRequest("**/oidc/token");
  await page.goto(BASE_URL);
  await signIn(page, "Maria");
  const form = Object.fromEntries(new URLSearchParams((await asked).postData() ?? ""));
  const replayed = await page.request.post(`${BASE_URL}/oidc/token`, { form });
  assert.equal((await replayed.json()).error, "invalid_grant");
  const { refresh } = await sessionOf(page);
  assert.equal((await renew(page, refresh)).error, "invalid_grant");
  await context.close();
});

test("an agent added through the API signs in, and one who is suspended is out with a live session", async () => {
  const admin = await newPage();
  await admin.page.goto(BASE_URL);
  await signIn(admin.page, "Amara");
  const headers = { authorization: `Bearer ${(await sessionOf(admin.page)).token}` };
  const id = `nadia-${run}`;
  const address = `${BASE_URL}/v1/directory/agents/${id}`;
  const name = `Nadia Petrov ${run}`;
  const record = { id, name, email: `${id}@lakeside.example`, role: "agent", teams: ["lending"], subject: id };
  const added = await admin.page.request.put(address, { headers, data: record });
  assert.equal(added.status(), 201, await added.text());

  const { context, page } = await newPage();
  await page.goto(BASE_URL);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const own = page.getByRole("button", { name: new RegExp(name) });
  // The issuer reads the directory once a second.
  await page.getByRole("heading", { name: "Choose who you are" }).waitFor();
  while (!(await own.isVisible())) await page.reload();
  await choose(page, name);
  // Each function's process knows of a change within half a minute; until all do there is a button to try again.
  const again = page.getByRole("button", { name: "Try again" });
  /** @param {import("playwright-core").Locator} wanted */
  const tryUntil = async (wanted) => {
    for (;;) {
      await wanted.or(again).first().waitFor({ timeout: 60_000 });
      if (await wanted.isVisible()) return;
      const asked = page.waitForResponse("**/v1/me");
      await again.click();
      await asked;
    }
  };
  await tryUntil(own);
  await page.getByRole("region", { name: "Conversations" }).waitFor();

  const version = (await added.json()).version;
  const suspended = await admin.page.request.put(address, {
    headers: { ...headers, "if-match": `"${version}"` },
    data: { ...record, status: "suspended" },
  });
  assert.equal(suspended.status(), 200, await suspended.text());
  // The page asks by itself.
  await tryUntil(page.getByText("You are suspended here. Ask your administrator."));
  assert.equal(await page.getByRole("region", { name: "Conversations" }).count(), 0);
  await picture(page, "56-suspended");
  const request = { client_id: "memberline", redirect_uri: `${BASE_URL}/`, response_type: "code", scope: "openid", code_challenge_method: "S256" };
  const query = new URLSearchParams({ ...request, code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", prompt: "none" });
  /** Where the issuer sends this browser, which it knows as Nadia's. */
  const silent = async () => (await page.request.get(`${BASE_URL}/oidc/authorize?${query}`, { maxRedirects: 0 })).headers().location ?? "";
  while (!(await silent()).includes("error=login_required")) await page.waitForTimeout(250);
  assert.equal((await renew(page, (await sessionOf(page)).refresh)).error, "invalid_grant");
  await page.getByRole("button", { name: "Sign in as someone else" }).click();
  await page.getByRole("heading", { name: "Choose who you are" }).waitFor();
  assert.equal(await own.count(), 0);
  await context.close();
  await admin.context.close();
});

test("no page threw an error", () => {
  assert.deepEqual(faults, []);
});
