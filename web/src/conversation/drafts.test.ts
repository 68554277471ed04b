import { expect, test } from "vitest";
import { draftOf, keepDraft, openDraftsOf } from "./drafts";

test("a draft waits for its author, and for nobody else", () => {
  openDraftsOf("maria");
  keepDraft("thread-1", "Hello");
  openDraftsOf("maria");
  expect(draftOf("thread-1")).toBe("Hello");
  openDraftsOf("sofia");
  expect(draftOf("thread-1")).toBe("");
});
