import type { TriggerRow } from "../../api/types";
import { conditionSentence, liftWords, limitSentence, percent } from "./trigger-wording";

/** A row for each trigger: what it does, whether it is on, and what came of it. */
export function TriggerTable(props: {
  rows: readonly TriggerRow[];
  mayEdit: boolean;
  /** The trigger that is being switched. */
  switching: string | null;
  editing: string | null;
  onEdit: (row: TriggerRow) => void;
  onSwitch: (row: TriggerRow) => void;
}) {
  const { rows, mayEdit, switching, editing, onEdit, onSwitch } = props;
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label="Triggers and what came of them">
      <table class="trigger-table">
        <thead>
          <tr>
            <th scope="col">Trigger</th>
            <th scope="col">Due</th>
            <th scope="col">Sent</th>
            <th scope="col">Replied</th>
            <th scope="col">Completed</th>
            <th scope="col">Left out</th>
            <th scope="col">Lift</th>
            <th scope="col">On</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-off={!row.enabled || undefined} aria-current={row.id === editing ? "true" : undefined}>
              <th scope="row">
                {mayEdit ? (
                  <button type="button" class="trigger-name" onClick={() => onEdit(row)}>
                    {row.name}
                  </button>
                ) : (
                  <span class="trigger-name">{row.name}</span>
                )}
                <span>{conditionSentence(row)}</span>
                <span>{limitSentence(row)}</span>
              </th>
              <Results row={row} />
              <td>
                <button
                  type="button"
                  role="switch"
                  class="switch"
                  aria-checked={row.enabled}
                  aria-label={`${row.name} is on`}
                  disabled={!mayEdit || switching !== null}
                  onClick={() => onSwitch(row)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Results({ row: { statistics } }: { row: TriggerRow }) {
  const lift = liftWords(statistics.lift);
  return (
    <>
      <Count count={statistics.due} />
      <Count count={statistics.sent} />
      <Count count={statistics.replied} />
      <Count count={statistics.completed} share={percent(statistics.completion_rate)} word={`of ${grouped(statistics.nudged)}`} />
      <Count count={statistics.withheld} share={percent(statistics.holdout_completion_rate)} word="completed" />
      <td data-lift={lift === null ? undefined : Math.sign(statistics.lift ?? 0)}>
        {lift ?? <span title="There is nothing to compare with yet">not yet</span>}
      </td>
    </>
  );
}

function Count({ count, share, word }: { count: number; share?: string | null; word?: string }) {
  return (
    <td>
      {grouped(count)}
      {share && (
        <span>
          {share}
          {word && ` ${word}`}
        </span>
      )}
    </td>
  );
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
