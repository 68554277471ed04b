import { expect, test } from "vitest";
import { frameDocument, linkify, recipients, type Mail } from "./mail";

test("links in a text are found without the punctuation around them", () => {
  const pieces = linkify("Reply: http://localhost:3000/conversations/abc-1. (See https://lakeside.example/help?a=1)");
  expect(pieces.filter(({ href }) => href).map(({ href }) => href)).toEqual([
    "http://localhost:3000/conversations/abc-1",
    "https://lakeside.example/help?a=1",
  ]);
  expect(pieces.map(({ text }) => text).join("")).toBe("Reply: http://localhost:3000/conversations/abc-1. (See https://lakeside.example/help?a=1)");
});

test("other schemes are no links", () => {
  expect(linkify("javascript:alert(1) ftp://x")).toEqual([{ text: "javascript:alert(1) ftp://x", href: null }]);
});

test("the policy stands before anything of the mail", () => {
  const page = frameDocument("<script>1</script>");
  expect(page.indexOf("Content-Security-Policy")).toBeLessThan(page.indexOf("<script>"));
  expect(page).toContain("default-src 'none'");
});

test("one or several recipients", () => {
  const mail: Mail = { id: "1", at: "", to: ["a@x.example", "b@x.example"], subject: "", html: null, text: null };
  expect(recipients(mail)).toBe("a@x.example, b@x.example");
  expect(recipients({ ...mail, to: "a@x.example" })).toBe("a@x.example");
});
