import type { ApiClient } from "../client";
import { applicationQueries } from "./applications";
import { attachmentQueries } from "./attachments";
import { conversationQueries } from "./conversations";
import { directoryQueries } from "./directory";
import { triggerQueries } from "./triggers";

/** The agents' REST API, one function per operation. */
export function agentApi(client: ApiClient) {
  return {
    ...directoryQueries(client),
    ...conversationQueries(client),
    ...attachmentQueries(client),
    ...applicationQueries(client),
    ...triggerQueries(client),
  };
}

export type AgentApi = ReturnType<typeof agentApi>;
