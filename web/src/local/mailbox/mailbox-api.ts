import { bodyOf, createClient } from "../../api/client";
import type { Get } from "../../api/operation";
import type { Mail } from "./mail";

interface MailboxPaths {
  "/dev/mail": Get<Mail[]>;
}

/** The local stack's mails. */
export function mailboxApi() {
  const { GET } = createClient<MailboxPaths>();
  return { mails: (signal: AbortSignal) => bodyOf(GET("/dev/mail", { signal })) };
}

export type MailboxApi = ReturnType<typeof mailboxApi>;
