// Runs in the sandboxed renderer before its page: exposes window.clipstead, and nothing else of Electron.
// Never expose ipcRenderer itself, and never a channel that the contract does not name.
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { PUSH_CHANNELS, REQUEST_CHANNELS } from '../src-shared/channels';
import type { ClipsteadBridge } from '../src-shared/ipc-contract';

const requestNames: ReadonlySet<string> = new Set(REQUEST_CHANNELS);
const pushNames: ReadonlySet<string> = new Set(PUSH_CHANNELS);

const bridge: ClipsteadBridge = {
  request(channel, payload) {
    if (!requestNames.has(channel)) return Promise.reject(new Error('There is no such request.'));
    return ipcRenderer.invoke(channel, payload);
  },
  on(channel, listener) {
    if (!pushNames.has(channel)) throw new Error('There is no such push.');
    const forward = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => ipcRenderer.off(channel, forward);
  },
};

contextBridge.exposeInMainWorld('clipstead', Object.freeze(bridge));
