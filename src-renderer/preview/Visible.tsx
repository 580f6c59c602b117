// A text with what would hide in it made visible.
// Never a direction of its own that reaches further than the text.
import { Fragment } from 'react';
import { visibleParts } from './visible-text';

/** @param spaces shows white space as signs too */
export function Visible({ text, spaces = false }: { readonly text: string; readonly spaces?: boolean }) {
  let at = 0;
  return visibleParts(text, spaces).map((part) => {
    at += part.text.length;
    return part.kind === 'text' ? (
      <Fragment key={at}>{part.text}</Fragment>
    ) : (
      <span
        key={`${at} ${part.kind}`}
        className={part.kind === 'sign' ? 'sign' : 'space-sign'}
        title={part.code}
      >
        {part.text}
      </span>
    );
  });
}
