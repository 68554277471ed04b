import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(join(import.meta.dirname, path), "utf8");
const bubbles = read("../features/conversation/timeline-view.css");
const phone = read("../local/handset/phone-message.css");
const tokens = read("./tokens.css");

/** What stands between the braces after a selector. */
function rule(css: string, selector: string): string {
  const after = css.split(`${selector} {`)[1];
  if (after === undefined) throw new Error(`no rule of ${selector}`);
  return after.slice(0, after.indexOf("\n}"));
}

/** A token's colour by day and by night, in plain words. */
function colours(theme: string, token: string): string[] {
  const value = new RegExp(`--${token}: (.*);`).exec(theme)?.[1] ?? "";
  return [...value.matchAll(/#(..)(..)(..)/g)].map(([, ...parts]) => {
    const [red = 0, green = 0, blue = 0] = parts.map((part) => Number.parseInt(part, 16));
    const most = Math.max(red, green, blue);
    if (most - Math.min(red, green, blue) < 24) return most < 48 ? "black" : "gray";
    if (most === blue) return "blue";
    return most === green ? "green" : "yellow";
  });
}

const usual = rule(tokens, ":root");
const outboundBlue = rule(tokens, ':root[data-bubbles="outbound-blue"]');
const both = (colour: string) => [colour, colour];

test("the contact is gray, the agent green (MC-18), automation blue, notes yellow, secure chat black, internal chat blue (X-01)", () => {
  expect(colours(usual, "contact")).toEqual(both("gray"));
  expect(colours(usual, "agent")).toEqual(both("green"));
  expect(colours(usual, "automation")).toEqual(both("blue"));
  expect(colours(usual, "note")).toEqual(both("yellow"));
  expect(colours(usual, "secure")).toEqual(both("black"));
  expect(colours(usual, "internal-chat")).toEqual(both("blue"));
});

test("a bubble has the colour of its role (MC-18, X-01)", () => {
  expect(rule(bubbles, ".bubble-line")).toContain("--bubble: var(--contact);");
  expect(rule(bubbles, '.bubble-line[data-role="agent"]')).toContain("--bubble: var(--agent);");
  expect(rule(bubbles, '.bubble-line[data-role="automation"]')).toContain("--bubble: var(--automation);");
  expect(rule(bubbles, ".bubble")).toContain("background: var(--bubble);");
});

test("outbound blue draws all that goes out in blue, and what comes in stays gray (EL-09, IN-35, X-01)", () => {
  expect(colours(outboundBlue, "agent")).toEqual(both("blue"));
  expect(colours(outboundBlue, "automation")).toEqual(both("blue"));
  expect(outboundBlue).not.toContain("--contact");
});

test("a member's phone draws what it receives in blue boxes (EL-09)", () => {
  expect(rule(phone, ".phone-message > div")).toContain("background: var(--automation);");
  expect(rule(phone, ".phone-message[data-mine] > div")).toContain("background: var(--contact);");
});
