import { Mark } from "../ui/mark";
import "./local-header.css";

const pages = [
  { path: "/", name: "Console" },
  { path: "/handset", name: "Handset" },
  { path: "/mailbox", name: "Mailbox" },
];

/** The way between the pages that only a local stack has. */
export function LocalHeader({ current }: { current: string }) {
  return (
    <header class="local-header">
      <Mark />
      <nav aria-label="Local pages">
        {pages.map(({ path, name }) => (
          <a key={path} href={path} aria-current={path === current ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
    </header>
  );
}
