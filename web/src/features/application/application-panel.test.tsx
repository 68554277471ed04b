import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { expect, test, vi } from "vitest";
import { Problem } from "../../api/problem";
import type { AgentApi } from "../../api/queries";
import { sampleRefused } from "../../api/samples/ability";
import { sampleApplication, sampleConsent, sampleLink, samplePerson, sampleNudge, sampleStep } from "../../api/samples/application";
import { renderInConsole, silentApi } from "../../api/samples/console";
import { sampleConversation } from "../../api/samples/conversation";
import { sampleMe } from "../../api/samples/directory";
import type { Application, ApplicationPerson, Category, NewConsent, TrackingPage } from "../../api/types";
import { ApplicationPanel } from "./application-panel";

const me = sampleMe();
const link = sampleLink();
const ben = samplePerson({ id: "ben", name: "Ben Reyes", role: "co_borrower", consent: sampleConsent("yellow", "red") });
const step = (id: string) => sampleStep({ id, stage: `Stage ${id}` });

function open(application: Application) {
  const api = {
    ...silentApi(),
    application: vi.fn(async () => application),
    tracking: vi.fn(async (_id: string, { cursor }: { cursor?: string | null }): Promise<TrackingPage> => {
      return cursor ? { items: [step("1")], next_cursor: null } : { items: [step("3"), step("2")], next_cursor: "before 2" };
    }),
    requestConsent: vi.fn(async (_id: string, _person: string, _categories: Category[]) => ben),
    recordConsent: vi.fn(async (_id: string, _person: string, _record: NewConsent) => ben),
    textPerson: vi.fn(async (_id: string, _person: string) => sampleConversation({ id: "thread-9" })),
  } satisfies AgentApi;
  const onOpen = vi.fn();
  renderInConsole(<ApplicationPanel link={link} agent="maria" onOpen={onOpen} onClose={() => {}} />, { api, me });
  return { api, onOpen };
}

const card = async (name: string) => within((await screen.findByText(name)).closest<HTMLElement>(".person") ?? document.body);

test("stage, people, agents and reminders are there (EL-07, IN-33, IN-34)", async () => {
  const held = sampleNudge({ state: "held", reason: { code: "quiet_hours", detail: "quiet hours in Arizona" } });
  open(sampleApplication({ people: [samplePerson({ shared_with: ["ben"] }), ben], nudges: [held] }));
  await screen.findByText("Documents");
  const ana = await card("Ana Reyes");
  ana.getByText("Borrower");
  ana.getByText("(555) 201-0001");
  ana.getByText("Shares this number with Ben Reyes");
  expect((await screen.findByText("Ana Reyes")).closest("li")?.getAttribute("aria-current")).toBe("true");
  expect(screen.getByText("Maria Lopez", { exact: false }).closest("li")?.getAttribute("aria-current")).toBe("true");
  screen.getByText("Held: quiet hours in Arizona");
});

test("the colours of consent are also said in words (IN-37)", async () => {
  open(sampleApplication({ people: [ben] }));
  const rows = await card("Ben Reyes");
  rows.getByText(/^Pending/);
  expect(rows.getAllByText("No consent")).toHaveLength(2);
});

test("consent is asked for, and asked for again, by a person (IN-38, X-26)", async () => {
  const { api } = open(sampleApplication({ people: [ben] }));
  fireEvent.click(await screen.findByRole("button", { name: "Resend Ben Reyes the question about service" }));
  await screen.findByText("Ben Reyes was asked by text.");
  fireEvent.click(screen.getByRole("button", { name: "Ask for consent to automation: Ben Reyes" }));
  await waitFor(() => expect(api.requestConsent.mock.calls.map((call) => call[2])).toEqual([["service"], ["automation"]]));
});

test("consent given on paper is recorded with its wording", async () => {
  const { api } = open(sampleApplication({ people: [ben] }));
  fireEvent.click(await screen.findByRole("button", { name: "Record consent of Ben Reyes" }));
  fireEvent.change(screen.getByLabelText("How"), { target: { value: "paper" } });
  fireEvent.input(screen.getByLabelText("What they were asked, word for word"), { target: { value: " May we text you? " } });
  fireEvent.click(screen.getByRole("button", { name: "Record" }));
  await waitFor(() => expect(api.recordConsent).toHaveBeenCalledOnce());
  expect(api.recordConsent.mock.calls[0]?.[2]).toEqual({
    category: "service",
    granted: true,
    channel: "paper",
    wording: "May we text you?",
  });
  await waitFor(() => expect(screen.queryByRole("button", { name: "Record" })).toBeNull());
});

