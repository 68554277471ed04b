import { expect, test } from "vitest";
import { formatPhone } from "./phone-number";

test("North American numbers are grouped, others left alone", () => {
  expect(formatPhone("+15552010001")).toBe("(555) 201-0001");
  expect(formatPhone("+442071838750")).toBe("+442071838750");
  expect(formatPhone("12345")).toBe("12345");
});
