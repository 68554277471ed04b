import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { Problem } from "../../api/problem";
import { sampleRefused } from "../../api/samples/ability";
import { sampleConversation } from "../../api/samples/conversation";
import { field, mine, open, press, server } from "./opened-pane";

test("nobody can write before claiming, and the reason is given (MC-31, MC-32)", async () => {
  open(server(sampleConversation()).api);
  await screen.findByText("Claim this conversation to answer.");
  expect(field().disabled).toBe(true);
  press("Claim to answer");
  await waitFor(() => expect(field().disabled).toBe(false));
});

test("who loses the claim learns who won (MC-33)", async () => {
  const { api, state } = server(sampleConversation());
  const sofia = { id: "sofia", name: "Sofia Marino" };
  api.claim.mockImplementation(async () => {
    state.current = sampleConversation({
      agent: sofia,
      can_send: sampleRefused("claimed_by_other", "Sofia Marino answers this conversation."),
      can_claim: sampleRefused("already_claimed", "Sofia Marino claimed this conversation."),
    });
    throw new Problem(409, { code: "already_claimed", claimed_by: sofia });
  });
  open(api);
  await screen.findByText("Claim this conversation to answer.");
  press("Claim to answer");
  await screen.findByText("Sofia Marino claimed this conversation.");
  await screen.findByText("Sofia Marino answers this conversation.");
});

test("a conversation of a foreign team is not found", async () => {
  const { api } = server(mine);
  api.timeline.mockRejectedValue(new Problem(404, { code: "not_found", detail: "Not found." }));
  open(api);
  await screen.findByText("Conversation not found");
});

test("the contact can be named (MC-20)", async () => {
  const { api } = server(mine);
  open(api);
  await screen.findByPlaceholderText("Write a text message");
  press("Add a name");
  fireEvent.input(screen.getByLabelText("Name"), { target: { value: "  Priya Nair " } });
  press("Save");
  await screen.findByRole("heading", { name: /Priya Nair/ });
  expect(api.namePerson).toHaveBeenCalledWith("thread-1", { name: "Priya Nair", journey: "Loan Application" });
});
