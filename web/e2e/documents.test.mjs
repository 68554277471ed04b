// A document by picture: from the handset to the agent's disk, by a link that lives an hour.
// Moves the clock of the local stack an hour forward, so it runs last.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import {
  BASE_URL,
  clearEarlierRuns,
  follow,
  isDrawn,
  launch,
  newContext,
  onHandset,
  openConversation,
  picture,
  signIn,
} from "./driver.mjs";
import { stripedPng } from "./png.mjs";

const run = Date.now().toString(36);
const words = `My pay stub (${run})`;
const payStub = stripedPng();
const form = stripedPng(320, 240);
const SUBJECT = "Secure Lakeside Download";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("playwright-core").BrowserContext} */
let context;
/** @type {import("playwright-core").Page} */
let handset;
/** @type {import("playwright-core").Page} */
let mailbox;
/** @type {import("playwright-core").Page} */
let agent;
/** @type {import("playwright-core").Page} */
let linkPage;
let href = "";
let mailsBefore = 0;
/** @type {string[]} */
const faults = [];

before(async () => {
  browser = await launch();
  context = await newContext(browser, faults);
  handset = await context.newPage();
  mailbox = await context.newPage();
  agent = await context.newPage();
});

after(async () => {
  await browser?.close();
});

const received = () => agent.locator(".bubble-line", { hasText: words });
const linkMails = () => mailbox.locator(".mails li", { hasText: SUBJECT });
const secureDownload = () => received().getByRole("button", { name: /^Secure Download/ });

/** @param {import("playwright-core").Page} page */
async function signInIfAsked(page) {
  const asked = page.getByRole("heading", { name: "Sign in" });
  const ready = page.getByRole("button", { name: "Download", exact: true });
  await asked.or(page.locator(".conversation-head")).or(ready).first().waitFor();
  if (await asked.isVisible()) await signIn(page, "Maria");
}

/** Presses Download and gives what arrived. @param {import("playwright-core").Page} page */
async function downloaded(page) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  return readFile(await download.path());
}

test("a picture from the handset comes to be ready by itself, with a thumbnail (EL-20, IN-19)", async () => {
  await handset.goto(`${BASE_URL}/handset`);
  await handset.getByLabel("Text message").waitFor();
  await clearEarlierRuns(handset);
  await handset.getByLabel("Text message").fill(words);
  await handset.getByRole("button", { name: "Send a picture" }).click();
  const file = { name: "pay-stub.png", mimeType: "image/png", buffer: payStub };
  await handset.getByLabel("Choose a file").setInputFiles(file);
  await onHandset(handset, words).waitFor();
  assert.ok(await isDrawn(onHandset(handset, words).getByAltText("Picture")), "the handset shows what it sent");
  await picture(handset, "20-handset-picture");

  await agent.goto(BASE_URL);
  await signIn(agent, "Maria");
  await openConversation(agent, words);
  await received().locator("li[data-state=ready]").waitFor();
  const thumbnail = received().getByAltText(/^Picture from/).first();
  assert.ok(await isDrawn(thumbnail), "the console shows the thumbnail");
  await picture(agent, "21-picture-ready");

  await received().getByRole("button", { name: /^Enlarge/ }).click();
  const large = agent.getByRole("dialog");
  assert.ok(await isDrawn(large.getByAltText(/^Picture from/)));
  await picture(agent, "22-picture-enlarged");
  await large.getByRole("button", { name: "Close" }).click();
});

test("Secure Download emails whoever pressed it a link, within seconds (EL-21, EL-22)", async () => {
  await mailbox.goto(`${BASE_URL}/mailbox`);
  await mailbox.locator(".mails[aria-busy=false]").waitFor();
  mailsBefore = await linkMails().count();

  await secureDownload().click();
  await agent.getByText(/^A link was emailed to m\S*@\S+; it works until \d+:\d\d\s[AP]M\.$/).waitFor();
  await picture(agent, "23-link-emailed");
  await agent.locator(".event", { hasText: "Maria Lopez asked for a download link" }).waitFor();

  await linkMails().nth(mailsBefore).waitFor();
  assert.match(await linkMails().first().innerText(), /maria@/);
  await linkMails().first().getByRole("button").click();
  const downloadNow = mailbox.frameLocator("iframe").getByRole("link", { name: "Download Now" });
  await downloadNow.waitFor();
  await picture(mailbox, "24-link-in-the-mailbox");
  href = (await downloadNow.getAttribute("href")) ?? "";
  const { pathname, search, hash } = new URL(href);
  assert.equal(pathname + search, "/download");
  assert.ok(hash.length > 20, "the token is in the fragment");
});

