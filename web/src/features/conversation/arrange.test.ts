import { expect, test } from "vitest";
import { sampleClaim, sampleIn, sampleNotice, sampleOut } from "../../api/samples/conversation";
import type { Routing, Reaction } from "../../api/types";
import { arrange } from "./arrange";

const kinds = (...args: Parameters<typeof arrange>) => arrange(...args).map(({ kind }) => kind);

test("a day's heading stands before its first entry", () => {
  const entries = [sampleIn(1), sampleIn(2, { at: "2026-03-02T12:00:00Z" })];
  expect(kinds(entries, "thread-1", true)).toEqual(["day", "message", "day", "message"]);
});

test("the first day has no heading while earlier messages are unread", () => {
  expect(kinds([sampleIn(1)], "thread-1", false)).toEqual(["message"]);
});

test("a border stands where a conversation begins, and says whether it is this one (MC-10, MC-17)", () => {
  const pieces = arrange([sampleIn(1), sampleIn(2, { conversation: "thread-2" })], "thread-2", true);
  expect(pieces[2]).toMatchObject({ kind: "conversation", current: true });
});

test("messages of one voice follow each other; an event between them separates them", () => {
  const pieces = arrange([sampleIn(1), sampleIn(2), sampleClaim(3), sampleOut(4), sampleOut(5)], "thread-1", false);
  expect(pieces.map((piece) => piece.kind === "message" && piece.follows)).toEqual([false, true, false, false, true]);
});

test("two agents' messages don't follow each other", () => {
  const devon = { kind: "agent" as const, agent: { id: "devon", name: "Devon Price" } };
  const pieces = arrange([sampleOut(1), sampleOut(2, { by: devon })], "thread-1", false);
  expect(pieces[1]).toMatchObject({ follows: false });
});

test("how a text was placed is said once, until it changes (IN-15 to IN-18)", () => {
  const routing: Routing = { application: "la-2", rule: "last_updated", words: "It belongs to LA-2, which changed last.", lost: [] };
  const other = { ...routing, words: "It belongs to LA-1, the only one." };
  const entries = [sampleIn(1, { routing }), sampleOut(2), sampleIn(3, { routing }), sampleIn(4, { routing: other }), sampleIn(5)];
  const words = arrange(entries, "thread-1", false).map((piece) => piece.kind === "message" && piece.routing?.words);
  expect(words).toEqual([routing.words, undefined, undefined, other.words, undefined]);
});

test("what this page has no words for is left out", () => {
  const unknown = { ...sampleClaim(2), kind: "attachment" } as unknown as ReturnType<typeof sampleClaim>;
  expect(kinds([sampleIn(1), unknown, sampleIn(3)], "thread-1", false)).toEqual(["message", "message"]);
});

test("a message carries the latest word on its emails, which take no line of their own", () => {
  const failed = sampleNotice(3, 1, { status: "failed" });
  const pieces = arrange([sampleIn(1), sampleNotice(2, 1), failed], "thread-1", false);
  expect(pieces).toHaveLength(1);
  expect(pieces[0]).toMatchObject({ notice: failed });
});

test("a reaction stands on the message that it quotes until it is taken back (X-15)", () => {
  const reaction = (emoji: string | null, removed = false): Reaction => ({
    kind: "emoji",
    emoji,
    removed,
    quoted: "out 1",
    message: "thread.1",
  });
  const entries = [
    sampleOut(1),
    sampleIn(2, { reaction: reaction("👍") }),
    sampleIn(3, { reaction: reaction("🎉") }),
    sampleIn(4, { reaction: reaction("👍", true) }),
    sampleIn(5, { reaction: reaction(null) }),
    sampleIn(6, { reaction: { ...reaction("❤️"), message: null } }),
  ];
  const on = arrange(entries, "thread-1", false).map((piece) => piece.kind === "message" && piece.reactions);
  expect(on).toEqual([["🎉"], [], [], [], [], []]);
});
