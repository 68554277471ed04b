import type { Me, Permission } from "../types";

type Role = Me["agent"]["roles"][number];

/** What the server lets each role do that not everybody may. */
const permissions: Record<Role, Permission[]> = {
  agent: [],
  supervisor: ["see_all_teams", "close_for_others"],
  admin: ["see_all_teams", "close_for_others", "administer", "operate", "export_evidence"],
};

/** Maria, an agent of one team. */
export function sampleMe(agent: Partial<Me["agent"]> = {}): Me {
  return {
    agent: {
      id: "maria",
      name: "Maria Lopez",
      email: "maria@lakeside.example",
      roles: ["agent"],
      teams: [{ id: "lending", name: "Lending" }],
      permissions: (agent.roles ?? ["agent"]).flatMap((role) => permissions[role]),
      ...agent,
    },
    organisation: { id: "lakeside", name: "Lakeside Credit Union", brand: "Lakeside", service_level: "advanced" },
  };
}
