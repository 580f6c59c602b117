// The renderer's composition root: makes the bridge and the picker, and shows it.
// Never put logic here.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBridge } from './bridge';
import { PickerView } from './picker/PickerView';
import { PickerModel } from './picker/picker-model';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const picker = new PickerModel(
  createBridge(window.clipstead),
  undefined,
  navigator.platform.startsWith('Mac'),
);
picker.start();
createRoot(root).render(
  <StrictMode>
    <PickerView picker={picker} />
  </StrictMode>,
);
