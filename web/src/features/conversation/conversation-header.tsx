import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { useConsole } from "../../api/context";
import type { Conversation } from "../../api/types";
import { ConsentDots } from "../../ui/consent/consent-dots";
import { Icon } from "../../ui/icon";
import { formatPhone } from "../../ui/phone-number";
import { PersonForm } from "./person-form";

/** Who this is, by which campaign they came, who answers (MC-19, EL-05), and what can be done. */
export function ConversationHeader(props: {
  conversation: Conversation;
  busy: "claim" | "close" | null;
  /** Whether the application is shown beside; null when there is none. */
  panel: boolean | null;
  onPanel: (shown: boolean) => void;
  /** The button that shows and hides it. */
  panelButton: RefObject<HTMLButtonElement | null>;
  onBack: () => void;
  onClaim: () => void;
  onClose: () => void;
  onSaved: (conversation: Conversation) => void;
}) {
  const { conversation, busy, panel, onPanel, panelButton, onBack, onClaim, onClose, onSaved } = props;
  const { me } = useConsole();
  const [editing, setEditing] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const phone = formatPhone(conversation.customer);
  const open = conversation.state === "open";
  const { can_claim, can_close, can_name } = conversation;
  const mine = conversation.agent?.id === me.agent.id;

  return (
    <header class="conversation-head">
      <div class="head-line">
        <button type="button" class="icon-button back" aria-label="Back to the list" onClick={onBack}>
          <Icon name="back" />
        </button>
        <div class="head-who">
          <h1>
            {conversation.name ?? phone}
            {can_name.allowed && !editing && (
              <button
                type="button"
                class="icon-button edit-name"
                aria-label={conversation.name ? "Edit the contact" : "Add a name"}
                onClick={() => setEditing(true)}
              >
                <Icon name="pencil" />
              </button>
            )}
          </h1>
          <div class="head-badges">
            {conversation.name && <span class="head-phone">{phone}</span>}
            {conversation.journey && <span class="badge">{conversation.journey}</span>}
            {!open && <span class="badge plain">Closed</span>}
            {conversation.opted_out_at && <span class="badge danger">Opted out</span>}
            {conversation.reply_only && <span class="badge warn">Opted out: reply only</span>}
          </div>
        </div>
        {(can_claim.allowed || can_close.allowed) && !confirming && (
          <div class="head-actions">
            {can_claim.allowed && (
              <button type="button" class="button primary" disabled={busy !== null} onClick={onClaim}>
                {busy === "claim" ? "Claiming" : "Claim"}
              </button>
            )}
            {can_close.allowed && (
              <button type="button" class="button" disabled={busy !== null} onClick={() => setConfirming(true)}>
                Close<span class="unseen"> conversation</span>
              </button>
            )}
          </div>
        )}
        {panel !== null && (
          <button
            ref={panelButton}
            type="button"
            class="icon-button panel-toggle"
            aria-label="Application"
            title="Application"
            aria-pressed={panel}
            onClick={() => onPanel(!panel)}
          >
            <Icon name="panel" />
          </button>
        )}
        {can_close.allowed && confirming && (
          <div class="head-actions" role="group" aria-label="Close this conversation?">
            <span class="confirm-question">Close this conversation?</span>
            <button
              type="button"
              class="button danger"
              autofocus
              disabled={busy !== null}
              onClick={() => {
                setConfirming(false);
                onClose();
              }}
            >
              Close it
            </button>
            <button type="button" class="button quiet" onClick={() => setConfirming(false)}>
              Keep open
            </button>
          </div>
        )}
      </div>
      {editing && (
        <PersonForm
          conversation={conversation}
          onCancel={() => setEditing(false)}
          onSaved={(saved) => {
            setEditing(false);
            onSaved(saved);
          }}
        />
      )}
      <dl class="head-facts">
        <div>
          <dt>Campaign</dt>
          <dd>{conversation.campaign ?? "None"}</dd>
        </div>
        <div>
          <dt>Claimed by</dt>
          <dd>{conversation.agent ? `${conversation.agent.name}${mine ? " (you)" : ""}` : "Nobody yet"}</dd>
        </div>
        <div>
          <dt>Texted to</dt>
          <dd>{formatPhone(conversation.number)}</dd>
        </div>
        {conversation.location && (
          <div>
            <dt>Location</dt>
            <dd>{conversation.location.name}</dd>
          </div>
        )}
        {conversation.team && (
          <div>
            <dt>Team</dt>
            <dd>{conversation.team.name}</dd>
          </div>
        )}
        {conversation.consent && (
          <div>
            <dt>Consent</dt>
            <dd>
              <ConsentDots consent={conversation.consent} />
            </dd>
          </div>
        )}
      </dl>
    </header>
  );
}
