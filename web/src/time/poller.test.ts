import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Poller } from "./poller";

let visibility: DocumentVisibilityState;
let pollers: Poller[];

beforeEach(() => {
  vi.useFakeTimers();
  visibility = "visible";
  pollers = [];
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
});

afterEach(() => {
  for (const poller of pollers) poller.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function start(run: (signal: AbortSignal) => Promise<void>, onOutcome?: (failure: unknown) => void): Poller {
  const poller = new Poller({ interval: 1_000, longest: 5_000, run, ...(onOutcome ? { onOutcome } : {}) });
  pollers.push(poller);
  poller.start();
  return poller;
}

function show(state: DocumentVisibilityState): void {
  visibility = state;
  document.dispatchEvent(new Event("visibilitychange"));
}

test("runs at once and then after each pause", async () => {
  const run = vi.fn(async () => {});
  start(run);
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(run).toHaveBeenCalledTimes(4);
});

test("backs off while it fails, up to the longest pause, and recovers", async () => {
  let healthy = false;
  const run = vi.fn(async () => {
    if (!healthy) throw new Error("down");
  });
  const outcomes: unknown[] = [];
  start(run, (failure) => outcomes.push(failure));
  await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 5_000 + 5_000);
  expect(run).toHaveBeenCalledTimes(5);
  healthy = true;
  await vi.advanceTimersByTimeAsync(5_000 + 1_000);
  expect(run).toHaveBeenCalledTimes(7);
  expect(outcomes.at(-1)).toBeNull();
});

test("rests while the page is hidden and runs at once when it is shown", async () => {
  const run = vi.fn(async () => {});
  start(run);
  await vi.advanceTimersByTimeAsync(0);
  show("hidden");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(run).toHaveBeenCalledTimes(1);
  show("visible");
  expect(run).toHaveBeenCalledTimes(2);
});

test("a round asked for now replaces the one under way, whose outcome no longer counts", async () => {
  const signals: AbortSignal[] = [];
  const outcome = vi.fn();
  const poller = start(async (signal) => {
    signals.push(signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }, outcome);
  poller.now();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(150);
  expect(outcome).toHaveBeenCalledTimes(1);
});

test("stops for good", async () => {
  const run = vi.fn(async () => {});
  start(run).stop();
  await vi.advanceTimersByTimeAsync(10_000);
  show("visible");
  expect(run).toHaveBeenCalledTimes(1);
});
