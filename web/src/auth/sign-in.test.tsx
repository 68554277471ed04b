import { fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { localIdentity } from "./identity";
import { SignIn } from "./sign-in";

const maria = { id: "maria", name: "Maria Alvarez", roles: ["agent"], teams: ["auto-loans"] };
const hana = { id: "hana", name: "Hana Sato", roles: ["admin"], teams: [] };

/** The sign-in page over an issuer that lists `agents` and lets anyone in. */
function open(agents: readonly object[]) {
  vi.stubGlobal("fetch", async (request: Request) => {
    if (new URL(request.url).pathname === "/oidc/agents") return Response.json(agents);
    const { agent } = await request.json();
    return Response.json({ access_token: `token of ${agent}`, expires_in: 3600 });
  });
  const onSession = vi.fn();
  render(<SignIn identity={localIdentity()} ended={false} onSession={onSession} />);
  return onSession;
}

const agentsOf = (list: string) => within(screen.getByRole("list", { name: list })).getAllByRole("button").map((button) => button.textContent);

afterEach(() => vi.unstubAllGlobals());

test("one organisation's agents are one list, and a press signs in", async () => {
  const onSession = open([maria, hana]);
  await screen.findByText("Maria Alvarez");
  expect(agentsOf("Agents")).toEqual(["MMaria Alvarezagent · auto loans", "HHana Satoadmin"]);
  expect(screen.queryByRole("heading", { level: 2 })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: /Hana Sato/ }));
  await waitFor(() => expect(onSession).toHaveBeenCalledWith(expect.objectContaining({ token: "token of hana" })));
});

test("agents of several organisations are told apart", async () => {
  open([
    { ...maria, organisation: "Lakeside Credit Union" },
    { ...hana, organisation: "Harbor Point Federal" },
  ]);
  await screen.findByRole("heading", { name: "Harbor Point Federal" });
  expect(agentsOf("Agents of Lakeside Credit Union")).toHaveLength(1);
  expect(agentsOf("Agents of Harbor Point Federal")).toEqual(["HHana Satoadmin"]);
});
