import { render } from "@testing-library/preact";
import createFetchClient from "openapi-fetch";
import type { ComponentChildren } from "preact";
import { ConsoleContext, type Console } from "../context";
import { agentApi } from "../queries";
import type { paths } from "../schema.gen";
import { sampleMe } from "./directory";

/** The API that nothing is expected to ask. */
export function silentApi() {
  return agentApi(createFetchClient<paths>({ fetch: () => Promise.reject(new Error("not expected here")) }));
}

/** Shows a part of the console to someone who is signed in. */
export function renderInConsole(part: ComponentChildren, { api = silentApi(), me = sampleMe() }: Partial<Console> = {}): void {
  render(<ConsoleContext.Provider value={{ api, me }}>{part}</ConsoleContext.Provider>);
}
