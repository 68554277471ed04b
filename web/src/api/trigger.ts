import type * as api from "./schema.gen";

export type { Statistics as TriggerStatistics, TemplatePreview, TriggerRow } from "./schema.gen";

/** A rule by which automation texts someone (EL-14, EL-17 to EL-19). All of it, where a request may leave some out. */
export type Trigger = Required<api.Trigger>;
