/** Our own line drawings on a 24 by 24 grid. */
const DRAWINGS = {
  today: "M4 11 12 4l8 7v9h-5v-6H9v6H4z",
  timeline: "M5 5h.01M9 5h10M5 12h.01M9 12h10M5 19h.01M9 19h10",
  trends: "M4 19h16M4 15l5-5 4 3 7-8",
  more: "M5 7h14M5 12h14M5 17h14",
  people: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 20c0-4 2.5-6 6-6s6 2 6 6M16 5.5a3 3 0 0 1 0 5M18 14.5c2 .8 3 2.6 3 5.5",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  down: "M5 9l7 7 7-7",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  checkin: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.5 14.5c1.8 2 5.2 2 7 0M9 9.5h.01M15 9.5h.01",
  spasm: "M13 3 6 13.5h5L10 21l8-11h-5.5z",
  soreness: "M7 20v-8a2 2 0 0 1 4 0V6a2 2 0 0 1 4 0v8M11 12v2M15 11a2 2 0 0 1 4 0v4c0 3-2 5-5 5H9",
  exercise: "M13 5.5h.01M7 20l4-6-2.5-4 5-1.5 2.5 3 3 .5M11 14l4 2v4M8.5 10 5 12",
  note: "M6 3h9l4 4v14H6zM9 11h7M9 15h7M14 3v5h5",
  treatment: "M4 10h16M4 10v8M20 10v8M4 14h16M7 10V8a2 2 0 0 1 2-2h2v4",
  posture: "M12 5.5h.01M12 9v6M9 21l3-6 3 6M8 12l4-3 4 3",
  injury: "M8.5 4.5l11 11a3.5 3.5 0 0 1-5 5l-11-11a3.5 3.5 0 0 1 5-5M9 12l3-3M12 15l3-3",
  questionnaire: "M5 4h14v16H5zM8.5 9l1 1 2-2M14 9h2M8.5 15l1 1 2-2M14 15h2",
  care: "M12 20c-5-4-8-7-8-10.5A4.2 4.2 0 0 1 12 7a4.2 4.2 0 0 1 8 2.5C20 13 17 16 12 20z",
  redflag: "M6 21V4h11l-2.5 4L17 12H6",
  bell: "M6 17V11a6 6 0 0 1 12 0v6zM4 17h16M10 20h4",
  share: "M12 3v11M8 7l4-4 4 4M5 12v8h14v-8",
  phone: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1M11 18h2",
  look: "M12 4v1.5M12 18.5V20M4 12h1.5M18.5 12H20M6.3 6.3l1.1 1.1M16.6 16.6l1.1 1.1M6.3 17.7l1.1-1.1M16.6 7.4l1.1-1.1M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7",
  about: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5M12 8h.01",
  out: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  edit: "M5 19l1-4L16 5l3 3L9 18z",
  bin: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  wait: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 2",
  plus: "M12 5v14M5 12h14",
} as const
export type IconName = keyof typeof DRAWINGS

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={DRAWINGS[name]} />
    </svg>
  )
}
