import { fireEvent, screen } from "@testing-library/preact";
import { vi } from "vitest";
import type { AgentApi } from "../../api/queries";
import { sampleAllowed, sampleRefused } from "../../api/samples/ability";
import { sampleApplication } from "../../api/samples/application";
import { renderInConsole, silentApi } from "../../api/samples/console";
import { sampleConversation, sampleDownloadLink, sampleIn, sampleOut } from "../../api/samples/conversation";
import { sampleMe } from "../../api/samples/directory";
import type { UploadedPicture } from "../../api/schema.gen";
import type { Conversation, Entry, EntryPage } from "../../api/types";
import { ConversationPane } from "./conversation-pane";
import { keepDraft, keepPictures } from "./drafts";

// The conversation's page for tests: an API for it, the page itself, and what is done there by hand.

/** Who is signed in. */
export const me = sampleMe();
/** A conversation that they answer. */
export const mine = sampleConversation({
  agent: me.agent,
  unclaimed_since: null,
  can_send: sampleAllowed,
  can_claim: sampleRefused("already_yours", "You have this conversation already."),
});

/** The API as one conversation sees it; `current` is what the server would answer now. */
export function server(initial: Conversation) {
  const state = { current: initial };
  const api = {
    // What a test does not expect is refused.
    ...silentApi(),
    conversation: vi.fn(async () => state.current),
    timeline: vi.fn(async (): Promise<EntryPage> => ({ items: [sampleIn(1, { text: "<b>Hello</b>" })], next_cursor: null })),
    claim: vi.fn(async () => (state.current = mine)),
    close: vi.fn(async () => state.current),
    sendText: vi.fn(async (_id: string, { text }: { text: string; pictures?: string[] }, _key: string) => sampleOut(2, { text })),
    uploadPicture: vi.fn(async (_id: string, file: Blob): Promise<UploadedPicture> => {
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

/** Shows the page, with nothing typed yet. */
export function open(api: AgentApi) {
  keepDraft("thread-1", "");
  keepPictures("thread-1", []);
  renderInConsole(
    <ConversationPane
      id="thread-1"
      onBack={() => {}}
      onTitle={() => {}}
      onChanged={() => {}}
      onOpen={() => {}}
      panel
      onPanel={() => {}}
    />,
    { api, me },
  );
}

/** The chatbox. */
export const field = () => screen.getByLabelText<HTMLTextAreaElement>("Message");
/** Types into it. */
export const type = (text: string) => fireEvent.input(field(), { target: { value: text } });
/** Presses a button. */
export const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
