import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConsoleContext } from "../../api/context";
import { Problem } from "../../api/problem";
import type { AgentApi } from "../../api/queries";
import { silentApi } from "../../api/samples/api";
import { sampleApplication } from "../../api/samples/application";
import { sampleAttachment, sampleConversation, sampleDownloadLink, sampleIn, sampleOut } from "../../api/samples/conversation";
import { sampleMe } from "../../api/samples/directory";
import type { UploadedPicture } from "../../api/schema.gen";
import type { Conversation, Entry, EntryPage, Routing, Task, Reaction } from "../../api/types";
import { ConversationPane } from "./conversation-pane";
import { keepDraft, keepPictures } from "./drafts";

const me = sampleMe();
const mine = sampleConversation({
  agent: me.agent,
  unclaimed_since: null,
  can_send: { allowed: true, code: null, detail: null },
});

/** The API as one conversation sees it; `current` is what the server would answer now. */
function server(initial: Conversation) {
  const state = { current: initial };
  const api = {
    // What a test does not expect is refused.
    ...silentApi(),
    conversation: vi.fn(async () => state.current),
    timeline: vi.fn(async (): Promise<EntryPage> => ({ items: [sampleIn(1, { text: "<b>Hello</b>" })], next_cursor: null })),
    claim: vi.fn(async () => (state.current = mine)),
    close: vi.fn(async () => state.current),
    sendText: vi.fn(async (_id: string, { text }: { text: string; pictures?: string[] }, _key: string) => sampleOut(2, { text })),
    handInPicture: vi.fn(async (_id: string, file: Blob): Promise<UploadedPicture> => {
      return { id: "p1", content_type: file.type, bytes: file.size };
    }),
    namePerson: vi.fn(async (_id: string, { name }: { name: string }) => ({ ...state.current, name })),
    answerOptOutQuestion: vi.fn(async (_id: string, _answer: "opt_out" | "continue") => {
      return (state.current = { ...state.current, task: null });
    }),
    secureDownload: vi.fn(async (_message: string, _index: number) => sampleDownloadLink()),
    retryAttachment: vi.fn(async (_message: string, _index: number): Promise<Entry> => sampleIn(1)),
    application: vi.fn(async () => sampleApplication()),
    tracking: vi.fn(async () => ({ items: [], next_cursor: null })),
  } satisfies AgentApi;
  return { api, state };
}

