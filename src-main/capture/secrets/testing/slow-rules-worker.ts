// The thread of the user's own rules, with two patterns that some texts get stuck in, or kill it.
// Never used outside tests.
import { RE2JS } from 're2js';

const test = RE2JS.prototype.test;
RE2JS.prototype.test = function (this: RE2JS, text: string) {
  const word = text.split(' ')[0];
  if (word === 'stuck' && this.pattern() === 'stuck?') for (;;);
  if (word === 'dead' && this.pattern() === 'dead?') process.exit(3);
  return test.call(this, text);
};
await import('../../../rules-worker');
