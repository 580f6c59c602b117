// What of Chromium this app does without: each switch says what it takes away, and why nobody misses it.
// Never one that takes a process its sandbox, or that parts pages less than they are.
import { app } from 'electron';

/** Call before the app is ready. */
export function goWithout(): void {
  // The picker is a small window of text: the processor draws it within a frame. Without the graphics driver in a process of its own
  // (60 MB and more of a real one), and without a software one in its place (8 MB), there is none to crash either.
  app.disableHardwareAcceleration();
  app.commandLine.appendSwitch('disable-software-rasterizer');
  // The app asks nothing of the network (lockdown.ts cancels what a page would), so that there is nothing to keep apart in a process
  // of its own (20 MB). What it would parse, answers of strangers, never comes.
  const features = app.commandLine.getSwitchValue('enable-features');
  const wanted = ['NetworkServiceInProcess2', ...(features === '' ? [] : [features])];
  app.commandLine.appendSwitch('enable-features', wanted.join(','));
  if (process.platform === 'linux') keepGtkFromOpenGl();
}

/**
 * GTK, of which the file dialog is, asks the X server which of its visuals OpenGL can use, and loads the graphics driver into the
 * main process for that (20 MB with a software one). Nothing of ours draws through it. (GDK 3, gdk.c and gdkglcontext-x11.c)
 */
function keepGtkFromOpenGl(): void {
  const before = process.env.GDK_GL;
  process.env.GDK_GL = 'disable';
  // GTK has read it by then; programs that are started from here must not.
  app.once('ready', () => {
    if (before === undefined) delete process.env.GDK_GL;
    else process.env.GDK_GL = before;
  });
}
