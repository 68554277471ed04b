import { expect, test, vi } from "vitest";
import { draftOf, keepDraft, keepPictures, openDraftsOf, picturesOf, type ChosenPicture } from "./drafts";

test("a draft waits for its author, and for nobody else", () => {
  openDraftsOf("maria");
  keepDraft("thread-1", "Hello");
  openDraftsOf("maria");
  expect(draftOf("thread-1")).toBe("Hello");
  openDraftsOf("sofia");
  expect(draftOf("thread-1")).toBe("");
});

test("so do pictures, and the browser forgets those that are not kept", () => {
  const forgotten = vi.spyOn(URL, "revokeObjectURL").mockReturnValue();
  const picture = (key: string): ChosenPicture => ({ key, name: "", bytes: 1, preview: `blob:${key}`, id: null, refusal: null });
  openDraftsOf("maria");
  keepPictures("thread-1", [picture("a"), picture("b")]);
  keepPictures("thread-1", [picture("b")]);
  expect(forgotten.mock.calls).toEqual([["blob:a"]]);
  openDraftsOf("sofia");
  expect(picturesOf("thread-1")).toEqual([]);
  expect(forgotten.mock.calls).toEqual([["blob:a"], ["blob:b"]]);
});
