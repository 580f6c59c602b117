// All that can be done with a clip, as data: what it is called, how it is found, and what it does.
// Pure but for the deeds it is given. Never list an action that the clip has nothing for.
import type { CommandId } from '../../src-shared/commands';
import { fold, queryWords } from '../../src-shared/search-query';
import { TRANSFORMS, type Transform } from '../../src-shared/transforms';
import { words } from '../i18n/words';
import { COLOR_FORMATS, type Color, formatColor } from '../preview/color';
import { linkParts } from '../preview/link-parts';
import type { Shown } from '../preview/preview-model';
import type { View } from '../preview/views';
import type { IconName } from '../ui/icons';

/** What an action shows beside the list while it is the one that Enter would do. */
export type Aside =
  | { readonly type: 'transform'; readonly name: Transform }
  | { readonly type: 'count' | 'qr' | 'split' }
  | { readonly type: 'text'; readonly text: string };

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** Other words by which it is found. */
  readonly also: string;
  /** The command whose keys do the same. */
  readonly command: CommandId | null;
  readonly aside: Aside | null;
  readonly run: (how: 'paste' | 'copy') => void;
}

/** What actions do; the menu brings it. */
export interface Deeds {
  readonly command: (id: CommandId) => void;
  readonly transform: (name: Transform, how: 'paste' | 'copy') => void;
  readonly count: (how: 'paste' | 'copy') => void;
  readonly putText: (text: string, how: 'paste' | 'copy') => void;
  readonly openLink: () => void;
  readonly reveal: (index: number) => void;
  readonly save: () => void;
  readonly split: () => void;
  readonly showAs: (view: View) => void;
  readonly togglePreview: () => void;
  readonly toggleSpaces: () => void;
  readonly zoom: (step: 1 | -1) => void;
  readonly revealSecret: () => void;
}

export interface ActionContext {
  readonly shown: Shown;
  /** Commands that somebody does. */
  readonly commands: ReadonlySet<CommandId>;
  /** Enter can only copy here. */
  readonly copyOnly: boolean;
  readonly previewOpen: boolean;
  readonly spaces: boolean;
  /** Of a clip that is one. */
  readonly color: Color | null;
  readonly deeds: Deeds;
}

const { actions: w, commands: commandWords } = words;

/** In the order of the menu. */
export function actionsFor(context: ActionContext): Action[] {
  const { text, masked } = context.shown.preview;
  const list = [...forClip(context), ...forKind(context)];
  if (text !== null && !masked) list.push(...forText(context));
  list.push(...forPreview(context));
  return list;
}

function action(
  id: string,
  label: string,
  icon: IconName,
  run: Action['run'],
  rest: Partial<Pick<Action, 'also' | 'command' | 'aside'>> = {},
): Action {
  return { id, label, icon, also: '', command: null, aside: null, run, ...rest };
}

function forClip({ shown: { clip, preview }, commands, copyOnly, deeds }: ActionContext): Action[] {
  const usual: readonly (readonly [CommandId, IconName, string])[] = [
    ['paste', 'clipboard', copyOnly ? commandWords.copy.name : commandWords.paste.name],
    ['paste-plain', 'text', commandWords['paste-plain'].name],
    ['copy', 'copy', commandWords.copy.name],
    ['pin', 'pin', clip.pinned ? w.unpin : w.pin],
    ['edit', 'edit', commandWords.edit.name],
    ['delete', 'trash', commandWords.delete.name],
  ];
  const needsText: readonly CommandId[] = preview.text === null ? ['edit', 'paste-plain'] : [];
  const asPaste: readonly CommandId[] = copyOnly ? ['copy', 'paste-plain'] : [];
  return usual
    .filter(([id]) => commands.has(id) && !needsText.includes(id) && !asPaste.includes(id))
    .map(([id, icon, label]) => action(id, label, icon, () => deeds.command(id), { command: id }));
}

