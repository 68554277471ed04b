import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icon";
import "./toast.css";

/** How long a toast stays, in milliseconds; longer while it is looked at. */
const STAYS = 12_000;

/** A word on what was just done, which goes by itself. Its place stays, so that screen readers notice what comes. */
export function Toast({ text, onDone }: { text: string | null; onDone: () => void }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (text === null || held) return;
    const timer = setTimeout(onDone, STAYS);
    return () => clearTimeout(timer);
  }, [text, held]);

  return (
    <div class="toast-place" role="status">
      {text !== null && (
        <div class="toast" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}>
          <Icon name="check" />
          <p>{text}</p>
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={onDone}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
