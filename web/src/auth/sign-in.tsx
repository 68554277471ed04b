import { useEffect, useState } from "preact/hooks";
import { Icon } from "../ui/icon";
import { Mark } from "../ui/mark";
import { MessageBar } from "../ui/message-bar";
import { useAction } from "../ui/use-action";
import type { Account, IdentityProvider } from "./identity";
import type { Session } from "./session";
import "./sign-in.css";

/** The page before the console. */
export function SignIn(props: { identity: IdentityProvider; ended: boolean; onSession: (session: Session) => void }) {
  const { identity, ended, onSession } = props;
  const [accounts, setAccounts] = useState<Account[] | null>(null);
  const { busy, failure, run } = useAction();

  useEffect(() => {
    document.title = "Sign in · Memberline";
    void run(async () => {
      const session = await identity.resume();
      if (session) onSession(session);
      else setAccounts(await identity.accounts());
    });
  }, [identity]);

  const groups = byOrganisation(accounts ?? []);
  const signIn = (account: Account) => run(async () => onSession(await identity.signIn(account)));

  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <Mark />
        <h1>Sign in</h1>
        <p class="sign-in-hint">{identity.hint}</p>
        {ended && !failure && <MessageBar tone="warn" text="Your session has ended. Sign in to go on where you were." />}
        {failure && <MessageBar text={failure} />}
        <div class="accounts" aria-busy={accounts === null && !failure}>
          {groups.map(([organisation, agents]) => (
            <Accounts
              key={organisation}
              organisation={groups.length > 1 ? organisation : null}
              accounts={agents}
              busy={busy}
              onChoose={(account) => void signIn(account)}
            />
          ))}
        </div>
      </div>
    </main>
  );
}

function Accounts(props: {
  /** Whose they are, where there is more than one. */
  organisation: string | null;
  accounts: readonly Account[];
  busy: boolean;
  onChoose: (account: Account) => void;
}) {
  const { organisation, accounts, busy, onChoose } = props;
  return (
    <>
      {organisation && <h2>{organisation}</h2>}
      <ul aria-label={organisation ? `Agents of ${organisation}` : "Agents"}>
        {accounts.map((account) => (
          <li key={account.id}>
            <button type="button" disabled={busy} onClick={() => onChoose(account)}>
              <span class="avatar" aria-hidden="true">
                {account.name.slice(0, 1)}
              </span>
              <span class="account">
                <strong>{account.name}</strong>
                <span>{account.about}</span>
              </span>
              <Icon name="forward" />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The accounts of each organisation, in the order in which they are listed. */
function byOrganisation(accounts: readonly Account[]): [string, Account[]][] {
  const groups = new Map<string, Account[]>();
  for (const account of accounts) {
    const organisation = account.organisation ?? "";
    groups.set(organisation, [...(groups.get(organisation) ?? []), account]);
  }
  return [...groups];
}
