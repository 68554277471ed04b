import type { Nudge } from "../../api/types";
import { exactTime } from "../../time/format";
import { Icon, type IconName } from "../../ui/icon";
import { nudgeSentence } from "./application-wording";
import "./nudge-list.css";

const icons: Record<Nudge["state"], IconName> = {
  planned: "clock",
  held: "alert",
  withheld: "blocked",
  sent: "check",
  cancelled: "close",
};

/** What automation will say and when, or why not yet (EL-17 to EL-19). */
export function NudgeList({ nudges, now }: { nudges: readonly Nudge[]; now: number }) {
  if (nudges.length === 0) return null;
  return (
    <section aria-labelledby="nudges-title">
      <h3 id="nudges-title">Reminders</h3>
      <ul class="nudges">
        {nudges.map((nudge) => (
          <li key={`${nudge.trigger.id} ${nudge.number}`} data-state={nudge.state}>
            <Icon name={icons[nudge.state]} />
            <p>
              <strong>{nudge.trigger.name}</strong> <span>no. {nudge.number}</span>
              <span class="nudge-word" title={exactTime(nudge.until ?? nudge.due_at)}>
                {nudgeSentence(nudge, now)}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
