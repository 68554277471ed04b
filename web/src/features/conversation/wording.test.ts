import { describe, expect, test } from "vitest";
import { sampleDownloadLink, sampleIn, sampleNotice, sampleOut, sampleReaction, sampleSegments } from "../../api/samples/conversation";
import type { AttachmentState, Closed, Entry, Notice, Reaction } from "../../api/types";
import { attachmentLabel, eventSentence, groupSentence, linkSentence, missingSentence, noticeSentence, reactionSentence, refusalSentence, roleOf, segmentSentence, senderName, statusLabel, statusSentence } from "./wording";

describe("delivery", () => {
  test.each([
    ["queued", "Queued"],
    ["deferred", "Waiting"],
    ["sending", "Sending"],
    ["sent", "Sent"],
    ["delivered", "Delivered"],
    ["failed", "Not delivered"],
    ["cancelled", "Not sent"],
  ] as const)("%s reads %s", (status, label) => expect(statusLabel(status)).toBe(label));

  test("a failure gives the carrier's reason", () => {
    const failed = { status: "failed", reason: { code: "30003", detail: "Unreachable handset" } } as const;
    expect(statusSentence(failed)).toBe("Not delivered: Unreachable handset");
    expect(statusSentence({ status: "failed", reason: null })).toBe("Not delivered");
  });
});

describe("roles (X-01)", () => {
  test("decide whose colour a message has", () => {
    expect(roleOf(sampleIn(1))).toBe("contact");
    expect(roleOf(sampleOut(1))).toBe("agent");
    expect(roleOf(sampleOut(1, { by: { kind: "automation", agent: null } }))).toBe("automation");
    expect(roleOf(sampleOut(1, { by: { kind: "system", agent: null }, purpose: "help" }))).toBe("automation");
  });

  test("name the sender", () => {
    expect(senderName(sampleOut(1), "Lakeside")).toBe("Maria Lopez");
    const confirmation = sampleOut(1, { by: { kind: "system", agent: null }, purpose: "opt_out_confirmation" });
    expect(senderName(confirmation, "Lakeside")).toBe("Lakeside · opt-out confirmation");
  });
});

describe("events", () => {
  const closed: Closed = { kind: "closed", id: "thread.9", at: "", conversation: "c", by: { kind: "system", agent: null }, reason: "opt_out" };

  test("say why a conversation closed", () => {
    expect(eventSentence(closed, "Tom")).toBe("Closed because Tom opted out");
    const byAgent: Closed = { ...closed, reason: "agent", by: { kind: "agent", agent: { id: "m", name: "Maria" } } };
    expect(eventSentence(byAgent, "Tom")).toBe("Maria closed this conversation");
    expect(eventSentence({ ...closed, reason: "agent" }, "Tom")).toBe("This conversation was closed");
  });

  test("say who noted what (MC-34)", () => {
    const note = { kind: "note", id: "t.1", at: "", conversation: "t-1", by: { id: "maria", name: "Maria" }, text: "Calls after 4." } as const;
    expect(eventSentence(note, "Tom")).toBe("Maria noted: Calls after 4.");
    expect(eventSentence({ ...note, text: null }, "Tom")).toBe("Maria noted: (erased)");
  });

  test("say who named the contact", () => {
    const by = { kind: "agent", agent: { id: "m", name: "Maria" } } as const;
    const named = { kind: "named", id: "t.1", at: "", conversation: null, by, name: "Tom", journey: "Loan Application" } as const;
    expect(eventSentence(named, "Tom")).toBe("Maria changed the contact's details");
  });

  const about = { id: "t.9", at: "", conversation: "c", message: "t.1", index: 1 };
  const maria = { id: "m", name: "Maria" };
  test.each<[Entry, string]>([
    [{ ...about, kind: "download_requested", agent: maria, expires_at: "", email: null }, "Maria asked for a download link"],
    [
      { ...about, kind: "download_requested", agent: maria, expires_at: "", email: "failed" },
      "Maria asked for a download link; the email could not be sent",
    ],
    [{ ...about, kind: "downloaded", agent: maria }, "Maria downloaded the document"],
    [{ ...about, kind: "downloaded", agent: null }, "Someone with the link downloaded the document"],
    [{ ...about, kind: "erased", media: 1, text: true, refused: null }, "The carrier erased its copy"],
    [{ ...about, kind: "erased", media: 0, text: false, refused: "20404" }, "The carrier did not erase its copy: 20404"],
    [{ ...about, kind: "started", agent: maria, application: "a" }, "Maria started this conversation"],
    [{ ...about, kind: "task_settled", agent: maria, opt_out: true, question: "looks_like_opt_out" }, "Maria said that Tom asked to stop"],
    [{ ...about, kind: "task_settled", agent: maria, opt_out: false, question: "looks_like_opt_out" }, "Maria said that Tom did not ask to stop"],
    [{ ...about, kind: "refused_by_carrier" }, "The carrier refuses texts to Tom until they text START"],
    [
      { ...about, kind: "task_settled", agent: maria, opt_out: true, question: "wrong_number" },
      "Maria said that the number is somebody else's",
    ],
    [
      { ...about, kind: "task_settled", agent: maria, opt_out: false, question: "wrong_number" },
      "Maria said that the number is still that of Tom",
    ],
    [{ ...about, kind: "other", what: "telepathy" }, "Something happened that this version cannot show"],
  ])("%o", (entry, sentence) => expect(eventSentence(entry, "Tom")).toBe(sentence));

  test("a message is no event", () => expect(eventSentence(sampleIn(1), "Tom")).toBeNull());
});

