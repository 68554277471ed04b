import { screen, waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { sampleAllowed, sampleRefused } from "../../api/samples/ability";
import { sampleIn } from "../../api/samples/conversation";
import type { Task } from "../../api/types";
import { mine, open, press, server } from "./opened-pane";

test("a text that looks like an opt-out is put to the agent (X-15)", async () => {
  const task: Task = { kind: "looks_like_opt_out", message: "thread.1", at: "2026-03-01T12:00:00Z" };
  const { api } = server({ ...mine, task, can_settle: sampleAllowed });
  open(api);
  await screen.findByText("Did the member ask to stop?", { exact: false });
  press("No, carry on");
  await waitFor(() => expect(screen.queryByText("Did the member ask to stop?", { exact: false })).toBeNull());
  expect(api.answerOptOutQuestion).toHaveBeenCalledWith("thread-1", "continue");
});

test("the other answer stops the texts", async () => {
  const task: Task = { kind: "looks_like_opt_out", message: "thread.1", at: "2026-03-01T12:00:00Z" };
  const { api } = server({ ...mine, task, can_settle: sampleAllowed });
  open(api);
  await screen.findByText("Did the member ask to stop?", { exact: false });
  press("Yes, stop texts");
  await waitFor(() => expect(api.answerOptOutQuestion).toHaveBeenCalledWith("thread-1", "opt_out"));
});

test("a wrong number is put to the agent, who ends texts to it (X-15)", async () => {
  const task: Task = { kind: "wrong_number", message: "thread.1", at: "2026-03-01T12:00:00Z" };
  const { api } = server({ ...mine, task, can_settle: sampleAllowed });
  api.timeline.mockResolvedValue({ items: [sampleIn(1, { text: "Not Pat", wrong_number: true })], next_cursor: null });
  open(api);
  await screen.findByText("This number may have a new owner.");
  await screen.findByText("Wrong number: it may have a new owner");
  press("Yes, stop texts");
  await waitFor(() => expect(api.answerOptOutQuestion).toHaveBeenCalledWith("thread-1", "opt_out"));
});

test("a question of a later release is not put", async () => {
  const kind = "telepathy" as Task["kind"];
  const { api } = server({ ...mine, task: { kind, message: "thread.1", at: "2026-03-01T12:00:00Z" }, can_settle: sampleAllowed });
  open(api);
  await screen.findByPlaceholderText("Write a text message");
  expect(screen.queryByLabelText("To decide")).toBeNull();
});

test("who may not answer the question is not asked", async () => {
  const task: Task = { kind: "looks_like_opt_out", message: "thread.1", at: "2026-03-01T12:00:00Z" };
  const { api } = server({ ...mine, task, can_settle: sampleRefused("nothing_to_settle", "Somebody answered it.") });
  open(api);
  await screen.findByPlaceholderText("Write a text message");
  expect(screen.queryByLabelText("To decide")).toBeNull();
});
