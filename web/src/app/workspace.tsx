import { useEffect, useRef, useState } from "preact/hooks";
import { useConsole } from "../api/context";
import type { Filter, Named } from "../api/types";
import { ConversationPane } from "../features/conversation/conversation-pane";
import { Inbox } from "../features/inbox/inbox";
import { TriggersPage } from "../features/triggers/triggers-page";
import { Icon } from "../ui/icon";
import { Mark } from "../ui/mark";
import { AccountMenu } from "./account-menu";
import { PageNav } from "./page-nav";
import { routePath, useRoute } from "./route";
import "./workspace.css";

/** From this width on there is room for the application beside its conversation. */
const WIDE = "(min-width: 1280px)";

/** Header, inbox at left, conversation at right; on a phone one of the two. */
export function Workspace({ onSignOut }: { onSignOut: () => void }) {
  const { api, me } = useConsole();
  const [route, go] = useRoute();
  const [teams, setTeams] = useState<Named[]>([]);
  const [attention, setAttention] = useState(0);
  const [title, setTitle] = useState<string | null>(null);
  const [panel, setPanel] = useState(() => matchMedia(WIDE).matches);
  const refreshInbox = useRef(() => {});
  const pane = useRef<HTMLElement>(null);

  useEffect(() => {
    // Without the list there is no team filter; everything else works.
    api.teams().then(setTeams, () => {});
  }, [api]);

  useEffect(() => {
    const count = attention > 0 ? `(${attention}) ` : "";
    const what = route.page === "triggers" ? "Triggers" : route.conversation && title;
    document.title = `${count}${what ? `${what} · ` : ""}Memberline`;
  }, [attention, title, route.conversation, route.page]);

  useEffect(() => {
    // On a phone the pane that had the focus has just been hidden.
    const focused = document.activeElement;
    if (route.conversation && focused && focused !== document.body && !focused.checkVisibility()) pane.current?.focus();
  }, [route.conversation]);

  const open = (conversation: string | null) => {
    // Where it would lie over the conversation it is shown only on request.
    if (conversation !== route.conversation && !matchMedia(WIDE).matches) setPanel(false);
    go({ ...route, page: "conversations", conversation });
  };
  const show = (filter: Filter, team: string | null) => go({ ...route, filter, team });
  const header = (
    <header class="top">
      <Mark />
      <span class="organisation">{me.organisation.name}</span>
      <PageNav route={route} onGo={go} />
      <AccountMenu onSignOut={onSignOut} />
    </header>
  );

  if (route.page === "triggers") {
    return (
      <div class="workspace" data-page="triggers">
        {header}
        <TriggersPage mayEdit={me.agent.permissions.includes("administer")} />
      </div>
    );
  }
  return (
    <div class="workspace" data-view={route.conversation ? "conversation" : "inbox"}>
      <a class="skip" href="#conversation">
        Skip to the conversation
      </a>
      {header}
      <Inbox
        filter={route.filter}
        team={route.team}
        selected={route.conversation}
        hrefOf={(conversation) => routePath({ ...route, conversation })}
        teams={teams}
        onShow={show}
        onOpen={open}
        onAttention={setAttention}
        refresh={refreshInbox}
      />
      <main ref={pane} id="conversation" class="conversation-slot" tabIndex={-1}>
        {route.conversation ? (
          <ConversationPane
            key={route.conversation}
            id={route.conversation}
            onBack={() => open(null)}
            onTitle={setTitle}
            onChanged={() => refreshInbox.current()}
            onOpen={open}
            panel={panel}
            onPanel={setPanel}
          />
        ) : (
          <div class="empty">
            <Icon name="chat" />
            <h1>No conversation selected</h1>
            <p>Choose one from the list to read it and to answer.</p>
          </div>
        )}
      </main>
    </div>
  );
}
