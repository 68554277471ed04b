import { expect, test } from "vitest";
import { fileKind, fileSentence, fileSize } from "./file";

test.each([
  ["image/png", "Picture"],
  ["IMAGE/JPEG; charset=x", "Picture"],
  ["application/pdf", "PDF"],
  ["video/mp4", "Video"],
  ["text/x-vcard", "Contact card"],
  ["application/x-msdownload", "Document"],
  ["", "Document"],
  [null, "Document"],
])("%s is shown as %s", (type, kind) => expect(fileKind(type)).toBe(kind));

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1_000, "1 KB"],
  [999_499, "999 KB"],
  [999_500, "1.0 MB"],
  [1_250_000, "1.3 MB"],
])("%i bytes are %s", (bytes, size) => expect(fileSize(bytes)).toBe(size));

test("an unknown size is left out", () => {
  expect(fileSentence({ content_type: "application/pdf", bytes: null })).toBe("PDF");
  expect(fileSentence({ content_type: "image/png", bytes: 64_000 })).toBe("Picture, 64 KB");
});
