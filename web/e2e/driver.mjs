// What the browser tests share: the browser, its pages, and how people use them.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const BASE_URL = (process.env.BASE_URL ?? "http://localhost:3000").replace(/\/$/, "");
const SCREENSHOTS = process.env.SCREENSHOTS;
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Everything asynchronous behind one step: stream, queue, carrier, receipt. */
export const PATIENCE = 30_000;

/** The size of a desk's screen. */
export const DESK = { width: 1440, height: 900 };

/** By how many milliseconds the date of the tests is moved (`cargo dev test --at DATE`). */
const MOVED_BY = Number.parseInt(process.env.FAKETIME ?? "0", 10) * 1_000;

export async function launch() {
  if (SCREENSHOTS) await mkdir(SCREENSHOTS, { recursive: true });
  // Chromium's processes wait for each other for ever under libfaketime; its pages are told another date instead.
  const { LD_PRELOAD: _, ...env } = process.env;
  return chromium.launch({ executablePath: CHROMIUM, args: QUIET, env });
}

/**
 * Moves the date that a page's own scripts see.
 * @param {number} by milliseconds
 */
function moveDate(by) {
  const RealDate = Date;
  const now = () => RealDate.now() + by;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parts) => Reflect.construct(target, parts.length > 0 ? parts : [now()]),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

/**
 * A browser's window of its own, which signs in by itself.
 * @param {import("playwright-core").Browser} browser
 * @param {string[]} faults where errors of pages are noted
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function newContext(browser, faults, options = { viewport: DESK }) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  if (MOVED_BY) await context.addInitScript(moveDate, MOVED_BY);
  context.on("weberror", (error) => faults.push(error.error().message));
  context.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) faults.push(message.text());
  });
  return context;
}

/** @param {import("playwright-core").Page} page @param {string} name */
export async function picture(page, name) {
  if (SCREENSHOTS) await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/**
 * Signs in as people do: at the issuer, which does not know this browser yet.
 * @param {import("playwright-core").Page} page @param {string} name
 */
export async function signIn(page, name) {
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await choose(page, name);
}

/**
 * Chooses who one is on the issuer's page, and waits until the console has its session.
 * @param {import("playwright-core").Page} page @param {string} name
 */
export async function choose(page, name) {
  await page.getByRole("heading", { name: "Choose who you are" }).waitFor();
  await page.getByRole("button", { name: new RegExp(name, "i") }).click();
  await page.waitForFunction(() => sessionStorage.getItem("memberline.session") !== null);
}

/**
 * The session that a page keeps.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ token: string, refresh: string, idToken: string, subject: string }>}
 */
export async function sessionOf(page) {
  return JSON.parse((await page.evaluate(() => sessionStorage.getItem("memberline.session"))) ?? "null");
}

/**
 * What the issuer answers to a refresh token, as the console brings it.
 * @param {import("playwright-core").Page} page @param {string} refresh
 */
export async function renew(page, refresh) {
  const form = { grant_type: "refresh_token", client_id: "memberline", refresh_token: refresh };
  return (await page.request.post(`${BASE_URL}/oidc/token`, { form })).json();
}

/**
 * A text on the handset, and the line below it.
 * @param {import("playwright-core").Page} handset @param {string} text
 */
export function onHandset(handset, text) {
  return handset.locator(".phone-message", { hasText: text });
}

/**
 * The carrier behaves, and the member is one who has not texted yet or who starts over.
 * @param {import("playwright-core").Page} handset
 */
export async function clearEarlierRuns(handset) {
  const restore = handset.getByRole("button", { name: "Behave again" });
  await restore.waitFor();
  if (await restore.isEnabled()) await restore.click();

  const member = handset.getByRole("combobox", { name: "Member", exact: true });
  for (const choice of await member.locator("option").all()) {
    await member.selectOption((await choice.getAttribute("value")) ?? "");
    await handset.locator(".phone-empty, .phone-message").first().waitFor();
    if ((await handset.locator(".phone-message").count()) === 0) return;
  }
  for (const word of ["STOP", "START"]) {
    await handset.getByRole("button", { name: word }).click();
    // Nothing on the handset tells when a keyword has taken effect: a second STOP isn't answered.
    await handset.waitForTimeout(4_000);
  }
}

/**
 * Opens the conversation whose last message it is.
 * @param {import("playwright-core").Page} agent @param {string} text
 */
export async function openConversation(agent, text) {
  await agent.locator(".row", { hasText: text }).getByRole("link").click();
  await agent.getByRole("region", { name: "Messages" }).getByText(text).waitFor();
}

/**
 * Whether the browser shows a picture, and not merely a place for one.
 * @param {import("playwright-core").Locator} image
 */
export async function isDrawn(image) {
  await image.waitFor();
  return image.evaluate(async (element) => {
    if (!(element instanceof HTMLImageElement)) return false;
    await element.decode();
    return element.naturalWidth > 0;
  });
}

/**
 * Follows a link of an email into a page of its own. A click in the moment in which the email's frame is being drawn is lost,
 * as no person is that fast.
 * @param {import("playwright-core").BrowserContext} context @param {import("playwright-core").Locator} link
 */
export async function follow(context, link) {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const opened = context.waitForEvent("page", { timeout: 5_000 }).catch(() => null);
    await link.click();
    const page = await opened;
    if (page) return page;
  }
  throw new Error("the link opens no page");
}
