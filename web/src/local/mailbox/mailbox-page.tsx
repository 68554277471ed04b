import { useEffect, useState } from "preact/hooks";
import { explain } from "../../api/problem";
import { unchanged } from "../../api/unchanged";
import { briefTime, exactTime } from "../../time/format";
import { useNow } from "../../time/use-now";
import { usePoll } from "../../time/use-poll";
import { Icon } from "../../ui/icon";
import { MessageBar } from "../../ui/message-bar";
import { LocalHeader } from "../local-header";
import { frameDocument, linkify, recipients, type Mail } from "./mail";
import type { MailboxApi } from "./mailbox-api";
import "./mailbox.css";

/** Every email that was sent, newest first. */
export function MailboxPage({ api }: { api: MailboxApi }) {
  const [mails, setMails] = useState<Mail[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(() => new URLSearchParams(location.search).get("mail"));
  const now = useNow(10_000);

  const { failure } = usePoll("", { interval: 2_000, longest: 15_000 }, async (signal) => {
    const answer = await api.mails(signal);
    const sorted = [...answer].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    setMails((before) => unchanged(before, sorted));
  });

  const mail = mails?.find(({ id }) => id === chosen);
  const choose = (id: string | null) => {
    setChosen(id);
    history.replaceState(null, "", id ? `${location.pathname}?mail=${encodeURIComponent(id)}` : location.pathname);
  };

  return (
    <div class="mailbox" data-view={mail ? "mail" : "list"}>
      <LocalHeader current="/mailbox" />
      <section class="mails" aria-label="Emails" aria-busy={mails === null}>
        <h1>
          Mailbox <span>{mails?.length ?? ""}</span>
        </h1>
        {failure !== null && <MessageBar tone="warn" text={explain(failure)} />}
        {mails?.length === 0 && (
          <div class="empty">
            <Icon name="mail" />
            <strong>No mail yet</strong>
            <p>Emails to agents appear here instead of being delivered.</p>
          </div>
        )}
        <ul>
          {mails?.map((one) => (
            <li key={one.id}>
              <button type="button" aria-current={one.id === chosen ? "true" : undefined} onClick={() => choose(one.id)}>
                <span class="mail-line">
                  <strong>{recipients(one)}</strong>
                  <time dateTime={one.at} title={exactTime(one.at)}>
                    {briefTime(one.at, now)}
                  </time>
                </span>
                <span class="mail-subject">{one.subject}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <main>
        {mail ? (
          <MailView key={mail.id} mail={mail} onBack={() => choose(null)} />
        ) : (
          <div class="empty">
            <Icon name="mail" />
            <h2>No email selected</h2>
          </div>
        )}
      </main>
    </div>
  );
}

function MailView({ mail, onBack }: { mail: Mail; onBack: () => void }) {
  const [view, setView] = useState<"html" | "text">(mail.html ? "html" : "text");
  useEffect(() => {
    document.title = `${mail.subject} · Mailbox`;
  }, [mail.subject]);
  return (
    <article class="mail" aria-label={mail.subject}>
      <header>
        <button type="button" class="icon-button back" aria-label="Back to the list" onClick={onBack}>
          <Icon name="back" />
        </button>
        <div class="mail-about">
          <h2>{mail.subject}</h2>
          <p>
            To {recipients(mail)}
            {mail.from && `, from ${mail.from}`}
          </p>
          <p>{exactTime(mail.at)}</p>
        </div>
        <div class="mail-views" role="group" aria-label="View">
          <button type="button" aria-pressed={view === "html"} disabled={!mail.html} onClick={() => setView("html")}>
            HTML
          </button>
          <button type="button" aria-pressed={view === "text"} disabled={!mail.text} onClick={() => setView("text")}>
            Text
          </button>
        </div>
      </header>
      {view === "html" && mail.html ? (
        <iframe
          title={`Email: ${mail.subject}`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcdoc={frameDocument(mail.html)}
        />
      ) : (
        <pre>
          {linkify(mail.text ?? "").map(({ text, href }, index) =>
            href ? (
              <a key={index} href={href} target="_blank" rel="noopener noreferrer">
                {text}
              </a>
            ) : (
              text
            ),
          )}
        </pre>
      )}
    </article>
  );
}
