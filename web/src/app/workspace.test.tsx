import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { beforeEach, expect, test, vi } from "vitest";
import type { AgentApi } from "../api/queries";
import type { InboxQuery } from "../api/queries/conversations";
import { renderInConsole, silentApi } from "../api/samples/console";
import { sampleConversation, sampleIn, sampleOut, sampleRow } from "../api/samples/conversation";
import { sampleMe } from "../api/samples/directory";
import { sampleTriggerRow } from "../api/samples/trigger";
import type { EntryPage, Me, RowPage } from "../api/types";
import { Workspace } from "./workspace";

const me = sampleMe();
const at = "2026-03-01T12:00:00Z";
const ana = sampleRow({ name: "Ana Reyes", last_message: { preview: "And on Sunday?", direction: "in", at } });
const ben = sampleRow({ id: "thread-2", customer: "+15552010002", last_message: { preview: "Thanks", direction: "in", at } });

function open(who: Me = me) {
  const api = {
    ...silentApi(),
    teams: vi.fn(async () => me.agent.teams),
    conversations: vi.fn(async (_query: InboxQuery): Promise<RowPage> => {
      return { items: [ana, ben], next_cursor: null };
    }),
    conversation: vi.fn(async (id: string) => sampleConversation({ ...ana, id })),
    timeline: vi.fn(async (): Promise<EntryPage> => {
      const items = [sampleIn(3, { text: "And on Sunday?" }), sampleOut(2, { text: "Until five." }), sampleIn(1, { text: "When are you open?" })];
      return { items, next_cursor: null };
    }),
    triggers: vi.fn(async () => ({ items: [sampleTriggerRow()] })),
  } satisfies AgentApi;
  renderInConsole(<Workspace onSignOut={() => {}} />, { api, me: who });
  return api;
}

const row = (name: string) => screen.getByText(name, { selector: ".row-name" }).closest("li");
const shown = () => [...document.querySelectorAll("[data-selected]")];

beforeEach(() => history.replaceState(null, "", "/"));

test("the right pane stays blank until a conversation is chosen (MC-03)", async () => {
  const api = open();
  await screen.findByText("Ana Reyes");
  screen.getByText("(555) 201-0002", { selector: ".row-name" });
  screen.getByText("No conversation selected");
  expect(screen.queryByRole("region", { name: "Messages" })).toBeNull();
  expect(api.timeline).not.toHaveBeenCalled();
  expect(shown()).toEqual([]);
});

test("the latest message links to its conversation with the history (EL-03), whose row is highlighted (MC-15)", async () => {
  open();
  await screen.findByText("Ana Reyes");
  const link = screen.getByRole("link", { name: /And on Sunday\?/ });
  expect(link.getAttribute("href")).toBe("/conversations/thread-1");
  fireEvent.click(link);
  const messages = within(await screen.findByRole("region", { name: "Messages" }));
  for (const text of ["When are you open?", "Until five.", "And on Sunday?"]) await messages.findByText(text);
  expect(location.pathname).toBe("/conversations/thread-1");
  expect(shown()).toEqual([row("Ana Reyes")]);

  fireEvent.click(screen.getByRole("link", { name: /Thanks/ }));
  await waitFor(() => expect(shown()).toEqual([row("(555) 201-0002")]));
  expect(location.pathname).toBe("/conversations/thread-2");
});

test("the filters are called Open, Waiting, Unassigned, Just Mine and Closed (MC-06..10)", async () => {
  const api = open();
  await screen.findByText("Ana Reyes");
  const filters = within(screen.getByRole("group", { name: "Show" })).getAllByRole("button");
  expect(filters.map((button) => button.textContent)).toEqual(["Open", "Waiting", "Unassigned", "Just Mine", "Closed"]);
  expect(filters.map((button) => button.getAttribute("aria-pressed"))).toEqual(["true", "false", "false", "false", "false"]);
  for (const button of filters.slice(1)) {
    fireEvent.click(button);
    await waitFor(() => expect(button.getAttribute("aria-pressed")).toBe("true"));
    await screen.findByText("Ana Reyes");
  }
  const asked = new Set(api.conversations.mock.calls.map(([query]) => query.filter));
  expect([...asked]).toEqual(["open", "waiting", "unassigned", "mine", "closed"]);
});

test.each<[Me["agent"]["roles"], boolean]>([
  [["supervisor"], false],
  [["admin"], true],
])("whose roles are %j changes triggers: %j", async (roles, may) => {
  history.replaceState(null, "", "/triggers");
  open(sampleMe({ roles }));
  await screen.findByText("Stalled documents");
  expect(screen.queryAllByRole("button", { name: "New trigger" })).toHaveLength(may ? 1 : 0);
  expect(screen.getByRole<HTMLButtonElement>("switch").disabled).toBe(!may);
});
