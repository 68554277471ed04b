import { useState } from "preact/hooks";
import type { NewConsent } from "../../api/types";
import { categoryOptions } from "../../ui/consent/consent-wording";
import { MessageBar } from "../../ui/message-bar";
import { optionsOf } from "../../ui/options";
import { Select } from "../../ui/select";
import { useAction } from "../../ui/use-action";
import "./consent-form.css";

const channels: Record<NewConsent["channel"], string> = {
  phone: "By telephone",
  paper: "On paper",
  in_person: "In person",
  web: "On a web page",
};

const verdicts = optionsOf({ granted: "was given", withdrawn: "was withdrawn" });

/** Records what someone said elsewhere, with the words that they said it to. */
export function ConsentForm(props: {
  name: string;
  onSave: (record: NewConsent) => Promise<void>;
  onCancel: () => void;
}) {
  const { name, onSave, onCancel } = props;
  const [record, setRecord] = useState<NewConsent>({ category: "service", granted: true, channel: "phone", wording: "" });
  const { busy, failure, run } = useAction();
  const change = (part: Partial<NewConsent>) => setRecord({ ...record, ...part });

  return (
    <form
      class="consent-form"
      aria-label={`Consent that ${name} gave or withdrew elsewhere`}
      onSubmit={(event) => {
        event.preventDefault();
        void run(() => onSave({ ...record, wording: record.wording.trim() }));
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    >
      <label>
        Consent
        <Select
          options={verdicts}
          autofocus
          value={record.granted ? "granted" : "withdrawn"}
          onChange={(verdict) => change({ granted: verdict === "granted" })}
        />
      </label>
      <label>
        To
        <Select options={categoryOptions} value={record.category} onChange={(category) => change({ category })} />
      </label>
      <label class="whole">
        How
        <Select options={optionsOf(channels)} value={record.channel} onChange={(channel) => change({ channel })} />
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
        <button type="submit" class="button small primary" disabled={busy}>
          {busy ? "Recording" : "Record"}
        </button>
      </div>
    </form>
  );
}
