import { expect, test } from "vitest";
import { parseRoute, routePath } from "./route";

test("a deep link opens its conversation (EL-11)", () => {
  expect(parseRoute("/conversations/abc-1", "")).toEqual({ page: "conversations", conversation: "abc-1", filter: "open", team: null });
  expect(parseRoute("/conversations/abc-1/", "").conversation).toBe("abc-1");
});

test("Open is the default filter (MC-06), also for what is no filter", () => {
  expect(parseRoute("/", "").filter).toBe("open");
  expect(parseRoute("/", "?filter=everything").filter).toBe("open");
});

test.each(["/elsewhere", "/conversations/", "/conversations/a/b", "/conversations/%E0%A4%A"])("%s is the inbox", (path) => {
  expect(parseRoute(path, "").conversation).toBeNull();
});

test("an address that was written reads back the same", () => {
  const route = { page: "conversations", conversation: "a b/c-1", filter: "mine", team: "lending" } as const;
  const [path, search] = routePath(route).split("?");
  expect(parseRoute(path ?? "", `?${search}`)).toEqual(route);
  expect(routePath({ page: "conversations", conversation: null, filter: "open", team: null })).toBe("/");
});

test("the triggers have an address of their own", () => {
  expect(parseRoute("/triggers", "").page).toBe("triggers");
  expect(parseRoute("/triggers/", "").page).toBe("triggers");
  expect(parseRoute("/triggers/x", "").page).toBe("conversations");
  expect(routePath({ page: "triggers", conversation: null, filter: "open", team: null })).toBe("/triggers");
});
