import type { Me } from "../types";

/** Maria, an agent of one team. */
export function sampleMe(agent: Partial<Me["agent"]> = {}): Me {
  return {
    agent: {
      id: "maria",
      name: "Maria Lopez",
      email: "maria@lakeside.example",
      roles: ["agent"],
      teams: [{ id: "lending", name: "Lending" }],
      permissions: [],
      ...agent,
    },
    organisation: { id: "lakeside", name: "Lakeside Credit Union", brand: "Lakeside", service_level: "advanced" },
  };
}
