// @vitest-environment node
import addFormats from "ajv-formats";
import Ajv from "ajv/dist/2020";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { components } from "../schema.gen";
import * as ability from "./ability";
import * as application from "./application";
import * as conversation from "./conversation";
import * as directory from "./directory";
import * as trigger from "./trigger";

const document = JSON.parse(readFileSync(new URL("../../../../docs/openapi.json", import.meta.url), "utf8"));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, "openapi.json");

/** What the API's description has against a value that is to be a `schema`. */
function objections(schema: keyof components["schemas"], value: unknown): string[] {
  const validate = ajv.compile({ $ref: `openapi.json#/components/schemas/${schema}` });
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const samples: Record<string, [keyof components["schemas"], unknown]> = {
  sampleAllowed: ["Ability", ability.sampleAllowed],
  sampleApplication: ["Application", application.sampleApplication({ nudges: [application.sampleNudge()] })],
  sampleAttachment: ["Attachment", conversation.sampleAttachment()],
  sampleClaim: ["Entry", conversation.sampleClaim(2)],
  sampleConsent: ["ConsentColours", application.sampleConsent("green", "yellow")],
  sampleConversation: ["Conversation", conversation.sampleConversation({ application: application.sampleLink() })],
  sampleDownloadLink: ["LinkSent", conversation.sampleDownloadLink()],
  sampleIn: ["Entry", conversation.sampleIn(1, { attachments: [conversation.sampleAttachment()] })],
  sampleLink: ["ConversationApplication", application.sampleLink()],
  sampleMe: ["Me", directory.sampleMe()],
  sampleNotice: ["Entry", conversation.sampleNotice(2, 1)],
  sampleNudge: ["Nudge", application.sampleNudge()],
  sampleOut: ["Entry", conversation.sampleOut(2)],
  samplePerson: ["ApplicationPerson", application.samplePerson()],
  samplePreview: ["TriggerPreview", trigger.samplePreview()],
  sampleReaction: ["Reaction", conversation.sampleReaction()],
  sampleRefused: ["Ability", ability.sampleRefused("not_claimed", "Claim this conversation to answer.")],
  sampleRow: ["Row", conversation.sampleRow()],
  sampleSegments: ["TextCount", conversation.sampleSegments()],
  sampleStep: ["Tracked", application.sampleStep()],
  sampleTrigger: ["Trigger", trigger.sampleTrigger()],
  sampleTriggerRecord: ["VersionedRecord_Trigger", trigger.sampleTriggerRecord()],
  sampleTriggerRow: ["TriggerRow", trigger.sampleTriggerRow()],
};

test.each(Object.entries(samples))("%s is what docs/openapi.json says", (_name, [schema, sample]) => {
  expect(objections(schema, sample)).toEqual([]);
});

test("no sample is left out", () => {
  const all = Object.keys({ ...ability, ...application, ...conversation, ...directory, ...trigger });
  expect(Object.keys(samples).sort()).toEqual(all.sort());
});

test("what the API does not send is objected to", () => {
  expect(objections("Row", { ...conversation.sampleRow(), state: "ajar" })).not.toEqual([]);
  expect(objections("Entry", { ...conversation.sampleClaim(2), at: "noon" })).not.toEqual([]);
});
