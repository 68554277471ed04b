import { useConsole } from "../api/context";
import type { Permission } from "../api/types";
import { isPlainClick } from "../ui/link";
import { routePath, type Route } from "./route";

interface Page {
  page: Route["page"];
  name: string;
  /** What is needed to see it; null for everyone's. */
  needs: Permission | null;
}

const pages: readonly Page[] = [
  { page: "conversations", name: "Conversations", needs: null },
  { page: "triggers", name: "Triggers", needs: "see_all_teams" },
];

/** The way between the console's pages; nothing where there is only one. */
export function PageNav({ route, onGo }: { route: Route; onGo: (route: Route) => void }) {
  const { permissions } = useConsole().me.agent;
  const allowed = pages.filter(({ needs }) => needs === null || permissions.includes(needs));
  if (allowed.length === 1) return null;
  return (
    <nav class="page-nav" aria-label="Pages of the console">
      {allowed.map(({ page, name }) => {
        const to: Route = { ...route, page };
        return (
          <a
            key={page}
            href={routePath(to)}
            aria-current={page === route.page ? "page" : undefined}
            onClick={(event) => {
              if (!isPlainClick(event)) return;
              event.preventDefault();
              onGo(to);
            }}
          >
            {name}
          </a>
        );
      })}
    </nav>
  );
}
