import { expect, test } from "vitest";
import { exchangeWith, ownAddress, sampleLabel, type HandsetMessage } from "./handset-api";

const message = (id: string, number: string, at: string): HandsetMessage => {
  return { id, direction: "in", number, text: id, media: [], at, status: "received" };
};

test("an exchange is with one number, oldest first", () => {
  const messages = [
    message("late", "+1", "2026-03-01T12:00:01.5Z"),
    message("other", "+2", "2026-03-01T12:00:00Z"),
    message("early", "+1", "2026-03-01T12:00:01.25Z"),
  ];
  expect(exchangeWith(messages, "+1").map(({ id }) => id)).toEqual(["early", "late"]);
});

test("names are made readable", () => {
  expect(sampleLabel("pay-stub.png")).toBe("Pay stub");
});

test("the carrier's files are asked of this origin whatever the carrier calls it", () => {
  expect(ownAddress("http://localhost:3000/carrier/media/a.png")).toBe("/carrier/media/a.png");
  expect(ownAddress("/carrier/media/a.png")).toBe("/carrier/media/a.png");
  expect(ownAddress("http://localhost:4566/documents/a?signature=1")).toBe("http://localhost:4566/documents/a?signature=1");
});
