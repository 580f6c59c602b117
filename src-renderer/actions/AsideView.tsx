// What the chosen action would make, beside the menu: live, from the part of the text that the preview has.
// Never show the result of another action than the one that is chosen.
import { type ReactNode, useEffect, useState } from 'react';
import type { TextCount, Transform, Transformed } from '../../src-shared/transforms';
import { formatCount } from '../i18n/format';
import { words } from '../i18n/words';
import type { Shown } from '../preview/preview-model';
import { QrView } from '../preview/QrView';
import type { TextTask, TextWork } from '../preview/text-work';
import { Visible } from '../preview/Visible';
import { Keys } from '../ui/Keys';
import { type Action, splitCount } from './action-list';
import { countLines } from './count-lines';

/** As much of a result as has room, and more would be slow to lay out. */
const RESULT_CHARS = 1_500;

interface Props {
  readonly action: Action | undefined;
  readonly shown: Shown | null;
  readonly work: TextWork;
  /** Why the action did not work. */
  readonly trouble: string | null;
  readonly mac: boolean;
}

export function AsideView({ action, shown, work, trouble, mac }: Props) {
  const aside = action?.aside ?? null;
  const text = shown?.preview.text?.text ?? '';
  if (action === undefined || shown === null || aside === null) {
    return (
      <section className="actions-aside" aria-label={words.preview.label}>
        {trouble !== null && <Trouble text={trouble} />}
        <p className="actions-result actions-clip-text" dir="auto">
          <Visible text={text.slice(0, RESULT_CHARS)} />
        </p>
      </section>
    );
  }
  const part = (shown.preview.text?.rest ?? 0) > 0;
  return (
    <section className="actions-aside" aria-label={words.actions.result} aria-live="polite">
      {trouble !== null && <Trouble text={trouble} />}
      {aside.type === 'transform' && (
        <Result text={text} part={part} name={aside.name} work={work} mac={mac} />
      )}
      {aside.type === 'count' && <Count text={text} part={part} work={work} mac={mac} />}
      {aside.type === 'qr' && <QrView text={text} />}
      {aside.type === 'split' && <Split count={splitCount(text)} />}
      {aside.type === 'text' && (
        <p className="actions-result" dir="ltr">
          <Visible text={aside.text.slice(0, RESULT_CHARS)} />
        </p>
      )}
    </section>
  );
}

/** What can be done with what was made; nothing is said where there is nothing. */
function ResultKeys({ mac }: { readonly mac: boolean }) {
  return (
    <ul className="actions-keys" aria-hidden="true">
      <li>
        {words.actions.paste} <Keys accelerator="Enter" mac={mac} />
      </li>
      <li>
        {words.actions.copy} <Keys accelerator="Mod+Enter" mac={mac} />
      </li>
    </ul>
  );
}

function Split({ count }: { readonly count: number }) {
  return <p>{words.actions.splitInto(formatCount(count), count)}</p>;
}

function Trouble({ text }: { readonly text: string }) {
  return (
    <p className="actions-trouble" role="alert">
      {text}
    </p>
  );
}

/** What the worker makes of it: undefined while it works, null where it took too long. */
function useWork<T>(work: TextWork, task: TextTask): T | null | undefined {
  const [done, setDone] = useState<T | null | undefined>(undefined);
  const key = JSON.stringify({ ...task, text: null });
  const { text } = task;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` and `text` are the task
  useEffect(() => {
    let wanted = true;
    work.dropWaiting();
    void work.run(task).then((answer) => {
      if (wanted) setDone(answer as T | null);
    });
    return () => {
      wanted = false;
    };
  }, [work, key, text]);
  return done;
}

interface ResultProps {
  readonly text: string;
  readonly part: boolean;
  readonly work: TextWork;
  readonly mac: boolean;
}

function Result({ text, part, name, work, mac }: ResultProps & { readonly name: Transform }): ReactNode {
  const result = useWork<Transformed>(work, { do: 'transform', name, text });
  if (result === undefined) return <p className="actions-working">{words.actions.working}</p>;
  if (result === null) return <p>{words.actions.tooSlow}</p>;
  if (!result.ok) return <p className="actions-trouble">{words.actions.refusals[result.why]}</p>;
  if (result.text === '') return <p>{words.actions.nothingLeft}</p>;
  return (
    <>
      <p className="actions-result" dir="auto">
        <Visible text={result.text.slice(0, RESULT_CHARS)} />
      </p>
      {(part || result.text.length > RESULT_CHARS) && (
        <p className="actions-part">{words.actions.resultPart}</p>
      )}
      <ResultKeys mac={mac} />
    </>
  );
}

function Count({ text, part, work, mac }: ResultProps): ReactNode {
  const count = useWork<TextCount>(work, { do: 'count', text });
  if (count === undefined) return <p className="actions-working">{words.actions.working}</p>;
  if (count === null) return <p>{words.actions.tooSlow}</p>;
  return (
    <>
      <dl className="actions-count">
        {countLines(count).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {part && <p className="actions-part">{words.actions.resultPart}</p>}
      <ResultKeys mac={mac} />
    </>
  );
}
