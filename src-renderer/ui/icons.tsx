// The icons: 16 by 16, drawn with the text's colour. Decoration only: every meaning stands in words beside them.
// Never give one a name or a role.
import type { ReactNode } from 'react';

const shapes = {
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3 3" />
    </>
  ),
  clear: <path d="m4.5 4.5 7 7m0-7-7 7" />,
  text: <path d="M3 4h10M3 8h10M3 12h6" />,
  link: (
    <path d="M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2A2.6 2.6 0 0 0 9 3.3l-.9.9m1.1 2.6a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.9-.9" />
  ),
  code: <path d="M5.5 4.5 2 8l3.5 3.5m5-7L14 8l-3.5 3.5" />,
  path: <path d="M2 5V4a1 1 0 0 1 1-1h3.2l1.5 1.8H13a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V5Z" />,
  image: (
    <>
      <rect x="2.2" y="3" width="11.6" height="10" rx="1.4" />
      <circle cx="5.6" cy="6.3" r="1.1" />
      <path d="m2.6 11.6 3.2-2.8 2.4 1.9 2.6-2.6 3 2.9" />
    </>
  ),
  files: (
    <path d="M9 2.2H5.2A1.2 1.2 0 0 0 4 3.4v9.2a1.2 1.2 0 0 0 1.2 1.2h5.6a1.2 1.2 0 0 0 1.2-1.2V5.2L9 2.2Zm0 0v3h3" />
  ),
  color: <path d="M8 2.2s4 4.1 4 7a4 4 0 0 1-8 0c0-2.9 4-7 4-7Z" />,
  pin: <path d="M5.7 2.3h4.6M6.3 2.3v4L4.2 8.9v.9h7.6v-.9L9.7 6.3v-4M8 9.8v4" />,
  trash: (
    <path d="M2.8 4.3h10.4M6.2 4.3V2.8h3.6v1.5m-5.6 0 .5 8a1 1 0 0 0 1 .9h4.6a1 1 0 0 0 1-.9l.5-8M6.7 7v3.5M9.3 7v3.5" />
  ),
  pause: <path d="M5.7 3.5v9m4.6-9v9" />,
  alert: (
    <path d="M8 6.3v3m0 2v.1M7.1 2.9 1.9 11.7a1 1 0 0 0 .9 1.5h10.4a1 1 0 0 0 .9-1.5L8.9 2.9a1 1 0 0 0-1.8 0Z" />
  ),
  keyboard: (
    <>
      <rect x="1.8" y="4" width="12.4" height="8" rx="1.4" />
      <path d="M4.5 6.7h.1m2.3 0H7m2.4 0h.1m2 0h.1M5 9.5h6" />
    </>
  ),
  music: (
    <path d="M6 12.2V3.6l6.6-1.3v8.5M6 12.2a1.8 1.5 0 1 1-3.6 0 1.8 1.5 0 0 1 3.6 0Zm6.6-1.4a1.8 1.5 0 1 1-3.6 0 1.8 1.5 0 0 1 3.6 0Z" />
  ),
  film: (
    <>
      <rect x="1.8" y="3.2" width="12.4" height="9.6" rx="1.2" />
      <path d="M6.6 6v4l3.4-2-3.4-2Z" />
    </>
  ),
  archive: (
    <path d="M2.6 5.8h10.8v6.6a.9.9 0 0 1-.9.9h-9a.9.9 0 0 1-.9-.9V5.8Zm-.6-3h12v3H2v-3Zm4.6 5.4h2.8" />
  ),
  edit: <path d="m10.6 2.9 2.5 2.5L5.6 12.9l-3.1.6.6-3.1 7.5-7.5Zm-1.5 1.5 2.5 2.5" />,
  open: <path d="M9.4 2.6h4v4m0-4L7.6 8.4M11.8 9v3.4a1 1 0 0 1-1 1H3.6a1 1 0 0 1-1-1V5.2a1 1 0 0 1 1-1H7" />,
  save: <path d="M8 2.4v7.2m-3-2.8 3 3 3-3M2.8 11v1.6a1 1 0 0 0 1 1h8.4a1 1 0 0 0 1-1V11" />,
  qr: (
    <path d="M2.6 2.6h4v4h-4v-4Zm6.8 0h4v4h-4v-4Zm-6.8 6.8h4v4h-4v-4Zm6.8 0h1.8v1.8H9.4V9.4Zm4 0v1.2m-2.2 2.8h2.2v-1m-4 1v-.4M4.6 4.6h.1m6.7 0h.1m-6.9 6.8h.1" />
  ),
  split: <path d="M2.6 3.4h10.8M2.6 12.6h10.8M8 5.2v5.6M5.8 7.4 8 5.2l2.2 2.2M5.8 8.6 8 10.8l2.2-2.2" />,
  change: <path d="M2.8 6.2h9.4L9.6 3.6m3.6 6.2H3.8l2.6 2.6" />,
  eye: (
    <>
      <path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8Z" />
      <circle cx="8" cy="8" r="1.8" />
    </>
  ),
  count: <path d="M5.6 2.8 4.4 13.2m7.2-10.4-1.2 10.4M2.8 6h10.8M2.4 10h10.8" />,
  clipboard: (
    <path d="M6 3H4.6a1 1 0 0 0-1 1v8.6a1 1 0 0 0 1 1h6.8a1 1 0 0 0 1-1V4a1 1 0 0 0-1-1H10M6 2.4h4v2H6v-2Z" />
  ),
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** @param size width and height in CSS pixels */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}
