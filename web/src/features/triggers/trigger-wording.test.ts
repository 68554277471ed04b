import { describe, expect, test } from "vitest";
import { sampleTrigger } from "../../api/samples/trigger";
import { conditionSentence, idFrom, inUnits, liftWords, limitSentence, percent, span } from "./trigger-wording";

test.each([
  [0, 0, "minutes"],
  [1, 1, "minutes"],
  [90, 90, "minutes"],
  [120, 2, "hours"],
  [1_440, 1, "days"],
  [525_600, 365, "days"],
] as const)("%i minutes", (minutes, amount, unit) => expect(inUnits(minutes)).toEqual({ amount, unit }));

test("spans are singular and plural", () => {
  expect(span(60)).toBe("1 hour");
  expect(span(2_880)).toBe("2 days");
});

describe("the condition (EL-18, EL-19)", () => {
  test("of an applicant who stalls", () => {
    expect(conditionSentence(sampleTrigger())).toBe(
      "Loan Application, in “Documents” or “Income”, after 2 hours without a step",
    );
    expect(conditionSentence(sampleTrigger({ journey: null, stages: [], delay_minutes: 0 }))).toBe(
      "Any journey, in any stage, at once",
    );
  });

  test("of an application that is created (EL-14)", () => {
    expect(conditionSentence(sampleTrigger({ kind: "created", delay_minutes: 0 }))).toBe("Loan Application, as soon as it begins");
    expect(conditionSentence(sampleTrigger({ kind: "created", delay_minutes: 5 }))).toBe(
      "Loan Application, 5 minutes after it begins",
    );
  });

  test("and its limits", () => {
    expect(limitSentence(sampleTrigger())).toBe("At most 3, 1 day apart · automation consent · 10% left out");
    expect(limitSentence(sampleTrigger({ max_nudges: 1, holdout_percent: 0 }))).toBe("Once · automation consent");
  });
});

test("rates and lift", () => {
  expect(percent(null)).toBeNull();
  expect(percent(0.425)).toBe("42.5%");
  expect(percent(1)).toBe("100%");
  expect(liftWords(0.124)).toBe("+12.4 points");
  expect(liftWords(-0.03)).toBe("−3 points");
  expect(liftWords(0)).toBe("±0 points");
  expect(liftWords(0.0001)).toBe("±0 points");
  expect(liftWords(null)).toBeNull();
});

test("a new trigger's id is made of its name, once", () => {
  expect(idFrom("  Stalled: documents! ", [])).toBe("stalled-documents");
  expect(idFrom("Préstamo", [])).toBe("prestamo");
  expect(idFrom("Stalled", ["stalled", "stalled-2"])).toBe("stalled-3");
  expect(idFrom("???", [])).toBe("");
  expect(idFrom("a".repeat(99), [])).toHaveLength(36);
});
