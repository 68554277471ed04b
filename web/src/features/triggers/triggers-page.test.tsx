import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { expect, test, vi } from "vitest";
import { Problem } from "../../api/problem";
import type { AgentApi } from "../../api/queries";
import { renderInConsole, silentApi } from "../../api/samples/console";
import { sampleMe } from "../../api/samples/directory";
import { samplePreview, sampleTriggerRecord, sampleTriggerRow } from "../../api/samples/trigger";
import type { Trigger, TriggerPreview } from "../../api/types";
import { TriggersPage } from "./triggers-page";

const me = sampleMe({ id: "dana", name: "Dana Cole", email: "dana@lakeside.example", roles: ["admin"], teams: [] });
const read = samplePreview();

function open(mayEdit: boolean) {
  const rows = [sampleTriggerRow()];
  const api = {
    ...silentApi(),
    triggers: vi.fn(async () => ({ items: rows })),
    trigger: vi.fn(async (_id: string) => sampleTriggerRecord()),
    saveTrigger: vi.fn(async (trigger: Trigger, _version: number | null) => ({ ...sampleTriggerRecord(), record: trigger })),
    deleteTrigger: vi.fn(async (_id: string, _version: number) => undefined),
    previewTrigger: vi.fn(async (_trigger: Trigger): Promise<TriggerPreview> => {
      return { ...read, rendered: "Hi Ana, need a hand?", segments: 1, longest: "Hi Maximiliano, need a hand?", longest_segments: 2 };
    }),
  } satisfies AgentApi;
  renderInConsole(<TriggersPage mayEdit={mayEdit} />, { api, me });
  return api;
}

test("a row says what came of a trigger", async () => {
  open(false);
  await screen.findByText("Stalled documents");
  const cells = screen.getAllByRole("cell").map((cell) => cell.textContent);
  expect(cells.slice(0, 6)).toEqual(["120", "136", "31", "4850% of 96", "1233.3% completed", "+16.7 points"]);
});

test("who may not change triggers is offered nothing", async () => {
  open(false);
  await screen.findByText("Stalled documents");
  expect(screen.getByRole<HTMLButtonElement>("switch").disabled).toBe(true);
  expect(screen.queryAllByRole("button")).toHaveLength(0);
});

test("a trigger is switched off", async () => {
  const api = open(true);
  fireEvent.click(await screen.findByRole("switch", { name: "Stalled documents is on" }));
  await waitFor(() => expect(api.saveTrigger).toHaveBeenCalledOnce());
  expect(api.saveTrigger.mock.calls[0]?.[0]).toMatchObject({ id: "stalled", enabled: false, max_nudges: 3 });
  expect(api.saveTrigger.mock.calls[0]?.[1]).toBe(3);
});

test("the text is previewed as it is written, and what is wrong with it is said (EL-18)", async () => {
  const api = open(true);
  fireEvent.click(await screen.findByRole("button", { name: "Stalled documents" }));
  await screen.findByText("Hi Ana, need a hand?");
  await screen.findByText("2 segments with long names");
  const problems = [{ field: "/template", code: "template_unknown_field", detail: "There is no field {frist_name}." }];
  api.previewTrigger.mockResolvedValue({ ...read, problems });
  fireEvent.input(screen.getByLabelText("Text"), { target: { value: "Hi {frist_name}" } });
  await screen.findByText("There is no field {frist_name}.");
  expect(screen.queryByText("Hi Ana, need a hand?")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "{first_name}" }));
  expect(screen.getByLabelText<HTMLTextAreaElement>("Text").value).toContain("{first_name}");
});

test("a changed trigger is saved as it was entered", async () => {
  const api = open(true);
  fireEvent.click(await screen.findByRole("button", { name: "Stalled documents" }));
  fireEvent.input(await screen.findByLabelText("Delay since the last stage", { selector: "input" }), { target: { value: "3" } });
  fireEvent.input(screen.getByLabelText("Stages, one on each line"), { target: { value: " Documents \n\nReview" } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(api.saveTrigger).toHaveBeenCalledOnce());
  expect(api.saveTrigger.mock.calls[0]?.[0]).toMatchObject({ delay_minutes: 180, stages: ["Documents", "Review"] });
});

test("a trigger is deleted once that is confirmed", async () => {
  const api = open(true);
  fireEvent.click(await screen.findByRole("button", { name: "Stalled documents" }));
  fireEvent.click(await screen.findByRole("button", { name: "Delete" }));
  fireEvent.click(screen.getByRole("button", { name: "Keep it" }));
  expect(api.deleteTrigger).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "Delete" }));
  fireEvent.click(screen.getByRole("button", { name: "Delete it" }));
  await waitFor(() => expect(api.deleteTrigger).toHaveBeenCalledExactlyOnceWith("stalled", 3));
  await waitFor(() => expect(screen.queryByRole("form")).toBeNull());
});

test("a trigger that is new cannot be deleted", async () => {
  open(true);
  fireEvent.click(await screen.findByRole("button", { name: "New trigger" }));
  expect(screen.queryByRole("button", { name: "Delete" })).toBeNull();
});

test("what the server refuses is said, and nothing is lost", async () => {
  const api = open(true);
  api.saveTrigger.mockRejectedValue(new Problem(422, { code: "delay_out_of_range", detail: "The delay is 0 to 525600 minutes." }));
  fireEvent.click(await screen.findByRole("button", { name: "New trigger" }));
  fireEvent.input(screen.getByLabelText("Name"), { target: { value: "After income" } });
  fireEvent.input(screen.getByLabelText("Text"), { target: { value: "Hello" } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByText("The delay is 0 to 525600 minutes.");
  expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("After income");
  expect(api.saveTrigger.mock.calls[0]?.[0]).toMatchObject({ id: "after-income", number: "+15550100001" });
  expect(api.saveTrigger.mock.calls[0]?.[1]).toBeNull();
});
