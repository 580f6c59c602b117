// Keys as they stand on the keyboard.
// Never handle a key here, and never let the keys be part of a button's name: it has aria-keyshortcuts.
import { keyNames } from '../i18n/format';

/** @param accelerator as keyNames() reads it */
export function Keys({ accelerator, mac }: { readonly accelerator: string; readonly mac: boolean }) {
  return (
    <span className="keys">
      {keyNames(accelerator, mac).map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  );
}
