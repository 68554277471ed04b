/** Memberline's mark and name. */
export function Mark() {
  return (
    <span class="mark">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="#12464f" />
        <path
          d="M9 9.5h14a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5h-6.200L12 25.6v-4.1H9A2.5 2.5 0 0 1 6.5 19v-7A2.5 2.5 0 0 1 9 9.5Z"
          fill="#fff"
        />
        <path d="M11.5 15.5h9" stroke="#12464f" stroke-width="2" stroke-linecap="round" />
      </svg>
      <span>Memberline</span>
    </span>
  );
}
