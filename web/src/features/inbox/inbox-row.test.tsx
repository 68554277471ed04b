import { cleanup, render, screen } from "@testing-library/preact";
import { expect, test } from "vitest";
import { sampleRow } from "../../api/samples/conversation";
import type { Row } from "../../api/types";
import { alertOf } from "./alert";
import { InboxRow } from "./inbox-row";

const since = Date.parse("2026-03-01T12:00:00Z");
const FIVE_MINUTES = 300_000;
const maria = { id: "maria", name: "Maria Lopez" };

function show(row: Row, after: number) {
  cleanup();
  const now = since + after;
  render(
    <ul>
      <InboxRow row={row} alert={alertOf(row, now)} now={now} href="/conversations/thread-1" selected={false} onOpen={() => {}} />
    </ul>,
  );
}

const fact = (term: string) => screen.getByText(term, { selector: "dt" }).nextElementSibling?.textContent;
const alert = () => document.querySelector<HTMLElement>("[data-alert]")?.dataset;

test("a row shows the person, the latest message and when, and where it belongs (EL-01, MC-04)", () => {
  show(sampleRow({ name: "Ana Reyes", agent: maria }), 0);
  screen.getByText("Ana Reyes", { selector: ".row-name" });
  screen.getByText("(555) 201-0001");
  screen.getByText("Hello");
  expect(document.querySelector("time")?.getAttribute("datetime")).toBe("2026-03-01T12:00:00Z");
  const facts = ["Journey", "Location", "Group", "Campaign", "Team", "Agent"].map(fact);
  expect(facts).toEqual(["Loan Application", "Harbor", "Retail", "Auto loans", "Lending", "Maria Lopez"]);
});

test("what nobody claimed has an exclamation icon, which flashes after 5 minutes (MC-11, MC-12)", () => {
  show(sampleRow(), FIVE_MINUTES);
  screen.getByRole("img", { name: /^Unclaimed/ });
  expect(alert()).toEqual({ alert: "unclaimed" });
  show(sampleRow(), FIVE_MINUTES + 1);
  expect(alert()).toEqual({ alert: "unclaimed", flashing: "true" });
});

test("what is claimed has an alarm clock once the customer waited more than 5 minutes (MC-13)", () => {
  const claimed = sampleRow({ agent: maria, unclaimed_since: null });
  show(claimed, FIVE_MINUTES);
  expect(alert()).toBeUndefined();
  show(claimed, FIVE_MINUTES + 1);
  screen.getByRole("img", { name: /^Claimed, the member has waited/ });
  expect(alert()).toEqual({ alert: "overdue" });
});
