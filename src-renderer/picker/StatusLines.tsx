// What does not work here, or is paused, in words; nothing where all is well.
// Never hide a trouble behind an icon or a tooltip.
import type { ReactNode } from 'react';
import type { AppStatus } from '../../src-shared/ipc-contract';
import { formatTime, keyLine } from '../i18n/format';
import { words } from '../i18n/words';
import { Icon } from '../ui/icons';
import { SYSTEM_PASTE } from './keys';
import './messages.css';

interface Props {
  readonly status: AppStatus | null;
  /** The empty list tells of the capture's trouble already. */
  readonly empty: boolean;
  readonly mac: boolean;
  readonly onResume: () => void;
  readonly onTakeNext: () => void;
}

export function StatusLines({ status, empty, mac, onResume, onTakeNext }: Props) {
  if (status === null) return null;
  const { paused, pausedUntil, ignoringNext, pasteTrouble, hotkey, hotkeyTrouble } = status;
  const captureTrouble = empty ? null : status.captureTrouble;
  const troubles = [captureTrouble, pasteTrouble, hotkeyTrouble];
  if (!paused && !ignoringNext && troubles.every((trouble) => trouble === null)) return null;
  return (
    <section className="status-lines" aria-live="polite">
      {captureTrouble !== null && (
        <Line icon={<Icon name="alert" />} strong>
          {words.captureTrouble(captureTrouble)}
        </Line>
      )}
      {paused && (
        <Line icon={<Icon name="pause" />} strong>
          {pausedUntil === null ? words.paused : words.pausedUntil(formatTime(pausedUntil))}
          <button type="button" className="button button-small" onClick={onResume}>
            {words.resume}
          </button>
        </Line>
      )}
      {ignoringNext && !paused && (
        <Line icon={<Icon name="pause" />}>
          {words.ignoringNext}
          <button type="button" className="button button-small" onClick={onTakeNext}>
            {words.takeNext}
          </button>
        </Line>
      )}
      {hotkeyTrouble !== null && (
        <Line icon={<Icon name="keyboard" />}>
          {words.hotkeyTrouble(keyLine(hotkey, mac), hotkeyTrouble)}
        </Line>
      )}
      {pasteTrouble !== null && (
        <Line icon={<Icon name="clipboard" />}>
          {words.pasteTrouble(pasteTrouble, keyLine(SYSTEM_PASTE, mac))}
        </Line>
      )}
    </section>
  );
}

interface LineProps {
  readonly icon: ReactNode;
  readonly strong?: boolean;
  readonly children: ReactNode;
}

function Line({ icon, strong = false, children }: LineProps) {
  return (
    <p className="status-line" data-strong={strong ? '' : undefined}>
      {icon}
      {children}
    </p>
  );
}
