// The picker's commands as data: what each is called in settings.json, the keys that it has by default, and when it applies.
// Never act here, and never put words here: the language file has them, by these ids.

/** The groups in which the sheet of keys lists them, in its order. */
export const COMMAND_GROUPS = ['choose', 'move', 'find', 'change', 'window'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface CommandRule {
  readonly group: CommandGroup;
  /** Chords as keymap.ts reads them; the first is the one that is shown. */
  readonly keys: readonly string[];
  /** Chords on macOS, where they differ by more than Cmd for Ctrl. */
  readonly macKeys?: readonly string[];
  /**
   * When the key is the command's: 'list' and 'clip' while the list has the keys ('clip': it acts on the selected clips), 'undo' while
   * something can be undone (else the key is the search box's own), 'always' also while a sheet or a menu lies over the list.
   */
  readonly when: 'list' | 'clip' | 'undo' | 'always';
  /** A held key does it again and again; all others act once. */
  readonly repeats: boolean;
}

type Options = Partial<Pick<CommandRule, 'macKeys' | 'when' | 'repeats'>>;

function rule(group: CommandGroup, keys: readonly string[], options: Options = {}): CommandRule {
  return { group, keys, when: 'list', repeats: false, ...options };
}

const onClip = { when: 'clip' } as const;
const held = { repeats: true } as const;

/** Digit stands for 1 to 9, and Mod for Cmd on macOS and Ctrl elsewhere. */
export const COMMANDS = {
  paste: rule('choose', ['Enter'], onClip),
  'paste-plain': rule('choose', ['Shift+Enter'], onClip),
  copy: rule('choose', ['Mod+Enter'], onClip),
  'paste-nth': rule('choose', ['Mod+Digit']),
  'paste-nth-plain': rule('choose', ['Mod+Shift+Digit']),
  queue: rule('choose', ['Mod+Shift+Enter'], onClip),
  separator: rule('choose', ['Mod+J']),

  'row-down': rule('move', ['Down', 'Control+N'], held),
  // Ctrl+P pins where Ctrl is the main modifier.
  'row-up': rule('move', ['Up'], { ...held, macKeys: ['Up', 'Control+P'] }),
  'page-down': rule('move', ['PageDown'], held),
  'page-up': rule('move', ['PageUp'], held),
  first: rule('move', ['Home', 'Mod+Home'], { ...held, macKeys: ['Home', 'Mod+Home', 'Mod+Up'] }),
  last: rule('move', ['End', 'Mod+End'], { ...held, macKeys: ['End', 'Mod+End', 'Mod+Down'] }),
  'extend-down': rule('move', ['Shift+Down'], held),
  'extend-up': rule('move', ['Shift+Up'], held),

  'filter-next': rule('find', ['Tab'], held),
  'filter-previous': rule('find', ['Shift+Tab'], held),

  preview: rule('change', ['Space', 'Right']),
  'preview-down': rule('change', ['Alt+Down'], held),
  'preview-up': rule('change', ['Alt+Up'], held),
  pin: rule('change', ['Mod+P'], onClip),
  // Keyboards of Macs have no forward Delete.
  delete: rule('change', ['Delete', 'Mod+Backspace'], { ...onClip, macKeys: ['Mod+Backspace', 'Delete'] }),
  undo: rule('change', ['Mod+Z'], { when: 'undo' }),
  edit: rule('change', ['Mod+E'], onClip),
  actions: rule('change', ['Mod+K'], onClip),

  // Tab is the filters': without this a keyboard would not get at the buttons.
  controls: rule('window', ['F6'], { when: 'always' }),
  help: rule('window', ['F1', '?'], { when: 'always' }),
  close: rule('window', ['Esc'], { when: 'always' }),
} as const satisfies Record<string, CommandRule>;

export type CommandId = keyof typeof COMMANDS;

/** In the order of the table. */
export const COMMAND_IDS = Object.keys(COMMANDS) as readonly CommandId[];

/** A command's line of the table. */
export function commandRule(id: CommandId): CommandRule {
  return COMMANDS[id];
}
