import type { Options } from "./options";

/** A choice of one of some words. */
export function Select<T extends string>(props: {
  options: Options<T>;
  value: T;
  onChange: (value: T) => void;
  label?: string;
  autofocus?: boolean;
}) {
  const { options, value, onChange, label, autofocus = false } = props;
  return (
    <select
      class="field"
      aria-label={label}
      autofocus={autofocus}
      value={value}
      onChange={(event) => {
        const chosen = options.find(([option]) => option === event.currentTarget.value);
        if (chosen) onChange(chosen[0]);
      }}
    >
      {options.map(([option, words]) => (
        <option key={option} value={option}>
          {words}
        </option>
      ))}
    </select>
  );
}
