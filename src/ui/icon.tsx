/** The house's line icons, drawn on a 16 px grid. Decorative: the text beside them, or a label, says what they mean. */
const SHAPES = {
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.5 10.5l3 3',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  chevronDown: 'M4 6l4 4 4-4',
  chevronRight: 'M6 4l4 4-4 4',
  chevronLeft: 'M10 4l-4 4 4 4',
  arrowUp: 'M8 13V3M4 7l4-4 4 4',
  arrowDown: 'M8 3v10M4 9l4 4 4-4',
  trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.7 7v4M9.3 7v4',
  edit: 'M3 13l.7-3L10.5 3.200l2.3 2.300L6 12.300z',
  copy: 'M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3',
  download: 'M8 2.500v7.500M4.5 7L8 10.5 11.5 7M2.5 13.500h11',
  upload: 'M8 10.500V3M4.5 6.500L8 3l3.5 3.500M2.5 13.500h11',
  folder: 'M1.5 12.500v-9h4.500l1.5 2h7v7z',
  folderOpen: 'M1.5 12.500v-9h4.500l1.5 2h5v2M1.5 12.500l2-5h11.500l-2 5z',
  file: 'M3.5 1.500h5.500l3.5 3.500v9.500h-9zM9 1.500V5h3.5',
  image: 'M1.5 2.500h13v11h-13zM1.5 11l4-4 3.5 3.5 2-2 3.5 3.500M10.5 5.500h.01',
  table: 'M1.5 2.500h13v11h-13zM1.5 6h13M6 6v7.5',
  overview: 'M1.5 1.500h5.500v7H1.500zM9 1.500h5.500v4H9zM9 7.500h5.500v7H9zM1.5 10.500h5.500v4H1.500z',
  data: 'M2.5 4c0-3.3 11-3.3 11 0s-11 3.3-11 0M2.5 4v8c0 3.3 11 3.3 11 0V4M2.5 8c0 3.3 11 3.3 11 0',
  app: 'M1.5 2.500h13v11h-13zM4 6l2.5 2L4 10M8.5 10.500H12',
  workflow:
    'M1.5 2.500h4.500v3.500H1.500zM10 6.500h4.500V10H10zM1.5 10.500h4.500V14H1.500zM6 4.300h2v4M6 12.200h2V8.300h2',
  job: 'M8 1.500a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M6.5 5.500l4 2.5-4 2.500z',
  members:
    'M6 2.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M1.5 13.500c0-5.3 9-5.3 9 0M10.5 3a2.3 2.3 0 0 1 0 4.300M12 9.600c1.6.6 2.5 2 2.5 3.9',
  user: 'M8 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6M2.5 14c0-6 11-6 11 0',
  project: 'M8 1.500l6 3.200v6.600l-6 3.2-6-3.200V4.700zM2 4.700l6 3.3 6-3.300M8 8v6.5',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.500M8 13.500V15M1 8h1.500M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13.5 9.500A6 6 0 0 1 6.5 2.500a6 6 0 1 0 7 7',
  language: 'M1.5 4h8M5.5 2v2M8 4c-.5 3-3 5.5-6 6.500M3.5 6c1 2 2.5 3.3 4.5 4.200M8 14.500l3.3-8 3.2 8M9.2 12h4.2',
  play: 'M4.5 2.500l8.5 5.5-8.5 5.500z',
  stop: 'M3.5 3.500h9v9h-9z',
  retry: 'M13.5 8A5.5 5.5 0 1 1 11.7 4M12.5 1.500V4.500h-3',
  undo: 'M5.5 3L2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6',
  redo: 'M10.5 3l3 3-3 3M13.5 6H6a3.5 3.5 0 0 0 0 7h4',
  snow: 'M8 1.500v13M2.4 4.800l11.2 6.400M13.6 4.800L2.4 11.200M6 2.500l2 1.5 2-1.500M6 13.500L8 12l2 1.5',
  columns: 'M1.5 2.500h13v11h-13zM6 2.500v11M10.5 2.500v11',
  filter: 'M2 3.500h12M4.5 8h7M6.5 12.500h3',
  warning: 'M8 2l6.5 11.500h-13zM8 6.500v3.500M8 12h.01',
  info: 'M8 1.500a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 7.500v3.500M8 5h.01',
  lock: 'M3.5 7h9v7h-9zM5.5 7V4.500a2.5 2.5 0 0 1 5 0V7',
  eye: 'M1 8c3.5-6 10.5-6 14 0-3.5 6-10.5 6-14 0M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  eyeOff: 'M1 8c3.5-6 10.5-6 14 0-3.5 6-10.5 6-14 0M2.5 13.500l11-11',
  link: 'M6.5 9.500l3-3M7 4.500l1.5-1.500a3.2 3.2 0 0 1 4.5 4.500L11.5 9M9 11.500L7.5 13A3.2 3.2 0 0 1 3 8.500L4.5 7',
  external: 'M6.5 3.500h-4v10h10v-4M9.5 2.500h4v4M13.5 2.500L7.5 8.5',
  save: 'M2.5 2.500h9l2 2v9h-11zM5 2.500v3.500h5V2.500M4.5 13.500V9h7v4.5',
  settings:
    'M2 4.500h7M12 4.500h2M2 11.500h2M7 11.500h7M10.5 2.800a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.400M5.5 9.800a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4',
  layout: 'M2 2.500h4v4H2zM10 2.500h4v4h-4zM6 9.500h4v4H6zM4 6.500l3 3M12 6.500l-3 3',
  history: 'M2.5 8A5.5 5.5 0 1 1 4.3 12M2 4.500V8h3.500M8 5v3.500l2.5 1.500',
  hand: 'M5 9V4a1 1 0 0 1 2 0v3.500M7 7.500V2.800a1 1 0 0 1 2 0V7.500M9 7.500V3.500a1 1 0 0 1 2 0V9M11 6a1 1 0 0 1 2 0v3.500a5 5 0 0 1-9 3L2.500 9.500c-.6-1.500 1-2 2-.8',
  select:
    'M2.5 2.500h2M7 2.500h2M11.500 2.500h2v2M13.5 7v2M13.500 11.500v2h-2M9 13.500H7M4.500 13.500h-2v-2M2.500 9V7M2.500 4.500v-2',
  magnet: 'M3 2.500h3V8a2 2 0 0 0 4 0V2.500h3V8A5 5 0 0 1 3 8zM3 5.500h3M10 5.500h3',
  keyboard: 'M1.5 4h13v8h-13zM4 6.500h.01M6.7 6.500h.01M9.300 6.500h.01M12 6.500h.01M4.500 9.500h7',
  align: 'M2.500 2v12M5 4h8v3H5zM5 9.500h5v3H5z',
  signOut: 'M6.5 2.500h-4v11h4M6 8h8M11 5l3 3-3 3',
  pin: 'M8 9.500v5M4.5 9.500h7l-1.5-2.500v-4h-4v4z',
  up: 'M8 12.500v-8M4.5 8L8 4.5 11.5 8M3 2.500h10',
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      className={className}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.4 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none', display: 'block' }}
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
