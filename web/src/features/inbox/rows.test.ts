import { expect, test } from "vitest";
import { sampleRow } from "../../api/samples/conversation";
import { reuseRows } from "./rows";

test("an unchanged page is the same array, so nothing is drawn anew", () => {
  const before = [sampleRow({ id: "a" }), sampleRow({ id: "b" })];
  expect(reuseRows(before, structuredClone(before))).toBe(before);
});

test("only what changed is a new object, whatever the order", () => {
  const before = [sampleRow({ id: "a" }), sampleRow({ id: "b" })];
  const rows = reuseRows(before, [sampleRow({ id: "b", messages: 9 }), sampleRow({ id: "a" })]);
  expect(rows[0]).not.toBe(before[1]);
  expect(rows[1]).toBe(before[0]);
});
