// Whether contrast is strong: as the desktop has it, or always. theme.css has the colours that follow.
// Never a colour here.
import type { Settings } from '../../src-shared/settings';

/**
 * Marks the page with what holds, from now on and whenever the desktop changes it.
 * @returns what takes over the setting.
 */
export function followContrast(): (setting: Settings['contrast']) => void {
  const desktop = matchMedia('(prefers-contrast: more)');
  let wanted: Settings['contrast'] = 'system';
  const mark = () => {
    const more = wanted === 'more' || desktop.matches;
    document.documentElement.toggleAttribute('data-contrast', more);
  };
  desktop.addEventListener('change', mark);
  mark();
  return (setting) => {
    if (setting === wanted) return;
    wanted = setting;
    mark();
  };
}
