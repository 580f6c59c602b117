// `npm run setup`: the set-up alone. `--test` adds what the tests use, `--retry-electron` asks the official host again.
// Never do more than lib/setup.mjs: start, test and dev run the same steps themselves.
import { exclusively, fail, setUp } from './lib/setup.mjs';

try {
  await exclusively(() =>
    setUp({
      forTests: process.argv.includes('--test'),
      retryOfficial: process.argv.includes('--retry-electron'),
    }),
  );
} catch (error) {
  fail(error);
}
