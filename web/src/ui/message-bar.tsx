import { Icon } from "./icon";
import "./message-bar.css";

/** A sentence that needs reading, announced when it appears. */
export function MessageBar(props: { text: string; tone?: "danger" | "warn" | "info"; onDismiss?: () => void }) {
  const { text, tone = "danger", onDismiss } = props;
  return (
    <div class={`message-bar ${tone}`} role={tone === "info" ? "status" : "alert"}>
      <Icon name={tone === "info" ? "check" : "alert"} />
      <p>{text}</p>
      {onDismiss && (
        <button type="button" class="icon-button" aria-label="Dismiss" onClick={onDismiss}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
