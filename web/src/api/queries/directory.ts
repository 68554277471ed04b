import { bodyOf, type ApiClient } from "../client";

/** Who asks, and the teams that they see. */
export function directoryQueries({ GET }: ApiClient) {
  return {
    me: (signal: AbortSignal | null = null) => bodyOf(GET("/v1/me", { signal })),
    teams: (signal: AbortSignal | null = null) => bodyOf(GET("/v1/teams", { signal })),
  };
}
