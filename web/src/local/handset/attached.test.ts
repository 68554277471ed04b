import { expect, test } from "vitest";
import { attach, eicarFile } from "./attached";

test("every byte of a file arrives, however long it is", async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
  const attached = await attach(new Blob([bytes], { type: "image/png" }));
  if (typeof attached === "string") throw new Error("an address");
  expect(attached.content_type).toBe("image/png");
  expect(Uint8Array.from(atob(attached.data), (character) => character.charCodeAt(0))).toEqual(bytes);
});

test("a file of no type claims none", async () => {
  expect(await attach(new Blob(["x"]))).toEqual({ content_type: "application/octet-stream", data: "eA==" });
});

test("the test virus is whole, in a document of a kind that is taken in", async () => {
  const content = await eicarFile().text();
  expect(content.startsWith("%PDF-")).toBe(true);
  expect(content.split("\n")[1]).toHaveLength(68);
  expect(content).toContain("EICAR-STANDARD-ANTIVIRUS-TEST-FILE");
});
