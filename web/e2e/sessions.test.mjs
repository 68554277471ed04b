// One session in all tabs of a browser: taken along, renewed, ended; against a running local stack.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE_URL, choose, launch, newContext, openConversation, picture, renew, sessionOf, signIn } from "./driver.mjs";

const run = Date.now().toString(36);
const question = `Do you open on Saturday? (${run})`;

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {string[]} */
const faults = [];

before(async () => {
  browser = await launch();
});

after(async () => {
  await lives({});
  await browser?.close();
});

/** How long what the issuer gives out from now on is in force. @param {object} changed */
async function lives(changed) {
  const answer = await fetch(`${BASE_URL}/dev/issuer`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(changed),
  });
  assert.ok(answer.ok, `the issuer did not take ${JSON.stringify(changed)}: ${await answer.text()}`);
}

/** @param {import("playwright-core").Page} page @param {string} name */
const isSignedIn = (page, name) => page.getByRole("button", { name }).waitFor();
/** @param {import("playwright-core").Page} page */
const isSignedOut = (page) => page.getByRole("heading", { name: "Sign in" }).waitFor();
/** @param {import("playwright-core").Page} page @param {string} name */
async function signOut(page, name) {
  await page.getByRole("button", { name }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
}

test("who signs in in one tab is signed in in the others, and who signs out in one, out of all", async () => {
  const context = await newContext(browser, faults);
  const first = await context.newPage();
  await first.goto(BASE_URL);
  await isSignedOut(first);
  const second = await context.newPage();
  await second.goto(BASE_URL);
  await signIn(second, "Maria");
  await isSignedIn(first, "Maria Lopez");
  await isSignedIn(second, "Maria Lopez");
  const third = await context.newPage();
  await third.goto(`${BASE_URL}/triggers`);
  await isSignedIn(third, "Maria Lopez");
  assert.equal((await sessionOf(third)).token, (await sessionOf(first)).token);

  const { token, refresh } = await sessionOf(first);
  await signOut(third, "Maria Lopez");
  for (const page of [first, second, third]) await isSignedOut(page);
  await first.getByText("You signed out in another tab.").waitFor();
  await picture(first, "60-signed-out-elsewhere");
  for (const page of [first, second, third]) {
    assert.equal(await page.evaluate((secret) => JSON.stringify({ ...sessionStorage }).includes(secret), token), false);
  }
  // At the issuer, too: the refresh token is of no use, and one is asked again who one is.
  assert.equal((await renew(first, refresh)).error, "invalid_grant");
  await signIn(second, "Devon");
  for (const page of [first, second, third]) await isSignedIn(page, "Devon");
  await context.close();
});

test("a reload keeps the session, and a browser without an open tab has none", async () => {
  const context = await newContext(browser, faults);
  const page = await context.newPage();
  await page.goto(BASE_URL);
  await signIn(page, "Maria");
  await isSignedIn(page, "Maria Lopez");
  await page.reload();
  await isSignedIn(page, "Maria Lopez");
  await page.close();
  const later = await context.newPage();
  await later.goto(BASE_URL);
  await isSignedOut(later);
  // The issuer still knows the browser, as it does anywhere.
  await later.getByRole("button", { name: "Sign in", exact: true }).click();
  await isSignedIn(later, "Maria Lopez");
  await context.close();
});

test("a session is renewed by one tab for all before it ends, and nobody notices", async () => {
  await lives({ access_seconds: 6 });
  const context = await newContext(browser, faults);
  const pages = [await context.newPage(), await context.newPage()];
  const [first, second] = pages;
  assert.ok(first && second);
  /** @type {string[]} */
  const used = [];
  context.on("request", (request) => {
    const token = request.url().endsWith("/oidc/token") && new URLSearchParams(request.postData() ?? "").get("refresh_token");
    if (token) used.push(token);
  });
  await first.goto(BASE_URL);
  await signIn(first, "Maria");
  await second.goto(BASE_URL);
  await isSignedIn(second, "Maria Lopez");
  const { token: before } = await sessionOf(first);
  while (used.length < 2) await context.waitForEvent("response", (response) => response.url().endsWith("/oidc/token"));
  for (const page of pages) {
    await page.waitForFunction((old) => !sessionStorage.getItem("memberline.session")?.includes(old), before);
  }
  // A refresh token that two tabs use ends the session of both.
  assert.equal(new Set(used).size, used.length);
  for (const page of pages) await isSignedIn(page, "Maria Lopez");
  await context.close();
});

test("a session that cannot be renewed ends with what was typed kept, and goes on from there", async () => {
  const member = { member: "+15552010003", number: "+15550100001", text: question };
  const sent = await fetch(`${BASE_URL}/dev/handset/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(member),
  });
  assert.ok(sent.ok, `the text was not sent: ${await sent.text()}`);
  await lives({ access_seconds: 30 });
  const context = await newContext(browser, faults);
  const page = await context.newPage();
  await page.goto(BASE_URL);
  await signIn(page, "Maria");
  await openConversation(page, question);
  const claim = page.getByRole("button", { name: "Claim to answer" });
  const box = page.getByPlaceholder("Write a text message");
  await claim.or(box).first().waitFor();
  if (await claim.isVisible()) await claim.click();
  await box.fill("Half a sentence");
  const form = { client_id: "memberline", token: (await sessionOf(page)).refresh };
  assert.ok((await page.request.post(`${BASE_URL}/oidc/revoke`, { form })).ok());

  await page.getByText("Your session has ended. Sign in to go on where you were.").waitFor();
  assert.equal(await page.getByText(question).count(), 0, "nothing of a member's is shown any more");
  await picture(page, "61-ended-with-a-draft");
  await lives({});
  const opened = context.waitForEvent("page");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const beside = await opened;
  const closed = beside.waitForEvent("close");
  await isSignedIn(page, "Maria Lopez");
  await closed;
  assert.equal(await page.getByPlaceholder("Write a text message").inputValue(), "Half a sentence");
  await picture(page, "62-gone-on");
  await context.close();
});

test("the window beside asks who one is where the issuer does not know the browser", async () => {
  const context = await newContext(browser, faults);
  const page = await context.newPage();
  await page.goto(`${BASE_URL}/sign-in`);
  await choose(page, "Maria");
  await page.getByRole("heading", { name: "You are signed in" }).waitFor();
  await picture(page, "63-signed-in-beside");
  await context.close();
});

test("no page threw an error", () => {
  assert.deepEqual(faults, []);
});
