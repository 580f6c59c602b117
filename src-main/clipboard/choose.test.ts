// Which source is chosen from which environment.
// Never read the machine's own environment here.

import { expect, test } from 'vitest';
import { said } from '../../src-shared/i18n/said';
import { chooseSource } from './choose';

test('X11 where there is a display', () => {
  expect(chooseSource('linux', { DISPLAY: ':7' })).toEqual({ type: 'x11', display: ':7', caveat: null });
});

test('Wayland where its socket is known, and beside it what there is without data-control', () => {
  const env = { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-1', XDG_RUNTIME_DIR: '/run/user/1000' };
  expect(chooseSource('linux', env)).toEqual({
    type: 'wayland',
    path: '/run/user/1000/wayland-1',
    otherwise: { type: 'x11', display: ':0', caveat: said('xwaylandOnly') },
  });
  expect(chooseSource('linux', { WAYLAND_DISPLAY: '/tmp/socket' })).toEqual({
    type: 'wayland',
    path: '/tmp/socket',
    otherwise: { type: 'none', trouble: said('waylandHidesCopies') },
  });
  expect(
    chooseSource('linux', { XDG_SESSION_TYPE: 'wayland', XDG_RUNTIME_DIR: '/run/user/1000' }),
  ).toMatchObject({ path: '/run/user/1000/wayland-0' });
});

test('X11 on a Wayland desktop whose socket is not known says what it does not see', () => {
  expect(chooseSource('linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' })).toEqual({
    type: 'x11',
    display: ':0',
    caveat: said('xwaylandOnly'),
  });
});

test('no display at all is said in words', () => {
  expect(chooseSource('linux', {})).toMatchObject({
    type: 'none',
    trouble: said('noDisplay'),
  });
  expect(chooseSource('linux', { DISPLAY: '' })).toMatchObject({ type: 'none' });
});

test('macOS and Windows are polled, also where an X server runs', () => {
  expect(chooseSource('darwin', { DISPLAY: ':0' })).toEqual({ type: 'polling' });
  expect(chooseSource('win32', {})).toEqual({ type: 'polling' });
});
