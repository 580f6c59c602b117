// Which source is chosen from which environment.
// Never read the machine's own environment here.
import { expect, test } from 'vitest';
import { chooseSource } from './choose';

test('X11 where there is a display', () => {
  expect(chooseSource('linux', { DISPLAY: ':7' })).toEqual({ type: 'x11', display: ':7', caveat: null });
});

test('X11 on a Wayland desktop says what it does not see', () => {
  const env = { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' };
  expect(chooseSource('linux', env)).toMatchObject({
    type: 'x11',
    caveat: expect.stringContaining('Wayland'),
  });
  expect(chooseSource('linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'wayland' })).toMatchObject({
    caveat: expect.stringContaining('Wayland'),
  });
});

test('Wayland alone, and no display at all, are said in words', () => {
  expect(chooseSource('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toMatchObject({
    type: 'none',
    trouble: expect.stringContaining('Wayland'),
  });
  expect(chooseSource('linux', {})).toMatchObject({
    type: 'none',
    trouble: expect.stringContaining('no display'),
  });
  expect(chooseSource('linux', { DISPLAY: '' })).toMatchObject({ type: 'none' });
});

test('macOS and Windows are polled, also where an X server runs', () => {
  expect(chooseSource('darwin', { DISPLAY: ':0' })).toEqual({ type: 'polling' });
  expect(chooseSource('win32', {})).toEqual({ type: 'polling' });
});