test("what cannot be recorded says why and stays", async () => {
  const { api } = open(sampleApplication({ people: [ben] }));
  api.recordConsent.mockRejectedValue(new Problem(422, { code: "wording_too_long", detail: "At most 1,000 characters." }));
  fireEvent.click(await screen.findByRole("button", { name: "Record consent of Ben Reyes" }));
  const wording = screen.getByLabelText<HTMLTextAreaElement>("What they were asked, word for word");
  fireEvent.input(wording, { target: { value: "May we text you?" } });
  fireEvent.click(screen.getByRole("button", { name: "Record" }));
  await screen.findByText("At most 1,000 characters.");
  expect(wording.value).toBe("May we text you?");
});

test("somebody without a mobile number can be neither asked nor texted (IN-05)", async () => {
  const no = sampleRefused("no_mobile", "The person has no mobile number on the application.");
  const unreached = { number: null, number_problem: "555 is no telephone number", can_text: no, can_request_consent: no, can_record_consent: no };
  open(sampleApplication({ people: [samplePerson({ ...ben, ...unreached })] }));
  const rows = await card("Ben Reyes");
  rows.getByText("555 is no telephone number");
  expect(rows.queryByRole("button")).toBeNull();
});

test("each of texting, asking and recording is offered where the server allows it", async () => {
  const no = sampleRefused("opted_out", "Ben opted out.");
  const offered = async (part: Partial<ApplicationPerson>) => {
    open(sampleApplication({ people: [samplePerson({ ...ben, ...part })] }));
    const names = (await card("Ben Reyes")).queryAllByRole("button").map((button) => button.textContent?.trim());
    cleanup();
    return names;
  };
  expect(await offered({ can_request_consent: no, can_record_consent: no })).toEqual(["Text"]);
  expect(await offered({ can_text: no, can_record_consent: no })).toEqual(["Resend", "Ask for consent", "Ask for consent"]);
  expect(await offered({ can_text: no, can_request_consent: no })).toEqual(["Record consent"]);
  expect(await offered({ can_text: no, can_request_consent: no, can_record_consent: no })).toEqual([]);
});

test("texting someone opens the conversation with them (IN-01)", async () => {
  const { api, onOpen } = open(sampleApplication({ people: [ben] }));
  fireEvent.click(await screen.findByRole("button", { name: "Text Ben Reyes" }));
  await waitFor(() => expect(onOpen).toHaveBeenCalledWith("thread-9"));
  expect(api.textPerson).toHaveBeenCalledWith("0123456789abcdef", "ben");
});

test("why someone can't be texted is said beforehand", async () => {
  open(sampleApplication({ people: [samplePerson({ ...ben, can_text: sampleRefused("opted_out", "Ben opted out of texts.") })] }));
  (await card("Ben Reyes")).getByText("Ben opted out of texts.");
});

test("why someone can't be texted is said, with a way to the conversation that there is", async () => {
  const can_text = sampleRefused("conversation_open", "There is an open conversation with Ben.");
  const { api, onOpen } = open(sampleApplication({ people: [{ ...ben, can_text }] }));
  const open409 = { code: "conversation_open", detail: "There is an open conversation with Ben.", conversation: "thread-7" };
  api.textPerson.mockRejectedValue(new Problem(409, open409));
  fireEvent.click(await screen.findByRole("button", { name: "Text Ben Reyes" }));
  await screen.findByText("There is an open conversation with Ben.");
  fireEvent.click(screen.getByRole("button", { name: "Open that conversation" }));
  expect(onOpen).toHaveBeenCalledWith("thread-7");
});

test("the history is read on page by page (EL-06)", async () => {
  open(sampleApplication());
  await screen.findByText("Entered “Stage 3”");
  expect(screen.queryByText("Entered “Stage 1”")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Show earlier steps" }));
  await screen.findByText("Entered “Stage 1”");
  expect(screen.queryByRole("button", { name: "Show earlier steps" })).toBeNull();
});
