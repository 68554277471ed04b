import { expect, test } from "vitest";
import { attachmentPermissions, conversationPermissions, permissionsOf, personPermissions } from "./permissions";
import { sampleAttachment, sampleConversation } from "./samples/conversation";
import { sampleMe } from "./samples/directory";

test("who administers changes triggers, and who supervises sees them", () => {
  expect(permissionsOf(sampleMe({ roles: ["admin"] }))).toEqual({ seeTriggers: true, editTriggers: true });
  expect(permissionsOf(sampleMe({ roles: ["supervisor"] }))).toEqual({ seeTriggers: true, editTriggers: false });
  expect(permissionsOf(sampleMe({ roles: ["agent"] }))).toEqual({ seeTriggers: false, editTriggers: false });
});

test("an open conversation that nobody holds is claimed to answer (MC-31)", () => {
  expect(conversationPermissions(sampleConversation())).toMatchObject({ claim: true, close: true, claimToSend: true });
  const held = sampleConversation({ agent: { id: "sofia", name: "Sofia" } });
  expect(conversationPermissions(held)).toMatchObject({ claim: false, close: true, claimToSend: false });
});

test("claiming is no way to answer where more stands in the way", () => {
  const can_send = { allowed: false, code: "opted_out", detail: "Tom opted out." };
  const { claim, claimToSend, send } = conversationPermissions(sampleConversation({ can_send }));
  expect({ claim, claimToSend, send }).toEqual({ claim: true, claimToSend: false, send: { allowed: false, why: "Tom opted out." } });
});

test("a closed conversation is neither claimed nor closed", () => {
  expect(conversationPermissions(sampleConversation({ state: "closed" }))).toMatchObject({ claim: false, close: false });
});

test("someone without a number is neither texted nor asked (IN-05)", () => {
  expect(personPermissions({ number: null })).toEqual({ text: false, askForConsent: false, recordConsent: false });
  expect(personPermissions({ number: "+15552010001" })).toEqual({ text: true, askForConsent: true, recordConsent: true });
});

test("what failed is fetched again, and what the server says may be downloaded is (EL-21)", () => {
  expect(attachmentPermissions(sampleAttachment())).toEqual({ download: true, retry: false });
  expect(attachmentPermissions(sampleAttachment({ state: "failed", downloadable: false }))).toEqual({ download: false, retry: true });
});
