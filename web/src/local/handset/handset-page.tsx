import { useEffect, useState } from "preact/hooks";
import { explain } from "../../api/problem";
import { unchanged } from "../../api/unchanged";
import { usePoll } from "../../time/use-poll";
import { MessageBar } from "../../ui/message-bar";
import { formatPhone } from "../../ui/phone-number";
import { LocalHeader } from "../local-header";
import { BehaviourPanel } from "./behaviour-panel";
import { exchangeWith, type HandsetApi, type HandsetMessage, type Member, type OurNumber, type Sample } from "./handset-api";
import { Phone } from "./phone";
import "./handset.css";

/** The handset: whose phone, which number, the phone itself, and how the carrier behaves. */
export function HandsetPage({ api }: { api: HandsetApi }) {
  const [members, setMembers] = useState<Member[]>([]);
  const [numbers, setNumbers] = useState<OurNumber[]>([]);
  const [samples, setSamples] = useState<Sample[]>([]);
  const [member, setMember] = useState("");
  const [number, setNumber] = useState("");
  const [messages, setMessages] = useState<{ of: string; all: HandsetMessage[] }>({ of: "", all: [] });
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    const wanted = new URLSearchParams(location.search);
    Promise.all([api.members(), api.numbers(), api.samples()]).then(
      ([people, ours, pictures]) => {
        setSamples(pictures);
        setMembers(people);
        setNumbers(ours);
        setMember(people.find((one) => one.number === wanted.get("member"))?.number ?? people[0]?.number ?? "");
        setNumber(ours.find((one) => one.number === wanted.get("number"))?.number ?? ours[0]?.number ?? "");
      },
      (error: unknown) => setFailure(explain(error)),
    );
  }, [api]);

  const poll = usePoll(member, { interval: 1_200, longest: 15_000 }, async (signal) => {
    if (member === "") return;
    const all = await api.messages(member, signal);
    setMessages((before) => unchanged(before, { of: member, all }));
  });

  const choose = (nextMember: string, nextNumber: string) => {
    setMember(nextMember);
    setNumber(nextNumber);
    const search = new URLSearchParams({ member: nextMember, number: nextNumber });
    history.replaceState(null, "", `${location.pathname}?${search}`);
  };

  const who = members.find((one) => one.number === member);
  const ours = numbers.find((one) => one.number === number);
  const problem = failure ?? (poll.failure === null ? null : explain(poll.failure));
  return (
    <div class="handset-page">
      <LocalHeader current="/handset" />
      <aside class="handset-side">
        <h1>Text as a member</h1>
        <p>A phone in the browser. What you send goes to the local carrier, which calls Memberline as the real one would.</p>
        <label>
          Member
          <select class="field" value={member} onChange={(event) => choose(event.currentTarget.value, number)}>
            {members.map((one) => (
              <option key={one.number} value={one.number}>
                {one.name}, {formatPhone(one.number)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Text to
          <select class="field" value={number} onChange={(event) => choose(member, event.currentTarget.value)}>
            {numbers.map((one) => (
              <option key={one.number} value={one.number}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        {ours && (
          <p class="handset-carrier">
            This number is with <strong>{ours.carrier.charAt(0).toUpperCase() + ours.carrier.slice(1)}</strong>.
          </p>
        )}
        {problem && <MessageBar text={problem} />}
      </aside>
      <main>
        {who && ours && (
          <Phone
            key={`${member} ${number}`}
            number={ours}
            owner={who}
            messages={messages.of === member ? exchangeWith(messages.all, number) : null}
            samples={samples}
            onText={async (text, media) => {
              await api.text({ member, number, text, ...(media.length > 0 ? { media } : {}) });
              poll.now();
            }}
          />
        )}
      </main>
      <BehaviourPanel api={api} />
    </div>
  );
}
