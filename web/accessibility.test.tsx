import { fireEvent, render, screen } from "@testing-library/preact";
import axe from "axe-core";
import type { ComponentChildren } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { App } from "./src/app/app";
import { Workspace } from "./src/app/workspace";
import { renderInConsole, silentApi } from "./src/api/samples/console";
import { sampleAllowed } from "./src/api/samples/ability";
import { sampleApplication, sampleConsent, sampleLink, sampleNudge, samplePerson, sampleStep } from "./src/api/samples/application";
import {
  sampleAttachment,
  sampleClaim,
  sampleConversation,
  sampleIn,
  sampleNotice,
  sampleOut,
  sampleReaction,
  sampleRow,
  sampleSegments,
} from "./src/api/samples/conversation";
import { sampleMe } from "./src/api/samples/directory";
import { samplePreview, sampleTriggerRecord, sampleTriggerRow } from "./src/api/samples/trigger";
import type { Task } from "./src/api/types";
import { keeperOf, sampleSession } from "./src/auth/samples";
import { SignIn } from "./src/auth/sign-in";
import { HandsetPage } from "./src/local/handset/handset-page";
import type { Behaviour } from "./src/local/handset/handset-api";
import { MailboxPage } from "./src/local/mailbox/mailbox-page";
import { DownloadPage } from "./src/member/download/download-page";

// What axe-core finds without a browser's layout: names, roles, structure. It cannot see colours and sizes here.

const at = "2026-03-01T12:00:00Z";
const me = sampleMe({ roles: ["admin"], teams: [{ id: "lending", name: "Lending" }, { id: "service", name: "Service" }] });
vi.setConfig({ testTimeout: 30_000 });

/** What is wrong with the page that is shown, one line for each element. */
async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document, { rules: { "color-contrast": { enabled: false } } });
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

function openConsole(path: string, conversation = sampleConversation()) {
  const ben = samplePerson({ id: "ben", name: "Ben Reyes", consent: sampleConsent("yellow", "red"), shared_with: ["ana"] });
  const photograph = sampleAttachment({ thumbnail_url: "https://documents.example/thumbnail" });
  const failed = sampleAttachment({ index: 2, state: "failed", thumbnail_url: null, downloadable: false });
  const entries = [
    sampleOut(5, { status: "failed", reason: { code: "landline", detail: "It is a landline." } }),
    sampleIn(4, { reaction: sampleReaction() }),
    sampleNotice(1, 2),
    sampleClaim(3),
    sampleIn(2, { attachments: [photograph, failed], subject: "My loan", others: ["+15552010009"], missing_media: 1 }),
    sampleOut(1),
  ];
  const api = {
    ...silentApi(),
    teams: async () => me.agent.teams,
    conversations: async () => ({ items: [sampleRow({ name: "Ana Reyes" }), sampleRow({ id: "thread-2", agent: me.agent })], next_cursor: "older" }),
    conversation: async () => conversation,
    timeline: async () => ({ items: entries, next_cursor: "older" }),
    segments: async () => sampleSegments(),
    application: async () => sampleApplication({ people: [samplePerson(), ben], nudges: [sampleNudge()] }),
    tracking: async () => ({ items: [sampleStep({ stage: "Documents" })], next_cursor: "older" }),
    triggers: async () => ({ items: [sampleTriggerRow()] }),
    trigger: async () => sampleTriggerRecord(),
    previewTrigger: async () => samplePreview({ rendered: "Hi Ana", segments: 1, longest: "Hi Maximiliano", longest_segments: 2 }),
  };
  history.replaceState(null, "", path);
  renderInConsole(<Workspace onSignOut={() => {}} />, { api, me });
}

const show = (page: ComponentChildren) => render(<>{page}</>);

beforeEach(() => {
  document.documentElement.lang = "en";
  document.title = "Memberline";
});

afterEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/");
  vi.unstubAllGlobals();
});

test("what is wrong is found", async () => {
  show(
    <main>
      <h1>Page</h1>
      <button type="button" />
    </main>,
  );
  expect(await violations()).toEqual(['button-name: <button type="button"></button>']);
});

test("the inbox", async () => {
  openConsole("/");
  await screen.findByText("Ana Reyes");
  fireEvent.click(screen.getByRole("button", { name: "Maria Lopez" }));
  screen.getByRole("group", { name: "Account and display" });
  expect(await violations()).toEqual([]);
});

