import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon, type IconName } from "../../ui/icon";

/** A small button that cannot be pressed again before what it does is done. */
export function PressOnce(props: {
  label: string;
  icon: IconName;
  onPress: () => Promise<void>;
  children: ComponentChildren;
}) {
  const { label, icon, onPress, children } = props;
  const [busy, setBusy] = useState(false);
  return (
    <button
      type="button"
      class="button small"
      aria-label={label}
      disabled={busy}
      onClick={() => {
        setBusy(true);
        void onPress().finally(() => setBusy(false));
      }}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}
