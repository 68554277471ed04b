import { cleanup, fireEvent, screen, waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { Problem } from "../../api/problem";
import { sampleAllowed, sampleRefused } from "../../api/samples/ability";
import { sampleConversation } from "../../api/samples/conversation";
import type { Ability } from "../../api/types";
import { field, mine, open, press, server, type } from "./opened-pane";

test("a sent text appears at once and empties the chatbox (EL-04)", async () => {
  const { api } = server(mine);
  open(api);
  await screen.findByPlaceholderText("Write a text message");
  type("Yes, until Friday.");
  press("Send");
  await screen.findByText("Yes, until Friday.", { selector: ".bubble p" });
  await waitFor(() => expect(field().value).toBe(""));
});

test("a text that could not be sent stays, and the retry has the same key", async () => {
  const { api } = server(mine);
  api.sendText.mockRejectedValueOnce(new Problem(503, { detail: "Try again." }));
  open(api);
  await screen.findByPlaceholderText("Write a text message");
  type("Hello");
  press("Send");
  await screen.findByText("Try again.");
  expect(field().value).toBe("Hello");
  press("Send");
  await waitFor(() => expect(api.sendText).toHaveBeenCalledTimes(2));
  expect(api.sendText.mock.calls[1]?.[2]).toBe(api.sendText.mock.calls[0]?.[2]);
});

test("after the member opted out the chatbox says so and keeps what was typed (MC-51)", async () => {
  const { api, state } = server(mine);
  api.sendText.mockImplementation(async () => {
    state.current = sampleConversation({
      state: "closed",
      can_send: sampleRefused("opted_out", "This person opted out of texts."),
    });
    throw new Problem(409, { code: "opted_out", detail: "This person opted out of texts." });
  });
  open(api);
  await screen.findByPlaceholderText("Write a text message");
  type("One more thing");
  press("Send");
  await waitFor(() => expect(field().disabled).toBe(true));
  expect(field().value).toBe("One more thing");
});

test("pictures go with the text, under the server's ids", async () => {
  const { api } = server(mine);
  open(api);
  await screen.findByPlaceholderText("Write a text message");
  const picture = new File(["png"], "form.png", { type: "image/png" });
  fireEvent.change(screen.getByLabelText("Send a picture"), { target: { files: [picture] } });
  await screen.findByText("3 bytes");
  press("Send");
  await waitFor(() => expect(api.sendText).toHaveBeenCalled());
  expect(api.sendText.mock.calls[0]?.[1]).toEqual({ text: "", pictures: ["p1"] });
  await waitFor(() => expect(screen.queryByText("form.png")).toBeNull());
});

test("a picture that the server refuses says why, and keeps the text from going until it is removed", async () => {
  const { api } = server(mine);
  api.uploadPicture.mockRejectedValue(new Problem(422, { code: "picture_too_large", detail: "The carrier takes up to 900 KB." }));
  open(api);
  await screen.findByPlaceholderText("Write a text message");
  type("Here is the form");
  const pasted = { clipboardData: { files: [new File(["x"], "huge.png", { type: "image/png" })] } };
  fireEvent.paste(field(), pasted);
  await screen.findByText("The carrier takes up to 900 KB.");
  press("Send");
  expect(api.sendText).not.toHaveBeenCalled();
  press("Remove huge.png");
  press("Send");
  await waitFor(() => expect(api.sendText.mock.calls[0]?.[1]).toEqual({ text: "Here is the form" }));
});

test("claiming is offered as the way to answer only where nothing else stands in the way (MC-31)", async () => {
  const notClaimed = sampleRefused("not_claimed", "Claim this conversation to answer.");
  const optedOut = sampleRefused("opted_out", "Tom opted out.");
  const offered = async (can_send: Ability, can_claim: Ability) => {
    open(server(sampleConversation({ can_send, can_claim })).api);
    await screen.findByText(can_send.detail ?? "");
    const claims = screen.queryAllByRole("button", { name: "Claim to answer" }).length;
    cleanup();
    return claims === 1;
  };
  expect(await offered(notClaimed, sampleAllowed)).toBe(true);
  expect(await offered(optedOut, sampleAllowed)).toBe(false);
  expect(await offered(notClaimed, optedOut)).toBe(false);
});