test("a conversation that nobody claimed, with its application", async () => {
  const task: Task = { kind: "looks_like_opt_out", message: "thread.2", at };
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  openConsole("/conversations/thread-1", sampleConversation({ name: "Ana Reyes", application: sampleLink(), task, can_settle: sampleAllowed, consent: sampleConsent("green", "yellow") }));
  await screen.findByText("Claim this conversation to answer.");
  fireEvent.click(await screen.findByRole("button", { name: "Record consent of Ben Reyes" }));
  await screen.findByText("Entered “Documents”");
  expect(await violations()).toEqual([]);
});

test("a conversation that is answered", async () => {
  const can_send = sampleAllowed;
  openConsole("/conversations/thread-1", sampleConversation({ agent: me.agent, can_send }));
  const field = await screen.findByPlaceholderText("Write a text message");
  fireEvent.input(field, { target: { value: "Hello" } });
  fireEvent.change(screen.getByLabelText("Send a picture"), { target: { files: [new File(["x"], "form.png", { type: "image/png" })] } });
  await screen.findByText("form.png");
  fireEvent.click(screen.getByRole("button", { name: "Add a name" }));
  fireEvent.click(screen.getByRole("button", { name: "Close conversation" }));
  expect(await violations()).toEqual([]);
});

test("the triggers, with one being changed", async () => {
  openConsole("/triggers");
  fireEvent.click(await screen.findByRole("button", { name: "Stalled documents" }));
  await screen.findByText("Hi Ana");
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(await violations()).toEqual([]);
});

test("signing in", async () => {
  const { keeper } = await keeperOf(null);
  vi.stubGlobal("open", () => null);
  show(<SignIn keeper={keeper} why={{ kind: "ended" }} beside />);
  fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
  await screen.findByRole("link", { name: "Sign in in another tab" });
  expect(await violations()).toEqual([]);
});

test("a console that can't be opened", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ code: "agent_suspended", detail: "You are suspended here." }, { status: 403 }));
  const { keeper } = await keeperOf(sampleSession());
  show(<App keeper={keeper} />);
  await screen.findByText("You are suspended here.");
  expect(await violations()).toEqual([]);
});

test("a secure download", async () => {
  const file = { content_type: "image/png", bytes: 64_000, name: "pay-stub.png" };
  const described = { brand: "Lakeside", file, expires_at: at, needs_session: false };
  const open = () => Promise.reject(new Error("not expected here"));
  history.replaceState(null, "", "/download#token-1");
  const { keeper } = await keeperOf(sampleSession());
  show(<DownloadPage api={{ describe: async () => described, open }} keeper={keeper} leave={() => {}} />);
  await screen.findByText("pay-stub.png");
  expect(await violations()).toEqual([]);
});

test("the handset", async () => {
  const behaviour: Behaviour = { receipts: "normal", send: "accept", opt_out: "carrier" };
  const number = "+15550100001";
  const api = {
    members: async () => [{ number: "+15552010001", name: "Ana Reyes" }],
    numbers: async () => [{ number, carrier: "telnyx", label: "Lakeside" }],
    samples: async () => [{ name: "pay-stub.png", url: "/carrier/media/pay-stub.png" }],
    messages: async () => [{ id: "1", direction: "in" as const, number, text: "Hello", media: ["/carrier/media/a.png"], at, status: "received" }],
    text: async () => undefined,
    behaviour: async () => behaviour,
    setBehaviour: async () => undefined,
  };
  show(<HandsetPage api={api} />);
  await screen.findByText("Hello");
  await screen.findByText("Late");
  fireEvent.click(screen.getByRole("button", { name: "Send a picture" }));
  expect(await violations()).toEqual([]);
});

test("the mailbox", async () => {
  const mail = { id: "1", at, to: ["maria@lakeside.example"], subject: "A member wrote", html: null, text: "See http://localhost:3000/conversations/a" };
  history.replaceState(null, "", "/mailbox?mail=1");
  show(<MailboxPage api={{ mails: async () => [mail] }} />);
  await screen.findByRole("article", { name: "A member wrote" });
  expect(await violations()).toEqual([]);
});
