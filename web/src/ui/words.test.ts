import { expect, test } from "vitest";
import { plainWords, segmentCount } from "./words";

test("a machine's word is made readable", () => {
  expect(plainWords("out_of_order")).toBe("Out of order");
  expect(plainWords("")).toBe("");
});

test("one segment is no plural", () => {
  expect([0, 1, 2].map(segmentCount)).toEqual(["0 segments", "1 segment", "2 segments"]);
});