function forKind({ shown: { clip, preview }, color, deeds }: ActionContext): Action[] {
  const list: Action[] = [];
  if (preview.masked) list.push(action('reveal-secret', w.revealSecret, 'eye', deeds.revealSecret));
  const address = preview.text?.text.trim() ?? '';
  const link = clip.kind === 'link' ? linkParts(address) : null;
  if (link !== null && /^(?:https?|mailto)$/.test(link.scheme)) {
    list.push(
      action('open-link', w.openLink(link.host), 'open', deeds.openLink, {
        also: w.also.openLink,
        aside: { type: 'text', text: address },
      }),
    );
  }
  for (const [index, { name, folder, state }] of (preview.files?.list ?? [])
    .slice(0, MAX_REVEALS)
    .entries()) {
    if (state === 'missing') continue;
    list.push(
      action(`reveal-${index}`, w.reveal(name), 'path', () => deeds.reveal(index), {
        also: w.also.reveal,
        aside: { type: 'text', text: `${folder}/${name}` },
      }),
    );
  }
  if (color !== null) {
    for (const format of COLOR_FORMATS) {
      const written = formatColor(color, format);
      const label = w.copyColor(words.preview.colorFormats[format]);
      list.push(
        action(`color-${format}`, label, 'color', () => deeds.putText(written, 'copy'), {
          also: w.also.copyColor,
          aside: { type: 'text', text: written },
        }),
      );
    }
  }
  list.push(action('save', w.save, 'save', deeds.save, { also: w.also.save }));
  return list;
}

/** Files of a list that have an action of their own; the preview shows the others. */
const MAX_REVEALS = 5;

function forText({ shown: { preview }, deeds }: ActionContext): Action[] {
  const list = [
    action('qr', w.qr, 'qr', () => deeds.showAs('qr'), { also: w.also.qr, aside: { type: 'qr' } }),
    ...(splitCount(preview.text?.text ?? '') > 1
      ? [action('split', w.split, 'split', deeds.split, { aside: { type: 'split' } })]
      : []),
    action('count', w.count, 'count', deeds.count, { also: w.also.count, aside: { type: 'count' } }),
  ];
  for (const name of TRANSFORMS) {
    list.push(
      action(name, w.transforms[name], 'change', (how) => deeds.transform(name, how), {
        also: `${w.also.transform} ${alsoOf(name)}`,
        aside: { type: 'transform', name },
      }),
    );
  }
  return list;
}

function alsoOf(name: Transform): string {
  if (name === 'upper' || name === 'lower' || name === 'title') return w.also.case;
  if (name.startsWith('sha')) return w.also.hash;
  if (name.startsWith('json')) return w.also.json;
  if (name.startsWith('url')) return w.also.url;
  return name === 'slug' ? w.also.slug : '';
}

/** Lines that splitting would make clips of. */
export function splitCount(text: string): number {
  return new Set(text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')).size;
}

function forPreview({ shown, previewOpen, spaces, deeds }: ActionContext): Action[] {
  const { views, preview } = shown;
  const list = [
    action('preview', previewOpen ? w.hidePreview : w.showPreview, 'eye', deeds.togglePreview, {
      command: 'preview',
    }),
  ];
  if (previewOpen && views.length > 1) {
    for (const view of views) {
      const label = w.showAs(words.preview.view[view]);
      list.push(action(`view-${view}`, label, 'eye', () => deeds.showAs(view)));
    }
  }
  if (previewOpen && preview.text !== null) {
    const label = spaces ? w.hideSpaces : w.showSpaces;
    list.push(action('spaces', label, 'eye', deeds.toggleSpaces, { also: w.also.spaces }));
  }
  if (previewOpen && preview.image !== null && preview.image.refusal === null) {
    list.push(
      action('zoom-in', w.zoomIn, 'image', () => deeds.zoom(1)),
      action('zoom-out', w.zoomOut, 'image', () => deeds.zoom(-1)),
    );
  }
  return list;
}

/** Actions that have all the words of the query in their names, those that begin with it first. */
export function findActions(actions: readonly Action[], query: string): Action[] {
  const needles = queryWords(query);
  const first = needles[0];
  if (first === undefined) return [...actions];
  const rank = ({ label }: Action) => {
    const folded = fold(label);
    if (folded.startsWith(first)) return 0;
    return needles.every((needle) => folded.includes(needle)) ? 1 : 2;
  };
  return actions
    .filter(({ label, also }) => needles.every((needle) => fold(`${label} ${also}`).includes(needle)))
    .toSorted((a, b) => rank(a) - rank(b));
}
