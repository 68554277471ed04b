import { cleanup, screen } from "@testing-library/preact";
import { createRef } from "preact";
import { expect, test } from "vitest";
import { renderInConsole } from "../../api/samples/console";
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
