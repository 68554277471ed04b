import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ConsoleContext } from "../../api/context";
import type { AgentApi } from "../../api/queries";
import type { TimelineQuery } from "../../api/queries/conversations";
import { silentApi } from "../../api/samples/api";
import { sampleConversation, sampleIn, sampleOut } from "../../api/samples/conversation";
import { sampleMe } from "../../api/samples/directory";
import type { EntryPage } from "../../api/types";
import { ConversationPane } from "./conversation-pane";

const me = sampleMe({ teams: [] });

/** Two pages of a history whose older one is of a conversation that was closed. */
const newest: EntryPage = {
  items: [sampleOut(4, { at: "2026-03-01T12:04:00Z" }), sampleIn(3, { at: "2026-03-01T12:03:00Z" })],
  next_cursor: "before 3",
};
const earlier = { conversation: "thread-0" };
const oldest: EntryPage = {
  items: [sampleOut(2, { ...earlier, at: "2026-02-01T09:02:00Z" }), sampleIn(1, { ...earlier, at: "2026-02-01T09:01:00Z" })],
  next_cursor: null,
};

function open() {
  const api = {
    ...silentApi(),
    conversation: vi.fn(async () => {
      const can_send = { allowed: true, code: null, detail: null };
      return sampleConversation({ agent: me.agent, can_send });
    }),
    timeline: vi.fn(async (_id: string, { cursor }: TimelineQuery) => (cursor === "before 3" ? oldest : newest)),
  } satisfies AgentApi;
  const nothing = () => {};
  render(
    <ConsoleContext.Provider value={{ api, me }}>
      <ConversationPane id="thread-1" onBack={nothing} onTitle={nothing} onChanged={nothing} onOpen={nothing} panel={false} onPanel={nothing} />
    </ConsoleContext.Provider>,
  );
  return api;
}

const said = () => [...document.querySelectorAll(".bubble p")].map((text) => text.textContent);
const times = () => [...document.querySelectorAll(".bubble-line")].map((line) => line.querySelector(".bubble + .bubble-foot time")?.getAttribute("datetime"));

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", class {
    observe() {}
    disconnect() {}
  });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("scrolling up loads all that was ever said, of earlier conversations too (EL-08, MC-17, IN-35)", async () => {
  open();
  await screen.findByText("in 3");
  expect(said()).toEqual(["in 3", "out 4"]);
  fireEvent.scroll(screen.getByRole("region", { name: "Messages" }));
  await screen.findByText("in 1");
  expect(said()).toEqual(["in 1", "out 2", "in 3", "out 4"]);
  await waitFor(() => expect(screen.queryByRole("button", { name: "Show earlier messages" })).toBeNull());
});

test("each bubble has its time below (IN-35)", async () => {
  open();
  await screen.findByText("in 3");
  expect(times()).toEqual(["2026-03-01T12:03:00Z", "2026-03-01T12:04:00Z"]);
});

test("there is a text box, and Send (IN-36)", async () => {
  open();
  await screen.findByPlaceholderText("Write a text message");
  expect(screen.getByLabelText<HTMLTextAreaElement>("Message").disabled).toBe(false);
  screen.getByRole("button", { name: "Send" });
});

test("whoever writes is told that texts are not encrypted on their way (X-09)", async () => {
  open();
  await screen.findByText(/Texts are not encrypted on their way\./);
});
