import { expect, test } from "vitest";
import { sampleStep } from "../../api/samples/application";
import type { TrackingEntry } from "../../api/types";
import { noTracking, withNewestTracking, withOlderTracking } from "./tracking";

const page = (ids: string[], next_cursor: string | null = null) => ({
  items: ids.map((id): TrackingEntry => sampleStep({ id })),
  next_cursor,
});
const ids = (tracking: { entries: readonly TrackingEntry[] }) => tracking.entries.map(({ id }) => id);

test("new steps come before what was read, and earlier ones behind", () => {
  let tracking = withNewestTracking(noTracking, page(["3", "2"], "before 2"));
  tracking = withOlderTracking(tracking, page(["1"]));
  tracking = withNewestTracking(tracking, page(["4", "3"], "before 3"));
  expect(ids(tracking)).toEqual(["4", "3", "2", "1"]);
  expect(tracking.olderCursor).toBeNull();
});

test("nothing new is no change", () => {
  const tracking = withNewestTracking(noTracking, page(["2", "1"]));
  expect(withNewestTracking(tracking, page(["2", "1"]))).toBe(tracking);
});

test("a hole is never shown as the whole", () => {
  const tracking = withNewestTracking(noTracking, page(["2", "1"]));
  const next = withNewestTracking(tracking, page(["9", "8"], "before 8"));
  expect(ids(next)).toEqual(["9", "8"]);
  expect(next.olderCursor).toBe("before 8");
});
