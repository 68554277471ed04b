import { isPlainClick } from "../ui/link";
import { routePath, type Route } from "./route";

const pages = [
  { page: "conversations", name: "Conversations" },
  { page: "triggers", name: "Triggers" },
] as const;

/** The way between the console's pages. */
export function PageNav({ route, onGo }: { route: Route; onGo: (route: Route) => void }) {
  return (
    <nav class="page-nav" aria-label="Pages of the console">
      {pages.map(({ page, name }) => {
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
