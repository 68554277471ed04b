import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { AgentApi } from "./queries";
import type { Me } from "./types";

/** What every part of the signed-in console needs. */
export interface Console {
  api: AgentApi;
  me: Me;
}

export const ConsoleContext = createContext<Console | null>(null);

/** The signed-in console; only inside {@link ConsoleContext}. */
export function useConsole(): Console {
  const value = useContext(ConsoleContext);
  if (!value) throw new Error("This component belongs inside the signed-in console.");
  return value;
}
