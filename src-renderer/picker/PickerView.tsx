// The picker's window: puts its parts together, and hands keys to the model.
// Never decide here what a key does; keys.ts and the model do.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { parseQuery, queryNeedles } from '../../src-shared/search-query';
import { ClipList } from './ClipList';
import { EmptyState } from './EmptyState';
import { Footer } from './Footer';
import { commandOf } from './keys';
import './picker.css';
import { viewCount } from '../history/history';
import type { PickerModel } from './picker-model';
import { SearchBox } from './SearchBox';
import { StatusLines } from './StatusLines';
import { Toast } from './Toast';
import { useModifierHeld } from './use-modifier';
import { useNow } from './use-now';

export function PickerView({ picker }: { readonly picker: PickerModel }) {
  const state = useSyncExternalStore(picker.subscribe, picker.snapshot);
  const { text, view, selection, status, opening } = state;
  const mac = status === null ? navigator.platform.startsWith('Mac') : status.platform === 'darwin';
  const now = useNow(opening);
  const digits = useModifierHeld(mac ? 'Meta' : 'Control', opening);
  const box = useRef<HTMLInputElement>(null);
  const [keyboard, setKeyboard] = useState(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening puts the caret back
  useEffect(() => box.current?.focus(), [opening]);
  // A button that went away with what it did must not leave the window without a caret.
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const input = box.current;
      if (input === null) return;
      const onButton = event.target instanceof HTMLButtonElement;
      if (onButton && (event.key === 'Enter' || event.key === ' ')) return;
      const { value, selectionStart, selectionEnd } = input;
      const command = commandOf(event, {
        mac,
        empty: value === '',
        caretAtEnd: selectionStart === value.length && selectionEnd === value.length,
        canUndo: picker.snapshot().undoable > 0,
      });
      if (command === null) {
        if (onButton && event.key.length === 1) input.focus();
        return;
      }
      event.preventDefault();
      setKeyboard(true);
      picker.run(command);
    };
    const onBlur = () => picker.focused(false);
    const onFocus = () => picker.focused(true);
    window.addEventListener('keydown', onKey);
    window.addEventListener('blur', onBlur);
    window.addEventListener('focus', onFocus);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('blur', onBlur);
      window.removeEventListener('focus', onFocus);
    };
  }, [picker, mac]);

  const count = viewCount(view);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press on anything but a control must not take the caret away
    <div
      className="picker"
      onMouseDown={(event) => {
        const target = event.target as Element;
        if (target.closest('input') === null) event.preventDefault();
      }}
    >
      <SearchBox
        ref={box}
        text={text}
        view={view}
        activeId={selection.id}
        onType={(value, composing) => picker.type(value, composing)}
      />
      <main className="picker-main">
        {count === 0 ? (
          <EmptyState view={view} status={status} mac={mac} onClear={() => picker.type('')} />
        ) : (
          <ClipList
            state={state}
            words={queryNeedles(parseQuery(view.query))}
            now={now}
            digits={digits}
            keyboard={keyboard}
            onMouse={() => setKeyboard(false)}
            picker={picker}
          />
        )}
        <Toast state={state} mac={mac} onUndo={() => void picker.undo()} onDismiss={() => picker.dismiss()} />
      </main>
      <StatusLines
        status={status}
        empty={view.loaded && view.query === '' && count === 0}
        mac={mac}
        onResume={() => picker.resume()}
      />
      <Footer state={state} mac={mac} />
    </div>
  );
}
