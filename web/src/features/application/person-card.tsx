import { useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import { explain, Problem } from "../../api/problem";
import type { Category, ApplicationPerson } from "../../api/types";
import { Icon } from "../../ui/icon";
import { MessageBar } from "../../ui/message-bar";
import { personName, numberWords, roleName, sharedSentence } from "./application-wording";
import { ConsentForm } from "./consent-form";
import { ConsentRows } from "./consent-rows";
import "./person-card.css";

/** Someone on the application: who they are, how they are reached, what they agreed to (IN-33), and what may be done. */
export function PersonCard(props: {
  application: string;
  person: ApplicationPerson;
  people: readonly ApplicationPerson[];
  /** Whether the conversation that is open is with them. */
  shown: boolean;
  now: number;
  onChanged: () => void;
  onOpen: (conversation: string) => void;
}) {
  const { application, person, people, shown, now, onChanged, onOpen } = props;
  const { api } = useConsole();
  const [busy, setBusy] = useState(false);
  const [recording, setRecording] = useState(false);
  const [notice, setNotice] = useState<{ tone: "danger" | "info"; text: string; conversation: string | null } | null>(null);
  const others = person.shared_with.map((id) => nameOf(people, id));
  const name = personName(person);
  const { can_text, can_request_consent, can_record_consent } = person;
  // Where a conversation is open already, the answer to the press says which.
  const texting = can_text.allowed || can_text.code === "conversation_open";

  const run = async (what: () => Promise<void>) => {
    setBusy(true);
    setNotice(null);
    try {
      await what();
    } catch (error) {
      const conversation = error instanceof Problem ? error.conversation : null;
      setNotice({ tone: "danger", text: explain(error), conversation });
    } finally {
      setBusy(false);
    }
  };
  const ask = (category: Category) =>
    run(async () => {
      await api.requestConsent(application, person.id, [category]);
      onChanged();
      setNotice({ tone: "info", text: `${name} was asked by text.`, conversation: null });
    });
  const text = () => run(async () => onOpen((await api.textPerson(application, person.id)).id));

  return (
    <li class="person" aria-current={shown ? "true" : undefined}>
      <div class="person-head">
        <p>
          <strong>{name}</strong>
          <span>{roleName(person.role)}</span>
        </p>
        {texting && !shown && (
          <button
            type="button"
            class="button small"
            aria-label={`Text ${name}`}
            disabled={busy}
            onClick={() => void text()}
          >
            <Icon name="chat" />
            Text
          </button>
        )}
      </div>
      <p class="person-number">
        {numberWords(person)}
        {person.opted_out && <span class="badge danger">Opted out</span>}
      </p>
      {!texting && !shown && person.number !== null && <p class="person-refusal">{can_text.detail}</p>}
      {others.length > 0 && <p class="person-shared">{sharedSentence(others)}</p>}
      <ConsentRows
        name={name}
        consent={person.consent}
        now={now}
        busy={busy}
        mayAsk={can_request_consent.allowed}
        onAsk={(category) => void ask(category)}
      />
      {recording ? (
        <ConsentForm
          name={name}
          onCancel={() => setRecording(false)}
          onSave={async (record) => {
            await api.recordConsent(application, person.id, record);
            setRecording(false);
            onChanged();
          }}
        />
      ) : (
        can_record_consent.allowed && (
          <button
            type="button"
            class="text-button person-record"
            aria-label={`Record consent of ${name}`}
            onClick={() => setRecording(true)}
          >
            Record consent
          </button>
        )
      )}
      {notice && (
        <div class="person-notice">
          <MessageBar tone={notice.tone} text={notice.text} onDismiss={() => setNotice(null)} />
          {notice.conversation && (
            <button type="button" class="button small" onClick={() => notice.conversation && onOpen(notice.conversation)}>
              Open that conversation
            </button>
          )}
        </div>
      )}
    </li>
  );
}

function nameOf(people: readonly ApplicationPerson[], id: string): string {
  const other = people.find((one) => one.id === id);
  return other ? personName(other) : id;
}
