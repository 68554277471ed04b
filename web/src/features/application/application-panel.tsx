import { useEffect, useRef, useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import { explain } from "../../api/problem";
import type { Application, ApplicationLink } from "../../api/types";
import { unchanged } from "../../api/unchanged";
import { dateTime, duration, exactTime } from "../../time/format";
import { useNow } from "../../time/use-now";
import { usePoll, type Pace } from "../../time/use-poll";
import { Icon } from "../../ui/icon";
import { MessageBar } from "../../ui/message-bar";
import { statusName } from "./application-wording";
import { NudgeList } from "./nudge-list";
import { PersonCard } from "./person-card";
import { TrackingHistory } from "./tracking-history";
import "./application.css";

const PACE: Pace = { interval: 6_000, longest: 60_000 };

/** The application beside its conversation: stage, people, who looks after it, reminders and history. */
export function ApplicationPanel(props: {
  link: ApplicationLink;
  /** Whose conversation is shown (IN-34). */
  agent: string | null;
  onOpen: (conversation: string) => void;
  onClose: () => void;
}) {
  const { link, agent, onOpen, onClose } = props;
  const { api } = useConsole();
  const [application, setApplication] = useState<Application | null>(null);
  const now = useNow(20_000);
  const panel = useRef<HTMLElement>(null);
  const hide = useRef<HTMLButtonElement>(null);

  const polling = usePoll(link.id, PACE, async (signal) => {
    const read = await api.application(link.id, signal);
    setApplication((before) => unchanged(before, read));
  });

  useEffect(() => {
    // Where it lies over the conversation it has covered the button that opened it.
    if (panel.current && getComputedStyle(panel.current).position === "absolute") hide.current?.focus();
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && panel.current?.contains(document.activeElement)) onClose();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [onClose]);

  const shown = application ?? link;
  return (
    <aside ref={panel} class="application" aria-label="Application">
      <header>
        <div>
          <h2>{shown.journey}</h2>
          <p>
            <span class="application-id">{shown.los_id}</span>
            <span class="badge plain" data-status={shown.status}>
              {statusName(shown.status)}
            </span>
          </p>
        </div>
        <button ref={hide} type="button" class="icon-button" aria-label="Hide the application" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="application-body" tabIndex={0} role="group" aria-label="Details of the application">
        {polling.failure !== null && <MessageBar tone="warn" text={explain(polling.failure)} />}
        <section class="stage" aria-label="Current stage">
          {shown.stage ? (
            <>
              <strong>{shown.stage.name}</strong>
              {shown.stage.since && <Since at={shown.stage.since} now={now} />}
            </>
          ) : (
            <p>No stage yet</p>
          )}
        </section>
        {application && (
          <>
            <section aria-labelledby="people-title">
              <h3 id="people-title">People</h3>
              <ul class="people">
                {application.people.map((person) => (
                  <PersonCard
                    key={person.id}
                    application={application.id}
                    person={person}
                    people={application.people}
                    shown={person.id === link.person}
                    now={now}
                    onChanged={polling.now}
                    onOpen={onOpen}
                  />
                ))}
              </ul>
            </section>
            {application.agents.length > 0 && (
              <section aria-labelledby="agents-title">
                <h3 id="agents-title">Assigned</h3>
                <ul class="assigned">
                  {application.agents.map(({ id, name }) => (
                    <li key={id} aria-current={id === agent ? "true" : undefined}>
                      <span class="avatar" aria-hidden="true">
                        {name.slice(0, 1)}
                      </span>
                      {name}
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <NudgeList nudges={application.nudges} now={now} />
          </>
        )}
        <TrackingHistory application={link.id} version={application?.updated_at ?? ""} now={now} />
      </div>
    </aside>
  );
}

function Since({ at, now }: { at: string; now: number }) {
  return (
    <p>
      since{" "}
      <time dateTime={at} title={exactTime(at)}>
        {dateTime(at, now)}
      </time>
      , for {duration(Math.max(0, now - Date.parse(at)))}
    </p>
  );
}
