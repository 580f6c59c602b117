// Where a string becomes what a browser parses or runs: the one trusted types policy of the page.
// Never export the policy itself: what leaves this file is sanitised, or is our own worker.
import { frameHeight } from './frame-height';
import { createSanitiser, type HtmlPolicy } from './sanitise';
import type { TextWorker } from './text-work';
import textWorkerUrl from './text-worker?worker&url';

/** What the DOM's types do not know yet. */
const { trustedTypes } = window as {
  readonly trustedTypes?: { createPolicy(name: string, rules: HtmlPolicy): HtmlPolicy };
};

const policy: HtmlPolicy | null =
  trustedTypes?.createPolicy('clip-preview', {
    createHTML: (html) => html,
    createScriptURL: (url) => {
      if (url === textWorkerUrl) return url;
      throw new TypeError('Only our own worker is started.');
    },
  }) ?? null;

let sanitiser: ReturnType<typeof createSanitiser> | null = null;

/** On white paper, as programs mean it that copy colours along: black on nothing would not be seen in the dark. */
const BODY_STYLE =
  'margin: 0; padding: 14px 16px; background: #fff; color: #1c1c1e; color-scheme: light; ' +
  'font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere';

/**
 * A frame's whole document, for its `srcdoc`, and the height that it is given. Nothing in it runs or loads anything, which its own
 * policy says once more.
 */
export function frameDocument(html: string): { readonly document: string; readonly height: number } {
  sanitiser ??= createSanitiser(window, policy);
  const clean = sanitiser(html);
  const document =
    '<!doctype html><meta charset="utf-8">' +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src-attr 'unsafe-inline'">` +
    `<html style="scrollbar-width: thin"><body style="${BODY_STYLE}">${clean}</body>`;
  return { document: policy === null ? document : policy.createHTML(document), height: frameHeight(clean) };
}

export function startTextWorker(): TextWorker {
  const url = policy === null ? textWorkerUrl : policy.createScriptURL(textWorkerUrl);
  return new Worker(url, { type: 'module' });
}
