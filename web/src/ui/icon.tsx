const paths = {
  alert: "M12 8v5M12 16.2v.1M12 3.5 21 19.5H3Z",
  clock: "M12 8.5V13l2.8 1.8M5 4.2 2.8 6.4M19 4.2l2.2 2.2M6.6 18.9 5 20.8M17.4 18.9l1.6 1.9M12 5.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15Z",
  back: "M15 5l-7 7 7 7",
  forward: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6 6 18",
  pencil: "M4 20l1-4L16 5l3 3L8 19l-4 1Z",
  send: "M4 12 20 4.5 15.5 20l-3.7-6.2L4 12Zm7.8 1.8L20 4.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  chat: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z",
  image: "M4 5h16v14H4ZM4 16l4.5-4.5 4 4 3-3L20 16.5M15 9.5v.1",
  mail: "M3.5 6h17v12h-17ZM4 6.5l8 6.5 8-6.5",
  down: "M12 5v14M6 13l6 6 6-6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  inbox: "M4 13 6.5 5h11L20 13v6H4ZM4 13h5l1.5 2.5h3L15 13h5",
  download: "M12 4v10.500M7 10l5 5 5-5M5 19.500h14",
  document: "M6 3.500h8l4.500 4.500v12.500H6ZM14 3.500V8h4.500M9 12.500h6.500M9 16h6.500",
  shield: "M12 3.500l7.500 2.500v5.500c0 4.500-3 7.500-7.500 9-4.500-1.500-7.500-4.500-7.500-9V6Z",
  blocked: "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM6.400 6.400l11.200 11.200",
  again: "M19.500 12a7.500 7.500 0 1 1-2.200-5.300M19.500 3.500v4h-4",
  panel: "M4 5h16v14H4ZM14.500 5v14",
  plus: "M12 5v14M5 12h14",
  flow: "M5 5.500h6v4H5ZM13 14.500h6v4h-6ZM8 9.500v7h5",
  attach: "M19 11l-7.5 7.5a4.5 4.5 0 0 1-6.400-6.400L12.5 4.700a3 3 0 0 1 4.300 4.300l-7.2 7.200a1.5 1.5 0 0 1-2.2-2.200L14 7.5",
} as const;

export type IconName = keyof typeof paths;

/** A small line drawing. It is decoration: what it says must also be said in text, `label` for instance. */
export function Icon({ name, label }: { name: IconName; label?: string }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    >
      <path d={paths[name]} />
    </svg>
  );
}
