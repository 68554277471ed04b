import { useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import { explain } from "../../api/problem";
import type { TriggerRecord, TriggerRow } from "../../api/types";
import { unchanged } from "../../api/unchanged";
import { usePoll, type Pace } from "../../time/use-poll";
import { Icon } from "../../ui/icon";
import { MessageBar } from "../../ui/message-bar";
import { TriggerEditor } from "./trigger-editor";
import { TriggerTable } from "./trigger-table";
import "./triggers.css";

const PACE: Pace = { interval: 10_000, longest: 60_000 };

/** What automation says, when, and what came of it (EL-14, EL-17 to EL-19). */
export function TriggersPage({ mayEdit }: { mayEdit: boolean }) {
  const { api } = useConsole();
  const [rows, setRows] = useState<TriggerRow[] | null>(null);
  const [editing, setEditing] = useState<{ kept: TriggerRecord | null } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [switching, setSwitching] = useState<string | null>(null);

  const polling = usePoll("triggers", PACE, async (signal) => {
    const { items } = await api.triggers(signal);
    setRows((before) => unchanged(before, items));
  });

  const edit = async ({ id }: TriggerRow) => {
    setFailure(null);
    try {
      setEditing({ kept: await api.trigger(id) });
    } catch (error) {
      setFailure(explain(error));
    }
  };
  const toggle = async ({ id, enabled }: TriggerRow) => {
    setSwitching(id);
    setFailure(null);
    try {
      const kept = await api.trigger(id);
      const { record } = await api.saveTrigger({ ...kept.record, enabled: !enabled }, kept.version);
      setRows((before) => before?.map((one) => (one.id === id ? { ...one, ...record } : one)) ?? null);
    } catch (error) {
      setFailure(explain(error));
    } finally {
      setSwitching(null);
      polling.now();
    }
  };

  const problem = failure ?? (polling.failure === null ? null : explain(polling.failure));
  const numbers = [...new Set(rows?.map(({ number }) => number))];
  return (
    <main class="triggers" data-editing={editing !== null || undefined}>
      <section class="triggers-list" aria-labelledby="triggers-title" aria-busy={rows === null && problem === null}>
        <header>
          <div>
            <h1 id="triggers-title">Triggers</h1>
            <p>Texts that go out by themselves: when an application begins, and when an applicant stalls.</p>
          </div>
          {mayEdit && (
            <button type="button" class="button primary" onClick={() => setEditing({ kept: null })}>
              <Icon name="plus" /> New trigger
            </button>
          )}
        </header>
        {problem && <MessageBar text={problem} {...(failure ? { onDismiss: () => setFailure(null) } : {})} />}
        {rows?.length === 0 && (
          <div class="empty">
            <Icon name="clock" />
            <strong>No triggers yet</strong>
            <p>Nothing is sent by itself.</p>
          </div>
        )}
        {rows && rows.length > 0 && (
          <TriggerTable
            rows={rows}
            mayEdit={mayEdit}
            switching={switching}
            editing={editing?.kept?.record.id ?? null}
            onEdit={(row) => void edit(row)}
            onSwitch={(row) => void toggle(row)}
          />
        )}
      </section>
      {editing && rows && (
        <TriggerEditor
          key={editing.kept?.record.id ?? "new"}
          kept={editing.kept}
          taken={rows.map(({ id }) => id)}
          numbers={numbers}
          onCancel={() => setEditing(null)}
          onSaved={() => {
            setEditing(null);
            polling.now();
          }}
        />
      )}
    </main>
  );
}
