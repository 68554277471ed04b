import { useRef } from "preact/hooks";
import { useConsole } from "../../api/context";
import type { Trigger } from "../../api/types";
import { segmentCount } from "../../ui/words";
import { usePreview } from "./use-preview";

/** The words of a trigger (EL-18), and how they read for a sample applicant. */
export function TemplateField({ trigger, onChange }: { trigger: Trigger; onChange: (template: string) => void }) {
  const { api } = useConsole();
  const field = useRef<HTMLTextAreaElement>(null);
  const { preview, errors, fields } = usePreview(api, trigger);

  const insert = (name: string) => {
    const { selectionStart: start = trigger.template.length, selectionEnd: end = start } = field.current ?? {};
    onChange(`${trigger.template.slice(0, start)}{${name}}${trigger.template.slice(end)}`);
    field.current?.focus();
  };

  return (
    <div class="template-field whole">
      <label>
        Text
        <textarea
          ref={field}
          class="field"
          rows={4}
          required
          value={trigger.template}
          aria-invalid={errors.length > 0}
          aria-describedby="template-preview"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      </label>
      {fields.length > 0 && (
        <div class="template-fields" role="group" aria-label="Insert a field">
          {fields.map((name) => (
            <button key={name} type="button" class="text-button" onClick={() => insert(name)}>
              {`{${name}}`}
            </button>
          ))}
        </div>
      )}
      <div id="template-preview" class="template-preview" role="status">
        {errors.map((error) => (
          <p key={error} class="template-error">
            {error}
          </p>
        ))}
        {preview?.rendered && (
          <>
            <p class="preview-bubble" dir="auto">
              {preview.rendered}
            </p>
            <p class="preview-count">
              {segmentCount(preview.segments)}, with sample data
            </p>
            {preview.longest_segments > preview.segments && (
              <details class="preview-count">
                <summary>{segmentCount(preview.longest_segments)} with long names</summary>
                <p dir="auto">{preview.longest}</p>
              </details>
            )}
          </>
        )}
      </div>
    </div>
  );
}
