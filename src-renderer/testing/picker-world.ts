// The picker's model over a main process that is none, with a clock that stands until it is moved.
import { createBridge } from '../bridge';
import { viewRow } from '../history/history';
import { PickerModel } from '../picker/picker-model';
import { FakeClock } from './fake-clock';
import { FakeMain, settle } from './fake-main';

export type ChooseHow = 'paste' | 'paste-plain' | 'copy';

/** Open for a second, over so many clips: the newest has the highest id. */
export async function openPicker(
  clips = 30,
): Promise<{ main: FakeMain; clock: FakeClock; picker: PickerModel }> {
  const main = new FakeMain(clips);
  const clock = new FakeClock();
  const picker = new PickerModel(createBridge(main.api), clock);
  picker.start();
  await settle();
  main.push('picker:shown', { pending: false });
  clock.pass(1_000);
  return { main, clock, picker };
}

/** The id of the selected clip. */
export function selected(picker: PickerModel): number | undefined {
  const { view, selection } = picker.snapshot();
  return viewRow(view, selection.index)?.id;
}

export function down(picker: PickerModel, times = 1): void {
  for (let i = 0; i < times; i += 1) picker.run({ id: 'row-down' });
}

export async function choose(picker: PickerModel, how: ChooseHow): Promise<void> {
  picker.run({ id: how });
  await settle();
}
