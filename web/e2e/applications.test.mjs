// An applicant who stalls: what the LOS tells is beside the conversation, and the triggers are there to change.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE_URL, launch, newContext, onHandset, openConversation, picture, signIn } from "./driver.mjs";

const run = Date.now().toString(36);
const question = `What is still missing? (${run})`;
const LENDING = "+15550100001";
/** The borrower of `events/journeys/stalled-loan.json`. */
const BORROWER = "+15552010001";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("playwright-core").BrowserContext} */
let context;
/** @type {import("playwright-core").Page} */
let handset;
/** @type {import("playwright-core").Page} */
let agent;
/** @type {string[]} */
const faults = [];

before(async () => {
  browser = await launch();
  context = await newContext(browser, faults);
  handset = await context.newPage();
  agent = await context.newPage();
});

after(async () => {
  await browser?.close();
});

const panel = () => agent.getByRole("complementary", { name: "Application" });

test("an applicant's journey is played by the LOS (EL-16)", async () => {
  const answer = await agent.request.post(`${BASE_URL}/dev/los/play`, { data: { journey: "stalled-loan" } });
  assert.ok(answer.ok(), `the LOS did not play: ${answer.status()} ${await answer.text()}`);
  const played = await answer.json();
  assert.match(played.application, /^LN-2041-/);
  assert.ok(played.events > 1);
});

test("the applicant's text is placed with the application, which is shown beside it (EL-07, IN-16)", async () => {
  const search = new URLSearchParams({ member: BORROWER, number: LENDING });
  await handset.goto(`${BASE_URL}/handset?${search}`);
  await handset.getByLabel("Text message").fill(question);
  await handset.getByRole("button", { name: "Send", exact: true }).click();
  await onHandset(handset, question).waitFor();

  await agent.goto(BASE_URL);
  await signIn(agent, "Maria");
  await openConversation(agent, question);
  await panel().getByRole("heading", { name: "Loan Application" }).waitFor();
  await panel().getByText(/^LN-2041-/).waitFor();
  const stage = panel().getByRole("region", { name: "Current stage" });
  await stage.locator("strong").waitFor();
  assert.match(await stage.innerText(), /Documents\s+since .+, for .+/);
  await picture(agent, "40-application");
});

test("people are there with role, number and consent in words (IN-33, IN-37)", async () => {
  const people = panel().getByRole("region", { name: "People" });
  const shown = people.locator(".person[aria-current=true]");
  await shown.waitFor();
  assert.match(await shown.innerText(), /Borrower/);
  assert.match(await shown.innerText(), /\(\d{3}\) \d{3}-\d{4}/);
  const consent = shown.getByRole("listitem");
  assert.equal(await consent.count(), 3);
  for (const row of await consent.all()) assert.match(await row.innerText(), /No consent|Pending|Consented/);
});

test("the tracking history is read to its beginning (EL-06)", async () => {
  const history = panel().getByRole("region", { name: "History" });
  await history.getByText(/^Entered “/).first().waitFor();
  const more = history.getByRole("button", { name: "Show earlier steps" });
  const begun = history.getByText("Loan Application begun");
  for (let page = 0; page < 20 && !(await begun.isVisible()); page += 1) {
    await more.or(begun).first().waitFor();
    if (await more.isVisible()) await more.click();
  }
  await begun.waitFor();
  await picture(agent, "41-tracking-history");
});

test("a text that looks like an opt-out is the agent's to decide (X-15)", async () => {
  const visit = `Can you stop these? I only want the rate (${run})`;
  await handset.getByLabel("Text message").fill(visit);
  await handset.getByRole("button", { name: "Send", exact: true }).click();
  const question = agent.getByRole("region", { name: "To decide" });
  await question.getByText("Did the member ask to stop?").waitFor();
  await question.getByText(visit, { exact: false }).waitFor();
  await picture(agent, "42-looks-like-an-opt-out");
  await question.getByRole("button", { name: "No, carry on" }).click();
  await agent.locator(".event", { hasText: /Maria Lopez said that .+ did not ask to stop/ }).last().waitFor();
  await question.waitFor({ state: "detached" });
});

test("triggers show what came of them, and a wrong field is named while it is typed (EL-18)", async () => {
  const admin = await newContext(browser, faults);
  const page = await admin.newPage();
  await page.goto(BASE_URL);
  await signIn(page, "Amara");
  await page.getByRole("link", { name: "Triggers" }).click();
  await page.getByRole("columnheader", { name: "Lift" }).waitFor();
  await picture(page, "43-triggers");

  await page.locator(".trigger-table button.trigger-name").first().click();
  const text = page.getByLabel("Text", { exact: true });
  await page.locator(".preview-bubble").waitFor();
  const before = await text.inputValue();
  await text.fill("Hello {frist_name}");
  await page.locator(".template-error", { hasText: "frist_name" }).waitFor();
  await picture(page, "44-trigger-wrong-field");
  await text.fill(before);
  await page.locator(".preview-bubble").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await admin.close();
});

test("who may not see the triggers is not led there", async () => {
  assert.equal(await agent.getByRole("link", { name: "Triggers" }).count(), 0);
});

test("no page threw an error", () => {
  assert.deepEqual(faults, []);
});
