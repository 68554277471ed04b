import { bodyOf, createClient } from "../api/client";
import type { Get, Post } from "../api/operation";
import type { Session } from "./session";

/** Something to choose on the sign-in page. */
export interface Account {
  id: string;
  name: string;
  /** A line below the name. */
  about: string;
  /** Whose agent it is, where the issuer says so. */
  organisation?: string;
}

/**
 * Where agents prove who they are. An issuer that takes the browser to its own page offers one account ("Continue"),
 * leaves the page in `signIn`, and finishes in `resume` when the browser comes back.
 */
export interface IdentityProvider {
  /** A sentence below the heading of the sign-in page. */
  readonly hint: string;
  /** Finishes a sign-in that this page load is the return of; null when it isn't one. */
  resume(): Promise<Session | null>;
  /** What the sign-in page offers. */
  accounts(): Promise<Account[]>;
  signIn(account: Account): Promise<Session>;
}

interface LocalAgent {
  id: string;
  name: string;
  organisation?: string;
  roles?: string[];
  teams?: string[];
}

interface IssuerPaths {
  "/oidc/agents": Get<LocalAgent[]>;
  "/oidc/token": Post<{ agent: string }, { access_token: string; expires_in: number }>;
}

/** The local stack's issuer: pick anyone, no password. */
export function localIdentity(): IdentityProvider {
  const { GET, POST } = createClient<IssuerPaths>();
  return {
    hint: "Choose who you are. This is a local stack, so there is no password.",
    resume: async () => null,
    accounts: async () => {
      const agents = await bodyOf(GET("/oidc/agents"));
      return agents.map(({ roles, teams, ...agent }) => ({ ...agent, about: describe(roles, teams) }));
    },
    signIn: async ({ id }) => {
      const answer = await bodyOf(POST("/oidc/token", { body: { agent: id } }));
      return { token: answer.access_token, expiresAt: Date.now() + answer.expires_in * 1000 };
    },
  };
}

function describe(roles: string[] = [], teams: string[] = []): string {
  return [...roles, ...teams].map((slug) => slug.replaceAll("-", " ")).join(" · ");
}
