import { cleanup, render, screen } from "@testing-library/preact";
import { createRef } from "preact";
import { afterEach, expect, test } from "vitest";
import { ConsoleContext } from "../../api/context";
import { silentApi } from "../../api/samples/api";
import { sampleConversation } from "../../api/samples/conversation";
import { sampleMe } from "../../api/samples/directory";
import type { Conversation } from "../../api/types";
import { ConversationHeader } from "./conversation-header";

const me = sampleMe({ teams: [] });
const api = silentApi();
const nothing = () => {};

function open(conversation: Conversation) {
  render(
    <ConsoleContext.Provider value={{ api, me }}>
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
      />
    </ConsoleContext.Provider>,
  );
}

/** What the header says under a heading. */
const fact = (term: string) => screen.getByText(term, { selector: "dt" }).nextElementSibling?.textContent;

afterEach(cleanup);

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
