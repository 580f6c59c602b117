// Where keys go on X11 right now: the focus that the server keeps, which need not be the window manager's active window, and grabs.
// Never change any of it here.
import { DisplayLost, type XConnection } from '../../clipboard/x11/connection';

/** GetInputFocus: 0 = no window, 1 = whichever the pointer is in. */
const POINTER_ROOT = 1;
const CURRENT_TIME = 0;
const ASYNC = 1;
/** GrabKeyboard's answers (X11 protocol). */
const GRAB_SUCCESS = 0;
const ALREADY_GRABBED = 1;
const GRAB_FROZEN = 4;

/** Whether keys go to `window` now: it is the active one, and the focus is in it or in a window that its program has for that. */
export async function hasFocus(x: XConnection, window: number): Promise<boolean> {
  const [active, { focus }] = await Promise.all([
    x.activeWindow(),
    x.request<{ readonly focus: number }>((done) => x.client.GetInputFocus(done)),
  ]);
  if (active !== window || focus <= POINTER_ROOT) return false;
  return x.clientOf(focus) === x.clientOf(window) || (await isInside(x, focus, window));
}

/** Whether `window` is `ancestor` or lies in it; false also where it has gone. */
async function isInside(x: XConnection, window: number, ancestor: number): Promise<boolean> {
  try {
    for (let at = window; at > POINTER_ROOT && at !== x.root; ) {
      if (at === ancestor) return true;
      const of = at;
      at = (await x.request<{ readonly parent: number }>((done) => x.client.QueryTree(of, done))).parent;
    }
    return false;
  } catch (error) {
    if (error instanceof DisplayLost) throw error;
    return false;
  }
}

/**
 * Whether a client holds the keyboard, so that keys go to it whatever has the focus.
 * @param hidden a window of ours that is not shown: a grab for it is never given, and the answer says whether another client's stood
 *   in its way first
 */
export async function keyboardGrabbed(x: XConnection, hidden: number): Promise<boolean> {
  const status = await x.request<number>((done) =>
    x.client.GrabKeyboard(hidden, 0, CURRENT_TIME, ASYNC, ASYNC, done),
  );
  if (status === GRAB_SUCCESS) x.client.UngrabKeyboard(CURRENT_TIME);
  return status === ALREADY_GRABBED || status === GRAB_FROZEN;
}

/** Runs `act` while the server does nothing for any other client: what it looks at stays so until it has acted. */
export async function alone<T>(x: XConnection, act: () => Promise<T>): Promise<T> {
  x.client.GrabServer();
  try {
    return await act();
  } finally {
    if (x.alive) x.client.UngrabServer();
  }
}