describe("what comes with a text", () => {
  test("a group text names the others", () => {
    const others = ["+15552010009", "pat@mail.example"];
    expect(groupSentence(others)).toBe("Group text, also to (555) 201-0009, pat@mail.example: your answer reaches the sender alone");
  });

  test("attachments that are nowhere are counted", () => {
    expect(missingSentence(1)).toBe("An attachment was announced and did not come");
    expect(missingSentence(3)).toBe("3 attachments were announced and did not come");
  });
});

describe("attachments (EL-20, IN-20)", () => {
  test.each<[AttachmentState, string]>([
    ["fetching", "Fetching it from the carrier"],
    ["scanning", "Checking it for malware"],
    ["ready", "PDF"],
    ["blocked", "Blocked"],
    ["failed", "Could not be fetched"],
    ["withheld", "A picture was sent; pictures are off"],
  ])("%s", (state, label) => expect(attachmentLabel({ state, content_type: "application/pdf" })).toBe(label));

  test("a link's sentence says where it went and until when it works (EL-22, EL-23)", () => {
    expect(linkSentence(sampleDownloadLink())).toMatch(
      /^A link was emailed to m\*\*\*@lakeside\.example; it works until 3:04\sPM\.$/,
    );
  });
});

describe("notices", () => {
  const to = (...statuses: Notice["status"][]) =>
    statuses.map((status, n) => ({ agent: { id: `${n}`, name: `Agent ${n}` }, status, error: status === "failed" ? "bounced" : null }));

  test("name one or two agents and count more", () => {
    expect(noticeSentence(sampleNotice(2, 1))).toBe("Maria Lopez notified by email");
    expect(noticeSentence(sampleNotice(2, 1, { recipients: to("sent", "sent", "sent") }))).toBe("3 agents notified by email");
  });

  test("name those whom the email did not reach", () => {
    expect(noticeSentence(sampleNotice(2, 1, { recipients: to("sent", "failed") }))).toBe("Email to Agent 1 did not arrive");
  });

  test("say so when there was nobody to tell", () => {
    expect(noticeSentence(sampleNotice(2, 1, { recipients: [] }))).toMatch(/^Nobody was emailed/);
  });
});

describe("the composer's count", () => {
  const preview = sampleSegments();

  test("shows both counters where they differ (X-08)", () => {
    expect(segmentSentence(preview)).toBe("320 of 640 characters · 3 segments · 2 plan units");
    expect(segmentSentence({ ...preview, characters: 5, carrier_segments: 1, plan_units: 1 })).toBe("5 of 640 characters · 1 segment");
  });

  test("says by how much a text is too long", () => {
    const long = { ...preview, allowed: false, code: "text_too_long", limit: 160, characters_left: -4 };
    expect(refusalSentence(long)).toBe("Too long by 4: at most 160 characters.");
  });
});

describe("a reaction in words (X-15)", () => {
  const liked = sampleReaction();
  test.each<[Partial<Reaction>, string]>([
    [{}, "Liked “See you”"],
    [{ kind: "heart", emoji: "❤️" }, "Loved “See you”"],
    [{ removed: true }, "Took back 👍 from “See you”"],
    [{ kind: "emoji", emoji: "🎉" }, "Reacted with 🎉 to “See you”"],
    [{ kind: "sticker", emoji: null }, "Reacted with a sticker to “See you”"],
    [{ kind: "laugh", emoji: "😂", quoted: null }, "Laughed at something sent"],
    [{ kind: "telepathy" as Reaction["kind"], emoji: "🔮" }, "Reacted with 🔮 to “See you”"],
  ])("%o", (part, sentence) => expect(reactionSentence({ ...liked, ...part })).toBe(sentence));
});
