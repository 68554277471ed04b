import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AgentApi } from "../api/agent-api";
import { Problem } from "../api/problem";
import { sampleConversation, sampleIn, sampleOut } from "../api/samples";
import type { Conversation, Me } from "../api/types";
import { ConsoleContext } from "../console/context";
import { ConversationPane } from "./conversation-pane";
import { keepDraft } from "./drafts";

const me: Me = {
  agent: { id: "maria", name: "Maria Lopez", email: "maria@lakeside.example", roles: ["agent"], teams: ["lending"] },
  organisation: { id: "lakeside", name: "Lakeside Credit Union", brand: "Lakeside", service_level: "advanced" },
};
const mine = sampleConversation({
  agent: me.agent,
  unclaimed_since: null,
  can_send: { allowed: true, code: null, detail: null },
});

/** The API as one conversation sees it; `current` is what the server would answer now. */
function server(initial: Conversation) {
  const state = { current: initial };
  const unexpected = () => Promise.reject(new Error("not expected here"));
  const api = {
    me: vi.fn(unexpected),
    teams: vi.fn(unexpected),
    conversations: vi.fn(unexpected),
    conversation: vi.fn(async () => state.current),
    timeline: vi.fn(async () => ({ items: [sampleIn(1, { text: "<b>Hello</b>" })], next_cursor: null })),
    claim: vi.fn(async () => (state.current = mine)),
    close: vi.fn(async () => state.current),
    sendText: vi.fn(async (_id: string, text: string, _key: string) => sampleOut(2, { text })),
    namePerson: vi.fn(async (_id: string, { name }: { name: string }) => ({ ...state.current, name })),
    segments: vi.fn(unexpected),
  } satisfies AgentApi;
  return { api, state };
}

function open(api: AgentApi) {
  render(
    <ConsoleContext.Provider value={{ api, me }}>
      <ConversationPane id="thread-1" onBack={() => {}} onTitle={() => {}} onChanged={() => {}} />
    </ConsoleContext.Provider>,
  );
}

const field = () => screen.getByLabelText<HTMLTextAreaElement>("Message");
const type = (text: string) => fireEvent.input(field(), { target: { value: text } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", class {
    observe() {}
    disconnect() {}
  });
});

afterEach(() => {
  cleanup();
  keepDraft("thread-1", "");
  vi.unstubAllGlobals();
});

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
      can_send: { allowed: false, code: "claimed_by_other", detail: "Sofia Marino answers this conversation." },
    });
    throw new Problem(409, { code: "already_claimed", claimed_by: sofia });
  });
  open(api);
  await screen.findByText("Claim this conversation to answer.");
  press("Claim to answer");
  await screen.findByText("Sofia Marino claimed this conversation.");
  await screen.findByText("Sofia Marino answers this conversation.");
});

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
      can_send: { allowed: false, code: "opted_out", detail: "This person opted out of texts." },
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

test("a member's markup is shown as text", async () => {
  open(server(mine).api);
  await screen.findByText("<b>Hello</b>", { selector: ".bubble p" });
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
