// Which program the user works in, where the compositor tells (wlr-foreign-toplevel-management): copies come from there.
// Never ask for a window's title: it is content.
// https://wayland.app/protocols/wlr-foreign-toplevel-management-unstable-v1
import type { WaylandConnection } from './connection';

const MANAGER = 'zwlr_foreign_toplevel_manager_v1';
const MANAGER_TOPLEVEL = 0;
const TOPLEVEL_APP_ID = 1;
const TOPLEVEL_STATE = 4;
const TOPLEVEL_CLOSED = 6;
/** 5 is close(), which would close the user's window. */
const TOPLEVEL_DESTROY = 7;
const STATE_ACTIVATED = 2;

export class ActiveApp {
  readonly #apps = new Map<number, { app: string | null; active: boolean }>();

  constructor(x: WaylandConnection) {
    x.bind(MANAGER, 1, (opcode, args) => {
      if (opcode !== MANAGER_TOPLEVEL) return;
      const id = args.uint();
      const window = { app: null as string | null, active: false };
      this.#apps.set(id, window);
      x.listen(id, (event, details) => {
        if (event === TOPLEVEL_APP_ID) window.app = details.string() || null;
        else if (event === TOPLEVEL_STATE) window.active = isActivated(details.array());
        else if (event === TOPLEVEL_CLOSED) {
          this.#apps.delete(id);
          x.request(id, TOPLEVEL_DESTROY);
          x.forget(id);
        }
      });
    });
  }

  /** The app id of the window that has the focus, for example "org.gnome.gedit"; null where the compositor does not tell. */
  get name(): string | null {
    for (const { app, active } of this.#apps.values()) if (active) return app;
    return null;
  }
}

function isActivated(states: Buffer): boolean {
  for (let at = 0; at + 4 <= states.length; at += 4)
    if (states.readUInt32LE(at) === STATE_ACTIVATED) return true;
  return false;
}
