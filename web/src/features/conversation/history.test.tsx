import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { sampleIn, sampleOut } from "../../api/samples/conversation";
import type { EntryPage } from "../../api/types";
import { mine, open, server } from "./opened-pane";

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

function openHistory() {
  open({ ...server(mine).api, timeline: async (_id, { cursor }) => (cursor === "before 3" ? oldest : newest) });
}

const said = () => [...document.querySelectorAll(".bubble p")].map((text) => text.textContent);
const times = () => [...document.querySelectorAll(".bubble-line")].map((line) => line.querySelector(".bubble + .bubble-foot time")?.getAttribute("datetime"));

test("scrolling up loads all that was ever said, of earlier conversations too (EL-08, MC-17, IN-35)", async () => {
  openHistory();
  await screen.findByText("in 3");
  expect(said()).toEqual(["in 3", "out 4"]);
  fireEvent.scroll(screen.getByRole("region", { name: "Messages" }));
  await screen.findByText("in 1");
  expect(said()).toEqual(["in 1", "out 2", "in 3", "out 4"]);
  await waitFor(() => expect(screen.queryByRole("button", { name: "Show earlier messages" })).toBeNull());
});

test("each bubble has its time below (IN-35)", async () => {
  openHistory();
  await screen.findByText("in 3");
  expect(times()).toEqual(["2026-03-01T12:03:00Z", "2026-03-01T12:04:00Z"]);
});

test("there is a text box, and Send (IN-36)", async () => {
  openHistory();
  await screen.findByPlaceholderText("Write a text message");
  expect(screen.getByLabelText<HTMLTextAreaElement>("Message").disabled).toBe(false);
  screen.getByRole("button", { name: "Send" });
});

test("whoever writes is told that texts are not encrypted on their way (X-09)", async () => {
  openHistory();
  await screen.findByText(/Texts are not encrypted on their way\./);
});
