import { useState } from "preact/hooks";
import { Select } from "../../ui/select";
import { inUnits, unitOptions, units, type Unit } from "./trigger-wording";

/** A time span as an amount and a unit. */
export function DurationField(props: { label: string; minutes: number; onChange: (minutes: number) => void }) {
  const { label, minutes, onChange } = props;
  const [{ amount, unit }, setShown] = useState<{ amount: number; unit: Unit }>(() => inUnits(minutes));
  const change = (next: { amount: number; unit: Unit }) => {
    setShown(next);
    onChange(Math.round(next.amount * units[next.unit]));
  };
  return (
    <div class="duration-field" role="group" aria-label={label}>
      <span aria-hidden="true">{label}</span>
      <div>
        <input
          class="field"
          type="number"
          inputMode="numeric"
          min={0}
          step="any"
          required
          aria-label={label}
          value={amount}
          onInput={(event) => {
            const entered = event.currentTarget.valueAsNumber;
            if (!Number.isNaN(entered)) change({ amount: entered, unit });
          }}
        />
        <Select label="Unit" options={unitOptions} value={unit} onChange={(unit) => change({ amount, unit })} />
      </div>
    </div>
  );
}
