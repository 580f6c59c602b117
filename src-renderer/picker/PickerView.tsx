// The picker's window: puts its parts together, and hands keys to the model.
// Never decide here what a key does; keys.ts and the model do.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { ActionsMenu } from '../actions/ActionsMenu';
import type { ClipActs } from '../actions/clip-acts';
import { Editor } from '../actions/Editor';
import { direction } from '../i18n/words';
import { PreviewPane } from '../preview/PreviewPane';
import type { PreviewModel } from '../preview/preview-model';
import type { TextWork } from '../preview/text-work';
import { ClipList } from './ClipList';
import { EmptyState } from './EmptyState';
import { Footer } from './Footer';
import { HeldKeys } from './held-keys';
import { KeySheet } from './KeySheet';
import { commandOf } from './keys';
import './picker.css';
import { viewCount } from '../history/history';
import { PicksBar } from './PicksBar';
import type { PickerModel } from './picker-model';
import { SearchBox } from './SearchBox';
import { SearchLine } from './SearchLine';
import { StatusLines } from './StatusLines';
import { Toast } from './Toast';
import { useHeldModifiers } from './use-modifier';
import { useNow } from './use-now';

interface Props {
  readonly picker: PickerModel;
  readonly preview: PreviewModel;
  readonly acts: ClipActs;
  readonly work: TextWork;
}

export function PickerView({ picker, preview, acts, work }: Props) {
  const state = useSyncExternalStore(picker.subscribe, picker.snapshot);
  const { open: previewOpen } = useSyncExternalStore(preview.subscribe, preview.snapshot);
  const { text, filters, view, selection, status, opening, keymap, cover } = state;
  const hotkey = status?.hotkeyTrouble === null ? status.hotkey : null;
  const { mac } = keymap;
  const now = useNow(opening);
  const held = useHeldModifiers(opening);
  const main = mac ? 'Meta' : 'Control';
  const box = useRef<HTMLInputElement>(null);
  const [keyboard, setKeyboard] = useState(true);
  const [heldKeys] = useState(() => new HeldKeys());
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening starts afresh
  useEffect(() => heldKeys.forget(), [opening]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening puts the caret back
  useEffect(() => box.current?.focus(), [opening]);
  // A button that went away with what it did must not leave the window without a caret.
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  });

  useEffect(() => {
    picker.addDeed('controls', () => {
      const controls = [...document.querySelectorAll<HTMLElement>('input, button:not([tabindex="-1"])')];
      const at = controls.indexOf(document.activeElement as HTMLElement);
      controls[(at + 1) % controls.length]?.focus();
    });
  }, [picker]);

  useEffect(() => {
    // First of all, also where a menu then keeps the key to itself.
    const onKeyFirst = (event: KeyboardEvent) => heldKeys.pressed(event);
    const onKeyUp = (event: KeyboardEvent) => heldKeys.released(event);
    const onKey = (event: KeyboardEvent) => {
      const input = box.current;
      // What lies over the list has taken the key already.
      if (input === null || event.defaultPrevented) return;
      const onButton = event.target instanceof HTMLButtonElement;
      const elsewhere = !(event.target instanceof HTMLInputElement);
      if (onButton && ['Enter', ' ', 'Tab'].includes(event.key)) return;
      const { value, selectionStart, selectionEnd } = input;
      const { undoable, keymap, cover } = picker.snapshot();
      const context = {
        empty: value === '',
        caretAtEnd: selectionStart === value.length && selectionEnd === value.length,
        against: !input.matches(`:dir(${direction})`),
        mirrored: direction === 'rtl',
        canUndo: undoable > 0,
        covered: cover !== null,
      };
      const command = commandOf(heldKeys.pressOf(event), context, keymap);
      if (command === null || (command !== 'nothing' && !picker.run(command))) {
        const typed = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
        if (elsewhere && typed) input.focus();
        return;
      }
      event.preventDefault();
      setKeyboard(true);
    };
    const onBlur = () => {
      // A click into the frame that shows copied HTML: the window has the focus still, and the keys are to be ours again.
      if (document.activeElement instanceof HTMLIFrameElement) setTimeout(() => box.current?.focus());
      else picker.focused(false);
    };
    const onFocus = () => picker.focused(true);
    window.addEventListener('keydown', onKeyFirst, true);
    window.addEventListener('keyup', onKeyUp, true);
    window.addEventListener('keydown', onKey);
    window.addEventListener('blur', onBlur);
    window.addEventListener('focus', onFocus);
    return () => {
      window.removeEventListener('keydown', onKeyFirst, true);
      window.removeEventListener('keyup', onKeyUp, true);
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('blur', onBlur);
      window.removeEventListener('focus', onFocus);
    };
  }, [picker, heldKeys]);

  const count = viewCount(view);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press on anything but a control must not take the caret away
    <div
      className="picker"
      onMouseDown={(event) => {
        const target = event.target as Element;
        if (target.closest('input, textarea, [data-selects]') === null) event.preventDefault();
      }}
    >
      <SearchBox
        ref={box}
        text={text}
        view={view}
        activeId={selection.id}
        filters={filters}
        completion={state.completions[0]?.word ?? null}
        onType={(value, composing, atEnd) => picker.type(value, composing, atEnd)}
        onDropFilter={(filter) => picker.dropFilter(filter)}
        onClear={() => picker.searchFor([])}
      />
      <div className="picker-body">
        <main className="picker-main">
          <SearchLine state={state} onComplete={(completion) => picker.type(completion.text)} />
          {count === 0 ? (
            <EmptyState state={state} picker={picker} />
          ) : (
            <ClipList
              state={state}
              now={now}
              digits={held === main || held === (mac ? 'Shift+Meta' : 'Control+Shift')}
              keyboard={keyboard}
              onMouse={() => setKeyboard(false)}
              picker={picker}
            />
          )}
          <Toast state={state} onUndo={() => void picker.undo()} onDismiss={() => picker.dismiss()} />
        </main>
        {previewOpen && count > 0 && <PreviewPane preview={preview} acts={acts} />}
        {cover === 'keys' && <KeySheet keymap={keymap} commands={state.commands} hotkey={hotkey} />}
      </div>
      {cover === 'actions' && (
        <ActionsMenu picker={picker} preview={preview} acts={acts} work={work} heldKeys={heldKeys} />
      )}
      {cover === 'edit' && <Editor picker={picker} preview={preview} acts={acts} heldKeys={heldKeys} />}
      <PicksBar
        state={state}
        onSeparator={() => picker.run({ id: 'separator' })}
        onEndQueue={() => picker.endQueue()}
      />
      <StatusLines
        status={status}
        empty={view.loaded && view.query === '' && count === 0}
        mac={mac}
        onResume={() => picker.resume()}
        onTakeNext={() => picker.takeNext()}
      />
      <Footer state={state} held={held} onHelp={() => picker.run({ id: 'help' })} />
    </div>
  );
}
