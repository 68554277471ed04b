import { useState } from "preact/hooks";
import type { Category, NewConsent } from "../../api/types";
import { explain } from "../../api/problem";
import { MessageBar } from "../../ui/message-bar";
import { categories, categoryName } from "../../ui/consent/consent-wording";
import "./consent-form.css";

const channels: Record<NewConsent["channel"], string> = {
  phone: "By telephone",
  paper: "On paper",
  in_person: "In person",
  web: "On a web page",
};

/** Records what someone said elsewhere, with the words that they said it to. */
export function ConsentForm(props: {
  name: string;
  onSave: (record: NewConsent) => Promise<void>;
  onCancel: () => void;
}) {
  const { name, onSave, onCancel } = props;
  const [record, setRecord] = useState<NewConsent>({ category: "service", granted: true, channel: "phone", wording: "" });
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const change = (part: Partial<NewConsent>) => setRecord({ ...record, ...part });

  const save = async () => {
    setSaving(true);
    setFailure(null);
    try {
      await onSave({ ...record, wording: record.wording.trim() });
    } catch (error) {
      setFailure(explain(error));
      setSaving(false);
    }
  };

  return (
    <form
      class="consent-form"
      aria-label={`Consent that ${name} gave or withdrew elsewhere`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <label>
        Consent
        <select
          class="field"
          autofocus
          value={record.granted ? "granted" : "withdrawn"}
          onChange={(event) => change({ granted: event.currentTarget.value === "granted" })}
        >
          <option value="granted">was given</option>
          <option value="withdrawn">was withdrawn</option>
        </select>
      </label>
      <label>
        To
        <select
          class="field"
          value={record.category}
          onChange={(event) => change({ category: event.currentTarget.value as Category })}
        >
          {categories.map((category) => (
            <option key={category} value={category}>
              {categoryName(category)}
            </option>
          ))}
        </select>
      </label>
      <label class="whole">
        How
        <select
          class="field"
          value={record.channel}
          onChange={(event) => change({ channel: event.currentTarget.value as NewConsent["channel"] })}
        >
          {Object.entries(channels).map(([channel, label]) => (
            <option key={channel} value={channel}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label class="whole">
        What they were asked, word for word
        <textarea
          class="field"
          rows={3}
          required
          value={record.wording}
          onInput={(event) => change({ wording: event.currentTarget.value })}
        />
      </label>
      {failure && <MessageBar text={failure} />}
      <div class="whole consent-form-actions">
        <button type="button" class="button small quiet" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" class="button small primary" disabled={saving}>
          {saving ? "Recording" : "Record"}
        </button>
      </div>
    </form>
  );
}
