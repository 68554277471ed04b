import { useEffect, useRef, useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import type { Conversation, Journey } from "../../api/types";
import { journeyOptions } from "../../ui/journeys";
import { MessageBar } from "../../ui/message-bar";
import type { Options } from "../../ui/options";
import { Select } from "../../ui/select";
import { useAction } from "../../ui/use-action";

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
  const { busy, failure, run } = useAction();
  const field = useRef<HTMLInputElement>(null);

  const known = journeyOptions.some(([one]) => one === conversation.journey);
  const offered: Options<Journey> = known ? journeyOptions : [...journeyOptions, [conversation.journey, conversation.journey]];

  useEffect(() => field.current?.select(), []);

  const save = () => run(async () => onSaved(await api.namePerson(conversation.id, { name: name.trim(), journey })));

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
        <Select options={offered} value={journey} onChange={setJourney} />
      </label>
      <div class="person-actions">
        <button type="submit" class="button primary" disabled={busy || name.trim() === ""}>
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
