import { isRecord } from "./record";
import type { GatewayMessage, Named, ProblemDocument } from "./schema.gen";

/** An RFC 9457 problem document, or what stands for one when there was no answer at all. */
export class Problem extends Error {
  /** The HTTP status; 0 when the server could not be reached. */
  readonly status: number;
  /** A stable machine code, `already_claimed` for instance. */
  readonly code: string;
  /** What happened, for people. */
  readonly detail: string;
  /** To quote when asking for help. */
  readonly requestId: string | null;
  /** Who holds the conversation, where that is the problem. */
  readonly claimedBy: Named | null;
  /** The conversation that stands in the way, where that is the problem. */
  readonly conversation: string | null;

  /** `body` is what the server answered with: a problem document as a rule, and anything at all in truth. */
  constructor(status: number, body?: Partial<ProblemDocument> | GatewayMessage) {
    const members: Record<string, unknown> = isRecord(body) ? body : {};
    const code = text(members.code) ?? (status === 0 ? "unreachable" : `http_${status}`);
    const detail = text(members.detail) ?? text(members.title) ?? fallbackDetail(status);
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.requestId = text(members.request_id);
    this.claimedBy = named(members.claimed_by);
    this.conversation = text(members.conversation);
  }

  /** Whether the same request may succeed later. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The sentence an agent reads. Names the person where the server's detail may not. */
export function explain(problem: unknown): string {
  if (!(problem instanceof Problem)) return "Something went wrong in this page. Reload it and try again.";
  const holder = problem.claimedBy?.name;
  switch (problem.code) {
    case "already_claimed":
    case "claimed_by_other":
      return holder ? `${holder} claimed this conversation.` : problem.detail;
    case "conversation_closed":
      return "This conversation is closed.";
    default:
      return problem.detail;
  }
}

function fallbackDetail(status: number): string {
  if (status === 0) return "Memberline can't be reached. Check your connection; nothing you typed is lost.";
  if (status === 401) return "Your session has ended. Sign in again.";
  if (status === 403) return "You are not allowed to do this.";
  if (status === 404) return "This doesn't exist, or isn't visible to you.";
  if (status === 429) return "Too many requests just now. Try again in a moment.";
  return `The server answered with an error (${status}). Try again in a moment.`;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function named(value: unknown): Named | null {
  if (!isRecord(value)) return null;
  const id = text(value.id);
  const name = text(value.name);
  return id && name ? { id, name } : null;
}
