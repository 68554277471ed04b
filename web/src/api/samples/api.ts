import createFetchClient from "openapi-fetch";
import { agentApi } from "../queries";
import type { paths } from "../schema.gen";

/** The API that nothing is expected to ask. */
export function silentApi() {
  return agentApi(createFetchClient<paths>({ fetch: () => Promise.reject(new Error("not expected here")) }));
}
