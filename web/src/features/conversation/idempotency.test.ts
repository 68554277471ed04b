import { expect, test } from "vitest";
import { SendKeys } from "./idempotency";

test("the same text is retried under the same key until the server has answered", () => {
  const keys = new SendKeys();
  const first = keys.keyFor("hello");
  expect(keys.keyFor("hello")).toBe(first);
  keys.clear();
  expect(keys.keyFor("hello")).not.toBe(first);
});

test("another text gets another key", () => {
  const keys = new SendKeys();
  expect(keys.keyFor("hello")).not.toBe(keys.keyFor("hello!"));
});

test("so does the same text with another picture", () => {
  const keys = new SendKeys();
  const first = keys.keyFor("hello", ["p1"]);
  expect(keys.keyFor("hello", ["p1"])).toBe(first);
  expect(keys.keyFor("hello", ["p2"])).not.toBe(first);
});
