import { screen } from "@testing-library/preact";
import { expect, test } from "vitest";
import { sampleIn, sampleOut } from "../../api/samples/conversation";
import type { Reaction, Routing } from "../../api/types";
import { mine, open, server } from "./opened-pane";

test("a member's markup is shown as text", async () => {
  open(server(mine).api);
  await screen.findByText("<b>Hello</b>", { selector: ".bubble p" });
});

test("a reaction is shown as one, on the message that it quotes, and as it came (X-15)", async () => {
  const { api } = server(mine);
  const reaction: Reaction = { kind: "like", emoji: "👍", removed: false, quoted: "Reply STOP to end", message: "thread.1" };
  const items = [sampleOut(1, { text: "Reply STOP to end" }), sampleIn(2, { text: "Le gustó “Reply STOP to end”", reaction })];
  api.timeline.mockResolvedValue({ items, next_cursor: null });
  open(api);
  await screen.findByText("Liked “Reply STOP to end”");
  await screen.findByText("As it came: Le gustó “Reply STOP to end”");
  expect((await screen.findByText(/reacted:/)).parentElement?.textContent).toMatch(/ reacted: 👍$/);
});

test("how a text was placed is said, with those that lost (IN-15 to IN-18)", async () => {
  const { api } = server(mine);
  const routing: Routing = { application: "la-2", rule: "last_updated", words: "It changed last.", lost: [{ los_id: "LA-1", words: "changed a week before" }] };
  api.timeline.mockResolvedValue({ items: [sampleIn(1, { routing })], next_cursor: null });
  open(api);
  await screen.findByText("It changed last.");
  await screen.findByText("changed a week before");
});

test("a group text, its subject and what did not come are shown as what they are", async () => {
  const { api } = server(mine);
  const group = { subject: "My loan", others: ["+15552010009"], missing_media: 1, text: "" };
  api.timeline.mockResolvedValue({ items: [sampleIn(1, group)], next_cursor: null });
  open(api);
  await screen.findByText("Subject: My loan");
  await screen.findByText("Group text, also to (555) 201-0009", { exact: false });
  await screen.findByText("An attachment was announced and did not come");
});

test("a keyword that the carrier answers says so", async () => {
  const { api } = server(mine);
  api.timeline.mockResolvedValue({ items: [sampleIn(1, { text: "HELP", answered_by_carrier: true })], next_cursor: null });
  open(api);
  await screen.findByText("The carrier answered it");
});