test("the link leads to the file itself, after a click, as often as needed (EL-22, X-20)", async () => {
  const downloadNow = mailbox.frameLocator("iframe").getByRole("link", { name: "Download Now" });
  linkPage = await follow(context, downloadNow);
  await signInIfAsked(linkPage);
  await linkPage.getByRole("button", { name: "Download", exact: true }).waitFor();
  assert.equal(new URL(linkPage.url()).hash, "", "the token is no longer in the address");
  await linkPage.getByText("Lakeside", { exact: true }).waitFor();
  await mailbox.getByRole("button", { name: "Text", exact: true }).click();
  await mailbox.getByRole("link", { name: href }).waitFor();
  await mailbox.getByRole("button", { name: "HTML", exact: true }).click();
  await picture(linkPage, "25-download-page");

  assert.deepEqual(await downloaded(linkPage), payStub);
  await agent.locator(".event", { hasText: "Maria Lopez downloaded the document" }).first().waitFor();
  await linkPage.reload();
  assert.deepEqual(await downloaded(linkPage), payStub);
});

test("another agent can do nothing with it", async () => {
  const other = await newContext(browser, faults);
  const page = await other.newPage();
  await page.goto(href);
  await signIn(page, "Devon");
  const button = page.getByRole("button", { name: "Download", exact: true });
  const refused = page.getByText("This link doesn't work.");
  await button.or(refused).waitFor();
  if (await button.isVisible()) await button.click();
  await refused.waitFor();
  await other.close();
});

test("a virus is blocked, and nobody is offered it", async () => {
  const warning = `Look at this (${run})`;
  await handset.getByLabel("Text message").fill(warning);
  await handset.getByRole("button", { name: "Send a picture" }).click();
  await handset.getByRole("button", { name: "Test virus (EICAR)" }).click();
  const bubble = agent.locator(".bubble-line", { hasText: warning });
  await bubble.locator("li[data-state=blocked]", { hasText: "malware" }).waitFor();
  assert.equal(await bubble.getByRole("button", { name: /Download|Enlarge|Retry/ }).count(), 0);
  await picture(agent, "26-virus-blocked");
});

test("an agent's picture reaches the handset", async () => {
  const answer = `Please fill this in (${run})`;
  await agent.getByRole("button", { name: "Claim to answer" }).click();
  await agent.getByPlaceholder("Write a text message").fill(answer);
  const file = { name: "form.png", mimeType: "image/png", buffer: form };
  await agent.getByLabel("Send a picture").setInputFiles(file);
  await agent.locator(".picture-previews li[data-ready]").waitFor();
  await picture(agent, "27-picture-to-send");
  await agent.getByRole("button", { name: "Send", exact: true }).click();
  await agent.locator(".bubble-line", { hasText: answer }).getByText("Delivered").first().waitFor();
  assert.ok(await isDrawn(onHandset(handset, answer).getByAltText("Picture")));
  await picture(handset, "28-handset-received");
});

test("after an hour the link is dead, and a new one is another (EL-23, EL-24)", async () => {
  const moved = await agent.request.post(`${BASE_URL}/dev/clock`, { data: { advance_seconds: 3_600 } });
  assert.ok(moved.ok(), `the clock did not move: ${moved.status()}`);

  await linkPage.reload();
  await linkPage.getByText("This link has expired.").waitFor();
  await linkPage.getByText("Press Secure Download again for a new one.").waitFor();
  assert.equal(await linkPage.getByRole("button", { name: "Download", exact: true }).count(), 0);
  await picture(linkPage, "29-link-expired");
  const token = new URL(href).hash.slice(1);
  for (const operation of ["describe", "open"]) {
    const answer = await agent.request.post(`${BASE_URL}/downloads/${operation}`, { data: { token } });
    assert.equal(answer.status(), 410, operation);
  }

  await agent.reload();
  await signInIfAsked(agent);
  await secureDownload().waitFor();
  mailsBefore = await linkMails().count();
  await secureDownload().click();
  await linkMails().nth(mailsBefore).waitFor();
  await linkMails().first().getByRole("button").click();
  const downloadNow = mailbox.frameLocator("iframe").getByRole("link", { name: "Download Now" });
  // The frame may still show the mail before.
  await downloadNow.and(mailbox.frameLocator("iframe").locator(`:not([href="${href}"])`)).waitFor();
  const page = await context.newPage();
  await page.goto((await downloadNow.getAttribute("href")) ?? "");
  await signInIfAsked(page);
  await page.getByRole("button", { name: "Download", exact: true }).waitFor();
  assert.deepEqual(await downloaded(page), payStub);
});

test("no page threw an error", () => {
  assert.deepEqual(faults, []);
});
