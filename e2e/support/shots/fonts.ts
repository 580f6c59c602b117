// The fonts of the pictures: some named ones and no others, whatever else is installed, so that they look the same everywhere.
// Never a font that scripts/lib/system-packages.mjs does not install.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = [
  '/usr/share/fonts/opentype/inter',
  '/usr/share/fonts/truetype/jetbrains-mono',
  '/usr/share/fonts/truetype/dejavu',
  '/usr/share/fonts/truetype/wqy',
  '/usr/share/fonts/truetype/noto',
];

/** By which it is told whether they are the same ones. */
export const FONT_FILES = [
  ...['Regular', 'Medium', 'SemiBold'].map((weight) => `${FOLDERS[0]}/Inter-${weight}.otf`),
  `${FOLDERS[1]}/JetBrainsMono-Regular.ttf`,
  `${FOLDERS[2]}/DejaVuSans.ttf`,
  `${FOLDERS[3]}/wqy-microhei.ttc`,
  `${FOLDERS[4]}/NotoColorEmoji.ttf`,
];

const FAMILIES = {
  'system-ui': ['Inter', 'DejaVu Sans', 'WenQuanYi Micro Hei', 'Noto Color Emoji'],
  'ui-monospace': ['JetBrains Mono', 'DejaVu Sans Mono', 'WenQuanYi Micro Hei Mono', 'Noto Color Emoji'],
};
/** What a page or the desktop calls them. */
const NAMES = {
  'system-ui': ['system-ui', 'sans-serif', 'sans', 'serif', 'Cantarell', 'Adwaita Sans'],
  'ui-monospace': ['ui-monospace', 'monospace', 'Monospace'],
};

/** Writes a configuration for fontconfig. @returns what the app's environment needs, so that nothing of the machine's own shows. */
export function pinnedFonts(folder: string): Record<string, string> {
  const config = join(folder, 'config');
  mkdirSync(config, { recursive: true });
  const aliases = (['system-ui', 'ui-monospace'] as const).flatMap((kind) =>
    NAMES[kind].map(
      (name) =>
        `<match target="pattern"><test name="family"><string>${name}</string></test><edit name="family" mode="assign" binding="strong">${FAMILIES[
          kind
        ]
          .map((family) => `<string>${family}</string>`)
          .join('')}</edit></match>`,
    ),
  );
  const settings = [
    ['antialias', '<bool>true</bool>'],
    ['hinting', '<bool>true</bool>'],
    ['hintstyle', '<const>hintslight</const>'],
    ['rgba', '<const>none</const>'],
  ].map(([name, value]) => `<match target="font"><edit name="${name}" mode="assign">${value}</edit></match>`);
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${[
      ...FOLDERS.map((path) => `<dir>${path}</dir>`),
      `<cachedir>${join(folder, 'cache')}</cachedir>`,
      ...aliases,
      ...settings,
    ].join('\n')}</fontconfig>`,
  );
  return {
    FONTCONFIG_FILE: file,
    XDG_CONFIG_HOME: config,
    GTK_THEME: 'Adwaita',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    LANGUAGE: 'en',
    TZ: 'UTC',
  };
}
