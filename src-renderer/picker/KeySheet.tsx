// The sheet of keys: every command that can be done, with all its keys, over the list.
// Never name a key here: the keymap does.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { COMMAND_GROUPS, COMMAND_IDS, type CommandId, commandRule } from '../../src-shared/commands';
import type { Keymap } from '../../src-shared/keymap';
import { words } from '../i18n/words';
import { Keys } from '../ui/Keys';
import './key-sheet.css';

/** What the search box reads as more than words (search-query.ts). */
const NARROWING = ['type:', 'app:', 'after:', 'size:', 'is:', '"…"', '/…/'];

interface Props {
  readonly keymap: Keymap;
  readonly commands: ReadonlySet<CommandId>;
  /** The global hotkey; null where it does not work. */
  readonly hotkey: string | null;
}

export function KeySheet({ keymap, commands, hotkey }: Props) {
  const sheet = useRef<HTMLElement>(null);
  // It has the keys that scroll.
  useLayoutEffect(() => sheet.current?.focus(), []);
  const [more, setMore] = useState(false);
  const look = () => setMore(goesOn(sheet.current));
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another one for each rendering, and does the same
  useEffect(() => {
    const resized = new ResizeObserver(look);
    if (sheet.current !== null) resized.observe(sheet.current);
    return () => resized.disconnect();
  }, []);
  const shown = COMMAND_IDS.filter((id) => commands.has(id) && keymap.chords[id].length > 0);
  return (
    <section
      ref={sheet}
      className="key-sheet"
      role="dialog"
      aria-label={words.keysTitle}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keys that scroll it
      tabIndex={0}
      data-more={more ? '' : undefined}
      onScroll={look}
    >
      <div className="key-columns">
        {COMMAND_GROUPS.map((group) => {
          const ids = shown.filter((id) => commandRule(id).group === group);
          return (
            ids.length > 0 && (
              <div key={group} className="key-group">
                <h2>{words.commandGroups[group]}</h2>
                <dl>
                  {group === 'window' && hotkey !== null && (
                    <div className="key-line">
                      <dt>{words.openAndClose}</dt>
                      <dd>
                        <span className="key-chord">
                          <Keys accelerator={hotkey} mac={keymap.mac} />
                        </span>
                      </dd>
                    </div>
                  )}
                  {ids.map((id) => (
                    <div key={id} className="key-line" data-command={id}>
                      <dt>{words.commands[id].name}</dt>
                      <dd>
                        {keymap.chords[id].map((chord, at) => (
                          <span key={chord} className="key-chord">
                            {at > 0 && <span className="key-or">{words.keysOr}</span>}
                            <Keys accelerator={chord} mac={keymap.mac} />
                          </span>
                        ))}
                      </dd>
                    </div>
                  ))}
                  {group === 'find' && (
                    <div className="key-line">
                      <dt>{words.narrowWith}</dt>
                      <dd className="key-syntax" dir="ltr">
                        {NARROWING.map((way) => (
                          <code key={way}>{way}</code>
                        ))}
                      </dd>
                    </div>
                  )}
                </dl>
              </div>
            )
          );
        })}
      </div>
    </section>
  );
}

/** Whether there is more below what is seen. */
function goesOn(element: HTMLElement | null): boolean {
  return element !== null && element.scrollTop + element.clientHeight < element.scrollHeight - 1;
}
