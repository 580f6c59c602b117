// What the desktop does for us: opens addresses, shows files, asks where to save.
// Never call these but on a user's explicit act, and never with what has not been checked.
import { dialog, shell } from 'electron';

export const desktop = {
  openLink: (url: string): Promise<void> => shell.openExternal(url),

  reveal(path: string): void {
    shell.showItemInFolder(path);
  },

  async askWhereToSave(name: string): Promise<string | null> {
    const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name });
    return canceled || filePath === '' ? null : filePath;
  },
};
