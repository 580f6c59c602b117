// What a key means while a menu or an editor has the keys: hardly anything of the picker's.
// Never let a letter that is typed there reach the picker.
import type { CommandId } from '../../src-shared/commands';
import type { Keymap } from '../../src-shared/keymap';
import { direction } from '../i18n/words';
import { commandOf, type KeyPress } from '../picker/keys';

/** The command that the key asks for, as if somebody were typing; null where it is the field's own. */
export function commandWhileTyping(press: KeyPress, keymap: Keymap): CommandId | null {
  const context = {
    empty: false,
    caretAtEnd: false,
    against: false,
    mirrored: direction === 'rtl',
    canUndo: false,
    covered: false,
  };
  const command = commandOf(press, context, keymap);
  return command === null || command === 'nothing' ? null : command.id;
}
