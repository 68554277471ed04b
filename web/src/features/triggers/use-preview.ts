import { useState } from "preact/hooks";
import { explain, Problem } from "../../api/problem";
import type { AgentApi } from "../../api/queries";
import type { Trigger, TriggerPreview } from "../../api/types";
import { useAfterPause } from "../../time/use-after-pause";

const PAUSE_MS = 250;

/** How a template reads, or why it can't be saved. */
export interface Previewed {
  preview: TriggerPreview | null;
  /** What is wrong with the template, in words. */
  errors: string[];
  /** What may stand in braces, as far as the server has said. */
  fields: string[];
}

const nothing: Previewed = { preview: null, errors: [], fields: [] };

/** Has the server render a template a moment after typing pauses. */
export function usePreview(api: AgentApi, trigger: Trigger): Previewed {
  const [previewed, setPreviewed] = useState(nothing);
  const { template, journey } = trigger;
  const stage = trigger.stages[0];
  const empty = template.trim() === "";

  const render = (signal: AbortSignal) => {
    if (empty) return;
    api.previewTrigger(trigger, signal).then(
      (preview) => {
        const errors = preview.problems.filter(({ field }) => field === "/template").map(({ detail }) => detail);
        setPreviewed({ preview, errors, fields: preview.fields });
      },
      (error: unknown) => {
        // A preview is a courtesy: only what the server says about the template is shown.
        if (!(error instanceof Problem) || error.temporary) return;
        setPreviewed(({ fields }) => ({ preview: null, errors: [explain(error)], fields }));
      },
    );
  };
  useAfterPause(PAUSE_MS, render, [api, template, journey, stage, empty]);

  return empty ? { ...nothing, fields: previewed.fields } : previewed;
}
