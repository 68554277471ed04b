import { useEffect, useState } from "preact/hooks";
import type { AgentApi } from "../api/agent-api";
import { explain, isProblem } from "../api/problem";
import type { TemplatePreview, Trigger } from "../api/trigger";

const DEBOUNCE_MS = 250;

/** How a template reads, or why it can't be saved. */
export interface Previewed {
  preview: TemplatePreview | null;
  /** What is wrong with the template, in words. */
  errors: string[];
}

const nothing: Previewed = { preview: null, errors: [] };

/** Has the server render a template a moment after typing pauses. */
export function usePreview(api: AgentApi, trigger: Trigger): Previewed {
  const [previewed, setPreviewed] = useState(nothing);
  const { template, number, journey, category } = trigger;
  const empty = template.trim() === "";

  useEffect(() => {
    if (empty) {
      setPreviewed(nothing);
      return;
    }
    const request = new AbortController();
    const timer = setTimeout(() => {
      api.previewTrigger(trigger, request.signal).then(
        (preview) => setPreviewed({ preview, errors: preview.errors?.map(({ code, detail }) => detail ?? code) ?? [] }),
        (error: unknown) => {
          // A preview is a courtesy: only what the server says about the template is shown.
          if (isProblem(error) && !error.temporary) setPreviewed({ preview: null, errors: [explain(error)] });
        },
      );
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      request.abort();
    };
  }, [api, template, number, journey, category, empty]);

  return previewed;
}
