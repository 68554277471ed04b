import type { Category } from "./application";
import type { Journey, Reason } from "./types";

/** A rule by which automation texts someone (EL-14, EL-17 to EL-19). */
export interface Trigger {
  id: string;
  name: string;
  /** When an applicant stalls, or when an application is created. */
  kind: "stalled" | "created";
  /** Only these; null for all. */
  journey: Journey | null;
  /** Only in these stages; none for all. */
  stages: string[];
  delay_minutes: number;
  template: string;
  category: Category;
  max_nudges: number;
  spacing_minutes: number;
  /** How many of a hundred are left alone, to compare with. */
  holdout_percent: number;
  /** Our number that it texts from. */
  number: string;
  enabled: boolean;
}

/** What a trigger has done. Rates and lift are shares of 1; null while there is nothing to divide by. */
export interface TriggerStatistics {
  due: number;
  sent: number;
  /** Applications that got at least one; those that completed are a share of these. */
  nudged: number;
  replied: number;
  completed: number;
  withheld: number;
  withheld_completed: number;
  completion_rate: number | null;
  holdout_completion_rate: number | null;
  lift: number | null;
}

/** A row of the triggers page. */
export interface TriggerRow extends Trigger {
  statistics: TriggerStatistics;
}

/** How a template would read for a sample applicant. */
export interface TemplatePreview {
  rendered: string;
  segments: number;
  /** The same with long names and a long stage. */
  longest: string;
  longest_segments: number;
  /** What keeps it from being saved. */
  errors: Reason[];
  /** What may stand in braces. */
  fields: string[];
}
