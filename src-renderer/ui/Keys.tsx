// Keys as they stand on the keyboard.
// Never handle a key here, and never let the keys be part of a button's name: it has aria-keyshortcuts.
import { keyNames } from '../i18n/format';

interface Props {
  /** As keyNames() reads it; null = nothing to show. */
  readonly accelerator: string | null;
  readonly mac: boolean;
}

export function Keys({ accelerator, mac }: Props) {
  if (accelerator === null) return null;
  return (
    // In this order in every language, as they stand on the keyboard.
    <span className="keys" dir="ltr">
      {keyNames(accelerator, mac).map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  );
}