function open(api: AgentApi) {
  render(
    <ConsoleContext.Provider value={{ api, me }}>
      <ConversationPane
        id="thread-1"
        onBack={() => {}}
        onTitle={() => {}}
        onChanged={() => {}}
        onOpen={() => {}}
        panel
        onPanel={() => {}}
      />
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
  keepPictures("thread-1", []);
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

const received = (part: Parameters<typeof sampleAttachment>[0]) =>
  sampleIn(1, { text: "My pay stub", attachments: [sampleAttachment(part)] });

test("Secure Download emails a link, and says where it went (EL-21, EL-22, IN-21)", async () => {
  const { api } = server(mine);
  api.timeline.mockResolvedValue({ items: [received({})], next_cursor: null });
  open(api);
  await screen.findByAltText("Picture from (555) 201-0001");
  press("Secure Download: picture 1");
  await screen.findByText(/^A link was emailed to m\*\*\*@lakeside\.example; it works until 3:04\sPM\.$/);
  expect(api.secureDownload).toHaveBeenCalledWith("thread.1", 1);
});

test("a document without a picture of it is offered as well", async () => {
  const { api } = server(mine);
  const document = { content_type: "application/pdf", thumbnail_url: null, name: "W-2.pdf" };
  api.timeline.mockResolvedValue({ items: [received(document)], next_cursor: null });
  open(api);
  await screen.findByText("W-2.pdf");
  press("Secure Download: pdf 1");
  await waitFor(() => expect(api.secureDownload).toHaveBeenCalledWith("thread.1", 1));
});

test("a medium that could not be fetched says why, and is asked for again", async () => {
  const { api } = server(mine);
  const reason = { code: "not_found_at_carrier", detail: "The carrier does not have it." };
  const failed = { state: "failed", reason, thumbnail_url: null, downloadable: false } as const;
  api.timeline.mockResolvedValue({ items: [received(failed)], next_cursor: null });
  const again = received({ ...failed, state: "fetching", reason: null });
  api.retryAttachment.mockImplementation(async () => {
    api.timeline.mockResolvedValue({ items: [again], next_cursor: null });
    return again;
  });
  open(api);
  await screen.findByText("The carrier does not have it.");
  press("Retry: picture 1");
  await screen.findByText("Fetching it from the carrier");
  expect(screen.queryByRole("button", { name: /Secure Download/ })).toBeNull();
});

test("what is blocked or withheld says so and offers nothing (IN-20)", async () => {
  const { api } = server(mine);
  const off = { thumbnail_url: null, downloadable: false } as const;
  const attachments = [
    sampleAttachment({ ...off, state: "blocked", reason: { code: "malware", detail: "The file holds malware." } }),
    sampleAttachment({ ...off, index: 2, state: "withheld" }),
  ];
  api.timeline.mockResolvedValue({ items: [sampleIn(1, { attachments })], next_cursor: null });
  open(api);
  await screen.findByText("The file holds malware.");
  await screen.findByText("A picture was sent; pictures are off");
  expect(screen.queryByRole("button", { name: /Download|Retry|Enlarge/ })).toBeNull();
});

test("a thumbnail whose address ran out is fetched from a newer one", async () => {
  const { api } = server(mine);
  api.timeline.mockResolvedValueOnce({ items: [received({})], next_cursor: null });
  api.timeline.mockResolvedValue({ items: [received({ thumbnail_url: "https://documents.example/t?signature=2" })], next_cursor: null });
  open(api);
  const image = await screen.findByAltText<HTMLImageElement>("Picture from (555) 201-0001");
  press("Close conversation");
  press("Close it");
  await waitFor(() => expect(api.timeline).toHaveBeenCalledTimes(2));
  expect(image.src).toContain("signature=1");
  fireEvent.error(image);
  await waitFor(() => expect(image.src).toContain("signature=2"));
  fireEvent.error(image);
  await screen.findByText("No preview");
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
  api.handInPicture.mockRejectedValue(new Problem(422, { code: "picture_too_large", detail: "The carrier takes up to 900 KB." }));
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

test("a text that looks like an opt-out is put to the agent (X-15)", async () => {
  const task: Task = { kind: "looks_like_opt_out", message: "thread.1", at: "2026-03-01T12:00:00Z" };
  const { api } = server({ ...mine, task });
  open(api);
  await screen.findByText("Did the member ask to stop?", { exact: false });
  press("No, carry on");
  await waitFor(() => expect(screen.queryByText("Did the member ask to stop?", { exact: false })).toBeNull());
  expect(api.answerOptOutQuestion).toHaveBeenCalledWith("thread-1", "continue");
});

test("the other answer stops the texts", async () => {
  const task: Task = { kind: "looks_like_opt_out", message: "thread.1", at: "2026-03-01T12:00:00Z" };
  const { api } = server({ ...mine, task });
  open(api);
  await screen.findByText("Did the member ask to stop?", { exact: false });
  press("Yes, stop texts");
  await waitFor(() => expect(api.answerOptOutQuestion).toHaveBeenCalledWith("thread-1", "opt_out"));
});

test("a wrong number is put to the agent, who ends texts to it (X-15)", async () => {
  const task: Task = { kind: "wrong_number", message: "thread.1", at: "2026-03-01T12:00:00Z" };
  const { api } = server({ ...mine, task });
  api.timeline.mockResolvedValue({ items: [sampleIn(1, { text: "Not Pat", wrong_number: true })], next_cursor: null });
  open(api);
  await screen.findByText("This number may have a new owner.");
  await screen.findByText("Wrong number: it may have a new owner");
  press("Yes, stop texts");
  await waitFor(() => expect(api.answerOptOutQuestion).toHaveBeenCalledWith("thread-1", "opt_out"));
});

test("a question of a later release is not put", async () => {
  const kind = "telepathy" as Task["kind"];
  const { api } = server({ ...mine, task: { kind, message: "thread.1", at: "2026-03-01T12:00:00Z" } });
  open(api);
  await screen.findByPlaceholderText("Write a text message");
  expect(screen.queryByLabelText("To decide")).toBeNull();
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
