import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import { explain } from "../../api/problem";
import type { Filter, Named, Row } from "../../api/types";
import { useNow } from "../../time/use-now";
import { usePoll, type Pace } from "../../time/use-poll";
import { Icon } from "../../ui/icon";
import { MessageBar } from "../../ui/message-bar";
import { alertOf, needsAttention } from "./alert";
import { filterOptions } from "./filters";
import { InboxRow } from "./inbox-row";
import { reuseRows } from "./rows";
import "./inbox.css";

const PAGE = 30;
const PACE: Pace = { interval: 3_000, longest: 30_000 };

const emptyHints: Record<Filter, string> = {
  open: "When a member texts, the conversation appears here.",
  waiting: "Nobody is waiting for an answer.",
  unassigned: "Every conversation has been claimed.",
  mine: "Conversations that you claim appear here.",
  closed: "Conversations that were closed appear here.",
};

interface Shown {
  view: string;
  rows: readonly Row[];
  next: string | null;
}

/** The dashboard (EL-01, MC-03): filters, rows, pages. */
export function Inbox(props: {
  filter: Filter;
  team: string | null;
  /** The conversation that is open. */
  selected: string | null;
  /** The address of a conversation. */
  hrefOf: (id: string) => string;
  teams: Named[];
  onShow: (filter: Filter, team: string | null) => void;
  onOpen: (id: string) => void;
  onAttention: (count: number) => void;
  refresh: RefObject<() => void>;
}) {
  const { filter, team, selected, hrefOf, teams, onShow, onOpen, onAttention, refresh } = props;
  const { api } = useConsole();
  const view = `${filter}/${team ?? ""}`;
  const [trail, setTrail] = useState<{ view: string; cursors: string[] }>({ view, cursors: [] });
  const cursors = trail.view === view ? trail.cursors : [];
  const cursor = cursors.at(-1) ?? null;
  const page = `${view}/${cursor ?? ""}`;
  const [shown, setShown] = useState<Shown | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const now = useNow(1_000);

  const { failure, now: pollNow } = usePoll(page, PACE, async (signal) => {
    const answer = await api.conversations(
      { filter, limit: PAGE, ...(team ? { team } : {}), ...(cursor ? { cursor } : {}) },
      signal,
    );
    setShown((before) => {
      const rows = reuseRows(before?.view === page ? before.rows : [], answer.items);
      if (before?.view === page && rows === before.rows && before.next === answer.next_cursor) return before;
      return { view: page, rows, next: answer.next_cursor };
    });
  });
  refresh.current = pollNow;

  const current = shown?.view === page ? shown : null;
  const attention = current ? current.rows.filter((row) => needsAttention(row, now)).length : 0;
  useEffect(() => {
    if (current) onAttention(attention);
  }, [attention, current === null]);

  const goTo = (next: string[]) => {
    setTrail({ view, cursors: next });
    list.current?.scrollTo({ top: 0 });
  };

  return (
    <section class="inbox" aria-label="Conversations">
      <div class="inbox-head">
        <div class="filters" role="group" aria-label="Show">
          {filterOptions.map(([option, label]) => (
            <button key={option} type="button" aria-pressed={option === filter} onClick={() => onShow(option, team)}>
              {label}
            </button>
          ))}
        </div>
        <div class="inbox-bar">
          {teams.length > 1 && (
            <label class="team-filter">
              <span class="unseen">Team</span>
              <select value={team ?? ""} onChange={(event) => onShow(filter, event.currentTarget.value || null)}>
                <option value="">All my teams</option>
                {teams.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <span class="attention" role="status">
            {attention > 0 && `${attention} ${attention === 1 ? "needs" : "need"} attention`}
          </span>
        </div>
      </div>
      {failure !== null && <MessageBar tone="warn" text={explain(failure)} />}
      <div class="rows" ref={list} aria-busy={current === null}>
        {current?.rows.length === 0 && cursors.length === 0 && (
          <div class="empty">
            <Icon name="inbox" />
            <strong>Nothing here</strong>
            <p>{emptyHints[filter]}</p>
          </div>
        )}
        <ul>
          {current?.rows.map((row) => (
            <InboxRow
              key={row.id}
              row={row}
              alert={alertOf(row, now)}
              now={Math.floor(now / 10_000) * 10_000}
              href={hrefOf(row.id)}
              selected={row.id === selected}
              onOpen={onOpen}
            />
          ))}
        </ul>
      </div>
      {(cursors.length > 0 || current?.next) && (
        <nav class="pages" aria-label="Pages">
          <button type="button" class="button quiet" disabled={cursors.length === 0} onClick={() => goTo(cursors.slice(0, -1))}>
            <Icon name="back" /> Newer
          </button>
          <span>Page {cursors.length + 1}</span>
          <button
            type="button"
            class="button quiet"
            disabled={!current?.next}
            onClick={() => current?.next && goTo([...cursors, current.next])}
          >
            Older <Icon name="forward" />
          </button>
        </nav>
      )}
    </section>
  );
}
