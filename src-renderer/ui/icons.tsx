// The icons, by what they stand for here: Lucide's, drawn with the text's colour and one width of line at every size.
// Never give one a name or a role: they are decoration, every meaning stands in words beside them.
import {
  AlignLeft,
  Archive,
  ArrowLeftRight,
  Clipboard,
  Code,
  Copy,
  Download,
  Droplet,
  ExternalLink,
  Eye,
  File,
  Film,
  Folder,
  Hash,
  Image,
  Keyboard,
  Link,
  LockKeyhole,
  type LucideIcon,
  Music,
  Pause,
  Pencil,
  Pin,
  QrCode,
  Rows3,
  Search,
  Trash2,
  TriangleAlert,
  X,
} from 'lucide-react';

const icons = {
  search: Search,
  clear: X,
  text: AlignLeft,
  link: Link,
  code: Code,
  path: Folder,
  image: Image,
  files: File,
  color: Droplet,
  pin: Pin,
  trash: Trash2,
  pause: Pause,
  alert: TriangleAlert,
  keyboard: Keyboard,
  music: Music,
  film: Film,
  archive: Archive,
  edit: Pencil,
  open: ExternalLink,
  save: Download,
  qr: QrCode,
  split: Rows3,
  change: ArrowLeftRight,
  eye: Eye,
  count: Hash,
  clipboard: Clipboard,
  copy: Copy,
  secret: LockKeyhole,
} as const satisfies Record<string, LucideIcon>;

export type IconName = keyof typeof icons;

/** Of each line, CSS pixels, whatever the icon's size. */
const LINE = 1.4;

/** Those that show lines of text, or a way to go on: they look the other way where one reads from right to left. */
const MIRRORED: ReadonlySet<IconName> = new Set(['text', 'open']);

/** @param size width and height in CSS pixels */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  const Shape = icons[name];
  return (
    <Shape
      className="icon"
      size={size}
      strokeWidth={LINE}
      absoluteStrokeWidth
      data-mirrored={MIRRORED.has(name) ? '' : undefined}
      aria-hidden="true"
      focusable="false"
    />
  );
}
