import { useEffect, useRef, useState } from "preact/hooks";
import { explain } from "../../api/problem";
import type { Conversation, Journey } from "../../api/types";
import { useConsole } from "../../api/context";
import { MessageBar } from "../../ui/message-bar";

/** The journeys that can be chosen. */
export const journeys: readonly Journey[] = ["Loan Application", "New Membership", "Elle Chat"];

/** Names the person and says what brings them here (EL-02). */
export function PersonForm(props: {
  conversation: Conversation;
  onSaved: (conversation: Conversation) => void;
  onCancel: () => void;
}) {
  const { conversation, onSaved, onCancel } = props;
  const { api } = useConsole();
  const [name, setName] = useState(conversation.name ?? "");
  const [journey, setJourney] = useState<Journey>(conversation.journey);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => field.current?.select(), []);

  const save = async () => {
    setSaving(true);
    setFailure(null);
    try {
      onSaved(await api.namePerson(conversation.id, { name: name.trim(), journey }));
    } catch (error) {
      setFailure(explain(error));
      setSaving(false);
    }
  };

  return (
    <form
      class="person-form"
      aria-label="Contact"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === "Escape" && onCancel()}
    >
      <label>
        Name
        <input
          ref={field}
          class="field"
          value={name}
          maxLength={100}
          autoComplete="off"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        Journey
        <select class="field" value={journey} onChange={(event) => setJourney(event.currentTarget.value as Journey)}>
          {[...new Set([...journeys, conversation.journey])].map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      </label>
      <div class="person-actions">
        <button type="submit" class="button primary" disabled={saving || name.trim() === ""}>
          Save
        </button>
        <button type="button" class="button quiet" onClick={onCancel}>
          Cancel
        </button>
      </div>
      {failure && <MessageBar text={failure} />}
    </form>
  );
}
