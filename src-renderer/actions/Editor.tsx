// A clip's text to be changed, and kept as a clip of its own.
// Never change the clip that it was made of, and never lose what was typed: it is kept until it is saved or dropped twice over.
import {
  type KeyboardEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { words } from '../i18n/words';
import type { HeldKeys } from '../picker/held-keys';
import { shownKeys } from '../picker/keys';
import type { PickerModel } from '../picker/picker-model';
import type { PreviewModel } from '../preview/preview-model';
import { Keys } from '../ui/Keys';
import type { ClipActs } from './clip-acts';
import { commandWhileTyping } from './cover-keys';
import './actions.css';

interface Props {
  readonly picker: PickerModel;
  readonly preview: PreviewModel;
  readonly acts: ClipActs;
  readonly heldKeys: HeldKeys;
}

interface Original {
  readonly id: number;
  readonly text: string;
}

export function Editor({ picker, preview, acts, heldKeys }: Props) {
  const { keymap } = useSyncExternalStore(picker.subscribe, picker.snapshot);
  const [original, setOriginal] = useState<Original | null>(null);
  const [text, setText] = useState('');
  const [restored, setRestored] = useState(false);
  /** The first of the two presses that drop changes has been made. */
  const [warned, setWarned] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const busy = useRef(false);

  useEffect(() => {
    const id = preview.snapshot().clip?.id;
    let wanted = true;
    void (id === undefined ? Promise.resolve(null) : acts.text(id)).then((read) => {
      if (!wanted) return;
      if (id === undefined || read === null) {
        picker.cover(null);
        return;
      }
      const draft = preview.draftOf(id);
      setOriginal({ id, text: read });
      // A text area has line feeds only.
      setText(draft ?? read.replaceAll('\r\n', '\n'));
      setRestored(draft !== undefined);
    });
    return () => {
      wanted = false;
    };
  }, [picker, preview, acts]);
  // Before it is painted, and before the text is there: what is typed at once must not get into the search box.
  useLayoutEffect(() => area.current?.focus(), []);
  useLayoutEffect(() => {
    if (original === null) return;
    area.current?.setSelectionRange(0, 0);
  }, [original]);

  const changed = original !== null && text !== original.text.replaceAll('\r\n', '\n');
  const close = () => {
    if (original !== null && changed && !warned) {
      setWarned(true);
      return;
    }
    if (original !== null) preview.keepDraft(original.id, null);
    picker.cover(null);
  };
  const save = async () => {
    if (original === null || !changed || busy.current) return;
    busy.current = true;
    const saved = await acts.saveEdited(original.id, withLineEndsOf(original.text, text));
    busy.current = false;
    if (saved) preview.keepDraft(original.id, null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const command = commandWhileTyping(heldKeys.pressOf(event.nativeEvent), keymap);
    if (command === 'help') return;
    event.stopPropagation();
    const mod = keymap.mac ? event.metaKey : event.ctrlKey;
    if (command === 'close') close();
    else if (mod && (event.key === 'Enter' || event.key.toLowerCase() === 's')) void save();
    else return;
    event.preventDefault();
  };

  return (
    <div className="cover editor" role="dialog" aria-label={words.edit.label} onKeyDown={onKeyDown}>
      <textarea
        ref={area}
        className="editor-text"
        aria-label={words.edit.text}
        dir="auto"
        spellCheck={false}
        readOnly={original === null}
        value={text}
        onChange={(event) => {
          const { value } = event.target;
          setText(value);
          setWarned(false);
          if (original !== null) preview.keepDraft(original.id, value);
        }}
      />
      <div className="editor-bar">
        <output className="editor-note">
          {original === null && words.edit.loading}
          {original !== null && !warned && !changed && words.edit.unchanged}
          {!warned && changed && restored && words.edit.restored}
          {warned && (
            <>
              <Keys accelerator={shownKeys(keymap, 'close')} mac={keymap.mac} /> {words.edit.dropAgain}
            </>
          )}
        </output>
        <button type="button" className="button" onClick={close}>
          {words.edit.cancel}
        </button>
        <button
          type="button"
          className="button button-main"
          disabled={!changed || text === ''}
          onClick={save}
        >
          {words.edit.save}
          <span aria-hidden="true">
            <Keys accelerator="Mod+Enter" mac={keymap.mac} />
          </span>
        </button>
      </div>
    </div>
  );
}

/** Windows line ends come back where the original had no others. */
function withLineEndsOf(original: string, text: string): string {
  const windows = original.includes('\r\n') && !/(?:^|[^\r])\n/.test(original);
  return windows ? text.replaceAll('\n', '\r\n') : text;
}
