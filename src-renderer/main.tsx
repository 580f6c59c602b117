// The renderer's composition root: makes the bridge and the picker, and shows it.
// Never put logic here.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ClipActs } from './actions/clip-acts';
import { createBridge } from './bridge';
import { direction, locale } from './i18n/words';
import { PickerView } from './picker/PickerView';
import { PickerModel, windowClock } from './picker/picker-model';
import { PreviewModel } from './preview/preview-model';
import { TextWork } from './preview/text-work';
import { startTextWorker } from './preview/trusted';
import { followContrast } from './ui/contrast';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

document.documentElement.lang = locale;
document.documentElement.dir = direction;

const bridge = createBridge(window.clipstead);
const picker = new PickerModel(bridge, windowClock, navigator.platform.startsWith('Mac'));
const work = new TextWork(startTextWorker, windowClock);
const preview = new PreviewModel(bridge, picker, work, windowClock);
const acts = new ClipActs(bridge, picker);
const setContrast = followContrast();
picker.subscribe(() => setContrast(picker.snapshot().status?.contrast ?? 'system'));
preview.start();
picker.start();
createRoot(root).render(
  <StrictMode>
    <PickerView picker={picker} preview={preview} acts={acts} work={work} />
  </StrictMode>,
);
