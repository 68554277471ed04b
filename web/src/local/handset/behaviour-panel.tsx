import { useEffect, useState } from "preact/hooks";
import { explain } from "../../api/problem";
import { MessageBar } from "../../ui/message-bar";
import { optionsOf } from "../../ui/options";
import type { Behaviour, HandsetApi } from "./handset-api";

const receipts: Record<Behaviour["receipts"], string> = {
  normal: "In order, at once",
  late: "Late",
  out_of_order: "Out of order",
  doubled: "Each one twice",
  failed: "Not delivered",
  none: "None at all",
};

const send: Record<Behaviour["send"], string> = {
  accept: "Accepts",
  throttle: "Too many requests",
  error: "Server error",
  timeout: "No answer",
  reject_opted_out: "Refuses: opted out",
};

const optOut: Record<Behaviour["opt_out"], string> = {
  carrier: "The carrier, silently",
  carrier_tells: "The carrier, and says so",
  application: "Memberline",
};

const normal = { receipts: "normal", send: "accept" } as const;

/** Makes the local carrier misbehave. */
export function BehaviourPanel({ api }: { api: HandsetApi }) {
  const [behaviour, setBehaviour] = useState<Behaviour | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const failed = (error: unknown) => setFailure(explain(error));

  useEffect(() => {
    api.behaviour().then(setBehaviour, failed);
  }, [api]);

  const change = (part: Partial<Behaviour>) => {
    if (!behaviour) return;
    const next = { ...behaviour, ...part };
    setBehaviour(next);
    setFailure(null);
    api.setBehaviour(next).catch((error: unknown) => {
      setBehaviour(behaviour);
      failed(error);
    });
  };

  return (
    <aside class="behaviour" aria-labelledby="behaviour-title">
      <h2 id="behaviour-title">Carrier behaviour</h2>
      <p>For what the credit union sends from now on.</p>
      {failure && <MessageBar text={failure} />}
      {behaviour && (
        <>
          <Options legend="Sending" options={send} value={behaviour.send} onChange={(value) => change({ send: value })} />
          <Options
            legend="Delivery receipts"
            options={receipts}
            value={behaviour.receipts}
            onChange={(value) => change({ receipts: value })}
          />
          <Options
            legend="Who answers STOP, START and HELP"
            options={optOut}
            value={behaviour.opt_out}
            onChange={(value) => change({ opt_out: value })}
          />
          <button
            type="button"
            class="button"
            disabled={behaviour.receipts === normal.receipts && behaviour.send === normal.send}
            onClick={() => change({ receipts: normal.receipts, send: normal.send })}
          >
            Behave again
          </button>
        </>
      )}
    </aside>
  );
}

function Options<T extends string>(props: {
  legend: string;
  options: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
}) {
  const { legend, options, value, onChange } = props;
  return (
    <fieldset>
      <legend>{legend}</legend>
      {optionsOf(options).map(([option, label]) => (
        <label key={option}>
          <input type="radio" name={legend} checked={option === value} onChange={() => onChange(option)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
