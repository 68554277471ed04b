import { cleanup, screen } from "@testing-library/preact";
import { createRef } from "preact";
import { expect, test } from "vitest";
import { renderInConsole } from "../../api/samples/console";
import { sampleAllowed, sampleRefused } from "../../api/samples/ability";
import { sampleConversation } from "../../api/samples/conversation";
import { sampleMe } from "../../api/samples/directory";
import type { Conversation } from "../../api/types";
import { ConversationHeader } from "./conversation-header";

const me = sampleMe();
const nothing = () => {};

function open(conversation: Conversation) {
  renderInConsole(
    <ConversationHeader
      conversation={conversation}
      busy={null}
      panel={null}
      onPanel={nothing}
      panelButton={createRef()}
      onBack={nothing}
      onClaim={nothing}
      onClose={nothing}
      onSaved={nothing}
    />,
    { me },
  );
}

/** What the header says under a heading. */
const fact = (term: string) => screen.getByText(term, { selector: "dt" }).nextElementSibling?.textContent;

test("it says who the person is and how they are reached (EL-05)", () => {
  open(sampleConversation({ name: "Ana Reyes" }));
  screen.getByRole("heading", { name: /^Ana Reyes/ });
  screen.getByText("(555) 201-0001");
});

test("who has no name yet is called by their number (EL-05)", () => {
  open(sampleConversation());
  screen.getByRole("heading", { name: /^\(555\) 201-0001/ });
});

test("it names the campaign and the agent who claimed (MC-19)", () => {
  open(sampleConversation({ agent: { id: "sofia", name: "Sofia Marino" } }));
  expect(fact("Campaign")).toBe("Auto loans");
  expect(fact("Claimed by")).toBe("Sofia Marino");
  cleanup();
  open(sampleConversation({ agent: me.agent, campaign: null }));
  expect(fact("Campaign")).toBe("None");
  expect(fact("Claimed by")).toBe("Maria Lopez (you)");
  cleanup();
  open(sampleConversation());
  expect(fact("Claimed by")).toBe("Nobody yet");
});

test("each of claiming, closing and naming is offered where the server allows it (MC-31)", () => {
  const no = sampleRefused("conversation_closed", "This conversation is closed.");
  const offered = (part: Partial<Conversation>) => {
    open(sampleConversation({ can_claim: no, can_close: no, can_name: no, ...part }));
    const names = screen.getAllByRole("button").map((button) => button.getAttribute("aria-label") ?? button.textContent);
    cleanup();
    return names.filter((name) => name !== "Back to the list");
  };
  expect(offered({})).toEqual([]);
  expect(offered({ can_claim: sampleAllowed })).toEqual(["Claim"]);
  expect(offered({ can_close: sampleAllowed })).toEqual(["Close conversation"]);
  expect(offered({ can_name: sampleAllowed })).toEqual(["Add a name"]);
});
