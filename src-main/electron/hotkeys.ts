// The global hotkey. Never takes a key silently: a refusal comes back in words.
// https://www.electronjs.org/docs/latest/api/global-shortcut

import { globalShortcut } from 'electron';
import { type Said, said } from '../../src-shared/i18n/said';

/**
 * Registers the accelerator, in place of any former one.
 * @returns null, or why it does not work.
 */
export function registerHotkey(accelerator: string, onPress: () => void): Said | null {
  globalShortcut.unregisterAll();
  try {
    if (globalShortcut.register(accelerator, onPress)) return null;
    return said('hotkeyTaken', accelerator);
  } catch {
    return said('hotkeyWrong', accelerator);
  }
}

export function unregisterHotkeys(): void {
  globalShortcut.unregisterAll();
}
