import { cleanup, fireEvent, screen } from "@testing-library/preact";
import { expect, test, vi } from "vitest";
import { renderInConsole } from "../api/samples/console";
import { sampleMe } from "../api/samples/directory";
import type { Me } from "../api/types";
import { PageNav } from "./page-nav";
import { parseRoute } from "./route";

function open(roles: Me["agent"]["roles"], path = "/") {
  const onGo = vi.fn();
  renderInConsole(<PageNav route={parseRoute(path, "")} onGo={onGo} />, { me: sampleMe({ roles }) });
  return onGo;
}

const links = () => screen.queryAllByRole("link").map((link) => `${link.textContent} ${link.getAttribute("href")}`);
const all = ["Conversations /", "Triggers /triggers"];

test.each<[Me["agent"]["roles"], string[]]>([
  [["agent"], []],
  [["supervisor"], all],
  [["admin"], all],
  [["agent", "supervisor"], all],
  [[], []],
])("whose roles are %j is led to the pages %j", (roles, pages) => {
  open(roles);
  expect(links()).toEqual(pages);
});

test("the page that is shown is marked, and a click leads to another", () => {
  const onGo = open(["admin"], "/conversations/thread-1");
  const current = screen.getAllByRole("link").map((link) => link.getAttribute("aria-current"));
  expect(current).toEqual(["page", null]);
  fireEvent.click(screen.getByRole("link", { name: "Triggers" }));
  expect(onGo).toHaveBeenCalledWith({ page: "triggers", conversation: "thread-1", filter: "open", team: null });
});

test("the permission decides, whatever the role", () => {
  renderInConsole(<PageNav route={parseRoute("/", "")} onGo={() => {}} />, { me: sampleMe({ roles: ["admin"], permissions: ["operate"] }) });
  expect(links()).toEqual([]);
  cleanup();
  renderInConsole(<PageNav route={parseRoute("/", "")} onGo={() => {}} />, { me: sampleMe({ permissions: ["see_all_teams"] }) });
  expect(links()).toEqual(all);
});
