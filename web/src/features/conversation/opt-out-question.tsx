import { Icon } from "../../ui/icon";
import { MessageBar } from "../../ui/message-bar";
import { useAction } from "../../ui/use-action";

/** Asks what only a person can tell: whether a text that looks like an opt-out is one, or whose a number is (X-15). */
export function OptOutQuestion(props: {
  kind: "looks_like_opt_out" | "wrong_number";
  /** What the member wrote, if it has been read. */
  text: string | null;
  onAnswer: (answer: "opt_out" | "continue") => Promise<void>;
}) {
  const { kind, text, onAnswer } = props;
  const wrong = kind === "wrong_number";
  const { busy, failure, run } = useAction();
  const answer = (given: "opt_out" | "continue") => run(() => onAnswer(given));

  return (
    <section class="opt-out-question" aria-label="To decide">
      <Icon name="alert" />
      <div class="question">
        <p>
          {wrong ? (
            <>
              <strong>This number may have a new owner.</strong> Share nothing of the member before you know. Is it somebody else's?
            </>
          ) : (
            <>
              <strong>This looks like an opt-out.</strong> Did the member ask to stop?
            </>
          )}
        </p>
        {text && <blockquote dir="auto">“{text}”</blockquote>}
      </div>
      <div class="answers">
        <button type="button" class="button danger" disabled={busy} onClick={() => void answer("opt_out")}>
          Yes, stop texts
        </button>
        <button type="button" class="button" disabled={busy} onClick={() => void answer("continue")}>
          No, carry on
        </button>
      </div>
      {failure && <MessageBar text={failure} />}
    </section>
  );
}
