import { Component } from "preact";
import type { Row } from "../../api/types";
import { briefTime, duration, exactTime } from "../../time/format";
import { Icon } from "../../ui/icon";
import { isPlainClick } from "../../ui/link";
import { formatPhone } from "../../ui/phone-number";
import type { Alert } from "./alert";
import "./inbox-row.css";

interface Props {
  row: Row;
  alert: Alert | null;
  /** Coarse, so that rows are not drawn every second. */
  now: number;
  href: string;
  selected: boolean;
  onOpen: (id: string) => void;
}

/** One conversation of the dashboard (EL-01, EL-03, MC-04). */
export class InboxRow extends Component<Props> {
  override shouldComponentUpdate(next: Readonly<Props>): boolean {
    const { row, alert, now, href, selected } = this.props;
    return (
      row !== next.row ||
      now !== next.now ||
      href !== next.href ||
      selected !== next.selected ||
      JSON.stringify(alert) !== JSON.stringify(next.alert)
    );
  }

  override render({ row, alert, now, href, selected, onOpen }: Props) {
    const phone = formatPhone(row.customer);
    const last = row.last_message;
    const at = last?.at ?? row.opened_at;
    return (
      <li class="row" data-selected={selected || undefined}>
        <div class="row-head">
          <AlertIcon alert={alert} now={now} />
          <span class="row-name">{row.name ?? phone}</span>
          {row.name && <span class="row-phone">{phone}</span>}
          <time dateTime={at} title={exactTime(at)}>
            {briefTime(at, now)}
          </time>
        </div>
        <a
          class="row-preview"
          href={href}
          aria-current={selected ? "true" : undefined}
          onClick={(event) => {
            if (!isPlainClick(event)) return;
            event.preventDefault();
            onOpen(row.id);
          }}
        >
          <span class="unseen">Open the conversation with {row.name ?? phone}: </span>
          {last?.direction === "out" && <span class="row-us">We: </span>}
          {last?.preview || "No messages yet"}
        </a>
        <dl class="row-facts">
          <Fact term="Journey" value={row.journey} strong />
          <Fact term="Location" value={row.location?.name} />
          <Fact term="Group" value={row.group?.name} />
          <Fact term="Campaign" value={row.campaign} />
          <Fact term="Team" value={row.team?.name} />
          <div class={row.agent ? "fact-agent" : "fact-agent nobody"}>
            <dt class="unseen">Agent</dt>
            <dd>{row.state === "closed" && !row.agent ? "Closed" : (row.agent?.name ?? "Unclaimed")}</dd>
          </div>
        </dl>
      </li>
    );
  }
}

function Fact({ term, value, strong }: { term: string; value: string | null | undefined; strong?: boolean }) {
  if (!value) return null;
  return (
    <div class={strong ? "fact-strong" : undefined} title={term}>
      <dt class="unseen">{term}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function AlertIcon({ alert, now }: { alert: Alert | null; now: number }) {
  if (!alert) return null;
  const lasting = alert.since ? ` for ${duration(Math.max(0, now - Date.parse(alert.since)))}` : "";
  const label = alert.kind === "unclaimed" ? `Unclaimed${lasting}` : `Claimed, the member has waited${lasting}`;
  const flashing = alert.kind === "unclaimed" && alert.flashing;
  return (
    <span class="row-alert" data-alert={alert.kind} data-flashing={flashing || undefined} title={label}>
      <Icon name={alert.kind === "unclaimed" ? "alert" : "clock"} label={label} />
    </span>
  );
}
