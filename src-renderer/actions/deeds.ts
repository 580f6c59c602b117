// What the menu's actions do, for one clip.
// Never do a second one while the first is under way: a bounced Enter would paste twice.
import type { Transformed } from '../../src-shared/transforms';
import { words } from '../i18n/words';
import type { PickerModel } from '../picker/picker-model';
import type { PreviewModel, Shown } from '../preview/preview-model';
import type { TextWork } from '../preview/text-work';
import type { Deeds } from './action-list';
import type { ClipActs } from './clip-acts';
import { countLines } from './count-lines';

interface Parts {
  readonly shown: Shown;
  readonly picker: PickerModel;
  readonly preview: PreviewModel;
  readonly acts: ClipActs;
  readonly work: TextWork;
  /** Why it did not work, in words, where main has not said so. */
  readonly onTrouble: (words: string) => void;
}

export function deedsFor({ shown, picker, preview, acts, work, onTrouble }: Parts): Deeds {
  const { id } = shown.clip;
  let busy = false;
  const once = (deed: () => Promise<unknown>) => {
    if (busy) return;
    busy = true;
    void deed().finally(() => {
      busy = false;
    });
  };
  const back = () => picker.cover(null);
  /** Something to be seen in the preview, which opens for it. */
  const look = (change: () => void) => {
    back();
    change();
  };

  return {
    command(command) {
      back();
      picker.run({ id: command });
    },
    transform: (name, how) =>
      once(async () => {
        const text = await acts.text(id);
        if (text === null) return;
        const result: Transformed | null = await work.run({ do: 'transform', name, text });
        if (result === null) onTrouble(words.actions.tooSlow);
        else if (!result.ok) onTrouble(words.actions.refusals[result.why]);
        else if (result.text === '') onTrouble(words.actions.nothingLeft);
        else await acts.putText(id, result.text, how);
      }),
    count: (how) =>
      once(async () => {
        const text = await acts.text(id);
        if (text === null) return;
        const count = await work.run({ do: 'count', text });
        if (count === null) onTrouble(words.actions.tooSlow);
        else
          await acts.putText(
            id,
            countLines(count)
              .map((line) => line.join(': '))
              .join('\n'),
            how,
          );
      }),
    putText: (text, how) => once(() => acts.putText(id, text, how)),
    openLink: () => once(() => acts.openLink(id)),
    reveal: (index) => once(() => acts.revealFile(id, index)),
    save: () => once(() => acts.saveFile(id)),
    split: () =>
      once(async () => {
        await acts.splitLines(id);
        back();
      }),
    showAs: (view) => look(() => preview.choose(view)),
    togglePreview: () => look(() => preview.toggle()),
    toggleSpaces: () => look(() => preview.toggleSpaces()),
    zoom: (step) => look(() => preview.zoom(step)),
    revealSecret: () =>
      look(() => {
        if (!preview.snapshot().open) preview.toggle();
        preview.reveal();
      }),
  };
}
