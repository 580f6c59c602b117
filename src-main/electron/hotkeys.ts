// The global hotkey. Never takes a key silently: a refusal comes back in words.
// https://www.electronjs.org/docs/latest/api/global-shortcut
import { globalShortcut } from 'electron';

/**
 * Registers the accelerator, in place of any former one.
 * @returns null, or one line in words why it does not work.
 */
export function registerHotkey(accelerator: string, onPress: () => void): string | null {
  globalShortcut.unregisterAll();
  try {
    if (globalShortcut.register(accelerator, onPress)) return null;
    return `The hotkey ${accelerator} is taken by another program; choose another one in settings.json.`;
  } catch {
    return `The hotkey ${accelerator} is not one that can be registered; choose another one in settings.json.`;
  }
}

export function unregisterHotkeys(): void {
  globalShortcut.unregisterAll();
}
