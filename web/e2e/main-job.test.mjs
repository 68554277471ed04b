// The main job in a real browser, against a running local stack:
//   BASE_URL=http://localhost:3000 SCREENSHOTS=/tmp/shots npm run e2e
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE_URL, clearEarlierRuns, DESK, follow, launch, newContext, onHandset as textOn, picture, signIn } from "./driver.mjs";

const run = Date.now().toString(36);
const question = `Is my rate locked until Friday? (${run})`;
const answer = `Yes, until Friday at 5 pm. (${run})`;

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
let colleague;
let mailsBefore = 0;
/** @type {string[]} */
const faults = [];

before(async () => {
  browser = await launch();
  context = await newContext(browser, faults);
  handset = await context.newPage();
  mailbox = await context.newPage();
});

after(async () => {
  await browser?.close();
});

/** A text on the handset, and the line below it. @param {string} text */
const onHandset = (text) => textOn(handset, text);

function mailsToMaria() {
  return mailbox.locator(".mails li", { hasText: "maria@" });
}

test("a member texts from the handset", async () => {
  await handset.goto(`${BASE_URL}/handset`);
  await handset.getByLabel("Text message").waitFor();
  await clearEarlierRuns(handset);
  await mailbox.goto(`${BASE_URL}/mailbox`);
  await mailbox.locator(".mails[aria-busy=false]").waitFor();
  mailsBefore = await mailsToMaria().count();

  await handset.getByLabel("Text message").fill(question);
  await handset.getByRole("button", { name: "Send", exact: true }).click();
  await onHandset(question).waitFor();
  await picture(handset, "1-handset-question");
});

test("the team gets an email with Reply Now, and its link opens that conversation (EL-10, EL-11)", async () => {
  await mailsToMaria().nth(mailsBefore).waitFor();
  await mailsToMaria().first().getByRole("button").click();
  const frame = mailbox.frameLocator("iframe");
  const replyNow = frame.getByRole("link", { name: "Reply Now" });
  await replyNow.waitFor();
  await picture(mailbox, "2-mailbox");

  const href = (await replyNow.getAttribute("href")) ?? "";
  assert.match(new URL(href).pathname, /^\/conversations\/[^/]+$/);
  await mailbox.getByRole("button", { name: "Text", exact: true }).click();
  await mailbox.getByRole("link", { name: href }).waitFor();
  await mailbox.getByRole("button", { name: "HTML", exact: true }).click();

  agent = await follow(context, replyNow);
  await signIn(agent, "Maria");
  await agent.getByRole("region", { name: "Messages" }).getByText(question).waitFor();
  assert.equal(new URL(agent.url()).pathname, new URL(href).pathname);
});

test("nobody can answer before claiming (MC-31), and the claim shows to others (MC-33)", async () => {
  assert.equal(await agent.getByLabel("Message", { exact: true }).isDisabled(), true);
  await picture(agent, "3-unclaimed");

  const otherContext = await newContext(browser, faults, { viewport: DESK });
  colleague = await otherContext.newPage();
  await colleague.goto(agent.url());
  await signIn(colleague, "Sofia");
  await colleague.getByRole("button", { name: "Claim to answer" }).waitFor();

  await agent.getByRole("button", { name: "Claim to answer" }).click();
  await agent.getByPlaceholder("Write a text message").waitFor();
  await colleague.locator(".event", { hasText: /Maria .*claimed this conversation/ }).first().waitFor();
  await colleague.getByRole("button", { name: "Claim to answer" }).waitFor({ state: "detached" });
  assert.equal(await colleague.getByLabel("Message", { exact: true }).isDisabled(), true);
  await picture(colleague, "4-claimed-by-maria");
});

test("the answer reaches the handset and is delivered", async () => {
  const box = agent.getByLabel("Message", { exact: true });
  await box.fill(answer);
  await agent.getByText(/\d+ of \d+ characters · 1 segment/).waitFor();
  await picture(agent, "5-composing");
  await agent.getByRole("button", { name: "Send", exact: true }).click();
  const bubble = agent.locator(".bubble-line", { hasText: answer });
  await bubble.waitFor();
  assert.equal(await box.inputValue(), "");

  await onHandset(answer).waitFor();
  await bubble.getByText("Delivered").first().waitFor();
  await picture(agent, "6-delivered");
  await picture(handset, "7-handset-answer");
});

test("what the carrier could not deliver says so, with the carrier's reason", async () => {
  await handset.getByLabel("Not delivered").check();
  const text = `This one fails. (${run})`;
  await agent.getByLabel("Message", { exact: true }).fill(text);
  await agent.getByRole("button", { name: "Send", exact: true }).click();
  const bubble = agent.locator(".bubble-line", { hasText: text });
  await bubble.getByText(/Not delivered: \S+/).first().waitFor();
  await handset.getByRole("button", { name: "Behave again" }).click();
});

test("STOP closes the conversation and nothing more can be sent (MC-49 to MC-51)", async () => {
  // Half a sentence is in the box when the STOP arrives; it must not be lost, nor sent.
  await agent.getByLabel("Message", { exact: true }).fill("And one more");
  await handset.getByRole("button", { name: "STOP" }).click();
  await agent.locator(".conversation-head").getByText("Closed", { exact: true }).waitFor();
  const box = agent.getByLabel("Message", { exact: true });
  assert.equal(await box.isDisabled(), true);
  assert.equal(await box.inputValue(), "And one more");
  assert.equal(await agent.getByRole("button", { name: "Send", exact: true }).count(), 0);
  assert.notEqual((await agent.locator("#composer-reason").innerText()).trim(), "");
  await picture(agent, "8-stopped");
  await picture(handset, "9-handset-stop");

  await agent.getByRole("button", { name: "Closed", exact: true }).click();
  await agent.locator(".row[data-selected]").waitFor();
});

test("the pages work at a phone's width and in the dark", async () => {
  const narrow = await newContext(browser, faults, { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  const page = await narrow.newPage();
  await page.goto(agent.url());
  await signIn(page, "Maria");
  await page.getByRole("region", { name: "Messages" }).getByText(question).waitFor();
  await picture(page, "10-phone-conversation");
  await page.getByRole("button", { name: "Back to the list" }).click();
  await page.getByRole("region", { name: "Conversations" }).waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
  await picture(page, "11-phone-inbox");
  await narrow.close();
});

test("no page threw an error", () => {
  assert.deepEqual(faults, []);
});
