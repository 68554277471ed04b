import { useEffect, useRef, useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import type { Journey, Trigger, TriggerRecord } from "../../api/types";
import { categoryOptions } from "../../ui/consent/consent-wording";
import { Icon } from "../../ui/icon";
import { journeyOptions } from "../../ui/journeys";
import { MessageBar } from "../../ui/message-bar";
import { optionsOf, type Options } from "../../ui/options";
import { formatPhone } from "../../ui/phone-number";
import { Select } from "../../ui/select";
import { useAction } from "../../ui/use-action";
import { DurationField } from "./duration-field";
import { TemplateField } from "./template-field";
import { idFrom } from "./trigger-wording";
import "./trigger-editor.css";

const kinds = optionsOf<Trigger["kind"]>({ stalled: "an applicant stalls", created: "an application begins" });
const anyOrOne: Options<Journey | ""> = [["", "Any"], ...journeyOptions];

const blank: Trigger = {
  id: "",
  name: "",
  kind: "stalled",
  journey: "Loan Application",
  stages: [],
  delay_minutes: 120,
  template: "",
  category: "automation",
  max_nudges: 2,
  spacing_minutes: 1_440,
  holdout_percent: 10,
  number: "",
  enabled: false,
};

/** Changes a trigger, or makes a new one. What may be is the server's to say. */
export function TriggerEditor(props: {
  /** The trigger as it was read; null for a new one. */
  kept: TriggerRecord | null;
  taken: readonly string[];
  /** Our numbers that triggers text from. */
  numbers: readonly string[];
  onCancel: () => void;
  /** Saved or deleted. */
  onSaved: () => void;
}) {
  const { kept, taken, numbers, onCancel, onSaved } = props;
  const trigger = kept?.record ?? null;
  const { api } = useConsole();
  const [draft, setDraft] = useState<Trigger>(() => trigger ?? { ...blank, number: numbers[0] ?? "" });
  const [stages, setStages] = useState(() => draft.stages.join("\n"));
  const [confirming, setConfirming] = useState(false);
  const saving = useAction();
  const deleting = useAction();
  const name = useRef<HTMLInputElement>(null);
  const change = (part: Partial<Trigger>) => setDraft((before) => ({ ...before, ...part }));

  useEffect(() => name.current?.focus(), []);

  const failure = saving.failure ?? deleting.failure;
  const save = () => {
    deleting.dismissFailure();
    return saving.run(async () => {
      const id = trigger?.id ?? idFrom(draft.name, taken);
      await api.saveTrigger({ ...draft, id, stages: lines(stages) }, kept?.version ?? null);
      onSaved();
    });
  };
  const remove = async ({ record: { id }, version }: TriggerRecord) => {
    saving.dismissFailure();
    await deleting.run(async () => {
      await api.deleteTrigger(id, version);
      onSaved();
    });
    setConfirming(false);
  };

  return (
    <form
      class="trigger-editor"
      aria-label={trigger ? `Change ${trigger.name}` : "New trigger"}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
    >
      <header>
        <h2>{trigger ? trigger.name : "New trigger"}</h2>
        <button type="button" class="icon-button" aria-label="Close without saving" onClick={onCancel}>
          <Icon name="close" />
        </button>
      </header>
      <div class="editor-fields">
        <label class="whole">
          Name
          <input
            ref={name}
            class="field"
            required
            maxLength={80}
            value={draft.name}
            onInput={(event) => change({ name: event.currentTarget.value })}
          />
        </label>
        <label>
          Texts when
          <Select options={kinds} value={draft.kind} onChange={(kind) => change({ kind })} />
        </label>
        <label>
          Journey
          <Select
            options={anyOrOne}
            value={draft.journey ?? ""}
            onChange={(journey) => change({ journey: journey === "" ? null : journey })}
          />
        </label>
        {draft.kind === "stalled" && (
          <label class="whole">
            Stages, one on each line
            <textarea
              class="field"
              rows={2}
              value={stages}
              placeholder="Any stage"
              onInput={(event) => setStages(event.currentTarget.value)}
            />
          </label>
        )}
        <DurationField
          label={draft.kind === "stalled" ? "Delay since the last stage" : "Delay"}
          minutes={draft.delay_minutes}
          onChange={(delay_minutes) => change({ delay_minutes })}
        />
        <label>
          Needs consent to
          <Select options={categoryOptions} value={draft.category} onChange={(category) => change({ category })} />
        </label>
        <TemplateField trigger={{ ...draft, stages: lines(stages) }} onChange={(template) => change({ template })} />
        <Amount label="At most" value={draft.max_nudges} onChange={(max_nudges) => change({ max_nudges })} />
        <DurationField
          label="Between two of them"
          minutes={draft.spacing_minutes}
          onChange={(spacing_minutes) => change({ spacing_minutes })}
        />
        <Amount
          label="Left out to compare with, in percent"
          value={draft.holdout_percent}
          onChange={(holdout_percent) => change({ holdout_percent })}
        />
        <label>
          From
          <input
            class="field"
            type="tel"
            required
            list="trigger-numbers"
            value={draft.number}
            onInput={(event) => change({ number: event.currentTarget.value.trim() })}
          />
          <datalist id="trigger-numbers">
            {numbers.map((number) => (
              <option key={number} value={number}>
                {formatPhone(number)}
              </option>
            ))}
          </datalist>
        </label>
      </div>
      {failure && <MessageBar text={failure} />}
      {kept && confirming && (
        <div class="editor-deletion" role="group" aria-label="Delete this trigger?">
          <p>Delete this trigger? What it has planned is not sent any more.</p>
          <button type="button" class="button danger" autofocus disabled={deleting.busy} onClick={() => void remove(kept)}>
            {deleting.busy ? "Deleting" : "Delete it"}
          </button>
          <button type="button" class="button quiet" disabled={deleting.busy} onClick={() => setConfirming(false)}>
            Keep it
          </button>
        </div>
      )}
      <footer>
        <label class="editor-switch">
          <input type="checkbox" checked={draft.enabled} onChange={(event) => change({ enabled: event.currentTarget.checked })} />
          On
        </label>
        {trigger && !confirming && (
          <button type="button" class="button quiet" onClick={() => setConfirming(true)}>
            Delete
          </button>
        )}
        <button type="button" class="button quiet" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" class="button primary" disabled={saving.busy || draft.name.trim() === ""}>
          {saving.busy ? "Saving" : "Save"}
        </button>
      </footer>
    </form>
  );
}

function Amount({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
  return (
    <label>
      {label}
      <input
        class="field"
        type="number"
        inputMode="numeric"
        step={1}
        required
        value={value}
        onInput={(event) => !Number.isNaN(event.currentTarget.valueAsNumber) && onChange(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
