import type { Trigger, TriggerStatistics } from "../../api/types";
import { categoryName } from "../../ui/consent/consent-wording";
import { optionsOf } from "../../ui/options";

const HOUR = 60;
const DAY = 24 * HOUR;

/** Units that a delay is given in, in minutes. */
export const units = { minutes: 1, hours: HOUR, days: DAY } as const;

export type Unit = keyof typeof units;

export const unitOptions = optionsOf<Unit>({ minutes: "minutes", hours: "hours", days: "days" });

/** Minutes in the largest unit that holds them exactly. */
export function inUnits(minutes: number): { amount: number; unit: Unit } {
  if (minutes > 0 && minutes % DAY === 0) return { amount: minutes / DAY, unit: "days" };
  if (minutes > 0 && minutes % HOUR === 0) return { amount: minutes / HOUR, unit: "hours" };
  return { amount: minutes, unit: "minutes" };
}

/** How long something takes: "2 hours", "1 day", "90 minutes". */
export function span(minutes: number): string {
  const { amount, unit } = inUnits(minutes);
  return `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}

/** When it texts: "Loan Application, in “Documents” or “Income”, after 2 hours without a step" (EL-19). */
export function conditionSentence(trigger: Trigger): string {
  const journey = trigger.journey ?? "Any journey";
  const delay = trigger.delay_minutes;
  if (trigger.kind === "created") return `${journey}, ${delay === 0 ? "as soon as it begins" : `${span(delay)} after it begins`}`;
  const stages = new Intl.ListFormat("en-US", { type: "disjunction" }).format(trigger.stages.map((stage) => `“${stage}”`));
  const where = trigger.stages.length === 0 ? "in any stage" : `in ${stages}`;
  return `${journey}, ${where}, ${delay === 0 ? "at once" : `after ${span(delay)} without a step`}`;
}

/** Within which limits: "At most 3, 1 day apart · automation consent · 10% left out". */
export function limitSentence(trigger: Trigger): string {
  const most = trigger.max_nudges === 1 ? "Once" : `At most ${trigger.max_nudges}, ${span(trigger.spacing_minutes)} apart`;
  const consent = `${categoryName(trigger.category).toLowerCase()} consent`;
  const out = trigger.holdout_percent === 0 ? null : `${trigger.holdout_percent}% left out`;
  return [most, consent, out].filter((part) => part !== null).join(" · ");
}

/** A share of 1 as a percentage. */
export function percent(share: number | null): string | null {
  return share === null ? null : `${(share * 100).toFixed(1).replace(/\.0$/, "")}%`;
}

/** How many more of a hundred complete than of those left out: "+12.4 points". */
export function liftWords(lift: TriggerStatistics["lift"]): string | null {
  if (lift === null) return null;
  const points = (Math.abs(lift) * 100).toFixed(1).replace(/\.0$/, "");
  const sign = points === "0" ? "±" : lift > 0 ? "+" : "−";
  return `${sign}${points} points`;
}

/** An id for a new trigger, made of its name; none while there is nothing to make it of. */
export function idFrom(name: string, taken: readonly string[]): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 36)
    .replace(/-+$/, "");
  if (slug === "" || !taken.includes(slug)) return slug;
  let turn = 2;
  while (taken.includes(`${slug}-${turn}`)) turn += 1;
  return `${slug}-${turn}`;
}
