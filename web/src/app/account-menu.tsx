import { useEffect, useRef, useState } from "preact/hooks";
import { useConsole } from "../api/context";
import { applyPreferences, storedPreferences, type Bubbles, type Preferences, type Scheme } from "../theme/preferences";
import { optionsOf } from "../ui/options";

/** Who is signed in, how the screen looks, and the way out. */
export function AccountMenu({ onSignOut }: { onSignOut: () => void }) {
  const { agent } = useConsole().me;
  const [open, setOpen] = useState(false);
  const [preferences, setPreferences] = useState(storedPreferences);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (root.current && !event.composedPath().includes(root.current)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey);
    };
  }, [open]);

  const change = (part: Partial<Preferences>) => {
    const next = { ...preferences, ...part };
    setPreferences(next);
    applyPreferences(next);
  };

  return (
    <div class="account-menu" ref={root}>
      <button ref={button} type="button" class="button quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="avatar" aria-hidden="true">
          {agent.name.slice(0, 1)}
        </span>
        <span class="account-name">{agent.name}</span>
      </button>
      {open && (
        <div class="popover" role="group" aria-label="Account and display">
          <p class="popover-head">
            <strong>{agent.name}</strong>
            <span>{agent.email}</span>
          </p>
          <Choice<Scheme>
            legend="Appearance"
            options={{ system: "System", light: "Light", dark: "Dark" }}
            value={preferences.scheme}
            onChange={(scheme) => change({ scheme })}
          />
          <Choice<Bubbles>
            legend="Messages"
            options={{ roles: "By role", "outbound-blue": "Outbound blue" }}
            value={preferences.bubbles}
            onChange={(bubbles) => change({ bubbles })}
          />
          <button type="button" class="button" onClick={onSignOut}>
            Sign out
          </button>
        </div>
      )}
    </div>
  );
}

function Choice<T extends string>(props: {
  legend: string;
  options: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
}) {
  const { legend, options, value, onChange } = props;
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="segmented">
        {optionsOf(options).map(([option, label]) => (
          <label key={option}>
            <input type="radio" name={legend} checked={option === value} onChange={() => onChange(option)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
